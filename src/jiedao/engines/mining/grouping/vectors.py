"""Reports as two sparse rows each: what it is about, and where.

Both are n-grams weighted by TF-IDF, the rows of length one. The names of places are taken out of
the first and make the second, so that the same complaint at two estates is alike in the one and
not in the other, and two matters at one estate the other way round.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.grouping.formulas import formulas_of, without_formulas
from jiedao.engines.mining.grouping.phrases import bare, parted, places, without
from jiedao.engines.mining.grouping.reports import Report
from jiedao.engines.mining.grouping.topics import Topics
from jiedao.engines.mining.texts.grams import Grams

MATTER: Final = Grams((2, 3), bits=19)
PLACE: Final = Grams((2, 3), bits=18)
_TITLE: Final = 3
"""How often a word of the title counts."""
_LONGEST: Final = 800
"""Characters of a report that are read; what follows repeats it or is a law quoted."""
_SHARED: Final = 2
_NAMED: Final = 0.6
"""Of what the rarest n-gram of a place usually weighs."""
_KEPT: Final = (160, 24)
"""Heaviest n-grams of a row that are kept, of matter and place."""
_SAMPLE: Final = 20_000
"""Reports from which the frequency of n-grams is told."""
_BATCH: Final = 4096
_LETTERS: Final = str.maketrans("0123456789", "αβγδεζηθικ")
"""Digits of a place tell it from its neighbour, and `folded` would make them all 0."""


@dataclass(slots=True)
class Rows:
    """``matter`` and ``place``: CSR, a row a report, each of length one or empty; ``topic``: the
    same matter in a few numbers."""

    matter: Any
    place: Any
    topic: NDArray[np.float32]

    def __len__(self) -> int:
        return int(self.matter.shape[0])

    def take(self, rows: NDArray[np.int64]) -> "Rows":
        return Rows(self.matter[rows], self.place[rows], self.topic[rows])

    def beside(self, more: "Rows") -> "Rows":
        """These rows and then those."""
        from scipy.sparse import vstack

        return Rows(
            vstack([self.matter, more.matter], format="csr"),
            vstack([self.place, more.place], format="csr"),
            np.concatenate([self.topic, more.topic]),
        )


@dataclass(slots=True)
class Weights:
    """Inverse document frequencies of both kinds of row, and the topics, as told from the first
    reports; and the formulas that tell nothing of a matter."""

    matter: NDArray[np.float32]
    place: NDArray[np.float32]
    named: float
    """Weight that the rarest n-gram of a place must have to say where: a district's name, which
    stands in many reports, says nothing alone; an estate's does, however short and seldom told."""
    topics: Topics
    formulas: frozenset[str]

    @classmethod
    def of(cls, reports: Sequence[Report]) -> "Weights":
        from scipy.sparse import vstack

        step = max(1, -(-len(reports) // _SAMPLE))
        seen = [np.zeros(grams.columns, np.int64) for grams in (MATTER, PLACE)]
        sample = reports[::step]
        formulas = formulas_of(sample)
        for start in range(0, len(sample), _BATCH):
            for total, rows in zip(
                seen, _counts(sample[start : start + _BATCH], formulas), strict=True
            ):
                total += np.bincount(rows.indices, minlength=len(total))
        matter, place = (_idf(total, len(sample)) for total in seen)
        rows, rarest = [], []
        for at in range(0, max(len(sample), 1), _BATCH):
            told, where = _counts(sample[at : at + _BATCH], formulas)
            rows.append(_weighted(told, matter, _KEPT[0]))
            rarest.append(_rarest(where, place))
        weight = np.concatenate(rarest)
        named = _NAMED * float(np.median(weight[weight > 0])) if (weight > 0).any() else 0.0
        return cls(matter, place, named, Topics.of(vstack(rows, format="csr")), formulas)

    def rows(self, reports: Sequence[Report]) -> Rows:
        """Rows of these reports."""
        from scipy.sparse import vstack

        batches = [reports[at : at + _BATCH] for at in range(0, max(len(reports), 1), _BATCH)]
        both = [self._weighted(batch) for batch in batches]
        matter = vstack([one for one, _place in both], format="csr")
        place = vstack([one for _matter, one in both], format="csr")
        return Rows(matter, place, self.topics.rows(matter))

    def _weighted(self, reports: Sequence[Report]) -> tuple[Any, Any]:
        matter, place = _counts(reports, self.formulas)
        vague = np.flatnonzero(_rarest(place, self.place) < self.named)
        for row in vague:
            place.data[place.indptr[row] : place.indptr[row + 1]] = 0
        place.eliminate_zeros()
        return _weighted(matter, self.matter, _KEPT[0]), _weighted(place, self.place, _KEPT[1])


def _idf(seen: NDArray[np.int64], total: int) -> NDArray[np.float32]:
    """What a single report has says nothing of what it shares: it weighs nothing."""
    idf = np.log((1 + total) / (1 + seen)) + 0.3
    return np.where(seen < _SHARED, 0, idf).astype(np.float32)


def _counts(reports: Sequence[Report], formulas: frozenset[str]) -> tuple[Any, Any]:
    titles, whole, where = [], [], []
    for report in reports:
        title, rest = parted(report.text[:_LONGEST])
        names = places(f"{title}\n{rest}")
        titles.append(without(without_formulas(title, formulas), names))
        whole.append(without(without_formulas(f"{title}\n{rest}", formulas), names))
        where.append(_where(report, places(title) * _TITLE + names))
    matter = MATTER.counts(whole) + (_TITLE - 1) * MATTER.counts(titles)
    return matter.tocsr(), PLACE.counts(where)


def _where(report: Report, names: list[str]) -> str:
    known = [report.place] * _TITLE if report.place else []
    return "\n".join(bare(name).translate(_LETTERS) for name in (*known, *names))


def _rarest(counts: Any, idf: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of each row the weight of its rarest n-gram; 0 where it is empty."""
    from scipy.sparse import csr_matrix

    weights = csr_matrix((idf[counts.indices], counts.indices, counts.indptr), shape=counts.shape)
    found: NDArray[np.float32] = weights.max(axis=1).toarray().ravel()
    return found


def _weighted(counts: Any, idf: NDArray[np.float32], kept: int) -> Any:
    """TF-IDF with damped counts, the heaviest ``kept`` of each row, of length one."""
    from scipy.sparse import csr_matrix

    values = (1 + np.log(counts.data)) * idf[counts.indices]
    columns, weights, ends = [], [], [0]
    for start, end in zip(counts.indptr[:-1], counts.indptr[1:], strict=True):
        row, names = values[start:end], counts.indices[start:end]
        if end - start > kept:
            best = np.argpartition(row, end - start - kept)[-kept:]
            row, names = row[best], names[best]
        length = float(np.sqrt(row @ row))
        columns.append(names)
        weights.append(row / length if length else row)
        ends.append(ends[-1] + len(names))
    found = (
        csr_matrix(
            (np.concatenate(weights), np.concatenate(columns), np.array(ends)),
            shape=counts.shape,
            dtype=np.float32,
        )
        if columns
        else csr_matrix(counts.shape, dtype=np.float32)
    )
    found.sort_indices()
    return found
