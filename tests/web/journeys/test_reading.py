"""Themes, print size, language, clocks; names for screen readers; no scrolling sideways."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

PAGES = ("", "/list", "/list?open=3", "/record/3", "/board", "/public", "/plain")

NAMELESS = """() => {
  const named = (e) => e.getAttribute('aria-label') || e.getAttribute('aria-labelledby')
    || e.textContent.trim() || e.title || (e.labels && e.labels.length)
    || e.querySelector('[aria-label]');
  return Array.from(document.querySelectorAll('button, a[href], input:not([type=hidden]), select, textarea'))
    .filter((e) => !named(e)).map((e) => e.outerHTML.slice(0, 120));
}"""
TWICE = """() => {
  const ids = Array.from(document.querySelectorAll('[id]')).map((e) => e.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at);
}"""


def test_everything_has_a_name_and_no_id_stands_twice(page: Page) -> None:
    for name in PAGES:
        page.goto(f"/_style{name}")
        page.wait_for_timeout(300)
        assert page.evaluate(NAMELESS) == [], name
        assert page.evaluate(TWICE) == [], name


def test_a_phone_never_scrolls_sideways(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for name in PAGES:
        page.goto(f"/_style{name}")
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name


def test_dark_is_kept(page: Page) -> None:
    page.goto("/_style")
    root = page.locator("html")
    expect(root).to_have_attribute("data-theme", "light")
    page.get_by_role("button", name="深浅").click()
    expect(root).to_have_attribute("data-theme", "dark")
    page.goto("/_style/list")
    expect(root).to_have_attribute("data-theme", "dark")


def test_the_rail_stays_narrow(page: Page) -> None:
    page.goto("/_style/list")
    page.locator("[data-rail-toggle]").click()
    page.reload()
    assert page.locator(".rail").evaluate("e => e.offsetWidth") < 60


def test_large_print_and_english(page: Page) -> None:
    page.goto("/_style/public")
    # Of the root: everything else is measured in it.
    root = page.locator("html")
    small = root.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    page.get_by_role("button", name="大字").click()
    expect(root).to_have_css("font-size", f"{small * 1.25:g}px")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="Normal print")).to_be_visible()


def test_clocks_tick_with_the_server_s_time(page: Page) -> None:
    page.goto("/_style/list")
    clock = page.locator(".clock.tone-amber .clock-text").first
    expect(clock).to_contain_text("剩")
    page.evaluate("Jiedao.skew = 200 * 3600 * 1000; Jiedao.tick()")
    expect(page.locator(".clock[data-clock].tone-amber")).to_have_count(0)
    expect(page.locator(".clock[data-clock] .clock-text").first).to_contain_text("超")


def test_charts_have_tables_and_maps_legends(page: Page) -> None:
    page.goto("/_style")
    chart = page.locator("[data-chart]").first
    chart.scroll_into_view_if_needed()
    expect(chart.locator("svg text").first).to_be_attached()
    chart.get_by_role("button", name="表格").click()
    expect(chart.locator("table")).to_be_visible()
    legend = page.locator(".map-legend").first
    legend.scroll_into_view_if_needed()
    expect(legend).to_contain_text("已超期")


def test_pictures_open_large(page: Page) -> None:
    page.goto("/_style/record/3")
    page.locator("a[data-photo]").first.click()
    box = page.locator("dialog.lightbox")
    expect(box).to_contain_text("1 / 3")
    page.keyboard.press("ArrowRight")
    expect(box).to_contain_text("2 / 3")
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)


def test_the_rail_shows_where_one_is(page: Page) -> None:
    """The last of its lines too, in a low window; the page itself stays where it is."""
    page.set_viewport_size({"width": 1366, "height": 360})
    page.goto("/home/")
    last = page.locator(".rail-list .rail-link").last
    assert last.evaluate("e => e.getBoundingClientRect().top > innerHeight")
    page.goto(last.get_attribute("href") or "")
    here = page.locator(".rail-list [aria-current=page]")
    expect(here).to_be_in_viewport(ratio=1)
    assert page.locator(".rail-list").evaluate("e => e.scrollTop") > 0
    assert page.evaluate("scrollY + document.getElementById('main').scrollTop") == 0
    page.goto("/home/")
    assert page.locator(".rail-list").evaluate("e => e.scrollTop") == 0


@pytest.mark.parametrize("words", ["Being handled", "To recheck", "Dispatched"])
def test_states_are_not_cut_in_english(page: Page, live_server: Any, words: str) -> None:
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": live_server.url}])
    page.goto("/_style/list")
    state = page.locator("td.w-s:not(.num)").first
    fits = "(e, words) => { e.textContent = words; return e.scrollWidth <= e.clientWidth; }"
    assert state.evaluate(fits, words)
