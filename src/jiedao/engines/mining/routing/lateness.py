"""How likely a matter ends late, and how many days it takes: both from what is known at dispatch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.routing.features import Context, Features
from jiedao.engines.mining.routing.router import Router
from jiedao.kernel.errors import Invalid

Row = Mapping[str, str]
_LATE: Final = "late"
_ON_TIME: Final = "on time"
_FEWEST: Final = 8
"""A context that has seen fewer leaves it to a wider one."""
_LATEST: Final = 400
"""So many of the newest of a context give its quantiles."""


@dataclass(slots=True)
class LatenessModel:
    """The probability that it ends overdue.

    A ``Router`` of two answers: the shares of late ones in all contexts, smoothed and weighed by
    a conditional logit on what was known before each (which calibrates them, as Platt 1999).
    """

    router: Router

    @classmethod
    def learn(
        cls,
        rows: Sequence[Row],
        late: Sequence[bool],
        at: Sequence[datetime],
        *,
        features: Features,
    ) -> Self:
        """From closed matters, whether each ended late, and when it came."""
        answers = [_LATE if one else _ON_TIME for one in late]
        return cls(Router.learn(rows, answers, at, features=features))

    def risk(self, rows: Sequence[Row], at: datetime | None = None) -> NDArray[np.float64]:
        """For each row the probability to end late; 0 where no late one was ever seen."""
        ranked = self.router.rank(rows, 2, at)
        found = [sum(one.p for one in row if one.unit == _LATE) for row in ranked]
        return np.array(found, np.float64)

    def to_bytes(self) -> bytes:
        """All that it learned."""
        return self.router.to_bytes()

    @classmethod
    def from_bytes(cls, body: bytes) -> Self:
        """What ``to_bytes`` gave. Raises Invalid for anything else."""
        return cls(Router.from_bytes(body))


@dataclass(frozen=True, slots=True)
class Expected:
    """Days until it is closed: half take at most ``median``, eight of ten at most ``most``.
    ``alike``: of how many closed ones; ``by``: the columns in which they agree."""

    median: float
    most: float
    alike: int
    by: Context


@dataclass(slots=True)
class Durations:
    """Days from coming in to closing, by context; a context too little seen leans on a wider."""

    chain: tuple[Context, ...]
    days: dict[tuple[Context, tuple[str, ...]], list[float]] = field(default_factory=dict)

    @classmethod
    def learn(
        cls, rows: Sequence[Row], days: Sequence[float | None], *, features: Features
    ) -> Self:
        """From matters in order of closing; ``None``: not closed, or not known. A duration below
        0 is a fault in the data and left out. Raises Invalid where the two differ in length."""
        if len(rows) != len(days):
            raise Invalid("行数与天数不一致。 Rows and days differ in number.")
        made = cls(((), *features.chains()[0]))
        for row, taken in zip(rows, days, strict=True):
            if taken is not None and taken >= 0:
                made.add(row, taken)
        return made

    def add(self, row: Row, taken: float) -> None:
        """One more that was closed after so many days."""
        for context in self.chain:
            kept = self.days.setdefault((context, _values(row, context)), [])
            kept.append(taken)
            del kept[:-_LATEST]

    def expected(self, row: Row) -> Expected | None:
        """By the narrowest context that has seen enough; None where hardly any was closed."""
        for context in reversed(self.chain):
            kept = self.days.get((context, _values(row, context)), [])
            if len(kept) >= _FEWEST:
                median, most = np.quantile(kept, (0.5, 0.8))
                return Expected(float(median), float(most), len(kept), context)
        return None


def _values(row: Row, context: Context) -> tuple[str, ...]:
    return tuple((row.get(name) or "").strip() for name in context)
