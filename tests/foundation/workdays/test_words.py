"""How remaining time and lateness are told."""

from datetime import datetime, timedelta

import pytest
from django.utils.translation import override

from jiedao.foundation.workdays import hours
from jiedao.foundation.workdays.calendar import Calendar, Limit, LimitUnit
from jiedao.foundation.workdays.words import exact_text, left_text
from jiedao.kernel.clock import TOWN_ZONE

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=TOWN_ZONE)


@pytest.mark.parametrize(
    ("span", "chinese", "english"),
    [
        (timedelta(hours=3, minutes=59), "剩 3 小时", "3 h left"),
        (timedelta(days=2, hours=23), "剩 2 天", "2 d left"),
        (timedelta(minutes=5), "剩 5 分钟", "5 min left"),
        (timedelta(seconds=20), "剩 不到 1 分钟", "under 1 min left"),
        (timedelta(0), "剩 不到 1 分钟", "under 1 min left"),
        (-timedelta(seconds=1), "超 不到 1 分钟", "under 1 min late"),
        (-timedelta(days=1, hours=5), "超 1 天", "1 d late"),
    ],
)
def test_the_greatest_unit_rounded_down(span: timedelta, chinese: str, english: str) -> None:
    with override("zh-hans"):
        assert left_text(NOW, NOW + span) == chinese
    with override("en"):
        assert left_text(NOW, NOW + span) == english


def test_the_exact_account_is_in_the_limits_own_time() -> None:
    calendar = Calendar(hours.parse(hours.DEFAULT))
    due = calendar.deadline(NOW, Limit(2, LimitUnit.WORKDAYS))
    with override("zh-hans"):
        # Today's remaining six hours, and two workdays of seven.
        assert (
            exact_text(calendar, NOW, due, LimitUnit.WORKDAYS)
            == "截止 2026-03-06 18:00，剩 2 个工作日 6 工作时"
        )
        late = due + timedelta(days=3, minutes=-465)
        assert (
            exact_text(calendar, late, due, LimitUnit.OFFICE_HOURS)
            == "截止 2026-03-06 18:00，超 1 工作时 15 分"
        )
        assert (
            exact_text(calendar, NOW, due, LimitUnit.URGENT_HOURS)
            == "截止 2026-03-06 18:00，剩 56 小时"
        )
        assert exact_text(calendar, due, due, LimitUnit.DAYS) == "截止 2026-03-06 18:00，剩 0 分"
    with override("en"):
        assert (
            exact_text(calendar, NOW, due, LimitUnit.WORKDAYS)
            == "Due 2026-03-06 18:00, 2 workdays 6 office hours left"
        )
        assert str(Limit(4, LimitUnit.OFFICE_HOURS)) == "4 office hours"
