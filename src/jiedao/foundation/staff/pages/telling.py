"""History lines as a page tells them: verbs and fields in words, values shortened."""

from typing import Any

from django.utils.translation import gettext as _

from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.roles import permission_title
from jiedao.foundation.staff.wording import field_title, verb_title
from jiedao.kernel import history
from jiedao.kernel.models import History
from jiedao.web.parts import Change, Entry

_LONGEST = 80
_ICONS = {
    "added": "plus",
    "changed": "pencil",
    "ended": "circle-x",
    "merged": "git-merge",
    "revealed": "eye",
    "erased": "trash",
    "locked": "lock",
}


def entries(town_id: int, kind: str, record_id: int, limit: int = 100) -> list[Entry]:
    """The timeline of a record, newest first."""
    lines = history.timeline(town_id, kind, record_id, limit=limit)
    return [entry(line) for line in reversed(lines)]


def entry(line: History) -> Entry:
    """One line."""
    return Entry(
        at=line.at,
        actor=author(line),
        verb=verb_title(line.kind, line.verb),
        note=line.note,
        changes=changes(line),
        icon=_ICONS.get(line.verb, "point-off"),
    )


def author(line: History) -> str:
    """Who did it, and for whom when it was done by cover."""
    if line.actor_name and line.actor_kind != History.ActorKind.SYSTEM:
        return line.actor_name
    names = {
        History.ActorKind.ACCOUNT: _("未知用户"),
        History.ActorKind.RESIDENT: _("居民"),
        History.ActorKind.MACHINE: _("接口"),
        History.ActorKind.SYSTEM: _("系统"),
    }
    return names[History.ActorKind(line.actor_kind)]


def changes(line: History) -> list[Change]:
    """What changed, in words."""
    return [
        Change(field_title(name), _short(_worded(name, old)), _short(_worded(name, new)))
        for name, (old, new) in sorted(line.changes.items())
    ]


def _worded(name: str, value: Any) -> Any:
    """Permissions by their titles, people by their names; every other value as it stands."""
    if name == "permissions" and isinstance(value, list):
        return [permission_title(str(each)) for each in value]
    if name == "account_id" and isinstance(value, int):
        return Account.objects.filter(pk=value).values_list("name", flat=True).first()
    return value


def _short(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        value = "、".join(str(each) for each in value)
    text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
