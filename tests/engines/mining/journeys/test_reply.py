"""A reply in a browser: told as one leaves the field, asked once, sent all the same."""

import pytest
from playwright.sync_api import Page, expect

from jiedao.engines.cases.models import Case
from tests.cases_pages.test_moves import CLEARED
from tests.cast import small_town
from tests.engines.cases.desk import Desk, reported
from tests.engines.mining.journeys.conftest import Opens


@pytest.fixture
def checked(transactional_db: None) -> Desk:
    """A case that waits for its reply."""
    desk = reported(small_town())
    desk.to_checked()
    return desk


@pytest.fixture
def closing(at: Opens, checked: Desk) -> Page:
    """The dispatcher before the form that closes it."""
    opened = at(checked.town.dispatcher, f"/cases/{checked.number}/")
    opened.get_by_role("button", name="结案").first.click()
    expect(opened.locator("[name=reply]")).to_be_visible()
    return opened


def _send(page: Page) -> None:
    page.locator("form:has([name=reply]) .form-actions button").click()


def _reply_of(desk: Desk) -> str:
    return str(Case.objects.get(pk=desk.case.pk).requests.get().reply)


def test_a_good_reply_is_sent_with_one_click(closing: Page, checked: Desk) -> None:
    closing.locator("[name=reply]").fill(CLEARED)
    _send(closing)
    expect(closing.locator("[name=reply]")).to_have_count(0)
    assert _reply_of(checked) == CLEARED


def test_a_poor_one_is_told_beside_the_field_and_sent_with_the_next_click(
    closing: Page, checked: Desk
) -> None:
    closing.locator("[name=reply]").fill("已处理。")
    closing.locator("[name=reply]").blur()
    expect(closing.get_by_text("答复太短")).to_be_visible()
    _send(closing)
    expect(closing.locator("[name=reply]")).to_have_count(0)
    assert _reply_of(checked) == "已处理。"


def test_sent_before_it_was_told_it_is_asked_once(closing: Page, checked: Desk) -> None:
    closing.route("**/read-over/", lambda route: route.abort())
    closing.locator("[name=reply]").fill("已处理。")
    _send(closing)
    expect(closing.get_by_text("再按一次就发出")).to_be_visible()
    expect(closing.get_by_text("答复太短")).to_be_visible()
    _send(closing)
    expect(closing.locator("[name=reply]")).to_have_count(0)
    assert _reply_of(checked) == "已处理。"
