"""Gaps and double bookings of a roster: arithmetic on half-open spans, times over midnight as any."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from jiedao.foundation.staff.duty import Shift


class HasSpan(Protocol):
    """Anything with a beginning and an end, the end not in it."""

    @property
    def starts_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment to another, which is not in it."""

    starts_at: datetime
    ends_at: datetime


S = TypeVar("S", bound=HasSpan)


def overlap(one: HasSpan, other: HasSpan) -> bool:
    """Whether some moment lies in both; who comes when the other goes does not overlap."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def gaps(spans: Iterable[HasSpan], begin: datetime, end: datetime) -> list[Span]:
    """The parts of ``begin``–``end`` that no span covers, in their order."""
    found, covered = [], begin
    for span in sorted(spans, key=lambda one: one.starts_at):
        if span.starts_at >= end:
            break
        if span.starts_at > covered:
            found.append(Span(covered, span.starts_at))
        covered = max(covered, span.ends_at)
    if covered < end:
        found.append(Span(covered, end))
    return found


def doubles(shifts: Sequence[Shift]) -> list[tuple[Shift, Shift]]:
    """Pairs that cannot both be: one person at two places at once, or two leaders on duty."""
    found = []
    ordered = sorted(shifts, key=lambda one: (one.starts_at, one.pk or 0))
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other.starts_at >= one.ends_at:
                break
            if one.account_id == other.account_id or (one.part == other.part == Shift.Part.LEADER):
                found.append((one, other))
    return found
