"""The questions of ``jiedao init``: each may be skipped with Enter and says how to do it later."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from jiedao.config.founding.sources import TABLE, Sources
from jiedao.config.founding.tables import StaffLine, person
from jiedao.foundation.sheets.cells import CellFault
from jiedao.foundation.staff.roles import suggested_roles
from jiedao.foundation.workdays import hours
from jiedao.kernel.errors import Invalid

T = TypeVar("T")
_LISTED = re.compile(r"[，,、；;\s]+")
_MAP = (".geojson", ".json")


def ask_hours() -> list[list[str]] | None:
    """Office hours; None for the usual ones."""

    def read(text: str) -> list[list[str]] | None:
        if not text:
            return None
        try:
            return hours.write(hours.parse(hours.pairs_of(text)))
        except Invalid as fault:
            raise click.BadParameter(fault.sentence) from fault

    usual = "，".join("-".join(pair) for pair in hours.DEFAULT)
    _head(
        "1/5  办公时间 Office hours",
        f"回车为 {usual}；以后在“街道设置”里改。 Enter: {usual}; later under Town settings.",
    )
    return _ask("  办公时间 Hours", read)


def ask_sources() -> Sources:
    """Areas, units, people and catalogue, each from a file or typed."""
    sources = Sources()
    _head(
        "2/5  区域 Areas",
        "GeoJSON 文件，或各社区的名称（如：西岭社区、东港社区）；回车跳过，以后在“数据底座 · 区域”里导入。",
        "A GeoJSON file, or the names of the communities; Enter: later under Areas.",
    )
    sources.areas, sources.communities = _ask("  区域 Areas", _file_or_names(_MAP))
    _head(
        "3/5  单位 Units",
        "Excel 或 CSV 文件，或各科室的名称（如：城管科、水务科）；回车跳过，以后在“机构”里添加。",
        "An Excel or CSV file, or the names of the departments; Enter: later under Organisation.",
    )
    sources.units, sources.departments = _ask("  单位 Units", _file_or_names(TABLE))
    _ask_people(sources)
    _head(
        "5/5  事项清单 Catalogue",
        "Excel 或 CSV 文件；回车跳过，以后在“事项清单”里上传（那里有模板）。",
        "An Excel or CSV file; Enter: later under Catalogue, where a template is.",
    )
    sources.catalogue = _ask("  清单 Catalogue", lambda text: _file(text, TABLE))
    return sources


def _ask_people(sources: Sources) -> None:
    """A file, or one person a line until an empty one."""
    units = [*sources.departments, *sources.communities]
    roles = "、".join(str(role.titles) for role in suggested_roles())
    _head(
        "4/5  人员 Staff",
        "Excel 或 CSV 文件，或每行一人：用户名 姓名 单位 岗位角色；回车跳过，以后在“账号”里添加。",
        "An Excel or CSV file, or one a line: user name, name, unit, role; Enter: later under Accounts.",
        *([f"单位 Units: {'、'.join(units)}"] if units else []),
        f"岗位角色 Roles: {roles}",
    )

    def read(text: str) -> Path | StaffLine | None:
        if not text or _is_file(text, TABLE):
            return _file(text, TABLE)
        return _person(text, len(sources.people) + 1, units if sources.units is None else None)

    while (given := _ask("  人员 Staff", read)) is not None:
        if isinstance(given, Path):
            sources.staff = given
            return
        sources.people.append(given)


def _person(text: str, row: int, units: Sequence[str] | None) -> StaffLine:
    """A line in the order of the sheet. Where the units were named, another one is told at once."""
    words = text.split()
    if len(words) != 4:
        raise click.BadParameter(
            "请写四项，用空格隔开：用户名 姓名 单位 岗位角色。 Four words: user name, name, unit, role."
        )
    try:
        line = person(row, dict(zip(("username", "name", "unit", "role"), words, strict=True)))
    except CellFault as fault:
        raise click.BadParameter(fault.sentence) from fault
    known = {word for role in suggested_roles() for word in (role.key, *role.titles)}
    for role in line.roles:
        if role not in known:
            raise click.BadParameter(f"没有岗位角色“{role}”。 There is no role {role!r}.")
    if units is not None and line.unit not in units:
        raise click.BadParameter(f"没有名为“{line.unit}”的单位。 There is no unit {line.unit!r}.")
    return line


def _file_or_names(
    endings: Sequence[str],
) -> Callable[[str], tuple[Path | None, tuple[str, ...]]]:
    def read(text: str) -> tuple[Path | None, tuple[str, ...]]:
        if not text or _is_file(text, endings):
            return _file(text, endings), ()
        names = tuple(dict.fromkeys(filter(None, _LISTED.split(text))))
        if any(len(name) > 80 or "/" in name for name in names):
            raise click.BadParameter(f"没有文件 {text}。There is no file {text}.")
        return None, names

    return read


def _is_file(text: str, endings: Sequence[str]) -> bool:
    return text.lower().endswith(tuple(endings)) or Path(text).expanduser().is_file()


def _file(text: str, endings: Sequence[str]) -> Path | None:
    if not text:
        return None
    path = Path(text).expanduser()
    if not path.is_file():
        raise click.BadParameter(f"没有文件 {path}。There is no file {path}.")
    if not path.name.lower().endswith(tuple(endings)):
        words = "、".join(endings)
        raise click.BadParameter(f"文件应以 {words} 结尾。The file should end in {words}.")
    return path


def _ask(title: str, read: Callable[[str], T]) -> T:
    """Ask until the answer can be read; Enter is an answer."""

    def value(text: str) -> T:
        return read(text.strip())

    answer: T = click.prompt(title, default="", show_default=False, value_proc=value)
    return answer


def _head(title: str, *lines: str) -> None:
    click.secho(f"\n{title}", bold=True)
    for line in lines:
        click.echo(f"  {line}")
