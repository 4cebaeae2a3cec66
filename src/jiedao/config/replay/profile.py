"""A profile: a town, a period, and populations of records, as ``towns/KEY.toml`` has them.

Figures stand nowhere in it: they follow from the records. ``towns/README.md`` describes it.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import gettext as _
from pydantic import BaseModel, Field, ValidationError, model_validator

from jiedao.config.demo.settings import DemoSettings
from jiedao.kernel.errors import Invalid

Range = Literal["period"] | tuple[date, date]
"""Days: those of the period, or from one to another."""
Where = Literal["building", "premises", "community", "grid", "none"]


class _Part(BaseModel, extra="forbid"):
    """A typing error in a profile is never silently lost."""


class Span(_Part):
    """The period, both days included."""

    start: date
    end: date

    @model_validator(mode="after")
    def _in_order(self) -> "Span":
        if self.end < self.start:
            raise ValueError(_("期末早于期初。"))
        return self


class Population(_Part):
    """Records of one kind that are made in the same way.

    ``name`` is what other populations call it by. ``state`` is where the records end, reached by
    the fewest moves, or by ``moves`` where they are named. ``dates`` say in which days the record
    is ``added`` and a move made; what is not said follows a few days after what went before
    (``gaps``: so many days). ``values`` are the record's, ``say`` is what is said with a move.
    """

    kind: str
    name: str = ""
    count: int = Field(1, ge=0, le=1_000_000)
    title: str = ""
    state: str = ""
    moves: list[str] = Field(default_factory=list)
    unit: str = ""
    where: Where = "building"
    about: str = ""
    dates: dict[str, Range] = Field(default_factory=dict)
    gaps: dict[str, tuple[int, int]] = Field(default_factory=dict)
    found: bool = False
    """They are there already, as the consequence of other records (the hazards that checks found):
    so many of them are led on."""
    photos: list[str] = Field(default_factory=list)
    """Steps (``added``, moves) that are shown by a photo beside those that demand one."""
    values: dict[str, Any] = Field(default_factory=dict)
    say: dict[str, dict[str, Any]] = Field(default_factory=dict)
    text: str = ""
    """Of a case: what was reported. Of requests it is made up from the town's matters."""
    channel: str = "staff"
    groups: list[str] = Field(default_factory=list)
    """Of requests: the groups of matters that they are about."""
    ratings: dict[str, int] = Field(default_factory=dict)
    """Of requests: how many are satisfied, basically, dissatisfied, no_answer; the others are
    satisfied."""


class Source(_Part):
    """Where outside figures are published."""

    issued_by: str
    title: str
    dated: date
    number: str = ""
    url: str = ""


class OutsideFigure(_Part):
    """A figure, rank or honour that others publish."""

    key: str = ""
    title: str = ""
    value: float | None = None
    unit: str = ""
    rank: int | None = None
    scope: str = ""
    field: str = "economy"
    source: str = ""


class Honour(_Part):
    """Somebody or something honoured."""

    title: str
    level: str
    award: str = ""
    persons: int = 0
    count: int = 1
    source: str = ""


class Task(_Part):
    """Something that is promised for a period: a target of an indicator, and the unit (its code)
    that answers for it."""

    title: str
    key: str
    target: float
    unit: str
    period: str
    lead: str = "office"
    comparison: str = "at_least"
    filters: dict[str, str] = Field(default_factory=dict)


class Profile(_Part):
    """Everything that a town replayed is made from."""

    title: str
    title_en: str
    period: Span
    communities: list[str] = Field(default_factory=list)
    generator: dict[str, Any] = Field(default_factory=dict)
    settings: dict[str, Any] = Field(default_factory=dict)
    units: dict[str, str] = Field(default_factory=dict)
    """Application → code of the unit that its records belong to."""
    sources: dict[str, Source] = Field(default_factory=dict)
    records: list[Population] = Field(default_factory=list)
    facts: list[OutsideFigure] = Field(default_factory=list)
    honours: list[Honour] = Field(default_factory=list)
    tasks: list[Task] = Field(default_factory=list)

    def town(self, key: str) -> DemoSettings:
        """What the generator of the ground needs."""
        return DemoSettings(
            key=key,
            title=self.title,
            title_en=self.title_en,
            communities=tuple(self.communities),
            town=self.settings,
            **self.generator,
        )


def read(path: Path) -> Profile:
    """The profile in a file; Invalid says what is wrong with it, and where."""
    try:
        return Profile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid(
            _("%(file)s 不是正确的 TOML：%(error)s") % {"file": path.name, "error": error},
            code="bad_profile",
        ) from None
    except ValidationError as error:
        where = "；".join(_said(fault) for fault in error.errors()[:5])
        raise Invalid(
            _("%(file)s 有不对的地方：%(where)s") % {"file": path.name, "where": where},
            code="bad_profile",
        ) from None


def _said(fault: Mapping[str, Any]) -> str:
    place = ".".join(str(part) for part in fault["loc"])
    return f"{place} {fault['msg']}"
