"""What is left is told in the unit of the limit, and what is finished tells what it came to."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiedao.engines.cases.models import Clock
from jiedao.engines.cases.pages.clock_words import own_words
from jiedao.foundation.workdays.calendar import Calendar
from jiedao.foundation.workdays.hours import DEFAULT, parse
from jiedao.kernel import clock
from tests.cases_pages.conftest import browser
from tests.cast import SmallTown
from tests.engines.cases.desk import at, reported

CALENDAR = Calendar(parse(DEFAULT))


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026, whose 2nd is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=clock.TOWN_ZONE)


@pytest.mark.parametrize(
    ("unit", "due", "now", "words"),
    [
        # Friday evening: the weekend is none of the two office hours.
        ("office_hours", moment(9, 11), moment(6, 19), "剩 2 工作时 · 03-09 11:00 前"),
        ("office_hours", moment(9, 11), moment(9, 9, 20), "剩 1 工作时 40 分 · 今天 11:00 前"),
        ("office_hours", moment(9, 11), moment(9, 10, 45), "剩 15 分钟工作时间 · 今天 11:00 前"),
        ("office_hours", moment(6, 18), moment(7, 12), "已超期"),
        ("office_hours", moment(6, 18), moment(9, 11), "超 2 工作时"),
        # The day of receipt is not counted, neither before nor after it opened.
        ("workdays", moment(4, 18), moment(2, 8), "剩 2 个工作日 · 03-04 18:00 前"),
        ("workdays", moment(4, 18), moment(2, 17), "剩 2 个工作日 · 03-04 18:00 前"),
        ("workdays", moment(4, 18), moment(4, 16), "剩 2 工作时 · 今天 18:00 前"),
        ("workdays", moment(4, 18), moment(5, 10), "超 1 工作时"),
        ("workdays", moment(4, 18), moment(9, 18), "超 3 个工作日"),
        ("urgent_hours", moment(9, 11), moment(6, 19), ""),
        ("days", moment(9, 11), moment(6, 19), ""),
    ],
)
def test_in_the_unit_of_the_limit(unit: str, due: datetime, now: datetime, words: str) -> None:
    row = Clock(limit_amount=2, limit_unit=unit, started_at=now, due_at=due)
    with clock.at(now):
        assert own_words(row, CALENDAR, now) == words


def test_a_clock_that_stopped_tells_how_late_it_was() -> None:
    row = Clock(limit_unit="office_hours", due_at=moment(6, 18), stopped_at=moment(9, 11))
    assert own_words(row, CALENDAR, moment(30, 9)) == "超 2 工作时"
    row.stopped_at = moment(6, 17)
    assert own_words(row, CALENDAR, moment(30, 9)) == ""


def test_the_page_says_it_and_leaves_the_words_to_the_server(town: SmallTown) -> None:
    with at():
        desk = reported(town)
        html = browser(town.handler).get(f"/cases/{desk.number}/?part=head")
    assert "剩 2 工作时 · 今天 11:30 前" in html
    assert " data-said" in html


def test_finished_work_tells_what_it_came_to(town: SmallTown) -> None:
    with at():
        quick, slow, gone = (reported(town) for _n in range(3))
        quick.to_closed()
        gone.do("return", town.handler, reason="不在我科管养范围")
        gone.do("decline", town.dispatcher, reason="不归我们管", outcome="beyond_duty")
    with at(24):
        slow.to_closed()
        rows = _rows(browser(town.reader).get("/cases/?state=closed&state=declined"))
    assert "按期" in rows[quick.number]
    assert "超 " in rows[slow.number]
    assert "data-clock" not in rows[slow.number], "it runs no more"
    assert "clock-text" not in rows[gone.number]


def _rows(html: str) -> dict[str, str]:
    parts = [part.split("</tr>")[0] for part in html.split("<tr")[1:]]
    return {number: part for part in parts for number in _numbers(part)}


def _numbers(part: str) -> Any:
    return {word for word in part.replace("/", " ").split() if word.startswith("C26")}


def test_of_a_page_of_finished_work_the_outcomes_are_one_query(town: SmallTown) -> None:
    page = browser(town.reader)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page.get("/cases/?state=closed")
        return sum('FROM "cases_clock"' in one["sql"] for one in queries.captured_queries)

    page.get("/cases/")
    assert asked() == 0
    for _n in range(3):
        reported(town).to_closed()
    assert asked() == 1


def test_a_clock_that_began_anew_is_shown_once(town: SmallTown) -> None:
    """What a unit gave back in time says nothing any more; what it kept too long does."""
    desk = reported(town)
    desk.do("recall", town.dispatcher, reason="应由水务科办理")
    desk.do("dispatch", town.dispatcher)
    page = browser(town.dispatcher).get(f"/cases/{desk.number}/")
    head = page.split('class="clocks"')[1].split("</ul>")[0]
    assert head.count("签收") == 1
    with at(-24 * 30):
        late = reported(town, "幸福路1号门前垃圾又没人清理")
    late.do("recall", town.dispatcher, reason="应由水务科办理")
    late.do("dispatch", town.dispatcher)
    page = browser(town.dispatcher).get(f"/cases/{late.number}/")
    assert page.split('class="clocks"')[1].split("</ul>")[0].count("签收") == 2
