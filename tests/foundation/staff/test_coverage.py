"""No gap is hidden, no double booking passes: the arithmetic of a roster, over midnight too."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from jiedao.foundation.staff.coverage import Span, doubles, gaps, overlap
from jiedao.foundation.staff.duty import Shift

MIDNIGHT = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
"""Of 23 November in the town."""
HOURS = 96


def at(hour: int) -> datetime:
    return MIDNIGHT + timedelta(hours=hour)


SPANS = st.builds(
    lambda begin, length: Span(at(begin), at(begin + length)),
    st.integers(-30, HOURS + 30), st.integers(1, 30),
)  # fmt: skip


def manned(spans: list[Span], hour: int) -> bool:
    return any(one.starts_at <= at(hour) < one.ends_at for one in spans)


@given(st.lists(SPANS, max_size=12))
def test_every_hour_is_manned_or_in_a_gap_and_never_both(spans: list[Span]) -> None:
    found = gaps(spans, at(0), at(HOURS))
    for hour in range(HOURS):
        assert manned(found, hour) is not manned(spans, hour)
    assert all(at(0) <= one.starts_at < one.ends_at <= at(HOURS) for one in found)
    assert all(one.ends_at < then.starts_at for one, then in pairwise(found))


def shifts(rows: list[tuple[Span, int, str]]) -> list[Shift]:
    return [
        Shift(pk=pk, account_id=who, part=part, starts_at=span.starts_at, ends_at=span.ends_at)
        for pk, (span, who, part) in enumerate(rows, start=1)
    ]


@given(st.lists(st.tuples(SPANS, st.integers(1, 3), st.sampled_from(["leader", "officer"])),
                max_size=10))  # fmt: skip
def test_every_double_booking_is_told_once(rows: list[tuple[Span, int, str]]) -> None:
    all_of_them = shifts(rows)
    told = [frozenset((one.pk, other.pk)) for one, other in doubles(all_of_them)]
    expected = {
        frozenset((one.pk, other.pk))
        for one in all_of_them
        for other in all_of_them
        if one.pk < other.pk
        and overlap(one, other)
        and (one.account_id == other.account_id or one.part == other.part == "leader")
    }
    assert set(told) == expected
    assert len(told) == len(expected)


def test_a_night_ends_where_the_morning_begins() -> None:
    night, day = Span(at(18), at(33)), Span(at(33), at(42))
    assert not overlap(night, day)
    assert gaps([night, day], at(17), at(43)) == [Span(at(17), at(18)), Span(at(42), at(43))]
    assert gaps([], at(0), at(24)) == [Span(at(0), at(24))]
