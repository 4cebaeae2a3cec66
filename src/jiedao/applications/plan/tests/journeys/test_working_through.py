"""A plan is worked through by the keyboard, and two hundred tasks are run on one screen."""

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from jiedao.applications.plan import names
from jiedao.applications.plan.actions.documents import NewDocument, take_in
from jiedao.applications.plan.models import Finding, PlanDocument
from jiedao.applications.plan.tests.test_importing import TEXT
from jiedao.engines.projects.models import Project
from jiedao.foundation.records.actions import Draft, add_many, make_move
from jiedao.foundation.staff import actions as staff
from jiedao.foundation.staff.actions import NewPost
from jiedao.kernel.actors import SYSTEM
from tests.cases_pages.conftest import BACKEND
from tests.cast import SINCE, SmallTown, small_town


@pytest.fixture
def small(transactional_db: None) -> SmallTown:
    town = small_town()
    post = NewPost("tang", "centre", "plan_office", valid_from=SINCE)
    staff.add_posts(town.id, [post], actor=SYSTEM)
    return town


@pytest.fixture
def desk(chromium: Browser, live_server: Any, small: SmallTown) -> Iterator[Page]:
    """唐督查 at a desk; faults of scripts fail the test."""
    client = Client()
    client.force_login(small.supervisor, backend=BACKEND)
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 1366, "height": 768}, locale="zh-CN"
    )
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    context.route("**/live/events", lambda route: route.abort())
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert faults == []


@pytest.fixture
def document(small: SmallTown) -> PlanDocument:
    new = NewDocument("工作总结", TEXT, date(2024, 7, 5), "2024H2", issued_by="平安街道")
    return take_in(small.id, new, actor=SYSTEM)[0]


def shown(page: Page, name: str) -> None:
    """Keep a picture where JIEDAO_PICTURES names a folder, to be looked at."""
    if folder := os.environ.get("JIEDAO_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png")


def test_commitments_are_confirmed_without_the_mouse(
    desk: Page, small: SmallTown, document: PlanDocument
) -> None:
    rows = document.findings.filter(sort=Finding.Sort.COMMITMENT).order_by("start")
    first, second, third = rows[:3]
    desk.goto(f"/plan/import/{document.pk}/")
    desk.keyboard.press("j")
    current = desk.locator("#findings tr.current")
    expect(current).to_have_attribute("data-open", str(first.pk))
    expect(desk.locator(".plan-text .plan-here").first).to_be_visible()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    desk.keyboard.type("城管科")
    with desk.expect_response(lambda answer: str(first.pk) in answer.url):
        desk.keyboard.press("Enter")
    shown(desk, "import")
    desk.keyboard.press("y")
    expect(desk.locator(".toast")).to_contain_text("新建任务 1 项")
    expect(current).to_have_attribute("data-open", str(second.pk))
    desk.keyboard.press("d")
    expect(desk.locator(f'#findings tr[data-open="{second.pk}"]')).to_have_count(0)
    task = Project.objects.get(kind=names.TASK)
    assert (task.unit_id, task.state) == (small.units.city.pk, names.ASSIGNED)
    # A section at once: mark it, type the unit, fill in, confirm.
    section = desk.locator(f'tbody[data-section="{rows[len(rows) - 1].section}"]')
    section.get_by_role("button", name="选中本节").click()
    expect(desk.locator("#many-unit")).to_be_focused()
    desk.keyboard.type("水务科")
    desk.keyboard.press("Enter")
    expect(desk.locator(".toast").last).to_contain_text("已填")
    wrong = desk.locator(f'#findings tr[data-open="{third.pk}"] [data-name=unit]')
    wrong.fill("没有这个科")
    wrong.press("Enter")
    expect(desk.locator("tr.plan-wrong")).to_have_attribute("data-open", str(third.pk))
    expect(desk.locator(".toast").last).to_contain_text("没有“没有这个科”这个单位")


def test_two_hundred_tasks_stand_on_one_screen(desk: Page, small: SmallTown) -> None:
    added = add_many(
        small.id,
        names.TASK,
        [Draft({"title": f"第{n}项任务，按计划完成年度目标", "period": "2024H2"})
         for n in range(191)],
        actor=SYSTEM,
    )  # fmt: skip
    units = [small.units.city, small.units.water, small.units.west, small.units.east]
    for n, one in enumerate(added[:60]):
        assert one.record is not None
        said = {"unit": units[n % 4].pk}
        make_move(small.id, names.TASK, one.record.number, "assign", said, actor=SYSTEM)
    desk.goto("/plan/wall/")
    expect(desk.locator(".plan-unit")).to_have_count(6)
    expect(desk.locator(".plan-marks .mark")).to_have_count(191)
    shown(desk, "wall")
    wide = desk.evaluate("document.documentElement.scrollWidth")
    high = desk.evaluate("document.documentElement.scrollHeight")
    assert (wide, high) <= (1366, 768)
    last = desk.locator(".plan-unit").last
    assert last.bounding_box()["y"] + last.bounding_box()["height"] <= 768  # type: ignore[index]
    desk.get_by_role("link", name="水务科").click()
    expect(desk.locator("tr[data-row]")).to_have_count(15)
    # A row opens beside the wall by a script: it must have come before the click.
    desk.wait_for_load_state("networkidle")
    desk.locator("tr[data-row]").first.click()
    expect(desk.locator("#panel .record-title")).to_contain_text("项任务")
    expect(desk.locator("#panel").get_by_role("button", name="催办")).to_be_visible()
    shown(desk, "wall-panel")
    desk.keyboard.press("Escape")
    expect(desk.locator("#panel .record-title")).to_have_count(0)
