"""Call-outs answered or not, the event log's clocks, the panels, the pages, the report, the import."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import Workbook

from jiedao.applications.command.duty import actions, importing, panels
from jiedao.applications.command.duty.actions import NewCallout
from jiedao.applications.command.duty.models import Callout
from jiedao.applications.command.duty.queries import callouts, running, standing
from jiedao.applications.command.incident import ending, orders
from jiedao.applications.command.tests.conftest import go, refused
from jiedao.applications.command.tests.room import raised
from jiedao.applications.command.tests.test_command import called_in
from jiedao.engines.cases.models import Case
from jiedao.foundation.staff.actions.handovers import Note, hand_over
from jiedao.foundation.staff.actions.roster import NewShift, add_shifts
from jiedao.foundation.staff.duty import Shift
from jiedao.foundation.staff.models import Account, Notice
from jiedao.foundation.staff.reach import actor_of, reach_of
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from jiedao.web.panels import Lines
from tests.cast import SmallTown
from tests.conformance.desk import browser
from tests.engines.cases.desk import also

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.at(NOON):
        yield


def put(town: SmallTown, who: Account, begin: float, end: float, part: str = "officer") -> Shift:
    new = NewShift(part, who.pk, NOON + begin * HOUR, NOON + end * HOUR)
    return add_shifts(town.id, [new], actor=SYSTEM)[0].shift


@pytest.fixture
def on_duty(town: SmallTown) -> SmallTown:
    """A leader, an officer, both communities; 林调度 is duty officer by role as well."""
    also(town, town.dispatcher, "centre", "duty_officer")
    put(town, town.leader, -3, 21, "leader")
    put(town, town.dispatcher, -3, 6)
    put(town, town.checker, 6, 21)
    put(town, town.clerk_west, -3, 21, "community")
    put(town, town.clerk_east, -3, 21, "community")
    return town


def call(town: SmallTown, group: str = "on_duty", unit: int | None = None) -> Callout:
    new = NewCallout(group, "台风防御集结", "街道办一楼", 15, unit)
    return actions.call_out(town.id, new, actor=actor_of(town.dispatcher))


def test_a_group_is_called_and_everybody_in_it_told(on_duty: SmallTown) -> None:
    town = on_duty
    with refused(Forbidden, "点名调度"):
        actions.call_out(town.id, NewCallout("on_duty", "集结"), actor=actor_of(town.checker))
    row = call(town)
    people = {one.account_id for one in row.called.all()}
    assert people == {town.leader.pk, town.clerk_west.pk, town.clerk_east.pk}
    assert Notice.objects.filter(kind="callout", record_id=row.pk).count() == 3
    assert {one.account_id for one in call(town, "communities").called.all()} == {
        town.clerk_west.pk, town.clerk_east.pk,
    }  # fmt: skip
    squad = call(town, "unit", town.units.city.pk)
    assert town.squad_member.pk in {one.account_id for one in squad.called.all()}
    with refused(Invalid, "哪个单位"):
        call(town, "unit")


def test_a_unit_is_looked_up_by_its_name(on_duty: SmallTown) -> None:
    town, page = on_duty, browser(on_duty.dispatcher)
    form = page.get("/duty/callouts/new/").content.decode()
    assert reverse("records:suggest", args=["unit"]) in form
    assert "东港社区" not in form, "no list of every unit"
    said = {"group": "unit", "what": "集结", "where": "", "minutes": "10"}
    unknown = page.post("/duty/callouts/new/", said | {"unit": "", "unit_text": "没有这科"})
    assert unknown.status_code == 422
    sent = page.post("/duty/callouts/new/", said | {"unit": "", "unit_text": "城管科"})
    assert sent.status_code == 303
    assert Callout.objects.get().unit == town.units.city


def test_nobody_on_duty_is_said_and_not_called(town: SmallTown) -> None:
    also(town, town.dispatcher, "centre", "duty_officer")
    with refused(Conflict, "没有人可叫"):
        call(town)
    assert not Callout.objects.exists()
    put(town, town.clerk_west, -3, 21, "community")
    call(town)


def test_answers_are_ones_own_and_the_first_counts(on_duty: SmallTown) -> None:
    town, row = on_duty, call(on_duty)
    with refused(NotFound, "没有叫您"):
        actions.answer(town.id, row.pk, "received", actor=actor_of(town.checker))
    with clock.at(NOON + timedelta(minutes=3)):
        first = actions.answer(town.id, row.pk, "received", actor=actor_of(town.clerk_west))
    with clock.at(NOON + timedelta(minutes=9)):
        actions.answer(town.id, row.pk, "received", actor=actor_of(town.clerk_west))
        actions.answer(town.id, row.pk, "arrived", actor=actor_of(town.clerk_west))
    first.refresh_from_db()
    assert (first.received_at, first.step) == (NOON + timedelta(minutes=3), "arrived")
    with refused(Forbidden):
        actions.answer_for(town.id, row.pk, town.leader.pk, "received",
                           actor=actor_of(town.clerk_west))  # fmt: skip
    noted = actions.answer_for(town.id, row.pk, town.leader.pk, "set_out",
                               actor=actor_of(town.dispatcher))  # fmt: skip
    assert noted.noted_by_id == town.dispatcher.pk


def test_who_is_silent_shows_and_is_urged(on_duty: SmallTown) -> None:
    town, row = on_duty, call(on_duty)
    reach = reach_of(town.dispatcher)
    assert (running(reach)[0].tone, len(running(reach)[0].silent)) == ("amber", 3)
    actions.answer(town.id, row.pk, "received", actor=actor_of(town.clerk_west))
    with clock.at(NOON + timedelta(minutes=16)):
        (found,) = running(reach)
        assert (found.tone, len(found.silent)) == ("red", 2)
        assert actions.urge(town.id, row.pk, actor=actor_of(town.dispatcher)) == 2
        with refused(Forbidden):
            actions.close(town.id, row.pk, "到齐", actor=actor_of(town.clerk_west))
        actions.close(town.id, row.pk, "到齐", actor=actor_of(town.dispatcher))
        with refused(Conflict, "已经结束"):
            actions.answer(town.id, row.pk, "arrived", actor=actor_of(town.clerk_east))
    assert running(reach) == []
    assert len(standing(callouts(reach).get(pk=row.pk)).silent) == 2, "silence is not erased"


def test_only_the_called_and_those_on_duty_see_it(on_duty: SmallTown) -> None:
    row = call(on_duty)
    for who, seen in (
        (on_duty.clerk_west, True),
        (on_duty.handler, False),
        (on_duty.reader, False),
    ):
        assert callouts(reach_of(who)).filter(pk=row.pk).exists() is seen, who.name
        status = browser(who).get(f"/duty/callouts/{row.pk}/").status_code
        assert status == (200 if seen else 404)


def said(content: Lines) -> str:
    return "\n".join(f"{one.title}|{one.meta}|{one.tone}" for one in content.lines)


def test_the_panel_shows_who_is_on_and_no_private_number(on_duty: SmallTown) -> None:
    town = on_duty
    town.dispatcher.phone = "13812345678"
    town.dispatcher.save()
    told = said(panels.now(reach_of(town.reader)))
    assert "带班领导：周书记" in told
    assert "值班员：林调度" in told
    assert "西岭社区：罗社区" in told
    assert "13812345678" not in told
    assert "何核查" not in told, "comes at six"
    with clock.at(NOON + 22 * HOUR):
        assert "带班领导：无人在班||red" in said(panels.now(reach_of(town.reader)))
    assert panels.now(reach_of(town.stranger)).lines[0].tone == "red", "their own empty roster"


def test_a_late_report_is_red_on_the_panel(on_duty: SmallTown) -> None:
    town, case = on_duty, called_in(on_duty)
    reach = reach_of(town.reader)
    assert "order=due" in panels.emergencies(reach).more_url
    (line,) = panels.emergencies(reach).lines
    assert (line.tone, line.due) == ("green", case.reported_at + HOUR)
    assert "冒烟" not in str(line.title), "the caller's words stay off the wall"
    with clock.at(case.reported_at + timedelta(minutes=50)):
        assert panels.emergencies(reach).lines[0].tone == "amber"
    with clock.at(case.reported_at + timedelta(minutes=70)):
        (line,) = panels.emergencies(reach).lines
        assert (line.tone, "首报超时" in str(line.meta)) == ("red", True)
        go(town, Case.objects.get(pk=case.pk), "report_up", town.dispatcher, note="区应急局")
        (line,) = panels.emergencies(reach).lines
        assert (line.tone, "迟报" in str(line.meta), line.due) == ("red", True, None)


def test_the_rows_say_what_happened_and_the_pressing_ones_lead(on_duty: SmallTown) -> None:
    town, reach = on_duty, reach_of(on_duty.reader)
    first = called_in(town, matter="居民楼冒烟", grade="minor")
    grave = called_in(town, matter="厂房坍塌", grade="major")
    newest = called_in(town, matter="路面积水", grade="minor")
    for case in (first, grave, newest):
        go(town, case, "send", town.dispatcher, unit=town.units.squad.pk)
    for case in (grave, newest):
        go(town, case, "report_up", town.dispatcher, note="区应急局")
    with clock.at(first.reported_at + timedelta(minutes=70)):
        titles = [str(one.title) for one in panels.emergencies(reach).lines]
        assert [title.split(" · ")[0] for title in titles] == ["居民楼冒烟", "厂房坍塌", "路面积水"]
        page = browser(town.dispatcher).get("/duty/").content.decode()
        places = [page.index(words) for words in ("居民楼冒烟", "厂房坍塌", "路面积水")]
        assert places == sorted(places)
    go(town, first, "follow", town.dispatcher, matter="居民楼火灾", note="见明火")
    assert "居民楼火灾" in said(panels.emergencies(reach))


def test_the_call_out_panel_counts(on_duty: SmallTown) -> None:
    row = call(on_duty)
    actions.answer(on_duty.id, row.pk, "arrived", actor=actor_of(on_duty.clerk_east))
    (line,) = panels.rolls(reach_of(on_duty.dispatcher)).lines
    assert "应到 3 · 到达 1 · 出发 0 · 未应答 2" in str(line.meta)
    assert panels.rolls(reach_of(on_duty.reader)).lines == []


def test_the_duty_page_and_answering_from_it(on_duty: SmallTown) -> None:
    town, case = on_duty, called_in(on_duty)
    page = browser(town.dispatcher).get("/duty/")
    html = page.content.decode()
    for words in ("周书记", "谢社区", case.number, "本周值班", "写交接班记录"):
        assert words in html
    assert "此刻值班表上无人" not in html
    assert browser(town.nobody).get("/duty/").status_code == 403
    sent = browser(town.dispatcher).post(
        "/duty/callouts/new/",
        {"group": "communities", "what": "巡查易涝点", "where": "", "minutes": "10"},
    )
    assert sent.status_code == 303
    row = Callout.objects.get()
    clerk = browser(town.clerk_west)
    notice = Notice.objects.get(account=town.clerk_west, kind="callout")
    assert clerk.get(f"/notices/{notice.pk}/")["Location"] == f"/duty/callouts/{row.pk}/"
    assert "已收到" in clerk.get(f"/duty/callouts/{row.pk}/").content.decode()
    clerk.post(f"/duty/callouts/{row.pk}/answer/", {"step": "received"})
    refused_page = browser(town.handler).post(
        f"/duty/callouts/{row.pk}/answer/", {"step": "received"}
    )
    assert refused_page.status_code == 404
    assert row.called.get(account=town.clerk_west).received_at is not None


def paragraphs(content: bytes) -> str:
    return "\n".join(one.text for one in Document(BytesIO(content)).paragraphs)


def test_the_report_of_the_shift_is_made_from_records(on_duty: SmallTown) -> None:
    town = on_duty
    mine = Shift.objects.get(account=town.dispatcher)
    late, still = called_in(town), called_in(town)
    row = call(town)
    with clock.at(NOON + timedelta(minutes=75)):
        go(town, late, "report_up", town.dispatcher, note="区应急局")
        note = Note("接报两起", f"{still.number}待首报")
        hand_over(town.id, mine.pk, note, actor=actor_of(town.dispatcher))
    with clock.at(NOON + 7 * HOUR):
        answer = browser(town.dispatcher).get(f"/duty/report/{mine.pk}/")
    assert answer.status_code == 200
    text = paragraphs(answer.content)
    for words in (
        "共接报2件，突发事件2起，其中迟报或未按时首报2起", "带班领导：周书记", "值班员：林调度",
        "西岭社区罗社区", "13:15首报，迟报", "已超时仍未首报", f"点名“{row.what}”，应到3人",
        "未应答3人", f"林调度移交：{still.number}待首报（尚未签收）",
    ):  # fmt: skip
        assert words in text, (words, text)
    assert browser(town.nobody).get(f"/duty/report/{mine.pk}/").status_code == 403
    ahead = Shift.objects.get(account=town.checker)
    assert browser(town.dispatcher).get(f"/duty/report/{ahead.pk}/").status_code == 404


def test_the_report_of_the_shift_tells_its_incidents(on_duty: SmallTown) -> None:
    town = on_duty
    mine = Shift.objects.get(account=town.dispatcher)
    with clock.at(NOON - 4 * HOUR):
        before = raised(town)
        ending.conclude(town.id, before.number, "排险完毕", actor=actor_of(town.leader))
    with clock.at(NOON - 1 * HOUR):
        done = raised(town)
        ending.conclude(town.id, done.number, "积水排除。", actor=actor_of(town.leader))
    still = raised(town)
    orders.give_order(town.id, still.number, "封闭通道", unit_id=town.units.city.pk,
                      actor=actor_of(town.dispatcher))  # fmt: skip
    page = f"/duty/report/{mine.pk}/"
    with clock.at(NOON + HOUR):
        text = paragraphs(browser(town.dispatcher).get(page).content)
        others = paragraphs(browser(town.reader).get(page).content)
    for words in (
        "应急响应2起", f"（编号{done.number}）", "结束响应：积水排除。", f"（编号{still.number}）",
        "下达指令1条，其中1条没有完成；现为Ⅲ级响应，截至交班仍在响应", f"应急响应{still.number}",
    ):  # fmt: skip
        assert words in text, (words, text)
    assert before.number not in text
    assert still.number not in others
    assert "只列出制表人参与的应急响应" in others, "none seen does not mean none"


def sheet(path: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    table = book.active
    assert table is not None
    table.append(("日期", "岗位", "姓名", "单位", "开始", "结束"))
    for row in rows:
        table.append(row)
    book.save(path)
    return path


@pytest.mark.django_db(transaction=True)
def test_a_month_comes_from_excel_once(tmp_path: Path) -> None:
    from tests.cast import small_town

    town = small_town()
    also(town, town.unit_lead, "centre", "duty_planner")
    file = sheet(
        tmp_path / "11月值班表.xlsx",
        ("2026-11-24", "带班领导", "周书记", None, None, None),
        ("2026-11-24", "值班员", "何核查", None, "18:00", "09:00"),
        ("2026-11-24", "社区值班", "罗社区", "西岭社区", None, None),
        ("2026-11-24", "值班员", "无此人", None, None, None),
        ("2026-11-24", "值班员", "何核查", None, "25:00", None),
        ("2026-11-24", "保安", "何核查", None, None, None),
    )
    mapping = importing.read_map("duty_roster")
    with refused(Forbidden, "编排值班表"):
        importing.import_roster(town.id, file, mapping, actor=actor_of(town.handler))
    planner = actor_of(town.unit_lead)
    run = importing.import_roster(town.id, file, mapping, actor=planner)
    assert (run.rows, run.created, run.known, run.rejected) == (6, 3, 0, 3)
    sentences = " ".join(run.rejections.values_list("sentence", flat=True))
    assert "没有叫“无此人”" in sentences
    assert "不是时间" in sentences
    night = Shift.objects.get(account=town.checker)
    assert night.ends_at - night.starts_at == 15 * HOUR
    again = importing.import_roster(town.id, file, mapping, actor=planner)
    assert (again.created, again.known, again.rejected) == (0, 3, 3)
    assert Shift.objects.count() == 3
