"""Screens of the command centre in a browser: people of the small town, each before their own.

A fault of a script, an error in the console or a contrast that cannot be read fails the journey.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as Waited

from jiedao.foundation.staff.models import Account
from jiedao.kernel import sharing
from tests.cases_pages.conftest import BACKEND
from tests.cast import SmallTown, small_town

Opened = Callable[[Account], Page]
# The port of live events is not served here: pages ask instead, and say so.
_HARMLESS = ("live/events", "ERR_FAILED", "ERR_INTERNET_DISCONNECTED", "htmx:", "status of 4")


@pytest.fixture
def small(transactional_db: None, settings: Any, tmp_path: Path) -> SmallTown:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MIRROR_ROOT = tmp_path / "mirror"
    sharing.forget()
    return small_town()


@pytest.fixture
def before(chromium: Browser, live_server: Any) -> Iterator[Opened]:
    """``before(account)``: the screen as that person has it open."""
    contexts, faults = [], []

    def note(message: Any) -> None:
        said = f"{message.text} {message.location.get('url', '')}"
        if message.type == "error" and not any(each in said for each in _HARMLESS):
            faults.append(said)

    def opened(account: Account) -> Page:
        client = Client()
        client.force_login(account, backend=BACKEND)
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": 1366, "height": 768}, locale="zh-CN"
        )
        contexts.append(context)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        context.route("**/live/events*", lambda route: route.abort())
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", note)
        page.goto("/centre/")
        page.locator("[data-centre][data-ready]").wait_for()
        page.locator("[data-panel] [aria-busy]").first.wait_for(state="detached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def unreadable(page: Page) -> list[str]:
    """What axe finds too pale to be read."""
    options = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
    found = Axe().run(page, options=options).response
    return [node["html"] for rule in found["violations"] for node in rule["nodes"]]


def is_drawn(page: Page) -> bool:
    """Whether the map shows anything: its canvas comes to hold more than a few colours."""
    page.locator("[data-map][data-ready], .map[data-ready]").first.wait_for()
    try:
        page.wait_for_function(f"() => ({_COLOURS})() > 3")
    except Waited:
        return False
    return True


_COLOURS = """() => {
  const colours = new Set();
  document.querySelectorAll('.map canvas').forEach((canvas) => {
    const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    for (let at = 0; at < data.length; at += 4 * 97) colours.add(data[at] + ',' + data[at + 1] + ',' + data[at + 2]);
  });
  return colours.size;
}"""
