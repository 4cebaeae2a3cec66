"""What the catalogue in memory is made of: frozen rows of the published edition."""

from dataclasses import dataclass

from jiedao.foundation.workdays.units import Limit


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """A matter as the published edition has it; the fields are those of ``models.Item``."""

    id: int
    code: str
    name: str
    parent_id: int | None
    depth: int
    path: str
    level: int
    check_way: str
    evidence: tuple[str, ...]
    kinds: tuple[str, ...]
    keywords: tuple[str, ...]
    secret: bool
    active: bool

    def serves(self, kind: str) -> bool:
        """Whether cases of a kind may have this item ("" asks for none in particular)."""
        return not kind or not self.kinds or kind in self.kinds


@dataclass(frozen=True, slots=True)
class StageLimit:
    """One stage of a condition and its limit, counted from the start of the work.

    ``stage`` is "" where the condition has only one. Stages do not follow one another: "stop
    4 office hours, removal 20 workdays" are two limits that begin together.
    """

    stage: str
    limit: Limit
    condition_id: int


@dataclass(frozen=True, slots=True)
class ConditionLimits:
    """A condition of filing with its stages; ``id`` is that of its first row."""

    id: int
    text: str
    close_condition: str
    stages: tuple[StageLimit, ...]
    row_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Responsible:
    """Units that answer for an item in a place: the leader, those who help, the last resort."""

    lead_unit_id: int | None = None
    co_unit_ids: tuple[int, ...] = ()
    fallback_unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An item that a rule of the catalogue names, the words that decided, and a sentence."""

    item: CatalogueItem
    words: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Duty:
    """A row of ``models.Responsibility``."""

    item_id: int
    area_id: int | None
    unit_id: int
    part: str
