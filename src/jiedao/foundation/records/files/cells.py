"""From a cell to the value of a field, by what the field is; a fault is a sentence."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.foundation.records.files.amounts import amount
from jiedao.foundation.records.schema import Spec
from jiedao.foundation.sheets import moments
from jiedao.foundation.sheets.cells import CellFault, Raw, flag, half_width, shown, text
from jiedao.kernel.attributes import Options
from jiedao.kernel.clock import TOWN_ZONE
from jiedao.web.widgets import LonLat, bare

Read = Callable[[Raw], Any]
"""Gives None for an empty cell."""

BETWEEN: Final = "；"
"""Stands between the parts of a list in one cell."""
_SLASHES: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_PARTS: Final = re.compile(r"[、,，;；|\n]+")
_MARKS: Final = re.compile(r"([、,，;；|\n]+)")
_LINES: Final = re.compile(r"[;；\n]+")
_DEGREES: Final = re.compile(r"[+-]?\d+(?:\.\d+)?(?:e-?\d+)?")
_SHOWN_OPTIONS: Final = 8


def reader(spec: Spec, unit: str) -> Read:
    """How a cell of this field is read; ``unit`` is the one its heading names. A reference is
    read as the words that name it."""
    if spec.sort in ("integer", "number"):
        return _number_reader(spec, unit)
    if spec.sort in ("option", "options"):
        return _option_reader(spec)
    return _READERS[spec.sort]


def words(raw: Raw) -> str | None:
    """Text as it stands; a date that Excel made of it is written as one."""
    if isinstance(raw, datetime) and raw.time() == time.min:
        raw = raw.date()
    return text(raw) or None


def day(raw: Raw) -> date | None:
    """A date in any of the ways offices write it."""
    return moments.day(_unambiguous(raw), TOWN_ZONE)


def moment(raw: Raw) -> datetime | None:
    """A moment; a wall clock is the town's."""
    return moments.moment(_unambiguous(raw), TOWN_ZONE)


def _unambiguous(raw: Raw) -> Raw:
    """25/3/2024 can only be one day, 5/3/2024 may be two."""
    if not isinstance(raw, str):
        return raw
    match = _SLASHES.fullmatch(half_width(text(raw)))
    if match is None:
        return raw
    first, second, year = (int(part) for part in match.groups())
    if first <= 12 and second <= 12 and first != second:
        raise CellFault(
            _("“%(value)s”分不清哪个是月、哪个是日，请写成 %(first)s 或 %(second)s。")
            % {
                "value": shown(raw),
                "first": f"{year}-{first:02d}-{second:02d}",
                "second": f"{year}-{second:02d}-{first:02d}",
            }
        )
    month, number = (first, second) if first <= 12 else (second, first)
    return f"{year}-{month:02d}-{number:02d}"


def point(raw: Raw) -> LonLat | None:
    """“114.305,22.705”, also in words: 东经114.305 北纬22.705."""
    clean = half_width(text(raw))
    if not clean:
        return None
    found = _DEGREES.findall(clean)
    if len(found) != 2:
        raise _no_point(raw)
    return _checked(float(found[0]), float(found[1]), raw)


def point_of(lon: Raw, lat: Raw) -> LonLat | None:
    """A point whose longitude and latitude stand in two columns."""
    both = f"{text(lon)},{text(lat)}"
    if both == ",":
        return None
    try:
        return _checked(float(half_width(text(lon))), float(half_width(text(lat))), both)
    except ValueError:
        raise _no_point(both) from None


def _checked(lon: float, lat: float, raw: Raw) -> LonLat:
    if abs(lon) <= 90 < abs(lat) <= 180:
        raise CellFault(_("“%(value)s”像是把纬度写在了前面，请先写经度。") % {"value": shown(raw)})
    if abs(lon) > 180 or abs(lat) > 90:
        raise _no_point(raw)
    return LonLat(lon, lat)


def _no_point(raw: Raw) -> CellFault:
    return CellFault(_("“%(value)s”不是位置，请写成“经度,纬度”。") % {"value": shown(raw)})


def lines(raw: Raw) -> list[str] | None:
    """The parts of a list."""
    parts = [part.strip() for part in _LINES.split(text(raw)) if part.strip()]
    return parts or None


_READERS: Final[Mapping[str, Read]] = {
    "text": words,
    "ref": words,
    "flag": flag,
    "date": day,
    "moment": moment,
    "pin": point,
    "list": lines,
}


def _number_reader(spec: Spec, unit: str) -> Read:
    own, whole = spec.facts.unit, spec.sort == "integer"
    exact = bare(spec.info.annotation) is Decimal

    def read(raw: Raw) -> int | float | Decimal | None:
        value = amount(raw, own, unit)
        if value is None or exact:
            return value
        if not whole:
            return float(value)
        if value != value.to_integral_value():
            raise CellFault(_("“%(value)s”不是整数。") % {"value": shown(raw)})
        return int(value)

    return read


def _option_reader(spec: Spec) -> Read:
    many = spec.sort == "options"
    if spec.options is None:
        # A plain enumeration has no titles: pydantic knows its values.
        return _plain_parts if many else words
    choice = _Choice(spec.options)
    return choice.several if many else choice.one


class _Choice:
    """Reads options by title, in either language, or by value."""

    def __init__(self, options: type[Options]) -> None:
        self._options = options
        self._table = by_words(options)

    def one(self, raw: Raw) -> str | None:
        """The option that the cell names."""
        clean = text(raw)
        if not clean:
            return None
        found = self._table.get(folded(clean))
        if found is None:
            raise CellFault(
                _("“%(value)s”不在选项里，可填：%(options)s。")
                % {"value": shown(raw), "options": _offered(self._options)}
            )
        return found

    def several(self, raw: Raw) -> list[str] | None:
        """The options that the cell names, each once."""
        # Parts and the marks between them by turns: a title may hold such a mark itself, so
        # the longest run of parts that is a title is taken first.
        parts = _MARKS.split(text(raw))
        named: list[str | None] = []
        place = 0
        while place < len(parts):
            value, place = self._longest(parts, place)
            named.append(value)
        return list(dict.fromkeys(value for value in named if value)) or None

    def _longest(self, parts: list[str], place: int) -> tuple[str | None, int]:
        for end in range(len(parts), place, -2):
            found = self._table.get(folded("".join(parts[place:end])))
            if found is not None:
                return found, end + 1
        return self.one(parts[place]), place + 2


def _plain_parts(raw: Raw) -> list[str] | None:
    return [part.strip() for part in _PARTS.split(text(raw)) if part.strip()] or None


def _offered(options: type[Options]) -> str:
    titles = [str(one.titles) for one in options]
    more = "…" if len(titles) > _SHOWN_OPTIONS else ""
    return "、".join(titles[:_SHOWN_OPTIONS]) + more


@lru_cache(maxsize=500)
def by_words(options: type[Options]) -> dict[str, str]:
    """Title in either language, or value → value."""
    found: dict[str, str] = {}
    for each in ("value", "zh", "en"):
        for one in options:
            word = one.value if each == "value" else getattr(one.titles, each)
            found.setdefault(folded(word), str(one.value))
    return found


def folded(word: str) -> str:
    """A word to compare by."""
    return "".join(half_width(word).split()).casefold()
