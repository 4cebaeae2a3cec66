"""How often each unit solved what is alike, the recent counting more; and what follows from it.

For a context c and a half-life h, at the time t of asking:
``n_u = Σ 0.5 ** ((t - t_i) / h)`` over the past orders i of unit u that agree in c.
Along a chain c_1 … c_k each step is smoothed with the one before (Dirichlet prior of strength a;
MacKay & Peto 1995, “A hierarchical Dirichlet language model”):
``P_j(u) = (n_u(c_j) + a · P_{j-1}(u)) / (n(c_j) + a)``, with P_0 the share of all orders.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.routing.features import Context, Features, keys

Floats = NDArray[np.float64]
CHAIN_HALF_LIVES: Final = (7.0, 30.0, np.inf)
"""Days."""
SHARE_HALF_LIVES: Final = (15.0, np.inf)
_STRENGTH: Final = 1.5
_FLOOR: Final = 1e-5


@dataclass(slots=True)
class Past:
    """Orders in order of time: hashed values (n, columns), the unit's number, the time in days."""

    values: NDArray[np.uint64]
    units: NDArray[np.int64]
    days: Floats

    @classmethod
    def empty(cls, columns: int) -> "Past":
        """No orders."""
        return cls(np.empty((0, columns), np.uint64), np.empty(0, np.int64), np.empty(0))

    def until(self, day: float) -> "Past":
        """Those before a time."""
        end = int(np.searchsorted(self.days, day, "left"))
        return Past(self.values[:end], self.units[:end], self.days[:end])

    def with_one(self, values: NDArray[np.uint64], unit: int, day: float) -> "Past":
        """With one more, put where its time belongs."""
        place = int(np.searchsorted(self.days, day, "right"))
        return Past(
            np.insert(self.values, place, values, axis=0),
            np.insert(self.units, place, unit),
            np.insert(self.days, place, day),
        )


@dataclass(frozen=True, slots=True)
class Counter:
    """Counts for asked rows: ``past`` is all that may be known of the time ``day``."""

    past: Past
    asked: NDArray[np.uint64]
    day: float
    units: int
    columns: Context

    def counts(self, context: Context, half_lives: Sequence[float]) -> Iterator[Floats]:
        """For each half-life (rows asked, units)."""
        before, now = (
            next(keys(values, self.columns, [context])) for values in (self.past.values, self.asked)
        )
        different, which = np.unique(now, return_inverse=True)
        place = np.searchsorted(different, before)
        place[place == len(different)] = 0
        alike = different[place] == before if len(different) else np.zeros(len(before), bool)
        cell = place[alike] * self.units + self.past.units[alike]
        age = self.day - self.past.days[alike]
        for half_life in half_lives:
            weight = 0.5 ** (age / half_life)
            table = np.bincount(cell, weight, len(different) * self.units)
            yield np.asarray(table.reshape(len(different), self.units)[which], np.float64)

    def overall(self, half_life: float) -> Floats:
        """The share of each unit, none of them 0."""
        weight = 0.5 ** ((self.day - self.past.days) / half_life)
        share = np.bincount(self.past.units, weight, self.units) + 0.02
        return np.asarray(share / share.sum())


def described(counter: Counter, features: Features) -> tuple[Floats, Floats]:
    """What is known of each unit for each row asked: the logarithms of the chains' ends, and the
    contexts' shares ``n_u / (n + 1)``; both (rows, units, …)."""
    chain_counts, shares = {}, []
    half_lives = (*CHAIN_HALF_LIVES, *SHARE_HALF_LIVES)
    for context in features.contexts():
        found = list(counter.counts(context, half_lives))
        chain_counts[context] = found[: len(CHAIN_HALF_LIVES)]
        shares += [n / (n.sum(1, keepdims=True) + 1) for n in found[len(CHAIN_HALF_LIVES) :]]
    ends = []
    for number, half_life in enumerate(CHAIN_HALF_LIVES):
        start = np.broadcast_to(counter.overall(half_life), (len(counter.asked), counter.units))
        for chain in features.chains():
            share = start
            for context in chain:
                n = chain_counts[context][number]
                share = (n + _STRENGTH * share) / (n.sum(1, keepdims=True) + _STRENGTH)
            ends.append(np.log(share + _FLOOR))
    return np.stack(ends, 2), np.stack(shares, 2)
