"""Units, the first administrator, staff and their posts, through the batch actions."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from jiedao.config.founding import faults
from jiedao.config.founding.faults import FaultyFolder, FileFault
from jiedao.config.founding.tables import (
    STAFF_COLUMNS,
    UNIT_COLUMNS,
    Lines,
    StaffLine,
    UnitLine,
)
from jiedao.config.founding.wishes import FILE, Wishes
from jiedao.foundation.catalogue.excel.duties import directory_of
from jiedao.foundation.places.models import Area
from jiedao.foundation.staff import actions
from jiedao.foundation.staff.actions import NewAccount, NewPost, NewUnit
from jiedao.foundation.staff.models import Account, Role, Unit
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import Invalid
from jiedao.kernel.models import Town

HEAD: Final = "head"
_OWN: Final = ("department", "community", "grid", "team")
"""Kinds of units that stand below the head where the sheet names no other unit."""
_UNIT_FIELDS: Final = {
    **UNIT_COLUMNS,
    "parent_code": UNIT_COLUMNS["parent"],
    "area_code": UNIT_COLUMNS["area"],
}


def add_units(town: Town, sheet: Lines[UnitLine]) -> list[Unit]:
    """Add the units of the sheet and, where none leads, the office itself above them."""
    areas = directory_of(town.pk).areas
    codes = _codes_by_name(sheet.lines)
    head = _head(town, sheet.lines)
    news = [
        NewUnit(
            line.code,
            line.name,
            line.kind,
            codes.get(line.parent, line.parent) or (HEAD if head and line.kind in _OWN else ""),
            areas.get(line.area, line.area),
            line.phone,
            line.duties,
        )
        for line in sheet.lines
    ]
    try:
        made = actions.add_units(town.pk, [*news, *head], actor=SYSTEM)
    except Invalid as refusal:
        rows = [line.row for line in sheet.lines]
        told = list(faults.of_batch(sheet.file, refusal, rows, _UNIT_FIELDS))
        raise FaultyFolder(told) from refusal
    _set_fallback(town, made, bool(head))
    return made


def _codes_by_name(lines: Sequence[UnitLine]) -> dict[str, str]:
    """Names that one unit alone has → its code; a code means itself."""
    counts = Counter(line.name for line in lines)
    found = {line.name: line.code for line in lines if counts[line.name] == 1}
    return found | {line.code: line.code for line in lines}


def _head(town: Town, lines: Sequence[UnitLine]) -> list[NewUnit]:
    """The office itself, where the sheet has no unit that leads; [] where it has."""
    if any(line.kind == Unit.UnitKind.LEADERSHIP or line.code == HEAD for line in lines):
        return []
    whole = Area.objects.filter(town=town, level=Area.Level.SUBDISTRICT).values_list("code")[:2]
    area = whole[0][0] if len(whole) == 1 else ""
    # A name, kept in Chinese whatever the terminal speaks.
    name = f"{town.title.removesuffix('办事处')}办事处"
    return [NewUnit(HEAD, name[:80], Unit.UnitKind.LEADERSHIP.value, area_code=area)]


def _set_fallback(town: Town, units: Sequence[Unit], made_head: bool) -> None:
    """Matters that the catalogue gives to nobody go to a unit that is there."""
    code = town.settings.get("fallback_unit", "")
    if code and code not in {unit.code for unit in units}:
        sentence = _("没有代码为“%(code)s”的单位。") % {"code": code}
        raise FaultyFolder([FileFault(FILE, sentence, column="fallback_unit")])
    if not code and made_head:
        town.settings = {**town.settings, "fallback_unit": HEAD}
        town.save(update_fields=["settings"])


def add_people(
    town: Town, wishes: Wishes, sheet: Lines[StaffLine]
) -> tuple[Account, list[Account]]:
    """(the first administrator, the staff with their posts)."""
    first = NewAccount(wishes.admin, wishes.admin_name, superuser=True)
    admin = actions.add_account(town.pk, first, actor=SYSTEM)
    people, told = _persons(sheet)
    posts, of_posts = _posts(town, sheet)
    faults.refuse([*told, *of_posts])
    try:
        accounts = actions.add_accounts(
            town.pk,
            [NewAccount(line.username, line.name, phone=line.phone) for line in people],
            actor=SYSTEM,
        )
    except Invalid as refusal:
        rows = [line.row for line in people]
        raise FaultyFolder(
            list(faults.of_batch(sheet.file, refusal, rows, STAFF_COLUMNS))
        ) from refusal
    actions.add_posts(town.pk, posts, actor=SYSTEM)
    return admin, accounts


def _persons(sheet: Lines[StaffLine]) -> tuple[list[StaffLine], list[FileFault]]:
    """The first row of each person; a fault where a further row gives another name."""
    first: dict[str, StaffLine] = {}
    told = []
    for line in sheet.lines:
        known = first.setdefault(line.username, line)
        if line.name and line.name != known.name:
            sentence = _("用户名 %(username)s 在第 %(row)d 行是“%(name)s”。") % {
                "username": line.username,
                "row": known.row,
                "name": known.name,
            }
            told.append(FileFault(sheet.file, sentence, line.row, STAFF_COLUMNS["name"], line.name))
    return list(first.values()), told


def _posts(town: Town, sheet: Lines[StaffLine]) -> tuple[list[NewPost], list[FileFault]]:
    """A post for each role of each row; faults for units and roles that are not there."""
    units = directory_of(town.pk).units
    roles = _roles(town)
    posts: list[NewPost] = []
    told = []
    for line in sheet.lines:
        if line.unit and line.unit not in units:
            sentence = _("没有代码或名称为“%(name)s”的单位。") % {"name": line.unit}
            told.append(FileFault(sheet.file, sentence, line.row, STAFF_COLUMNS["unit"], line.unit))
            continue
        for role in line.roles:
            if role in roles:
                posts.append(NewPost(line.username, units[line.unit], roles[role], line.title))
            else:
                sentence = _("没有岗位角色“%(name)s”，可填：%(roles)s。") % {
                    "name": role,
                    "roles": "、".join(word for word, key in roles.items() if word != key),
                }
                told.append(FileFault(sheet.file, sentence, line.row, STAFF_COLUMNS["role"], role))
    return posts, told


def _roles(town: Town) -> dict[str, str]:
    """Name and key of each role → its key."""
    keys = list(Role.objects.filter(town=town).order_by("id").values_list("key", "name"))
    return {name: key for key, name in keys} | {key: key for key, _name in keys}
