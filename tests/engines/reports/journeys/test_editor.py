"""The editor in a browser: words are typed around a number, never into it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from jiedao.engines.indicators.periods import Period
from jiedao.engines.reports import actions
from jiedao.engines.reports.models import Report
from jiedao.engines.reports.writing.document import Document
from jiedao.engines.reports.writing.markup import parse
from jiedao.foundation.staff.reach import actor_of
from tests.cases_pages.conftest import BACKEND
from tests.cast import small_town
from tests.engines.reports.desk import appoint, checks, fact, honour, on

CHIP = "{{heritage_tree_checks@2024}}"
TEXT = (
    "# 2024年工作总结\n## 加强生态环境保护\n"
    f"**古树保护。**古树巡查次数{CHIP}，同比下降{{{{heritage_tree_checks@2024|growth}}}}。\n"
    "# 存在的问题和不足\n对照目标任务，还有不足。"
)

WORSE = "衰弱、濒危株次{{heritage_trees_weak@2024}}，同比增长{{heritage_trees_weak@2024|growth}}。"


@pytest.fixture
def report(transactional_db: None) -> Report:
    """A draft of 阅只读 that says the wrong thing of one of its numbers."""
    town = small_town()
    writer = actor_of(appoint(town)[0])
    checks(town, 2023, "ssw")
    checks(town, 2024, "ssww")
    fact(town, indicator="gdp", value="900", rank=1, scope="district")
    honour(town, "市容环境先进街道")
    document = Document("小城街道2024年工作总结", "小城街道办事处", None, parse(TEXT))
    worse = {"sort": "trend", "text": WORSE, "why": "与上年同期相比变差。"}
    with on(2025, 1, 10):
        return actions.add(town.id, Period.parse("2024"), document, proposals=[worse], actor=writer)


@pytest.fixture
def page(chromium: Browser, live_server: Any, report: Report) -> Iterator[Page]:
    """Its author before it."""
    client = Client()
    client.force_login(report.author, backend=BACKEND)
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 1360, "height": 900}, locale="zh-CN"
    )
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    context.route("**/live/events", lambda route: route.abort())
    opened = context.new_page()
    opened.goto(f"/reports/{report.number}/")
    yield opened
    context.close()


def test_words_are_typed_and_numbers_are_not(page: Page, report: Report) -> None:
    prose = page.locator(".rp-prose").nth(2)
    expect(prose).to_have_text("古树保护。古树巡查次数4次，同比下降33.3%。")
    chip = prose.locator(".rp-chip").first
    chip.hover()
    expect(page.locator("#rp-hover")).to_contain_text("4 次")
    expect(page.locator("#rp-hover")).to_contain_text("4 条")
    chip.click()
    page.keyboard.type("9")
    prose.press("End")
    page.keyboard.type("成效{*明显*}。")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".toast")).to_contain_text("已保存")
    report.refresh_from_db()
    line = report.body.split("\n")[2]
    assert line == TEXT.split("\n")[2] + "成效\\{\\*明显\\*}。"
    expect(page.locator(".rp-faults").first).to_contain_text("写的是“下降”")


def test_a_figure_is_found_and_put_in(page: Page, report: Report) -> None:
    prose = page.locator(".rp-prose").nth(4)
    prose.click()
    prose.press("End")
    page.get_by_role("searchbox").and_(page.locator(".rp-side input")).fill("地区生产总值")
    page.locator('[data-insert="{{gdp@2024}}"]').click()
    expect(prose.locator(".rp-chip")).to_have_text("900亿元")
    prose.press("Enter")
    page.keyboard.type("另起一段。")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".toast")).to_contain_text("已保存")
    report.refresh_from_db()
    assert report.body.split("\n")[4:] == ["对照目标任务，还有不足。{{gdp@2024}}", "另起一段。"]


def test_a_shortcoming_is_taken_in(page: Page, report: Report) -> None:
    page.get_by_role("button", name="写进正文").first.click()
    expect(page.locator(".toast")).to_contain_text("已保存")
    report.refresh_from_db()
    assert report.body.split("\n")[-1] == report.proposals[0]["text"]


def test_a_number_opens_by_click_and_by_keyboard(page: Page) -> None:
    chip, opened = page.locator(".rp-prose .rp-chip").first, page.locator("#rp-open")
    chip.click()
    expect(opened).to_be_visible()
    expect(opened).to_contain_text("算法")
    expect(opened).to_contain_text("2024年")
    link = opened.get_by_role("link", name="看记录")
    expect(link).to_be_focused()
    assert "/trace/?t=" in (link.get_attribute("href") or "")
    page.keyboard.press("Escape")
    expect(opened).to_be_hidden()
    expect(chip).to_be_focused()
    # Enter opens it as well, and makes no paragraph of its own.
    count = page.locator("[data-block]").count()
    page.keyboard.press("Enter")
    expect(opened).to_be_visible()
    expect(page.locator("[data-block]")).to_have_count(count)
    page.locator("h1").first.click()
    expect(opened).to_be_hidden()
    # What is proposed opens too; and figures can be put in from wherever one reads.
    page.locator(".rp-proposals .rp-chip").first.click()
    expect(opened).to_contain_text("衰弱、濒危")
    page.keyboard.press("Escape")
    page.mouse.wheel(0, 4000)
    expect(page.locator(".rp-insert input")).to_be_in_viewport()
