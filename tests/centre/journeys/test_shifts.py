"""A morning shift, a leader's two minutes, two officers before one case, a network that is lost."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from jiedao.centre import walls
from jiedao.engines.cases.models import Case
from jiedao.foundation.staff import tokens
from jiedao.kernel.actors import SYSTEM
from tests.cast import SmallTown
from tests.centre.journeys.conftest import Opened, is_drawn, unreadable
from tests.engines.cases.desk import reported

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_morning_shift_dispatches_from_the_screen(small: SmallTown, before: Opened) -> None:
    desk = reported(small, "不知道归谁管的一件事", longitude=114.335, latitude=22.715)
    page = before(small.dispatcher)
    assert is_drawn(page)
    assert unreadable(page) == []
    today = page.locator("[data-panel='cases.pulse']")
    expect(today).to_contain_text("今日受理")
    today.get_by_role("link", name="1").first.click()
    drawer = page.locator("#panel")
    drawer.get_by_text(desk.number).click()
    expect(drawer.get_by_role("heading", name=desk.number)).to_be_visible()
    drawer.get_by_role("button", name="分拨").first.click()
    form = drawer.locator(".sheet form:visible")
    expect(form).to_be_visible()
    # The screen behind lives on, and one goes back to the list as one came.
    page.locator("[data-drill-back]").click()
    expect(drawer.get_by_text("打开完整列表")).to_be_visible()
    page.locator("[data-panel-close]").click()
    expect(page.locator("[data-centre].has-panel")).to_have_count(0)
    assert Case.objects.get(pk=desk.case.pk).state in ("reported", "accepted")


def test_a_leader_sees_what_is_wrong_in_two_minutes(small: SmallTown, before: Opened) -> None:
    desk = reported(small)
    Case.objects.filter(pk=desk.case.pk).update(due_at="2020-01-01T00:00:00Z")
    page = before(small.leader)
    expect(page.locator("[data-panel='cases.tones']")).to_contain_text("已超期")
    worst = page.locator("[data-panel='cases.units'] a").filter(has_text="城管科")
    worst.click()
    drawer = page.locator("#panel")
    drawer.get_by_text(desk.number).click()
    expect(drawer.get_by_role("button", name="督办").first).to_be_visible()
    assert unreadable(page) == []


def test_a_change_shows_on_the_open_screen(small: SmallTown, before: Opened) -> None:
    page = before(small.dispatcher)
    expect(page.locator("[data-live-state]")).to_have_attribute("data-state", "polling")
    reported(small)
    expect(page.locator("[data-panel='cases.feed']")).to_contain_text("上报", timeout=8000)
    expect(page.locator("[data-panel='cases.pulse'] b").first).to_have_text("1", timeout=8000)


def test_of_two_officers_the_second_is_told(small: SmallTown, before: Opened) -> None:
    desk = reported(small)
    first, second = before(small.supervisor), before(small.leader)
    for page in (first, second):
        page.locator("[data-panel='cases.feed'] a[data-drill]").first.click()
        page.locator("#panel").get_by_role("button", name="督办").first.click()
    forms = [page.locator("#panel .sheet form:visible") for page in (first, second)]
    for form in forms:
        form.locator("textarea").first.fill("请今天办结并回复。")
    forms[1].get_by_role("button", name="督办").click()
    expect(second.locator("#panel .case-title")).to_contain_text("督办")
    forms[0].get_by_role("button", name="督办").click()
    # What was typed stays, and the sentence says why it was not done.
    expect(forms[0]).to_contain_text("请今天办结并回复。")
    expect(forms[0]).to_contain_text("刚被别人处理过")
    assert desk.case.supervised


def test_an_arrangement_is_kept(small: SmallTown, before: Opened) -> None:
    page = before(small.dispatcher)
    page.get_by_role("button", name="调整版面").click()
    page.locator("[gs-id='cases.grids'] [data-remove]").click()
    page.get_by_role("button", name="保存版面").click()
    expect(page.get_by_text("版面已保存")).to_be_visible()
    page.reload()
    expect(page.locator("[gs-id='cases.units']")).to_be_visible()
    expect(page.locator("[gs-id='cases.grids']")).to_have_count(0)


def test_a_lost_network_is_said_and_made_up_for(small: SmallTown, before: Opened) -> None:
    page = before(small.dispatcher)
    expect(page.locator("[data-live-state]")).to_have_attribute("data-state", "polling")
    page.context.set_offline(True)
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('jiedao:change', {detail: {id: 1e9, kind: 'case', record: 1}}))"
    )
    expect(page.locator(".centre-lost")).to_be_visible(timeout=8000)
    reported(small)
    page.context.set_offline(False)
    expect(page.locator("[data-panel='cases.feed']")).to_contain_text("上报", timeout=10000)
    expect(page.locator(".centre-lost")).to_be_hidden()


def test_a_wall_that_is_ended_shows_nothing_more(
    small: SmallTown, chromium: Browser, live_server: Any
) -> None:
    secret = walls.issue(small.id, "一楼大厅", actor=SYSTEM)
    context = chromium.new_context(base_url=live_server.url, locale="zh-CN")
    context.route("**/live/events*", lambda route: route.abort())
    page = context.new_page()
    page.goto(f"/centre/wall/enter/{secret}/")
    expect(page.locator("[data-panel='cases.tones']")).to_contain_text("时限内")
    tokens.revoke(walls.walls(small.id)[0], actor=SYSTEM)
    page.evaluate("document.dispatchEvent(new CustomEvent('jiedao:reload'))")
    expect(page.locator("[data-wall-state]")).to_contain_text("已停用")
    expect(page.locator("[data-panel]")).to_have_count(0)
    context.close()
