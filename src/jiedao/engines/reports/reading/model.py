"""What reading a report yields."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Literal

Status = Literal["result", "target", "rank"]
Qualifier = Literal["exact", "over", "under", "about", "at_least", "at_most"]


@dataclass(frozen=True)
class Figure:
    """One quantitative statement.

    ``start`` counts characters of the text read, and ``text[start : start + len(quote)]`` is
    ``quote``. ``value`` is in ``unit`` as written (9.3 with “万宗”); None where the statement gives
    no number (“全覆盖”, “名列前茅”). A fall is a positive value, its direction is in the quote.
    ``key`` is a key of the dictionary of indicators, None if nothing there is near enough;
    ``at`` is where its number begins, since several may share the words before it.
    ``score`` says how much speaks for it. Where it is not ``certain`` a person must look: few words
    were met, or the ``rivals`` (keys) are as near.
    """

    quote: str
    start: int
    indicator: str
    key: str | None
    value: float | None
    unit: str
    qualifier: Qualifier
    status: Status
    period: str
    certain: bool = False
    score: float = 0.0
    rivals: tuple[str, ...] = ()
    at: int = 0


@dataclass(frozen=True)
class Commitment:
    """One thing that the plan part promises; ``start`` and ``quote`` as for a figure.

    ``due`` is a year, half-year, quarter or month (“2025”, “2025H1”, “2025Q3”, “2025-06”), empty if
    none is named; ``target`` the numbers promised; ``domain`` a domain of work, “other” if none is
    recognised. ``responsible`` are the names of whom it makes responsible, as they are written, the
    lead first.
    """

    quote: str
    start: int
    task: str
    target: str
    due: str
    domain: str
    responsible: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """All that was read, in the order of the text."""

    figures: list[Figure] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)

    def lines(self) -> Iterator[dict[str, object]]:
        """One flat object each, as ``jiedao report read`` prints them."""
        for figure in self.figures:
            yield {"type": "figure"} | asdict(figure)
        for commitment in self.commitments:
            yield {"type": "commitment"} | asdict(commitment)
