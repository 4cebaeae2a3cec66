"""What an upper floor suggests of cases that wait at the desk: a slot, asked once for a page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from jiedao.engines.cases.models import Case
from jiedao.kernel.registry import Slot

KEY: Final = "suggestion"
_LITTLE: Final = 0.01


@dataclass(frozen=True, slots=True)
class Offered:
    """An item or unit that is suggested: how likely it is (0–1; None where a rule names it), the
    words of the text that decided, and the reason in sentences."""

    id: int
    title: str
    p: float | None = None
    words: tuple[str, ...] = ()
    why: tuple[str, ...] = ()

    @property
    def percent(self) -> str:
        """“93%”, or "" for what a rule names; never 0% nor 100%, which nobody can know."""
        if self.p is None:
            return ""
        return "<1%" if self.p < _LITTLE else f"{min(self.p, 0.99):.0%}"


@dataclass(frozen=True, slots=True)
class CaseSuggestion:
    """What is suggested of one case, the likeliest first. ``asks``: none is sure enough."""

    items: tuple[Offered, ...] = ()
    units: tuple[Offered, ...] = ()
    asks: bool = False
    source: str = ""
    """In words: by a rule of the catalogue, or by which version of a model."""
    url: str = ""
    """Where that version is explained, to those who hold ``right``."""
    right: str = ""
    days: float | None = None
    """From dispatch to closing, as cases like it took."""
    late: float | None = None
    """The risk that it is closed after its limit, 0–1."""

    @property
    def item(self) -> Offered | None:
        """The item that is taken when nobody chooses another one."""
        return None if self.asks or not self.items else self.items[0]

    @property
    def unit(self) -> Offered | None:
        """The likeliest unit."""
        return self.units[0] if self.units else None

    @property
    def risk(self) -> str:
        """“18%”."""
        return "" if self.late is None else f"{self.late:.0%}"

    @property
    def whole_days(self) -> int:
        """At least one."""
        return max(1, round(self.days or 0))


@dataclass(frozen=True, slots=True)
class Suggester:
    """``of_cases(town, cases)`` gives what is suggested by the case's id, in as many statements
    for a hundred cases as for one."""

    key: str
    of_cases: Callable[[int, Sequence[Case]], Mapping[int, CaseSuggestion]]


suggesters: Slot[Suggester] = Slot("case_suggesters", Suggester)


def note_suggestions(cases: Sequence[Case]) -> None:
    """Note in each case of a town what is suggested of it, for ``suggested`` to give."""
    found: dict[int, CaseSuggestion] = {}
    for suggester in suggesters if cases else ():
        found = {**suggester.of_cases(cases[0].town_id, cases), **found}
    for case in cases:
        case.__dict__[KEY] = found.get(case.pk)


def suggested(case: Case) -> CaseSuggestion | None:
    """What is suggested of a case; asked once."""
    if KEY not in case.__dict__:
        note_suggestions([case])
    found: CaseSuggestion | None = case.__dict__[KEY]
    return found
