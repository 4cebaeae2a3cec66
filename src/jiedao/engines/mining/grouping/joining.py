"""Joining nodes that are alike on average, the most alike first.

Average linkage by reciprocal nearest neighbours (Bruynooghe 1977; Murtagh 1983, “A survey of
recent advances in hierarchical clustering algorithms”), over candidate pairs only: in each round
every two nodes that are each other's best are joined, until none is alike enough. Then each
member is checked against all the others of its group, and leaves if it is not like them.
"""

from typing import Any, Final, NamedTuple

import numpy as np

from jiedao.engines.mining.grouping.neighbours import Pairs
from jiedao.engines.mining.grouping.nodes import Known, Labels, Nodes, Vector
from jiedao.engines.mining.grouping.vectors import Rows

JOIN: Final = 0.32
"""Mean likeness from which two nodes are one matter."""
STAY: Final = 0.25
"""Mean likeness to the others of its group below which a member leaves."""
SAID: Final = 0.1
"""Cosine of words that a member has with its nearest at least."""
COPY: Final = 0.5
"""Cosine of words from which one report is a copy of another, as of a person who writes again."""
SAID_BESIDES: Final = 0.05
"""Cosine of words that a member has at least with the nearest of those that are no copies of it."""
_ROUNDS: Final = 40
_BLOCK: Final = 2000


def joined(rows: Rows, known: Known, labels: Labels, pairs: Pairs) -> Labels:
    """The labels after joining; ``pairs`` are candidates, of rows. Numbers from 0, without gaps."""
    labels = _dense(labels)
    edges = _distinct(labels[pairs])
    scores = Nodes.of(rows, known, labels).alike(edges)
    edges, scores = _enough(edges, scores, JOIN / 2)
    for _ in range(_ROUNDS):
        target = _reciprocal(edges, scores, int(labels.max(initial=-1)) + 1)
        changed = np.flatnonzero(target != np.arange(len(target)))
        if not len(changed):
            break
        touched = np.zeros(len(target), bool)
        touched[changed] = touched[target[changed]] = True
        again = touched[edges].any(1)
        kept, kept_scores = edges[~again], scores[~again]
        fresh = _distinct(target[edges[again]])
        numbers = np.unique(target, return_inverse=True)[1]
        labels = numbers[labels]
        fresh, kept = numbers[fresh], numbers[kept]
        fresh_scores = _scored(rows, known, labels, fresh)
        fresh, fresh_scores = _enough(fresh, fresh_scores, JOIN / 2)
        edges = np.concatenate([kept, fresh])
        scores = np.concatenate([kept_scores, fresh_scores])
    return labels


def checked(rows: Rows, known: Known, labels: Labels, first: int = 0) -> Labels:
    """The labels after members that are not like the others have left, each alone or with its
    copies.

    Besides being like all of them on average, a member must say in the same words what at least
    one of them says, and one that is no copy of it where there is any: what is like by topic alone
    is often another matter at the same place. Only labels of rows from ``first`` on are looked at.
    """
    size = np.bincount(labels)
    fresh = np.zeros(len(size), bool)
    fresh[labels[first:]] = True
    among = np.flatnonzero(fresh[labels] & (size[labels] > 1))
    if not len(among):
        return _dense(labels)
    some, part = rows.take(among), _dense(labels[among])
    likeness = to_others(some, known.take(among), part)
    said = said_by(some, part)
    leaves = (likeness < STAY) | (said.nearest < SAID) | (said.besides < SAID_BESIDES)
    after = labels.copy()
    after[among[leaves]] = len(size) + said.copy_of[leaves]
    return _dense(after)


def to_others(rows: Rows, known: Known, labels: Labels) -> Vector:
    """Mean likeness of each row to the other rows with its label; 0 where it is alone."""
    size = np.bincount(labels, minlength=1)
    among = np.flatnonzero(size[labels] > 1)
    found = np.zeros(len(labels), np.float32)
    if not len(among):
        return found
    part = _dense(labels[among])
    total = int(part.max()) + 1
    some, facts = rows.take(among), known.take(among)
    nodes = Nodes.of(some, facts, part)
    alone = Nodes.of(some, facts, np.arange(len(among)))
    found[among] = nodes.without(alone, part) if total else 0
    return found


class Said(NamedTuple):
    """For each row how its words are those of others with its label: the highest cosine,
    ``besides`` that with one that is no copy of it (1 where all the others are copies); and the
    first row that it is a copy of, itself where there is none."""

    nearest: Vector
    besides: Vector
    copy_of: Labels


def said_by(rows: Rows, labels: Labels) -> Said:
    """Compared within each label only."""
    nearest, besides = np.zeros((2, len(labels)), np.float32)
    found = Said(nearest, besides, np.arange(len(labels)))
    order = np.argsort(labels, kind="stable")
    ends = np.flatnonzero(np.diff(labels[order])) + 1
    for part in np.split(order, ends):
        if len(part) > 1:
            _compare(rows.matter[part], part, found)
    return found


def _compare(matter: Any, part: Labels, found: Said) -> None:
    for start in range(0, len(part), _BLOCK):
        cosine = (matter[start : start + _BLOCK] @ matter.T).toarray()
        at = part[start : start + _BLOCK]
        own = np.arange(len(cosine))
        cosine[own, own + start] = 1
        copies = cosine >= COPY
        found.copy_of[at] = part[copies.argmax(axis=1)]
        cosine[own, own + start] = -1
        found.nearest[at] = cosine.max(axis=1)
        cosine[copies] = -1
        besides = cosine.max(axis=1)
        found.besides[at] = np.where(besides < 0, 1, besides)


def _scored(rows: Rows, known: Known, labels: Labels, edges: Pairs) -> Vector:
    """Likeness of pairs of labels; only their rows are added up."""
    if not len(edges):
        return np.empty(0, np.float32)
    names, compact = np.unique(edges, return_inverse=True)
    number = np.full(int(labels.max()) + 1, -1, np.int64)
    number[names] = np.arange(len(names))
    among = np.flatnonzero(number[labels] >= 0)
    nodes = Nodes.of(rows.take(among), known.take(among), number[labels[among]])
    return nodes.alike(compact.reshape(edges.shape))


def _reciprocal(edges: Pairs, scores: Vector, total: int) -> Labels:
    """For each node the one it is joined to: the lower of two that are each other's best."""
    target = np.arange(total)
    good = scores >= JOIN
    pairs = np.concatenate([edges[good], edges[good][:, ::-1]])
    order = np.lexsort((pairs[:, 1], -np.tile(scores[good], 2), pairs[:, 0]))
    pairs = pairs[order]
    first = np.unique(pairs[:, 0], return_index=True)[1]
    best = np.full(total, -1, np.int64)
    best[pairs[first, 0]] = pairs[first, 1]
    nodes = np.flatnonzero(best >= 0)
    mutual = nodes[best[best[nodes]] == nodes]
    target[mutual] = np.minimum(mutual, best[mutual])
    return target


def _distinct(edges: Pairs) -> Pairs:
    edges = np.sort(edges[edges[:, 0] != edges[:, 1]], axis=1)
    if not len(edges):
        return edges.reshape(0, 2)
    code = edges[:, 0] * (int(edges.max()) + 1) + edges[:, 1]
    found: Pairs = edges[np.unique(code, return_index=True)[1]]
    return found


def _enough(edges: Pairs, scores: Vector, least: float) -> tuple[Pairs, Vector]:
    good = scores >= least
    return edges[good], scores[good]


def _dense(labels: Labels) -> Labels:
    """The same grouping with labels from 0, in the order of their first rows."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse]
