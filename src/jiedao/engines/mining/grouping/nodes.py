"""Reports or groups of them as what is joined: mean rows, and how alike two of them are."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.grouping.neighbours import Pairs
from jiedao.engines.mining.grouping.vectors import Rows

SAME_PLACE: Final = 0.25
"""Mean cosine of places below which a common topic is no common matter."""
_ONE_SAYS: Final = 0.8
"""What the likeness of words and topic is worth when only one says where."""
_OTHER_ITEM: Final = 0.75
_METRES: Final = 1000.0
"""Known positions farther apart are two matters."""
_METRES_A_DEGREE: Final = 111_320.0
_CHUNK: Final = 50_000

Vector = NDArray[np.float32]
Labels = NDArray[np.int64]


@dataclass(slots=True)
class Known:
    """Of each report besides its rows: ``item`` as a number, -1 unknown; position, NaN unknown."""

    item: Labels
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]

    def beside(self, more: "Known") -> "Known":
        return Known(
            np.concatenate([self.item, more.item]),
            np.concatenate([self.lon, more.lon]),
            np.concatenate([self.lat, more.lat]),
        )

    def take(self, rows: Labels) -> "Known":
        return Known(self.item[rows], self.lon[rows], self.lat[rows])


@dataclass(slots=True)
class Nodes:
    """Groups (or single reports) by number: the sums of their members' rows."""

    matter: Any
    place: Any
    topic: Vector
    """(nodes, topics)"""
    size: Vector
    placed: Vector
    """Members that say where."""
    known: Known

    @classmethod
    def of(cls, rows: Rows, known: Known, labels: Labels) -> "Nodes":
        """Nodes 0, 1 … of the rows with these labels."""
        from scipy.sparse import csr_matrix

        total = int(labels.max()) + 1 if len(labels) else 0
        ones = np.ones(len(labels), np.float32)
        member = csr_matrix((ones, (labels, np.arange(len(labels)))), shape=(total, len(labels)))
        says = (np.diff(rows.place.indptr) > 0).astype(np.float32)
        return cls(
            member @ rows.matter,
            member @ rows.place,
            np.asarray(member @ rows.topic, np.float32),
            np.asarray(member.sum(1)).ravel(),
            member @ says,
            _shared(known, labels, total),
        )

    def alike(self, pairs: Pairs) -> Vector:
        """How alike the two nodes of each pair are on average over their members, 0 to 1.

        The geometric mean of the mean cosine of topic and that of place: both must agree, the
        place by ``SAME_PLACE`` at least. Where a side says no place the words take its part: a
        common topic alone is no common matter.
        Another item lowers the topic; positions more than 1 km apart make it 0.
        """
        parts = [
            self._alike(pairs[at : at + _CHUNK, 0], pairs[at : at + _CHUNK, 1])
            for at in range(0, len(pairs), _CHUNK)
        ]
        return np.concatenate(parts) if parts else np.empty(0, np.float32)

    def _alike(self, left: Labels, right: Labels) -> Vector:
        matter = np.einsum("ij,ij->i", self.topic[left], self.topic[right])
        matter = matter / (self.size[left] * self.size[right])
        known = self.known
        other = (known.item[left] != known.item[right]) & (
            np.minimum(known.item[left], known.item[right]) >= 0
        )
        matter = np.where(other, matter * _OTHER_ITEM, matter)
        says = np.minimum(self.placed[left], 1) + np.minimum(self.placed[right], 1)
        both = np.maximum(self.placed[left] * self.placed[right], 1)
        place = _products(self.place, left, right) / both
        said = _products(self.matter, left, right) / (self.size[left] * self.size[right])
        score = _of_both(matter, said, place, says)
        return np.where(_far(known, left, right), 0, score).astype(np.float32)

    def without(self, alone: "Nodes", labels: Labels) -> Vector:
        """Mean likeness of each single row to the others of the node in ``labels``."""
        others = self.size[labels] - 1
        own = np.einsum("ij,ij->i", alone.topic, alone.topic)
        matter = (_topics_of(alone.topic, self.topic, labels) - own) / others
        said = (_products_of(alone.matter, self.matter, labels) - _own(alone.matter)) / others
        elsewhere = self.placed[labels] - alone.placed
        place = _products_of(alone.place, self.place, labels) - alone.placed
        says = np.minimum(elsewhere, 1) + alone.placed
        return _of_both(matter, said, place / np.maximum(elsewhere, 1), says)

    def to_centre(self, rows: Rows, labels: Labels) -> Vector:
        """Likeness of each row to the centre of its node: of cosines to the sums of its rows."""
        length = np.maximum(np.linalg.norm(self.topic, axis=1), 1e-9)
        matter = _topics_of(rows.topic, self.topic, labels) / length[labels]
        place = _products_of(rows.place, self.place, labels) / _lengths(self.place)[labels]
        said = _products_of(rows.matter, self.matter, labels) / _lengths(self.matter)[labels]
        placed = (np.diff(rows.place.indptr) > 0).astype(np.float32)
        says = placed + np.minimum(self.placed[labels], 1)
        return np.minimum(_of_both(matter, said, place, says), 1)


def _lengths(rows: Any) -> Vector:
    found = np.sqrt(np.asarray(rows.multiply(rows).sum(1)).ravel())
    lengths: Vector = np.maximum(found, 1e-9).astype(np.float32)
    return lengths


def _own(rows: Any) -> Vector:
    """Of each row with itself: 1, or 0 where it is empty."""
    own: Vector = np.asarray(rows.multiply(rows).sum(1), np.float32).ravel()
    return own


def _of_both(topic: Vector, said: Vector, place: Vector, says: Vector) -> Vector:
    """One likeness of the cosines of topic, words and place; ``says``: how many sides say where."""
    score = np.where(place < SAME_PLACE, 0, np.sqrt(np.maximum(topic * place, 0)))
    words = np.sqrt(np.maximum(topic * said, 0))
    score = np.where(says == 1, words * _ONE_SAYS, score)
    found: Vector = np.where(says == 0, words, score).astype(np.float32)
    return found


def _products(rows: Any, left: Labels, right: Labels) -> Vector:
    return np.asarray(rows[left].multiply(rows[right]).sum(1)).ravel().astype(np.float32)


def _topics_of(single: Vector, nodes: Vector, labels: Labels) -> Vector:
    parts = [
        np.einsum("ij,ij->i", single[at : at + _CHUNK], nodes[labels[at : at + _CHUNK]])
        for at in range(0, len(labels), _CHUNK)
    ]
    return np.concatenate(parts)


def _products_of(single: Any, nodes: Any, labels: Labels) -> Vector:
    parts = [
        single[at : at + _CHUNK].multiply(nodes[labels[at : at + _CHUNK]]).sum(1)
        for at in range(0, len(labels), _CHUNK)
    ]
    return np.concatenate([np.asarray(part).ravel() for part in parts]).astype(np.float32)


def _far(known: Known, left: Labels, right: Labels) -> NDArray[np.bool_]:
    lat = (known.lat[left] - known.lat[right]) * _METRES_A_DEGREE
    shrink = np.cos(np.radians(known.lat[left]))
    lon = (known.lon[left] - known.lon[right]) * _METRES_A_DEGREE * shrink
    return np.asarray(np.hypot(lat, lon) > _METRES)


def _shared(known: Known, labels: Labels, total: int) -> Known:
    """Of each node: the item of its first member that has one, the mean position."""
    item = np.full(total, -1, np.int64)
    told = np.flatnonzero(known.item >= 0)[::-1]
    item[labels[told]] = known.item[told]
    has = np.isfinite(known.lon) & np.isfinite(known.lat)
    count = np.bincount(labels[has], minlength=total).astype(np.float64)
    count[count == 0] = np.nan
    lon, lat = (
        np.bincount(labels[has], weights=one[has], minlength=total) / count
        for one in (known.lon, known.lat)
    )
    return Known(item, lon, lat)
