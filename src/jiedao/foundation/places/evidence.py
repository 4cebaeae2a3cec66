"""Weighing the mentions of a text: what agrees rises, what is ambiguous falls."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from jiedao.foundation.places.streets import Street

Point = tuple[float | None, float | None]

_SUPPORT = 0.5
"""A mention of the community, estate or building around it takes away half of the doubt."""
_CONTRADICTED = 0.6
"""What lies outside the community that the text names keeps this share of its score."""


@dataclass(slots=True)
class Candidate:
    """A place that a mention may mean; ``spot`` is None for a road or crossing."""

    spot: int | None
    point: Point
    score: float


@dataclass(slots=True)
class Mention:
    """A stretch of the text that names places; ``street`` where it is a road's name."""

    start: int
    end: int
    street: Street | None = None
    candidates: list[Candidate] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    """A place with everything that speaks for it, the strongest mention first."""

    spot: int | None
    point: Point
    score: float
    mentions: list[Mention]


def weigh(mentions: list[Mention], ancestors: Callable[[int], Iterable[int]]) -> list[Found]:
    """The places meant, best first; equal ones in the order of the text."""
    named = _named(mentions)
    context = {spot for spot, count in named.items() if count == 1}
    found: dict[tuple[int | None, Point], Found] = {}
    for mention in mentions:
        share = _share(len(mention.candidates))
        strong = [_supported(one, context, ancestors) for one in mention.candidates]
        for candidate, support in zip(mention.candidates, strong, strict=True):
            score = candidate.score * (1.0 if support and not all(strong) else share)
            if support:
                score += (1.0 - score) * _SUPPORT
            elif any(strong):
                score *= _CONTRADICTED
            _collect(found, candidate, score, mention)
    return sorted(found.values(), key=lambda one: (-one.score, one.mentions[0].start))


def _named(mentions: list[Mention]) -> dict[int, int]:
    """Spots that are named by some mention → how many places that mention may mean."""
    named: dict[int, int] = {}
    for mention in mentions:
        for candidate in mention.candidates:
            if candidate.spot is not None:
                count = len(mention.candidates)
                named[candidate.spot] = min(count, named.get(candidate.spot, count))
    return named


def _share(count: int) -> float:
    """How much of its score one of ``count`` places of the same name keeps."""
    return 0.5 + 0.5 / count if count else 0.0


def _supported(
    candidate: Candidate, context: set[int], ancestors: Callable[[int], Iterable[int]]
) -> bool:
    """Whether the text also names, unmistakably, something that the candidate lies in."""
    if candidate.spot is None or not context:
        return False
    return any(above in context for above in ancestors(candidate.spot))


def _collect(
    found: dict[tuple[int | None, Point], Found],
    candidate: Candidate,
    score: float,
    mention: Mention,
) -> None:
    # An area is one place however it was named; a road's points are told apart by position.
    key = (candidate.spot, (None, None) if candidate.spot is not None else candidate.point)
    known = found.get(key)
    if known is None:
        found[key] = Found(candidate.spot, candidate.point, score, [mention])
        return
    if score > known.score:
        known.mentions.insert(0, mention)
        known.point = candidate.point
    else:
        known.mentions.append(mention)
    known.score = 1.0 - (1.0 - known.score) * (1.0 - score)
