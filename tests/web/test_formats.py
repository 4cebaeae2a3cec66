"""Times, spans and figures as they are written."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from jiedao.kernel import clock
from jiedao.kernel.declarations import Tone
from jiedao.web import formats

NOW = datetime(2026, 11, 22, 6, 20, tzinfo=UTC)  # 14:20 in the town


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW, "今天 14:20"),
        (NOW - timedelta(days=1), "昨天 14:20"),
        (NOW + timedelta(days=1), "明天 14:20"),
        # 15:59 UTC is still today in the town, 16:00 is tomorrow there.
        (datetime(2026, 11, 22, 15, 59, tzinfo=UTC), "今天 23:59"),
        (datetime(2026, 11, 22, 16, 0, tzinfo=UTC), "明天 00:00"),
        (datetime(2026, 3, 1, 1, 5, tzinfo=UTC), "03-01 09:05"),
        (datetime(2025, 12, 31, 15, 0, tzinfo=UTC), "2025-12-31 23:00"),
        (None, "—"),
    ],
)
def test_when(moment: datetime | None, words: str) -> None:
    with clock.at(NOW):
        assert formats.when_text(moment) == words


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(seconds=20), "剩 1 分钟"),
        (timedelta(minutes=59, seconds=59), "剩 59 分钟"),
        (timedelta(hours=3, minutes=50), "剩 3 小时"),
        (timedelta(hours=47, minutes=59), "剩 47 小时"),
        (timedelta(hours=48), "剩 2 天"),
        (-timedelta(seconds=1), "超 1 分钟"),
        (-timedelta(hours=23, minutes=59), "超 23 小时"),
        (-timedelta(hours=24), "超 1 天"),
    ],
)
def test_clock_words(left: timedelta, words: str) -> None:
    with clock.at(NOW):
        assert formats.clock_text(NOW + left) == words


def test_clock_words_of_what_does_not_run() -> None:
    with clock.at(NOW):
        due = NOW + timedelta(hours=2)
        assert formats.clock_text(None) == "无时限"
        assert formats.clock_text(due, paused=NOW) == "挂账"
        assert formats.clock_text(due, stopped=due) == "按期"
        assert formats.clock_text(due, stopped=due + timedelta(days=3)) == "超 3 天"


def test_one_meaning_of_colour() -> None:
    due, warn = NOW + timedelta(hours=1), NOW - timedelta(hours=1)
    with clock.at(NOW):
        assert formats.tone_of(due) == Tone.GREEN
        assert formats.tone_of(due, warn=warn) == Tone.AMBER
        assert formats.tone_of(warn) == Tone.RED
        assert formats.tone_of(warn, paused=NOW) == Tone.VIOLET
        assert formats.tone_of(due, stopped=NOW) == Tone.GREY
        # Lateness is never erased.
        assert formats.tone_of(due, stopped=due + timedelta(seconds=1)) == Tone.RED
        assert formats.tone_of(None) == Tone.NEUTRAL


def test_figures() -> None:
    assert [formats.wan(n) for n in (9_800, 12_000, 69_450, 340_000_000, None)] == [
        "9,800",
        "1.2 万",
        "6.9 万",
        "3.4 亿",
        "—",
    ]
    assert formats.share(982, 1000) == "98.2 %"
    assert formats.share(3, 0) == "—"
    assert formats.thousands(1234.5) == "1,234.5"
    assert formats.size(2_100_000) == "2.1 MB"


def test_english() -> None:
    with clock.at(NOW), translation.override("en"):
        assert formats.when_text(NOW) == "Today 14:20"
        assert formats.clock_text(NOW + timedelta(days=3)) == "3 days left"
        assert formats.clock_text(NOW - timedelta(hours=2)) == "2 h late"
