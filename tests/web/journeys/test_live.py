"""Another person's change shows within 2 s, and never takes away what one is typing."""

from django.db import transaction
from playwright.sync_api import Page, expect

from jiedao.kernel import history
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.models import Town


def change(town: Town, record: int) -> None:
    """What an action leaves behind."""
    with transaction.atomic():
        history.record(town.pk, [history.Line("case", record, "handled")], actor=SYSTEM)


def settled(page: Page) -> None:
    """Wait until the page asks for changes (the port of events is closed to it)."""
    expect(page.locator("[data-live-state]")).to_have_attribute("data-state", "polling")


def test_a_region_is_exchanged(page: Page, bare_town: Town) -> None:
    page.goto("/_style/record/3")
    settled(page)
    page.evaluate("document.getElementById('case-3').dataset.old = '1'")
    change(bare_town, 4)
    page.wait_for_timeout(3200)
    expect(page.locator("#case-3[data-old]")).to_have_count(1)
    change(bare_town, 3)
    expect(page.locator("#case-3[data-old]")).to_have_count(0, timeout=4000)
    expect(page.locator("#case-3")).to_be_visible()


def test_who_is_typing_is_asked_first(page: Page, bare_town: Town) -> None:
    page.goto("/_style/record/3")
    settled(page)
    page.get_by_role("button", name="退回").first.click()
    page.get_by_label("退回原因").press_sequentially("现场不在本")
    change(bare_town, 3)
    expect(page.locator("[data-live-offer]")).to_contain_text("输入保留着", timeout=4000)
    expect(page.get_by_label("退回原因")).to_have_value("现场不在本")
    page.locator("[data-live-offer] button").click()
    expect(page.locator("[data-live-offer]")).to_have_count(0)


def test_a_list_keeps_its_place_and_marks(page: Page, bare_town: Town) -> None:
    page.goto("/_style/list")
    settled(page)
    for _press in range(3):
        page.keyboard.press("j")
    page.locator("input[data-mark]").nth(5).check()
    page.evaluate("document.querySelectorAll('tr[data-row]')[0].dataset.digest = 'other'")
    change(bare_town, 9)
    expect(page.locator("tr.changed")).to_have_count(1, timeout=4000)
    expect(page.locator("tr[data-row]").nth(2)).to_have_class("current")
    expect(page.locator("input[data-mark]").nth(5)).to_be_checked()
    expect(page.locator("tr[data-row]")).to_have_count(25)
