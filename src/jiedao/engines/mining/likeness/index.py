"""The texts most like a given one, out of a million, within some milliseconds.

Likeness is the cosine of two texts' n-grams of two and three characters, each weighted by
idf = ln((1 + N + P) / (1 + df)) + 1 (Salton & Buckley 1988) and counted once, however often a text
says it. P = ``PRIOR`` further texts are taken to say none of it, so that among a few an n-gram is
not common because two of them say it. Two steps: texts that list one of the rarest n-grams asked for are ranked by the weight
they share; of the first few hundred the likeness is counted exactly, over all that is kept of them
(at most ``segments.KEPT`` n-grams a text).
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.likeness.segments import KEPT, MOST, Floats, Ints, Segment, merged
from jiedao.engines.mining.texts.grams import Grams

GRAMS: Final = Grams(sizes=(2, 3), bits=22)
PRIOR: Final = 100
_BUDGET: Final = 400_000
"""Entries of the lists that one question reads at most."""
_EXACT: Final = 256
"""Texts whose likeness is counted exactly."""
_FEW: Final = 2_000
"""Among so few all are counted, without lists."""
_AT_ONCE: Final = 1 << 15
"""Texts taken in at a time: what bounds the memory that taking in needs."""


@dataclass(frozen=True, slots=True)
class Like:
    """A text like the one asked about: its id, and how like it is (0..1, 1: the same n-grams)."""

    id: int
    likeness: float


Among = Callable[[int], bool] | AbstractSet[int] | None


class LikenessIndex:
    """Texts by id. Adding is cheap at any size; not for several threads at once while it changes."""

    def __init__(self) -> None:
        self._segments: list[Segment] = []
        self._df: Ints = np.zeros(GRAMS.columns, np.int32)
        self._size = 0

    def __len__(self) -> int:
        return self._size

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays."""
        return self._df.nbytes + sum(one.nbytes for one in self._segments)

    def add(self, ids: Sequence[int], texts: Sequence[str]) -> None:
        """Take texts in; one whose id is there already replaces the other. ValueError where there
        are not as many ids as texts, or an id twice."""
        if len(ids) != len(texts) or len(set(ids)) != len(ids):
            raise ValueError("one text for each id, each id once")
        self.remove(ids)
        for start in range(0, len(ids), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            self._size += len(ids[part])
            self._segments.append(self._segment(ids[part], texts[part]))
            self._settle()

    def remove(self, ids: Collection[int]) -> None:
        """Forget these texts; ids that are not there are passed over. Of a text longer than what is
        kept the rest goes on counting in idf."""
        gone = np.fromiter(ids, np.int64, len(ids))
        for one in self._segments:
            rows = one.rows_of(gone)
            if len(rows):
                columns, _which = one.columns_of(rows)
                self._count(columns, -1)
                one.alive[rows] = False
                self._size -= len(rows)

    def nearest(
        self, text: str, most: int = 10, least: float = 0.35, among: Among = None
    ) -> list[Like]:
        """At most ``most`` texts at least so like this one, the likest first (then the newest id),
        only ids in ``among``; a function is asked about the likest few hundred only."""
        columns = self._kept(_columns(text))
        if not len(columns):
            return []
        found: list[Like] = []
        asked = self._asked(columns)
        for one, rows in self._candidates(asked, among):
            likeness = self._likeness(one, rows, np.sort(columns))
            good = likeness >= least
            pairs = zip(one.ids[rows[good]], likeness[good], strict=True)
            found += [Like(int(pk), float(each)) for pk, each in pairs]
        found.sort(key=lambda like: (-like.likeness, -like.id))
        return found[:most]

    # Taking in

    def _segment(self, ids: Sequence[int], texts: Sequence[str]) -> Segment:
        counts = GRAMS.counts(texts)
        self._count(counts.indices, 1)
        held, lengths = self._rarest(counts)
        starts = np.append(0, np.cumsum(lengths)).astype(np.int64)
        weights = self._weights(held)
        sums = np.bincount(np.repeat(np.arange(len(ids)), lengths), weights, minlength=len(ids))
        norms = np.sqrt(np.maximum(sums, 1e-9)).astype(np.float32)
        return Segment.of(np.asarray(ids, np.int64), starts, held, norms)

    def _rarest(self, counts: Any) -> tuple[Ints, NDArray[np.int64]]:
        """Of each row the columns that are kept, the rarest first; and how many of each."""
        lengths = np.diff(counts.indptr).astype(np.int64)
        row = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
        columns = counts.indices.astype(np.int32)
        order = np.lexsort((columns, self._df[columns], row))
        place = np.arange(len(row)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return columns[order][place < KEPT], np.minimum(lengths, KEPT)

    def _count(self, columns: Ints, by: int) -> None:
        np.add.at(self._df, columns, np.int32(by))

    def _settle(self) -> None:
        """Merge the last segments while the newer is not much smaller than the older."""
        while len(self._segments) > 1:
            older, newer = self._segments[-2:]
            if len(older) > 2 * len(newer) or len(older) + len(newer) > MOST:
                return
            self._segments[-2:] = [merged([older, newer])]

    # Asking

    def _weights(self, columns: Ints) -> NDArray[np.float64]:
        """The squared idf of each."""
        seen = 1.0 + np.maximum(self._df[columns], 0)
        idf: NDArray[np.float64] = np.log((1.0 + PRIOR + self._size) / seen) + 1.0
        return np.square(idf)

    def _kept(self, columns: Ints) -> Ints:
        """Those that would be kept of such a text, the rarest first."""
        return columns[np.lexsort((columns, self._df[columns]))][:KEPT]

    def _asked(self, columns: Ints) -> Ints:
        """The rarest that occur at all, as many as the budget allows and at least one."""
        known = columns[self._df[columns] > 0]
        within = np.cumsum(self._df[known], dtype=np.int64) <= _BUDGET
        return known[: max(int(within.sum()), 1)]

    def _candidates(self, asked: Ints, among: Among) -> Iterator[tuple[Segment, NDArray[np.int64]]]:
        """Texts worth counting exactly: those of a small set, else the first by shared weight."""
        wanted = None
        if isinstance(among, AbstractSet):
            wanted = np.fromiter(among, np.int64, len(among))
        if wanted is not None and len(wanted) <= _FEW:
            yield from ((one, one.rows_of(wanted)) for one in self._segments)
            return
        weights = self._weights(asked).astype(np.float32)
        ranked = []
        for one in self._segments:
            scores = one.overlap(asked, weights)
            if wanted is not None:
                scores = _only(scores, one.rows_of(wanted))
            ranked.append(_narrowed((one, *_first(scores, _EXACT)), among))
        scores = np.concatenate(
            [score for _one, _rows, score in ranked] or [np.empty(0, np.float32)]
        )
        floor = np.partition(scores, -_EXACT)[-_EXACT] if len(scores) > _EXACT else 0.0
        for one, rows, score in ranked:
            yield one, rows[score >= floor]

    def _likeness(self, one: Segment, rows: NDArray[np.int64], columns: Ints) -> Floats:
        """The cosine of each of these texts and one that has these columns (in order)."""
        held, which = one.columns_of(rows)
        weights = self._weights(held)
        places = np.minimum(np.searchsorted(columns, held), len(columns) - 1)
        shared = np.where(columns[places] == held, weights, 0.0)
        dots = np.bincount(which, shared, minlength=len(rows))
        lengths = np.bincount(which, weights, minlength=len(rows))
        whole = np.sqrt(np.maximum(lengths, 1e-9) * float(self._weights(columns).sum()))
        cosine: Floats = np.clip(dots / whole, 0.0, 1.0).astype(np.float32)
        return cosine


_Ranked = tuple[Segment, NDArray[np.int64], Floats]


def _columns(text: str) -> Ints:
    columns: Ints = GRAMS.counts([text]).indices.astype(np.int32)
    return columns


def _first(scores: Floats, most: int) -> tuple[NDArray[np.int64], Floats]:
    """The places of the highest scores above nothing, and the scores."""
    rows = np.flatnonzero(scores)
    if len(rows) > most:
        rows = rows[np.argpartition(scores[rows], -most)[-most:]]
    return rows, scores[rows]


def _only(scores: Floats, rows: NDArray[np.int64]) -> Floats:
    left = np.zeros_like(scores)
    left[rows] = scores[rows]
    return left


def _narrowed(entry: _Ranked, among: Among) -> _Ranked:
    if among is None or isinstance(among, AbstractSet):
        return entry
    one, rows, scores = entry
    good = np.fromiter((among(int(pk)) for pk in one.ids[rows]), np.bool_, len(rows))
    return one, rows[good], scores[good]
