"""Roles: the standard ones, one's own, and their changes."""

import re
from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.foundation.staff.actions.common import Faults, apply, require_in
from jiedao.foundation.staff.models import Role
from jiedao.foundation.staff.roles import suggested_roles
from jiedao.kernel import history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

ROLE: Final = "role"
_CHANGEABLE: Final = frozenset({"name", "name_en", "permissions", "scope", "kinds"})
_PERMISSION: Final = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")


def add_standard_roles(town_id: int, *, actor: Actor) -> dict[str, Role]:
    """Add the suggested roles that the town has not yet; returns all its roles by key."""
    require_in(actor, "staff.roles", town_id)
    with within():
        roles = {role.key: role for role in Role.objects.filter(town_id=town_id)}
        missing = [
            Role(
                town_id=town_id,
                key=suggestion.key,
                name=suggestion.titles.zh,
                name_en=suggestion.titles.en,
                permissions=sorted(set(suggestion.permissions)),
                scope=suggestion.scope,
                kinds=list(suggestion.kinds),
            )
            for suggestion in suggested_roles()
            if suggestion.key not in roles
        ]
        if missing:
            Role.objects.bulk_create(missing, batch_size=200)
            lines = [
                Line(ROLE, role.pk, "added", changes={"permissions": ([], role.permissions)})
                for role in missing
            ]
            history.record(town_id, lines, actor=actor)
    return roles | {role.key: role for role in missing}


def add_role(
    town_id: int,
    key: str,
    name: str,
    permissions: Sequence[str],
    scope: str,
    *,
    actor: Actor,
    name_en: str = "",
    kinds: Sequence[str] = (),
) -> Role:
    """A role of the town's own."""
    require_in(actor, "staff.roles", town_id)
    role = Role(
        town_id=town_id, key=key, name=name.strip(), name_en=name_en,
        permissions=sorted(set(permissions)), scope=scope, kinds=list(kinds),
    )  # fmt: skip
    faults = Faults()
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", key):
        faults.add(0, "key", _("角色代码用小写字母、数字和下划线，以字母开头。"))
    _check(role, faults)
    if Role.objects.filter(town_id=town_id, key=key).exists():
        raise Conflict(_("角色代码 %(key)s 已经有了。") % {"key": key}, field="key")
    with within():
        role.save()
        line = Line(ROLE, role.pk, "added", changes={"permissions": ([], role.permissions)})
        history.record(town_id, [line], actor=actor)
    return role


def change_role(role: Role, values: dict[str, Any], *, actor: Actor) -> Role:
    """Change name, permissions, scope or kinds; everybody who holds the role is concerned."""
    require_in(actor, "staff.roles", role.town_id)
    unknown = values.keys() - _CHANGEABLE
    if unknown:
        raise ValueError(f"change_role cannot change {sorted(unknown)}")
    if "permissions" in values:
        values = values | {"permissions": sorted(set(values["permissions"]))}
    changes = apply(role, values)
    _check(role, Faults())
    with within():
        if changes:
            role.save(update_fields=list(changes))
            line = Line(ROLE, role.pk, "changed", changes=changes)
            history.record(role.town_id, [line], actor=actor)
    return role


def _check(role: Role, faults: Faults) -> None:
    faults.check_text(0, "name", role.name, 60)
    if role.scope not in Role.Scope.values:
        faults.add(0, "scope", _("管辖范围须是全街道、本机构或本辖区。"))
    wrong = [name for name in role.permissions if not _PERMISSION.fullmatch(name)]
    if wrong:
        faults.add(0, "permissions", _("没有“%(name)s”这种权限。") % {"name": wrong[0]})
    faults.refuse()
