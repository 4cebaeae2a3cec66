"""Which unit really solves an order: the likeliest units, each with a probability and evidence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.packing import packed, unpacked
from jiedao.engines.mining.routing.counting import Counter, Past, described
from jiedao.engines.mining.routing.features import Context, Features, hashed, in_days
from jiedao.engines.mining.routing.linear import Linear
from jiedao.engines.mining.routing.nets import Nets
from jiedao.engines.mining.routing.weighing import Single, fitted
from jiedao.kernel.errors import Invalid

Row = Mapping[str, str]
_MADE_BY: Final = 2
_CANDIDATES: Final = 20
_NETS: Final = 5
_WINDOW: Final = 3.0
"""Days: how far back the newest known order lies when the last of a window is asked."""
_LATEST: Final = 8000
"""So many of the newest orders teach the weights; all count."""
_WEIGHT_HALF_LIFE: Final = 60.0
_STRENGTH: Final = 3.0
_LINEAR: Final = 0.4
"""What the linear part weighs."""
_FLOOR: Final = 1e-4
"""So that neither part alone rules a unit out."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit with its probability. ``why``: the columns that decided and how many of the past
    orders alike there were its, e.g. ``SUB_TYPE_ID+COMMUNITY_ID 12/14``."""

    unit: str
    p: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was known of the candidates of the orders of a window before it began."""

    known: Single
    right: NDArray[np.bool_]
    days: NDArray[np.float64]


@dataclass(slots=True)
class Router:
    """Learned from orders whose unit is known; ``weights`` is empty while there are too few."""

    features: Features
    units: list[str] = field(default_factory=list)
    past: Past = field(default_factory=lambda: Past.empty(0))
    weights: Single = field(default_factory=lambda: np.empty(0, np.float32))
    nets: Nets = field(default_factory=Nets.none)
    linear: Linear = field(default_factory=Linear.none)
    sure: float = 1.0
    """The share of orders whose unit was among the candidates at all."""

    @classmethod
    def learn(
        cls,
        rows: Sequence[Row],
        units: Sequence[str],
        at: Sequence[datetime],
        *,
        features: Features,
    ) -> Self:
        """From orders, the unit that solved each, and when each came. Any order of rows.

        Raises Invalid where the three differ in length.
        """
        made = cls.remember(rows, units, at, features=features)
        made.weigh(list(made.lessons()))
        made.linear = Linear.learn(made.past, features)
        return made

    @classmethod
    def remember(
        cls,
        rows: Sequence[Row],
        units: Sequence[str],
        at: Sequence[datetime],
        *,
        features: Features,
    ) -> Self:
        """As ``learn``, without weights: it only counts."""
        if not len(rows) == len(units) == len(at):
            raise Invalid("行数与单位数、时间数不一致。 Rows, units and times differ in number.")
        names = sorted(set(units))
        place = {name: number for number, name in enumerate(names)}
        days = np.array([in_days(one) for one in at], np.float64)
        order = np.argsort(days, kind="stable")
        values = hashed(rows, features.columns)
        numbers = np.array([place[unit] for unit in units], np.int64)
        return cls(features, names, Past(values[order], numbers[order], days[order]))

    def lessons(self, since: float | None = None) -> Iterator[Lesson]:
        """The past again, window by window, each seen from its own beginning."""
        days = self.past.days
        if not len(days):
            return
        start = days[-min(len(days), _LATEST)] if since is None else since
        while start <= days[-1]:
            # An order's own window begins at the first order: quiet months take no time.
            first, end = np.searchsorted(days, [start, start + _WINDOW])
            if end > first > 0:
                yield self._lesson(int(first), int(end), float(start))
            start = max(start + _WINDOW, days[end]) if end < len(days) else days[-1] + 1

    def _lesson(self, first: int, end: int, start: float) -> Lesson:
        asked = self.past.values[first:end]
        top, known = self._known(asked, start)
        right = top == self.past.units[first:end, None]
        return Lesson(known, right, self.past.days[first:end])

    def weigh(self, lessons: Sequence[Lesson], start: Any = None) -> None:
        """Learn the weights from lessons; too few leave the counts alone to decide."""
        if sum(len(lesson.days) for lesson in lessons) < 2 * _CANDIDATES:
            return
        width = max(lesson.known.shape[1] for lesson in lessons)
        lessons = [lesson for lesson in lessons if lesson.known.shape[1] == width]
        known = np.concatenate([lesson.known for lesson in lessons])
        right = np.concatenate([lesson.right for lesson in lessons])
        age = self.past.days[-1] - np.concatenate([lesson.days for lesson in lessons])
        weight = (0.5 ** (age / _WEIGHT_HALF_LIFE)).astype(np.float32)
        there = right.any(1)
        if not there.any():
            return
        self.sure = float(weight[there].sum() / weight.sum())
        known, right, weight = known[there], right[there], weight[there]
        self.weights = fitted(known, right, weight, _STRENGTH, start)
        self.nets = Nets.fitted(known, right, weight, known @ self.weights, _NETS)

    def _known(self, asked: NDArray[np.uint64], day: float) -> tuple[NDArray[np.int64], Single]:
        """The candidates of each row asked, the likeliest first, and what is known of them."""
        counter = Counter(self.past.until(day), asked, day, len(self.units), self.features.columns)
        ends, shares = described(counter, self.features)
        mean = ends.mean(2)
        top = np.argsort(-mean, 1, kind="stable")[:, :_CANDIDATES]
        row = np.arange(len(asked))[:, None]
        known = np.concatenate([ends[row, top], shares[row, top]], 2).astype(np.float32)
        return top, known

    def rank(
        self, rows: Sequence[Row], most: int = 3, at: datetime | None = None
    ) -> list[list[Ranked]]:
        """The likeliest units of each row, at most ``most``; none where nothing was learned.

        Only orders before ``at`` count (all, where it is not given).
        """
        if not rows or not self.units:
            return [[] for _ in rows]
        asked = hashed(rows, self.features.columns)
        day = in_days(at) if at else float(np.nextafter(self.past.days[-1], np.inf))
        top, known = self._known(asked, day)
        p = self._probabilities(asked, top, known)
        found = []
        for row, order in enumerate(np.argsort(-p, 1, kind="stable")[:, :most]):
            why = self._why(asked[row], int(top[row, order[0]]), day)
            found.append(
                [
                    Ranked(self.units[top[row, one]], float(p[row, one]), "" if place else why)
                    for place, one in enumerate(order)
                ]
            )
        return found

    def _probabilities(
        self, asked: NDArray[np.uint64], top: NDArray[np.int64], known: Single
    ) -> Single:
        """Of each row's candidates: the weighted geometric mean of what the counts and what the
        linear part say."""
        if len(self.weights):
            p: Single = self.nets.probabilities(known, known @ self.weights)
        else:
            ends = len(self.features.chains())
            p = Nets.none().probabilities(known, known[:, :, 2 * ends : 3 * ends].mean(2))
        if len(self.linear.units):
            every = self.linear.probabilities(asked, self.features, len(self.units))
            # Of a unit that is newer than the last learning the linear part knows nothing.
            known_units = np.isin(top, self.linear.units)
            other = np.where(known_units, np.take_along_axis(every, top, 1), p)
            both = (p + _FLOOR) ** (1 - _LINEAR) * (other + _FLOOR) ** _LINEAR
            p = np.asarray(both / both.sum(1, keepdims=True), np.float32)
        return p * np.float32(self.sure)

    def _why(self, asked: NDArray[np.uint64], unit: int, day: float) -> str:
        """The context that speaks most for the unit: the highest ``(n_u - 1/2) / (n + 1)``, of
        equal ones the widest."""
        counter = Counter(
            self.past.until(day), asked[None], day, len(self.units), self.features.columns
        )
        best, said = 0.0, ""
        for context in self.features.contexts():
            n = next(counter.counts(context, (np.inf,)))[0]
            share = (n[unit] - 0.5) / (n.sum() + 1)
            if share > best + 1e-9:
                best, said = (
                    share,
                    f"{'+'.join(_narrowest(context, self.features))} {n[unit]:.0f}/{n.sum():.0f}",
                )
        return said

    def add(self, row: Row, unit: str, at: datetime) -> None:
        """One more order whose unit is known: counts at once; weights stay until ``learn``."""
        if unit not in self.units:
            self.units.append(unit)
        values = hashed([row], self.features.columns)[0]
        self.past = self.past.with_one(values, self.units.index(unit), in_days(at))

    def to_bytes(self) -> bytes:
        """All of it; ``from_bytes`` reads it again."""
        head = {"features": asdict(self.features), "units": self.units, "sure": self.sure}
        arrays = {
            "values": self.past.values,
            "solved": self.past.units,
            "days": self.past.days,
            "weights": self.weights,
            "layers": self.nets.layers,
            "mean": self.nets.mean,
            "spread": self.nets.spread,
            "columns": self.linear.columns,
            "linear": self.linear.weights.astype(np.float16),
            "bias": self.linear.bias,
            "linear_units": self.linear.units,
        }
        return packed(_MADE_BY, head, arrays)

    @classmethod
    def from_bytes(cls, body: bytes) -> Self:
        """What ``to_bytes`` wrote. Raises Invalid for anything else."""
        head, read = unpacked(_MADE_BY, body)
        past = Past(read["values"], read["solved"], read["days"])
        nets = Nets(read["layers"], read["mean"], read["spread"])
        linear = Linear(
            read["columns"], read["linear"].astype(np.float32), read["bias"], read["linear_units"]
        )
        features = Features.of(head["features"])
        return cls(features, head["units"], past, read["weights"], nets, linear, head["sure"])


def _narrowest(context: Context, features: Features) -> list[str]:
    """A context's columns without those that another in it is below."""
    levels = (features.what, features.where)
    lower = {one[-1] for level in levels if (one := [c for c in level if c in context])}
    return [c for c in context if c in lower or c in features.beside]
