"""Where a town's areas, units, people and catalogue come from: files, or what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from jiedao.config.founding.tables import (
    Lines,
    StaffLine,
    UnitLine,
    find,
    read_staff,
    read_units,
)
from jiedao.foundation.places.actions import NewArea
from jiedao.kernel.errors import Invalid

AREAS: Final = "areas.geojson"
TABLE: Final = (".xlsx", ".csv", ".csv.gz")


@dataclass(slots=True)
class Sources:
    """A file of each kind, or what was typed instead; what is missing is added later."""

    areas: Path | None = None
    units: Path | None = None
    staff: Path | None = None
    catalogue: Path | None = None
    communities: Sequence[str] = ()
    """Names, where there is no map: areas without a shape, each with a unit of its own."""
    departments: Sequence[str] = ()
    people: list[StaffLine] = field(default_factory=list)

    @classmethod
    def of(cls, folder: Path) -> "Sources":
        """The files of a folder; ``Invalid`` where it holds none that are known."""
        areas = folder / AREAS
        found = cls(
            areas if areas.is_file() else None,
            find(folder, "units", *TABLE),
            find(folder, "staff", *TABLE),
            find(folder, "catalogue", *TABLE),
        )
        if not (found.areas or found.units or found.staff or found.catalogue):
            raise Invalid(
                _(
                    "文件夹“%(folder)s”里没有 areas.geojson、units.xlsx、staff.xlsx 或 catalogue.xlsx。"
                )
                % {"folder": folder}
            )
        return found

    def named_areas(self, title: str) -> list[NewArea]:
        """The sub-district and its communities, without shapes."""
        if not self.communities:
            return []
        whole = NewArea("subdistrict", "JD", title)
        return [
            whole,
            *(
                NewArea("community", _code("SQ", number), name, parent_code=whole.code)
                for number, name in enumerate(self.communities, start=1)
            ),
        ]

    def unit_lines(self) -> Lines[UnitLine]:
        """Of the file; else the departments and communities that were named."""
        if self.units is not None:
            return read_units(self.units)
        lines = [
            UnitLine(number, _code("KS", number), name, "department")
            for number, name in enumerate(self.departments, start=1)
        ]
        lines += [
            UnitLine(number, _code("SQ", number), name, "community", area=_code("SQ", number))
            for number, name in enumerate(self.communities, start=1)
        ]
        return Lines(_("所填的单位"), lines)

    def staff_lines(self) -> Lines[StaffLine]:
        """Of the file, or typed."""
        if self.staff is not None:
            return read_staff(self.staff)
        return Lines(_("所填的人员"), list(self.people))


def _code(letters: str, number: int) -> str:
    return f"{letters}{number:02}"
