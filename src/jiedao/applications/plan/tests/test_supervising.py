"""Letters, reminders and open challenges."""

import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from docx import Document

from jiedao.applications.plan import names
from jiedao.applications.plan.models import Bid, Letter, Reminder
from jiedao.applications.plan.reminding import remind
from jiedao.applications.plan.tests.desk import go, office, refused, task
from jiedao.engines.projects.models import Project
from jiedao.foundation.staff.models import Notice
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock, towns
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden
from jiedao.kernel.models import History
from tests.cast import SmallTown
from tests.conformance.desk import body, browser

__all__ = ["office"]
MONDAY = datetime(2024, 8, 5, 10, tzinfo=clock.TOWN_ZONE)


@pytest.fixture(autouse=True)
def _still() -> Any:
    with clock.at(MONDAY):
        yield


def assigned(town: SmallTown, office: Actor, **more: Any) -> Project:
    row = task(town, office, **more)
    go(row, "assign", office, unit=town.units.city.pk)
    return row


def test_a_letter_says_what_whom_and_until_when(town: SmallTown, office: Actor) -> None:
    row = assigned(town, office, source="2024年下半年工作计划", ends_on="2024-09-30")
    for day in (8, 12):
        go(row, "supervise", office, reason="进场施工滞后，请倒排工期", reply_by=date(2024, 8, day))
    page = body(browser(town.supervisor).get(f"/r/{names.TASK}/{row.number}/"))
    assert "小城街道督〔2024〕2号" in page
    letter = Letter.objects.earliest("id")
    answer = browser(town.handler).get(f"/plan/letters/{letter.pk}/")
    assert answer.status_code == 200, "the unit reads what it is sent"
    assert browser(town.clerk_east).get(f"/plan/letters/{letter.pk}/").status_code == 404
    document = Document(io.BytesIO(answer.content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for words in ("小城街道办事处督办函", "小城街道督〔2024〕1号", "关于督办“提升三条主干道”的函",
                  "城管科：", "《2024年下半年工作计划》", "登记号" + row.number, "进度为0%",
                  "进场施工滞后", "2024年8月8日前书面回复", "2024年8月5日"):  # fmt: skip
        assert words in text
    (section,) = document.sections
    assert (round(section.page_width.mm), round(section.top_margin.mm)) == (210, 37)
    assert (round(section.left_margin.mm), round(section.right_margin.mm)) == (28, 26)
    (title,) = [one for one in document.paragraphs if one.text.startswith("关于督办")]
    assert title.runs[0].font.size.pt == 22
    assert "PAGE" in section.footer.paragraphs[0]._p.xml


def test_the_mark_of_letters_is_the_towns(town: SmallTown, office: Actor) -> None:
    town.town.settings["work_plan"] = {"letter_mark": "小督"}
    town.town.save()
    towns.forget()
    row = assigned(town, office)
    go(row, "supervise", office, reason="请报告进展", reply_by=date(2024, 8, 8))
    assert "小督〔2024〕1号" in body(browser(town.supervisor).get(f"/r/{row.kind}/{row.number}/"))


@pytest.mark.django_db(transaction=True)
def test_who_answers_is_reminded_once(town: SmallTown, office: Actor) -> None:
    soon = assigned(town, office, title="快到期", ends_on="2024-08-10")
    assigned(town, office, title="还早", ends_on="2024-12-10")
    late = assigned(town, office, title="已过期", ends_on="2024-08-02")
    task(town, office, title="没交办", ends_on="2024-08-02")
    Notice.objects.all().delete()
    assert remind() == 2
    assert remind() == 0, "told once"
    told = {row.record_id: row.text for row in Notice.objects.filter(unit=town.units.city)}
    assert told[soon.pk].startswith("任务将到期：快到期")
    assert told[late.pk].startswith("任务已超期：已过期")
    with clock.at(MONDAY + timedelta(days=40)):
        again = remind()
    sorts = sorted(Reminder.objects.values_list("task__title", "sort"))
    assert again == 4, "the one is late now, and nothing was said of three for 35 days"
    assert sorts == [("已过期", "late"), ("已过期", "silent"), ("快到期", "late"),
                     ("快到期", "silent"), ("快到期", "soon"), ("还早", "silent")]  # fmt: skip


def test_what_was_reported_on_is_not_asked_for(town: SmallTown, office: Actor) -> None:
    row = assigned(town, office, ends_on="2024-12-10")
    later = MONDAY + timedelta(days=30)
    with clock.at(later):
        go(row, "progress", actor_of(town.handler), percent=30, note="推进中")
    with clock.at(later + timedelta(days=34)):
        assert not [one for one in due() if one == "silent"]
    with clock.at(later + timedelta(days=35)):
        assert due() == ["silent"]


def due() -> list[str]:
    from jiedao.applications.plan import reminding

    rows = Project.objects.filter(kind=names.TASK).values(*reminding._COLUMNS)
    return [one.sort for one in reminding._untold(rows)]


def test_units_apply_and_the_office_picks_one(town: SmallTown, office: Actor) -> None:
    row = task(town, office, title="清理卫生死角")
    with refused(Forbidden):
        go(row, "offer", actor_of(town.unit_lead), wanted="年底前", apply_by=date(2024, 8, 9))
    go(row, "offer", office, wanted="提出做法和经费", apply_by=date(2024, 8, 9))
    city, water = browser(town.handler), browser(town.co_handler)
    assert "清理卫生死角" in body(city.get("/plan/challenges/"))
    at = f"/plan/challenges/{row.number}/"
    assert city.post(at, {"proposal": "分三段包干，十月底完成"}).status_code == 303
    assert city.post(at, {"proposal": "分五段包干，九月底完成"}).status_code == 303
    assert water.post(at, {"proposal": "随管网整治一并清理"}).status_code == 303
    assert water.post(at, {"proposal": "好"}).status_code == 422
    assert browser(town.reader).post(at, {"proposal": "我们来做"}).status_code == 403
    assert browser(town.stranger).post(at, {"proposal": "我们来做"}).status_code in (403, 404)
    assert Bid.objects.count() == 2
    assert "分五段" not in body(water.get("/plan/challenges/")), "one's own application only"
    page = body(browser(town.supervisor).get("/plan/challenges/"))
    assert "分五段" in page
    assert "随管网" in page
    with refused(Exception, "没有申请"):
        go(row, "pick", office, unit=town.units.west.pk)
    chosen = browser(town.supervisor).post(
        f"/r/{names.TASK}/{row.number}/moves/pick/",
        {"unit": town.units.water.pk, "unit_text": "水务科", "version": 2},
    )
    assert chosen.status_code == 303, body(chosen)
    row.refresh_from_db()
    assert (row.state, row.unit_id, row.ends_on) == (
        names.ASSIGNED, town.units.water.pk, date(2024, 12, 31),
    )  # fmt: skip
    told = set(Notice.objects.values_list("unit__name", "text"))
    assert {("水务科", "揭榜成功：清理卫生死角"), ("城管科", "揭榜未选中：清理卫生死角")} <= told
    assert city.post(at, {"proposal": "分五段包干"}).status_code == 409
    verbs = History.objects.filter(kind=names.BID).values_list("verb", flat=True)
    assert sorted(verbs) == ["bid_changed", "bid_made", "bid_made"]
