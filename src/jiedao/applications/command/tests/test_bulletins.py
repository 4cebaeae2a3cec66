"""Bulletins: counted from records, checked by the units, released by a named person."""

import io
from datetime import timedelta

import pytest
from docx import Document

from jiedao.applications.command.bulletin import actions as actions
from jiedao.applications.command.bulletin.counting import Content, Days
from jiedao.applications.command.bulletin.models import Bulletin
from jiedao.applications.command.bulletin.sample import chapters
from jiedao.foundation.records.sampling import Stage
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.errors import Conflict, Forbidden, Invalid
from tests.cases_pages.conftest import browser
from tests.cast import SmallTown
from tests.engines.cases.desk import MONDAY, also, at, reported
from tests.recorded import refused

pytestmark = pytest.mark.data


@pytest.fixture
def staffed(town: SmallTown) -> SmallTown:
    """林调度 counts bulletins, 周书记 releases them."""
    also(town, town.dispatcher, "centre", "bulletin_maker")
    also(town, town.leader, "office", "bulletin_releaser")
    return town


def made(town: SmallTown, who: Account | None = None, span: str = "day") -> Bulletin:
    who = who or town.dispatcher
    return actions.make(who.reach, span, Days.of(span, MONDAY.date()), actor=actor_of(who))


def test_the_numbers_are_those_of_the_records(staffed: SmallTown) -> None:
    with at(days=-1):
        reported(staffed, "前一天的垃圾")
    with at():
        reported(staffed)
        desk = reported(staffed, "第二处垃圾")
        desk.to_closed()
        content = Content.model_validate(made(staffed).content)
    assert (content.received, content.received_before, content.closed) == (2, 1, 1)
    assert (content.open, content.late) == (2, 0)
    city = next(line for line in content.units if line.name == "城管科")
    assert (city.dispatched, city.open) == (2, 2)
    assert content.places[0].count == 2
    assert content.places[0].before == 1


def test_only_who_may_counts_one(staffed: SmallTown) -> None:
    with at():
        made(staffed)
        with refused(Forbidden):
            made(staffed, staffed.checker)


def test_a_unit_checks_its_own_line(staffed: SmallTown) -> None:
    with at():
        reported(staffed)
        bulletin = made(staffed)
        city = staffed.units.city.pk
        with refused(Forbidden):
            actions.check(bulletin, city, True, "", actor=actor_of(staffed.co_handler))
        with refused(Invalid, "哪个数字不对"):
            actions.check(bulletin, city, False, " ", actor=actor_of(staffed.handler))
        actions.check(bulletin, city, False, "少算一件", actor=actor_of(staffed.handler))
        with refused(Conflict, "还有单位提出异议"):
            actions.release(bulletin, bulletin.version, actor=actor_of(staffed.leader))
        # What has not changed needs no second look; an objection stays until it is counted anew.
        reported(staffed, "第二处垃圾")
        again = made(staffed)
    row = again.checks.get(unit_id=city)
    assert row.agreed is None
    assert again.version == bulletin.version + 1


def test_another_than_who_counted_it_releases_it_as_seen(staffed: SmallTown) -> None:
    also(staffed, staffed.dispatcher, "centre", "bulletin_releaser")
    with at():
        reported(staffed)
        first = made(staffed)
        with refused(Forbidden, "编制人不能自己发布"):
            actions.release(first, first.version, actor=actor_of(staffed.dispatcher))
        second = made(staffed)
        with refused(Conflict, "再看一遍"):
            actions.release(first, first.version, actor=actor_of(staffed.leader))
        actions.release(second, second.version, actor=actor_of(staffed.leader))
        with refused(Conflict, "已经发布"):
            made(staffed)
    assert second.released_by_id == staffed.leader.pk


def test_a_draft_is_seen_by_whom_it_concerns_a_released_one_by_all(staffed: SmallTown) -> None:
    with at():
        reported(staffed)
        bulletin = made(staffed)
        seen = [staffed.dispatcher, staffed.leader, staffed.handler]
        hidden = [staffed.clerk_east, staffed.stranger]
        for who in (*seen, *hidden):
            opened = browser(who)
            opened.get(f"/bulletins/{bulletin.pk}/")
            assert (opened.status == 200) == (who in seen), who
        actions.release(bulletin, bulletin.version, actor=actor_of(staffed.leader))
        opened = browser(staffed.clerk_east)
        assert "周书记" in opened.get(f"/bulletins/{bulletin.pk}/")


def test_the_pages_lead_from_counting_to_release(staffed: SmallTown) -> None:
    with at():
        desk = reported(staffed)
        desk.to_closed()
        maker = browser(staffed.dispatcher)
        maker.send("/bulletins/new/", span="day", day=str(MONDAY.date()))
        bulletin = Bulletin.objects.get()
        page = f"/bulletins/{bulletin.pk}/"
        unit = browser(staffed.handler)
        assert "有异议" in unit.get(page)
        unit.send(f"{page}{staffed.units.city.pk}/agree/")
        assert "无误" in maker.get(page)
        boss = browser(staffed.leader)
        boss.send(f"{page}release/", version=str(bulletin.version))
        assert "发布" in boss.get("/bulletins/")
        answer = boss.client.get(f"{page}file/")
    text = "\n".join(one.text for one in Document(io.BytesIO(answer.content)).paragraphs)
    assert "本期受理1件" in text
    assert "发布人：周书记" in text
    table = Document(io.BytesIO(answer.content)).tables[0]
    assert table.rows[1].cells[0].text == "城管科"


def test_a_span_that_has_not_begun_is_refused(staffed: SmallTown) -> None:
    with at(), refused(Invalid, "还没有开始"):
        Days.of("month", MONDAY.date().replace(month=12))
    with at():
        week = Days.of("week", MONDAY.date())
    assert (week.first.weekday(), (week.last - week.first).days) == (0, 6)


def test_the_demo_has_one_made_and_released(town: SmallTown) -> None:
    with at(days=1):
        end = clock.now()
        stage = Stage(town.id, 1, end - timedelta(days=60), end - timedelta(days=42), end,
                      lambda *_words: None)  # fmt: skip
        for chapter in chapters(stage):
            with clock.at(chapter.at):
                chapter.tell()
    bulletin = Bulletin.objects.get()
    assert bulletin.made_by == town.dispatcher
    assert bulletin.released_by == town.leader


def test_the_pages_say_who_does_what(staffed: SmallTown) -> None:
    with at():
        bulletin = made(staffed)
        for path in ("/bulletins/", f"/bulletins/{bulletin.pk}/"):
            told = browser(staffed.leader).get(path)
            assert "林调度" in told
            assert "周书记" in told
            assert "编制人不能发布自己编制的" in told
