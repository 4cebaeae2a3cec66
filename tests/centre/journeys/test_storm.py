"""A storm night on the screen: a report that is late, an emergency that becomes an incident."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from jiedao.applications.command.incident import orders
from jiedao.applications.command.incident.models import Incident
from jiedao.applications.command.tests.room import PLAN, flooded
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from tests.cast import SmallTown
from tests.centre.journeys.conftest import Opened, is_drawn, unreadable

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_late_first_report_is_red_and_made_up_for(small: SmallTown, before: Opened) -> None:
    with clock.at(clock.now() - timedelta(hours=2)):
        case = flooded(small)
    page = before(small.dispatcher)
    panel = page.locator("[data-panel='command.events']")
    expect(panel).to_contain_text("首报超时")
    expect(panel.locator(".tone-red").first).to_be_visible()
    assert unreadable(page) == []
    panel.locator("a.line").first.click()
    drawer = page.locator("#panel")
    drawer.get_by_role("button", name="首报").first.click()
    form = drawer.locator(".sheet form:visible")
    form.locator("[name$=note]").first.fill("区应急局值班室")
    form.get_by_role("button", name="首报").click()
    # The report is made; that it was late stays.
    expect(panel).to_contain_text("迟报", timeout=8000)
    case.refresh_from_db()
    assert case.attributes["late_report"]


def test_an_emergency_becomes_an_incident_that_is_led_from_its_room(
    small: SmallTown, before: Opened
) -> None:
    flooded(small)
    page = before(small.dispatcher)
    assert is_drawn(page)
    page.locator("[data-panel='command.events'] a.line").first.click()
    drawer = page.locator("#panel")
    drawer.get_by_text("升级为应急事件").first.click()
    title = drawer.locator("[name$=title]").first
    title.fill("幸福路下穿通道内涝")
    drawer.locator("[name$=reason]").first.fill("水深超过 50 厘米，两车被困")
    drawer.locator("select[name$=plan]").select_option(PLAN)
    drawer.get_by_role("button", name="升级并进入指挥室").click()
    expect(page.get_by_role("heading", name="幸福路下穿通道内涝")).to_be_visible(timeout=10000)
    incident = Incident.objects.get()
    assert incident.plan == PLAN
    order = orders.give_order(
        small.id, incident.number, "封闭通道两端", account_id=small.leader.pk,
        actor=actor_of(small.dispatcher),
    )  # fmt: skip
    boss = before(small.leader)
    expect(boss.locator("[data-panel='command.incidents']")).to_contain_text("1 条指令未回执")
    boss.goto(f"/incident/{incident.number}/")
    boss.get_by_role("button", name="已收到").click()
    # Taken in, it is nothing to press any more.
    expect(boss.get_by_role("button", name="已收到")).to_have_count(0, timeout=10000)
    order.refresh_from_db()
    assert order.received_by_id == small.leader.pk
