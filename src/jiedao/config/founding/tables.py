"""The tables of units and of staff: columns, and rows read before anything is written."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Generic, TypeVar

from django.utils.translation import gettext as _

from jiedao.config.founding.faults import FileFault
from jiedao.foundation.sheets import cells
from jiedao.foundation.sheets.faults import RowFault
from jiedao.foundation.sheets.headers import fold
from jiedao.foundation.sheets.readers import Row, open_table
from jiedao.foundation.staff.wording import UNIT_KINDS
from jiedao.kernel.errors import Refused

UNIT_COLUMNS: Final[Mapping[str, str]] = {
    "code": "编码", "name": "名称", "kind": "类别", "parent": "上级", "area": "区域",
    "phone": "电话", "duties": "职责",
}  # fmt: skip
STAFF_COLUMNS: Final[Mapping[str, str]] = {
    "username": "用户名", "name": "姓名", "unit": "单位", "role": "岗位角色", "title": "职务",
    "phone": "电话",
}  # fmt: skip
_KINDS: Final = {
    word: kind for kind, title in UNIT_KINDS.items() for word in (kind, title.zh, title.en.lower())
}
_LISTED: Final = re.compile(r"[、；;，,\n]+")


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit as it stands in the sheet; parent and area by code or name."""

    row: int
    code: str
    name: str
    kind: str
    parent: str = ""
    area: str = ""
    phone: str = ""
    duties: str = ""


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A person in a unit, with one or more roles; further rows of a person are further posts."""

    row: int
    username: str
    name: str
    unit: str
    roles: tuple[str, ...]
    title: str = ""
    phone: str = ""


T = TypeVar("T")


@dataclass(slots=True)
class Lines(Generic[T]):
    """What a file gave; with faults nothing of it must be taken."""

    file: str = ""
    lines: list[T] = field(default_factory=list)
    faults: list[FileFault] = field(default_factory=list)


def find(folder: Path, stem: str, *endings: str) -> Path | None:
    """The file of that name in the folder, with the first of the endings that is there."""
    return next((path for end in endings if (path := folder / f"{stem}{end}").is_file()), None)


def read_units(path: Path) -> Lines[UnitLine]:
    """The units of a sheet."""
    return _read(path, UNIT_COLUMNS, ("code", "name", "kind"), _unit)


def read_staff(path: Path) -> Lines[StaffLine]:
    """The staff of a sheet."""
    return _read(path, STAFF_COLUMNS, ("username", "name"), person)


def _read(
    path: Path,
    columns: Mapping[str, str],
    needed: Sequence[str],
    make: Callable[[int, dict[str, str]], T],
) -> Lines[T]:
    result: Lines[T] = Lines(path.name)
    try:
        with open_table(path, tuple(columns.values())) as table:
            missing = [columns[name] for name in needed if not _has(table.names, columns[name])]
            for name in missing:
                sentence = _("没有“%(column)s”这一列。") % {"column": name}
                result.faults.append(FileFault(path.name, sentence))
            if not missing:
                _rows(result, table.rows(), _named(table.names, columns), make)
    except Refused as refusal:
        result.faults.append(FileFault(path.name, refusal.sentence))
    return result


def _rows(
    result: Lines[T],
    rows: Iterator[Row],
    names: Mapping[str, str],
    make: Callable[[int, dict[str, str]], T],
) -> None:
    for row in rows:
        values = {key: cells.text(row.get(name)) for key, name in names.items()}
        try:
            result.lines.append(make(row.number, values))
        except cells.CellFault as fault:
            name = names.get(fault.field or "", "")
            told = RowFault.of(row.number, name, row.get(name), fault.sentence)
            result.faults.append(FileFault.of(result.file, told))


def _named(names: Sequence[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Field → the column of this sheet, however it is spaced or starred."""
    folded = {fold(name): name for name in reversed(names)}
    return {key: folded[fold(name)] for key, name in columns.items() if fold(name) in folded}


def _has(names: Sequence[str], column: str) -> bool:
    return fold(column) in {fold(name) for name in names}


def _unit(row: int, values: dict[str, str]) -> UnitLine:
    kind = _KINDS.get(values["kind"].lower())
    if kind is None:
        words = "、".join(title.zh for title in UNIT_KINDS.values())
        sentence = _("没有“%(kind)s”这种机构类别，可填：%(words)s。")
        raise cells.CellFault(sentence % {"kind": values["kind"], "words": words}, field="kind")
    rest = {name: values.get(name, "") for name in ("parent", "area", "phone", "duties")}
    return UnitLine(row, cells.code(values["code"]), values["name"], kind, **rest)


def person(row: int, values: Mapping[str, str]) -> StaffLine:
    """A line of the staff from its words by field; ``CellFault`` says what is missing."""
    username = cells.code(values["username"]).lower()
    if not username:
        raise cells.CellFault(_("不能为空。"), field="username")
    roles = tuple(word for one in _LISTED.split(values.get("role", "")) if (word := one.strip()))
    unit = values.get("unit", "")
    if roles and not unit:
        raise cells.CellFault(_("有岗位角色的人须写明单位。"), field="unit")
    if unit and not roles:
        raise cells.CellFault(_("有单位的人须写明岗位角色。"), field="role")
    title, phone = values.get("title", ""), values.get("phone", "")
    return StaffLine(row, username, values["name"], unit, roles, title, phone)
