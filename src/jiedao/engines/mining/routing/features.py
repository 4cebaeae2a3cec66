"""The columns that a matter is sent by, crossed into contexts, and the contexts put into chains.

A *context* is a set of columns, e.g. kind + community; the past of a context is how often each
unit solved what has the same values there. A *chain* goes from a wide context to a narrow one, so
that a narrow one that has seen little leans on the wider one before it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_SHIFT: Final = np.uint64(31)
_DAY: Final = 86400.0
Context = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Features:
    """Names of columns. ``what``: the item, from its widest ancestor to itself; ``where``: the
    place, likewise; ``beside``: what else is known when it is sent, e.g. the channel."""

    what: tuple[str, ...]
    where: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @classmethod
    def of(cls, told: Mapping[str, Sequence[str]]) -> "Features":
        """What ``asdict`` gave, read back from JSON."""
        return cls(**{name: tuple(columns) for name, columns in told.items()})

    @property
    def columns(self) -> Context:
        """All of them, each once."""
        return tuple(dict.fromkeys((*self.what, *self.where, *self.beside)))

    def contexts(self) -> tuple[Context, ...]:
        """Every level of the item by every level of the place, alone and with each of ``beside``,
        and with all of it together. The empty one is left out."""
        sides = [(), *((side,) for side in self.beside)]
        if len(self.beside) > 1:
            sides.append(self.beside)
        levels = product(_levels(self.what), _levels(self.where), sides)
        return tuple(filter(None, (what + where + side for what, where, side in levels)))

    def chains(self) -> tuple[tuple[Context, ...], ...]:
        """Ways from wide to narrow; each step is one of ``contexts``."""
        found = [
            _both(_levels(self.what), _levels(self.where)),
            _both(_levels(self.where), _levels(self.what), turned=True),
            [what + self.where for what in _levels(self.what)],
            [what + self.where[:1] for what in _levels(self.what)],
        ]
        found += [
            _both([(*what, side) for what in _levels(self.what)], [], last=self.where[:step])
            for side in self.beside
            for step in range(len(self.where) + 1)
        ]
        found.append([*found[0], *(found[0][-1] + (side,) for side in self.beside[:1])])
        found.append([*found[0], self.what + self.where + self.beside])
        known = {frozenset(context): context for context in self.contexts()}
        kept = [_known(chain, known) for chain in found]
        return tuple(dict.fromkeys(chain for chain in kept if chain))


def _levels(columns: Context) -> list[Context]:
    """Nothing, the widest, the widest with the next … : an id need not be unique by itself."""
    return [columns[:length] for length in range(len(columns) + 1)]


def _both(
    first: list[Context], then: list[Context], *, last: Context = (), turned: bool = False
) -> list[Context]:
    steps = [*first, *(first[-1] + more for more in then)]
    if turned:
        steps = [*first[:2], *(first[:2][-1] + more for more in then)]
        steps += [first[-1] + then[-1]]
    return [*steps, steps[-1] + last] if last else steps


def _known(
    chain: Iterable[Context], known: Mapping[frozenset[str], Context]
) -> tuple[Context, ...]:
    steps = (known.get(frozenset(context)) for context in chain)
    return tuple(dict.fromkeys(step for step in steps if step))


def hashed(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> NDArray[np.uint64]:
    """A 64-bit hash of each value, (rows, columns); a column that a row lacks counts as empty.

    Equal in any process, so that what was learned needs no list of values.
    """
    found = [[_hash(name, (row.get(name) or "").strip()) for name in columns] for row in rows]
    return np.array(found, np.uint64).reshape(len(rows), len(columns))


@lru_cache(maxsize=100_000)
def _hash(name: str, value: str) -> int:
    return int.from_bytes(blake2b(f"{name}\0{value}".encode(), digest_size=8).digest(), "big")


def keys(
    values: NDArray[np.uint64], columns: Sequence[str], contexts: Iterable[Context]
) -> Iterator[NDArray[np.uint64]]:
    """For each context one key a row, equal where all its columns are."""
    place = {name: number for number, name in enumerate(columns)}
    for context in contexts:
        mixed = np.zeros(len(values), np.uint64)
        for name in context:
            mixed = (mixed ^ values[:, place[name]]) * _MIX
            mixed ^= mixed >> _SHIFT
        yield mixed


def in_days(at: datetime) -> float:
    """Days since 1970; a time without a zone is taken for UTC, as only distances count."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() / _DAY
