"""The language of ``MAP.toml``: which column of a file goes to which field of a record.

It says what a file tells and invents nothing: a text put together from several columns, a
constant, and the moment of import are marked as what they are. ``Mapping`` is the grammar::

    title = "民生诉求工单"
    kind = "request"
    key = ["REC_ID"]                                  # the same row, when it comes again
    [fields.received_at]
    column = "CREATE_TIME"
    type = "moment"
    [fields.text]
    columns = ["MAIN_TYPE_NAME", "SUB_TYPE_NAME"]     # put together, and marked so
    [trees.item]
    levels = [{ name = "MAIN_TYPE_NAME" }, { name = "SUB_TYPE_NAME" }]
    [[states]]
    when = [{ column = "STATUS", among = ["Closed"] }]
    state = "closed"
"""

import tomllib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from jiedao.foundation.sheets.cells import EMPTY
from jiedao.kernel.errors import Invalid

FieldType = Literal["text", "code", "integer", "number", "moment", "date", "flag"]
Constant = str | int | float | bool


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldSource(_Part):
    """Where one field comes from: exactly one of ``column``, ``columns``, ``value``, ``now``."""

    column: str = ""
    columns: tuple[str, ...] = ()
    """Several columns put together with ``join``; the field is marked ``composed``."""
    join: str = " / "
    value: Constant | None = None
    """The same for every row; the field is marked ``constant``."""
    now: bool = False
    """The moment of import; the field is marked ``import_time``."""
    type: FieldType = "text"
    formats: tuple[str, ...] = ()
    """strptime formats, for dates that are ambiguous (see ``sheets.moments``)."""
    table: dict[str, Constant] = {}
    """Text of the cell → value; texts not in it are refused, unless ``otherwise`` says."""
    otherwise: Constant | None = None
    """The value for texts not in ``table``; ``"="`` keeps them as they are."""
    required: bool = False

    @model_validator(mode="after")
    def _one_source(self) -> "FieldSource":
        sources = [bool(self.column), bool(self.columns), self.value is not None, self.now]
        if sum(sources) != 1:
            raise ValueError("exactly one of column, columns, value, now")
        if self.columns and self.type != "text":
            raise ValueError("columns put together are a text")
        if self.otherwise is not None and not self.table:
            raise ValueError("otherwise needs a table")
        return self

    def needs(self) -> tuple[str, ...]:
        """Columns that must be in the file."""
        return (self.column,) if self.column else self.columns


class TreeLevel(_Part):
    """One level of a tree: the columns of its names and codes (either may be absent)."""

    name: str = ""
    code: str = ""
    level: str = ""
    """What it is called in the tree it goes to (``community``), where that matters."""

    @model_validator(mode="after")
    def _something(self) -> "TreeLevel":
        if not self.name and not self.code:
            raise ValueError("a level needs the column of its name or of its code")
        return self


class Tree(_Part):
    """A path from the top down, such as kinds of matters, areas, or units.

    ``by`` says what makes two nodes the same, for files where names and codes disagree.
    """

    levels: tuple[TreeLevel, ...] = Field(min_length=1)
    by: Literal["name", "code"] = "name"

    @model_validator(mode="after")
    def _identity(self) -> "Tree":
        if any(not getattr(level, self.by) for level in self.levels):
            raise ValueError(f"every level needs its {self.by} column, for nodes are told by it")
        return self


class Condition(_Part):
    """Holds when the column's text is one of ``among``, none of ``not_among``, or (not) empty."""

    column: str
    among: tuple[str, ...] | None = None
    not_among: tuple[str, ...] | None = None
    empty: bool | None = None

    @model_validator(mode="after")
    def _one_test(self) -> "Condition":
        if sum(test is not None for test in (self.among, self.not_among, self.empty)) != 1:
            raise ValueError("exactly one of among, not_among, empty")
        return self

    def holds(self, text: str) -> bool:
        """Whether it holds for the text of the cell ("" for nothing)."""
        if self.among is not None:
            return text in self.among
        if self.not_among is not None:
            return text not in self.not_among
        return (text == "") == self.empty


class StateRule(_Part):
    """The state of a row for which all of ``when`` hold; the first rule that does decides."""

    state: str
    when: tuple[Condition, ...] = ()


class Mapping(_Part):
    """A whole ``MAP.toml``."""

    title: str
    kind: str
    """What the rows become; the importer of that kind says which fields it knows."""
    key: tuple[str, ...] = Field(min_length=1)
    """Columns by which a row is recognised when it comes again."""
    timezone: str = "Asia/Shanghai"
    """The zone of times without one."""
    datum: Literal["WGS84", "GCJ02", "BD09", "CGCS2000"] = "WGS84"
    """The coordinate system of the file's coordinates."""
    sheet: str = ""
    empty: tuple[str, ...] = tuple(sorted(EMPTY))
    """Texts that stand for nothing."""
    fields: dict[str, FieldSource] = {}
    trees: dict[str, Tree] = {}
    states: tuple[StateRule, ...] = ()
    keep: tuple[str, ...] | Literal["rest"] = ()
    """Columns kept as they are beside the record; ``rest``: all that nothing else reads."""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("no such time zone") from None
        return value

    @cached_property
    def zone(self) -> ZoneInfo:
        """``timezone`` as an object."""
        return ZoneInfo(self.timezone)

    def columns(self) -> tuple[str, ...]:
        """Every column that the mapping names, once."""
        return tuple(dict.fromkeys(self._columns()))

    def _columns(self) -> Iterator[str]:
        yield from self.key
        for source in self.fields.values():
            yield from source.needs()
        for tree in self.trees.values():
            for level in tree.levels:
                yield from filter(None, (level.name, level.code))
        for rule in self.states:
            for condition in rule.when:
                yield condition.column
        if self.keep != "rest":
            yield from self.keep

    def check_names(self, fields: frozenset[str], trees: frozenset[str] = frozenset()) -> None:
        """``Invalid`` if the mapping fills a field or tree that its kind does not have."""
        for part, named, known in (
            ("fields", self.fields, fields),
            ("trees", self.trees, trees),
        ):
            unknown = sorted(named.keys() - known)
            if unknown:
                raise Invalid(
                    _("对照表的 %(part)s.%(name)s 不是可以导入的字段；可用：%(known)s。")
                    % {"part": part, "name": unknown[0], "known": "、".join(sorted(known))},
                    code="bad_mapping",
                )


def load_mapping(path: Path) -> Mapping:
    """Read a ``MAP.toml``; ``Invalid`` names the place that is wrong."""
    try:
        return parse_mapping(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise Invalid(
            _("打不开对照表“%(name)s”。") % {"name": path.name}, code="bad_mapping"
        ) from None


def parse_mapping(toml: str) -> Mapping:
    """The mapping that a text in TOML describes."""
    try:
        return Mapping.model_validate(tomllib.loads(toml))
    except tomllib.TOMLDecodeError as error:
        raise Invalid(
            _("对照表不是有效的 TOML：%(fault)s") % {"fault": error}, code="bad_mapping"
        ) from None
    except ValidationError as error:
        faults = {".".join(map(str, fault["loc"])): fault["msg"] for fault in error.errors()}
        place, fault = next(iter(faults.items()))
        raise Invalid(
            _("对照表的 %(place)s 有误：%(fault)s") % {"place": place or "MAP", "fault": fault},
            code="bad_mapping",
            errors=faults,
        ) from None


def as_stored(mapping: Mapping) -> dict[str, Any]:
    """The mapping as JSON, by which a run is told from another."""
    return mapping.model_dump(mode="json", exclude_defaults=True)
