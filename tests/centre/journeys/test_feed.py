"""The feed in a browser: what one wants to see of it, and the bell."""

import pytest
from playwright.sync_api import expect

from jiedao.applications.command.tests.room import flooded
from tests.cast import SmallTown
from tests.centre.journeys.conftest import Opened
from tests.engines.cases.desk import reported

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_reader_sifts_the_feed_and_has_the_bell_rung_for_a_new_emergency(
    small: SmallTown, before: Opened
) -> None:
    reported(small)
    page = before(small.dispatcher)
    feed, bell = page.locator("[data-panel='cases.feed']"), page.locator("[data-bell]")
    expect(feed.locator(".lines > li").first).to_be_visible()
    feed.locator("[data-sieve='urgent']").click()
    expect(feed.locator(".lines > li:visible")).to_have_count(0)
    expect(feed).to_contain_text("没有符合条件的")
    expect(bell).to_have_attribute("data-state", "off")
    bell.click()
    expect(bell).to_have_attribute("aria-pressed", "true")
    flooded(small)
    # What was chosen stays as the list comes anew.
    expect(feed.locator(".lines > li:visible")).to_have_count(1, timeout=10_000)
    expect(bell).to_have_attribute("data-rung", "1")
    page.reload()
    expect(feed.locator(".lines > li:visible")).to_have_count(1)
    expect(bell).to_have_attribute("aria-pressed", "true")
    expect(bell).not_to_have_attribute("data-rung", "1")
