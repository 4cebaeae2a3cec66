"""Rows of an edition: the catalogue as plain data, before it is published and for ever after.

Items, units and areas are named by their codes, never by ids, so that a snapshot stays
readable whatever happens to the tables.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    field_validator,
    model_validator,
)

from jiedao.foundation.workdays.units import LimitUnit

Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
CheckWay = Literal["on_spot", "phone", "document", "none"]
Part = Literal["lead", "co", "fallback"]
PATH_MARK = " / "
_PARTS = ("lead", "co", "fallback")


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ConditionRow(_Row):
    """A condition of filing, or one stage of it: successive rows with the same text."""

    text: str = Field("", max_length=2000)
    stage: str = Field("", max_length=40)
    limit_amount: int | None = Field(None, ge=0, le=10_000)
    limit_unit: LimitUnit | None = None
    close_condition: str = Field("", max_length=2000)
    attributes: dict[str, Any] = {}

    @model_validator(mode="after")
    def _whole_limit(self) -> "ConditionRow":
        if (self.limit_amount is None) != (self.limit_unit is None):
            raise ValueError("a limit has an amount and a unit, or neither")
        return self

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same condition in the next edition."""
        return self.text, self.stage


class DutyRow(_Row):
    """The unit that answers, in an area or (area "") everywhere else."""

    unit: Code
    area: str = Field("", max_length=40)
    part: Part = "lead"


class ItemRow(_Row):
    """A matter. ``parent`` is the code of the item above it, "" for a root."""

    code: Code
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    parent: str = Field("", max_length=40)
    level: int = Field(3, ge=1, le=4)
    guide: str = Field("", max_length=20_000)
    keywords: tuple[Annotated[str, StringConstraints(max_length=60)], ...] = ()
    check_way: CheckWay = "phone"
    evidence: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    secret: bool = False
    active: bool = True
    attributes: dict[str, Any] = {}
    conditions: tuple[ConditionRow, ...] = ()
    duties: tuple[DutyRow, ...] = ()

    @field_validator("duties")
    @classmethod
    def _leaders_first(cls, value: tuple[DutyRow, ...]) -> tuple[DutyRow, ...]:
        """In one order, so that two editions that say the same are the same."""
        return tuple(sorted(value, key=lambda duty: _PARTS.index(duty.part)))


_ROWS = TypeAdapter(list[ItemRow])


def to_body(rows: Iterable[ItemRow]) -> dict[str, Any]:
    """Rows as the JSON of ``Edition.body``, without what is at its default."""
    return {"items": [row.model_dump(mode="json", exclude_defaults=True) for row in rows]}


def from_body(body: dict[str, Any]) -> list[ItemRow]:
    """The rows of ``Edition.body``."""
    return _ROWS.validate_python(body.get("items", []))


def in_tree_order(rows: Iterable[ItemRow]) -> list[ItemRow]:
    """Parents before children, brothers by code. Rows whose parent is missing, or that hang in
    a ring, are left out; ``checks.faults_of`` names them."""
    children: dict[str, list[ItemRow]] = {}
    for row in sorted(rows, key=lambda row: row.code):
        children.setdefault(row.parent, []).append(row)
    ordered: list[ItemRow] = []
    waiting = list(reversed(children.get("", [])))
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting += reversed(children.get(row.code, []))
    return ordered


def paths(rows: Iterable[ItemRow]) -> dict[str, tuple[str, ...]]:
    """Names from the root down to each item, by code."""
    found: dict[str, tuple[str, ...]] = {}
    for row in in_tree_order(rows):
        found[row.code] = (*found.get(row.parent, ()), row.name)
    return found


def below(rows: Iterable[ItemRow], code: str) -> Iterator[str]:
    """Codes of an item and of everything below it."""
    children: dict[str, list[str]] = {}
    for row in rows:
        children.setdefault(row.parent, []).append(row.code)
    waiting, seen = [code], set()
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            yield one
            waiting += children.get(one, [])
