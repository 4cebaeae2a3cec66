"""Units in the sheet: “城管科”, “城管科、水务科”, “西岭社区：城管一队；东港社区：城管二队”."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jiedao.foundation.catalogue.rows import DutyRow
from jiedao.foundation.places.models import Area
from jiedao.foundation.sheets.cells import CellFault, half_width, shown
from jiedao.foundation.staff.models import Unit

_SEPARATORS = re.compile(r"[、；;，,\n]+")
_AREA_MARK = re.compile(r"[:：]")


class UnknownUnit(CellFault):
    """A unit that the town does not have; kept as text, it is no reason to refuse a sheet."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Units and areas of a town, by code and by name → code; and names by code."""

    units: Mapping[str, str]
    areas: Mapping[str, str]
    unit_names: Mapping[str, str]
    area_names: Mapping[str, str]


def directory_of(town_id: int) -> Directory:
    """The units, and the areas down to grids; of two with one name the name means neither."""
    units = dict(
        Unit.objects.filter(town_id=town_id, valid_to__isnull=True).values_list("code", "name")
    )
    levels = (Area.Level.SUBDISTRICT, Area.Level.COMMUNITY, Area.Level.GRID)
    areas = dict(
        Area.objects.filter(town_id=town_id, level__in=levels, valid_to__isnull=True).values_list(
            "code", "name"
        )
    )
    return Directory(_by_both(units), _by_both(areas), units, areas)


def _by_both(names: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    doubles: set[str] = set()
    for code, name in names.items():
        if name in found:
            doubles.add(name)
        found[name] = code
    for name in doubles:
        del found[name]
    return found | {code: code for code in names}


def parse_duties(text: str, part: str, directory: Directory) -> Iterator[DutyRow]:
    """The duties of one cell. In a column of leaders the second unit of a place helps.

    Raises ``UnknownUnit`` for a unit, ``CellFault`` for an area, that the town does not have.
    """
    led: set[str] = set()
    for piece in _SEPARATORS.split(text):
        if not piece.strip():
            continue
        *place, name = (half.strip() for half in _AREA_MARK.split(piece, maxsplit=1))
        area = _area(place[0], directory) if place else ""
        actual = "co" if part == "lead" and area in led else part
        led.add(area)
        yield DutyRow.model_validate({"unit": _unit(name, directory), "area": area, "part": actual})


def _unit(name: str, directory: Directory) -> str:
    code = directory.units.get(name) or directory.units.get(half_width(name))
    if code is None:
        raise UnknownUnit(_("本街道没有名称或代码为“%(name)s”的单位。") % {"name": shown(name)})
    return code


def _area(name: str, directory: Directory) -> str:
    code = directory.areas.get(name) or directory.areas.get(half_width(name))
    if code is None:
        raise CellFault(_("本街道没有名称或代码为“%(name)s”的区域。") % {"name": shown(name)})
    return code


def duties_text(duties: Iterable[DutyRow], part: str, directory: Directory) -> str:
    """The cell that ``parse_duties`` reads back."""
    cells = []
    for duty in duties:
        if duty.part == part:
            unit = _unique(duty.unit, directory.unit_names, directory.units)
            area = _unique(duty.area, directory.area_names, directory.areas)
            cells.append(f"{area}：{unit}" if area else unit)
    return "；".join(cells)


def _unique(code: str, names: Mapping[str, str], codes: Mapping[str, str]) -> str:
    """The name where it means this one alone and holds no mark, else the code."""
    name = names.get(code, code)
    plain = not _SEPARATORS.search(name) and not _AREA_MARK.search(name)
    return name if plain and codes.get(name) == code else code
