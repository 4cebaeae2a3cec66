"""The fields of a kind that stand in files, what their columns are called, and how they are found.

A column is found by the Chinese or English title or the field's name, whatever its dressing:
``胸围（厘米）*`` is the girth. A unit that the heading names is the unit of the numbers below it.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, get_args

from django.utils.translation import gettext as _

from jiedao.foundation.records import references
from jiedao.foundation.records.files.amounts import ratio, units_like
from jiedao.foundation.records.schema import Schema, Spec
from jiedao.foundation.sheets.headers import fold
from jiedao.kernel.attributes import facts_of
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title
from jiedao.web.widgets import bare

NUMBER: Final = Title("登记号", "Record number")
STATE: Final = Title("状态", "State")
ABOUT: Final = Title("关于", "About")
LON: Final = Title("经度", "Longitude")
LAT: Final = Title("纬度", "Latitude")
PLACE: Final = "place"
_UNIT: Final = re.compile(r"\(([^()]*)\)$")


def fields(schema: Schema) -> tuple[Spec, ...]:
    """The fields that a file can hold: not pictures, not people (whose names are sealed)."""
    return tuple(spec for spec in schema.specs if _fits_a_cell(spec))


def _fits_a_cell(spec: Spec) -> bool:
    if spec.sort == "ref":
        return references.known(spec.ref)
    if spec.sort == "list":
        return get_args(bare(spec.info.annotation))[:1] == (str,)
    return True


def label(spec: Spec) -> str:
    """The heading of a field's column, in Chinese, with its unit."""
    unit = spec.facts.unit.zh
    return f"{spec.titles.zh}（{unit}）" if unit else spec.titles.zh


def version(schema: Schema) -> str:
    """A short digest of the list of fields: another one marks a template of another version."""
    said = [
        (spec.name, spec.sort, spec.ref, spec.required, spec.titles, spec.facts.unit,
         [(one.value, one.titles) for one in spec.options or ()])
        for spec in fields(schema)
    ]  # fmt: skip
    return hashlib.sha256(repr((said, schema.kind.about)).encode()).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a field stands in a file: its columns (two for a point), and the unit that the
    heading names for the numbers below it."""

    columns: tuple[str, ...]
    unit: str = ""

    @property
    def title(self) -> str:
        """As a report names it."""
        return " + ".join(self.columns)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one file, as they were understood."""

    sources: dict[str, Source]
    number: str = ""
    state: str = ""
    about: str = ""
    unused: tuple[str, ...] = ()


def known_names(schema: Schema) -> list[str]:
    """Every heading that names a field: by these the row of headings is found."""
    names: list[str] = []
    for spec in fields(schema):
        names += [label(spec), *_names(spec), *_family_names(spec)]
        names += [f"{one}({unit})" for one in spec.titles for unit in units_like(spec.facts.unit)]
    return [name for name in (*names, *LON, *LAT, *NUMBER, *ABOUT) if name]


def _names(spec: Spec) -> Iterable[str]:
    return (*spec.titles, spec.name)


def _family_names(spec: Spec) -> Iterable[str]:
    """What the family calls a field that the kind calls by another name (名称 for 树名)."""
    return facts_of(spec.name, spec.info).titles


def find_columns(schema: Schema, names: Sequence[str]) -> Columns:
    """Which column is which field. Invalid where two columns are one field, or none is."""
    finder = _Finder(schema)
    for name in names:
        finder.take(name)
    return finder.found()


class _Finder:
    """Takes the columns of a file one after the other."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.wanted = {fold(name): spec for spec in fields(schema) for name in _names(spec) if name}
        for spec in fields(schema):
            for name in _family_names(spec):
                self.wanted.setdefault(fold(name), spec)
        self.fixed = {fold(name): one for one in self._ours() for name in one}
        # A kind may call a field of its own what we call ours.
        self.fixed = {key: one for key, one in self.fixed.items() if key not in self.wanted}
        # Our own exports tell what was done; it is done again by doing it, not by a file.
        self.passed_over = {
            fold(name) for one in schema.derived for name in (one.heading, *one.titles) if name
        } - set(self.wanted)
        self.sources: dict[str, Source] = {}
        self.other: dict[Title, str] = {}
        self.unused: list[str] = []

    def _ours(self) -> tuple[Title, ...]:
        """What is said of every record besides its fields."""
        about = (ABOUT,) if self.schema.kind.about else ()
        return (NUMBER, STATE, LON, LAT, *about)

    def take(self, name: str) -> None:
        """Understand one heading, or put it aside."""
        # “责任/单位” under a merged heading: the whole, else its last part, else its first.
        for part in dict.fromkeys((name, name.rpartition("/")[2], name.partition("/")[0])):
            folded = fold(part)
            if folded in self.fixed:
                self.other.setdefault(self.fixed[folded], name)
                return
            if folded in self.passed_over or self._take_field(name, folded):
                return
        self.unused.append(name)

    def _take_field(self, name: str, folded: str) -> bool:
        unit = _UNIT.search(folded)
        bare_name = _UNIT.sub("", folded) if unit else folded
        spec = self.wanted.get(folded) or self.wanted.get(bare_name)
        if spec is None or (unit and unit[1].isdecimal()):
            return False
        if spec.name in self.sources:
            raise Invalid(
                _("“%(first)s”和“%(second)s”两列都是“%(field)s”，请只留一列。")
                % {
                    "first": self.sources[spec.name].title,
                    "second": name,
                    "field": spec.titles,
                },
                code="column_twice",
            )
        self.sources[spec.name] = Source((name,), _unit_of(spec, name, unit[1] if unit else ""))
        return True

    def found(self) -> Columns:
        """What was understood; a point in two columns counts where it has none of its own."""
        pin = any(spec.name == PLACE for spec in fields(self.schema))
        lon, lat = self.other.pop(LON, ""), self.other.pop(LAT, "")
        if pin and lon and lat and PLACE not in self.sources:
            self.sources[PLACE] = Source((lon, lat))
        elif lon or lat:
            self.unused += filter(None, [lon, lat])
        if not self.sources:
            raise Invalid(_("文件里没有“%(kind)s”的列。") % {"kind": self.schema.kind.titles},
                          code="no_columns")  # fmt: skip
        number, state = self.other.get(NUMBER, ""), self.other.get(STATE, "")
        about = self.other.get(ABOUT, "")
        return Columns(self.sources, number, state, about, tuple(self.unused))


def _unit_of(spec: Spec, name: str, unit: str) -> str:
    """The unit in a heading; Invalid for one that cannot be turned into the field's own."""
    if not unit or not spec.facts.unit.zh or spec.sort not in ("integer", "number"):
        return ""
    if ratio(unit, spec.facts.unit) is None:
        raise Invalid(
            _("“%(column)s”的单位不能换算成%(unit)s，请换算后再导入。")
            % {"column": name, "unit": spec.facts.unit},
            code="column_unit",
        )
    return unit


def require_columns(schema: Schema, columns: Columns) -> None:
    """Invalid, naming them all, where columns of required fields are missing."""
    missing = [
        spec.titles for spec in fields(schema) if spec.required and spec.name not in columns.sources
    ]
    if missing:
        raise Invalid(
            _("文件里没有这些必填的列：%(columns)s。") % {"columns": "、".join(map(str, missing))},
            code="missing_columns",
        )
