"""Dates in the styles that files hold."""

# ruff: noqa: DTZ001 - cells hold wall clocks without a zone

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedao.foundation.sheets import moments
from jiedao.foundation.sheets.cells import CellFault, Raw
from jiedao.kernel.clock import TOWN_ZONE

BOSTON = ZoneInfo("America/New_York")


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=TOWN_ZONE)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2018-02-08 15:34:40", local(2018, 2, 8, 15, 34, 40)),
        ("2018-02-08T15:34:40.250", local(2018, 2, 8, 15, 34, 40, 250_000)),
        ("2018/2/8", local(2018, 2, 8)),
        ("2018/2/8 9:05", local(2018, 2, 8, 9, 5)),
        ("2018.2.8", local(2018, 2, 8)),
        ("2018年2月8日", local(2018, 2, 8)),
        ("２０１８年２月８日　１５时３４分４０秒", local(2018, 2, 8, 15, 34, 40)),
        ("2018年2月8日15点", local(2018, 2, 8, 15)),
        ("20180208", local(2018, 2, 8)),
        ("20180208153440", local(2018, 2, 8, 15, 34, 40)),
        ("20180208 15:34", local(2018, 2, 8, 15, 34)),
        (20180208, local(2018, 2, 8)),
        (43139, local(2018, 2, 8)),
        (43139.5, local(2018, 2, 8, 12)),
        ("43139.75", local(2018, 2, 8, 18)),
        ("2018-02-08 下午3:34", local(2018, 2, 8, 15, 34)),
        ("2018-02-08 12:10 AM", local(2018, 2, 8, 0, 10)),
        ("2018-02-08 24:00", local(2018, 2, 9)),
        ("2018-02-08T15:34:40Z", datetime(2018, 2, 8, 15, 34, 40, tzinfo=UTC)),
        ("2018-02-08T15:34:40-05:00", datetime(2018, 2, 8, 20, 34, 40, tzinfo=UTC)),
        (datetime(2018, 2, 8, 15, 34, 40), local(2018, 2, 8, 15, 34, 40)),
        (date(2018, 2, 8), local(2018, 2, 8)),
        ("-", None),
        (None, None),
        ("", None),
    ],
)  # fmt: skip
def test_styles(raw: Raw, expected: datetime | None) -> None:
    found = moments.moment(raw, TOWN_ZONE)
    assert found == expected
    assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize(
    "raw",
    [
        "2018-13-08", "2018-02-30", "08/02/2018", "2/8/18", "昨天", "2018", "12", 12, "20181308",
        "2018-02-08 25:00", "0001-01-01", "9999-12-31", "2018-02-08 15:61", True, time(3),
        timedelta(1), 1e18, -5,
    ],
)  # fmt: skip
def test_what_is_no_moment_is_said_so(raw: Raw) -> None:
    with pytest.raises(CellFault):
        moments.moment(raw, TOWN_ZONE)


def test_a_format_decides_what_is_ambiguous() -> None:
    assert moments.moment("02/08/2018", TOWN_ZONE, ["%m/%d/%Y"]) == local(2018, 2, 8)
    with pytest.raises(CellFault):
        moments.moment("2018-02-08", TOWN_ZONE, ["%m/%d/%Y"])


def test_another_zone_with_summer_time() -> None:
    found = moments.moment("2011-07-01 01:32:33", BOSTON)
    assert found == datetime(2011, 7, 1, 5, 32, 33, tzinfo=UTC)
    assert moments.day("2011-07-01 23:59", BOSTON) == date(2011, 7, 1)


@given(st.datetimes(min_value=datetime(1930, 1, 1), max_value=datetime(2099, 1, 1)))
def test_every_style_gives_the_same_moment(wall: datetime) -> None:
    wall = wall.replace(microsecond=0)
    expected = wall.replace(tzinfo=UTC)
    serial = (wall - datetime(1899, 12, 30)) / timedelta(days=1)
    for raw in (
        wall,
        wall.isoformat(),
        wall.isoformat(sep=" "),
        f"{wall:%Y}/{wall.month}/{wall.day} {wall.hour}:{wall:%M:%S}",
        f"{wall:%Y}年{wall.month}月{wall.day}日{wall.hour}时{wall.minute}分{wall.second}秒",
        f"{wall:%Y%m%d%H%M%S}",
        serial,
        repr(serial),
    ):
        assert moments.moment(raw, UTC) == expected


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.dates(), st.times()))
def test_anything_is_a_moment_nothing_or_a_fault(raw: Raw) -> None:
    try:
        found = moments.moment(raw, TOWN_ZONE)
    except CellFault:
        return
    assert found is None or found.tzinfo is UTC
