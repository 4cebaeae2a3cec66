"""A move of a case in a browser: refused, its faults are in view and what was chosen stays."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from jiedao.engines.cases.models import Attachment
from tests.cases_pages.conftest import BACKEND
from tests.cast import small_town
from tests.engines.cases.desk import Desk, picture, reported
from tests.web.journeys.test_live import change, settled

FILES = "Array.from(document.querySelector('.sheet:not([hidden]) input[type=file]').files).map(f => f.name)"


@pytest.fixture
def handled(transactional_db: None, settings: Any, tmp_path: Path) -> Desk:
    """Work that waits for its check on the spot."""
    settings.MEDIA_ROOT = tmp_path
    desk = reported(small_town())
    desk.to_handled()
    return desk


@pytest.fixture
def checker(chromium: Browser, live_server: Any, handled: Desk) -> Iterator[Page]:
    """何核查 before the case's page."""
    client = Client()
    client.force_login(handled.town.checker, backend=BACKEND)
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 1366, "height": 600}, locale="zh-CN"
    )
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    context.route("**/live/events", lambda route: route.abort())
    opened = context.new_page()
    opened.goto(f"/cases/{handled.number}/")
    yield opened
    context.close()


def test_a_refused_check_is_mended_where_it_stands(
    checker: Page, handled: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "check.jpg"
    path.write_bytes(picture().getvalue())
    checker.get_by_role("button", name="核查通过").first.click()
    form = checker.locator(".sheet form:visible")
    send = form.get_by_role("button", name="核查通过")
    send.click()
    # The first field at fault has the keyboard and can be seen: the photo, which may tell the
    # rest, and when it does not, the pin.
    expect(form.locator("input[type=file]")).to_be_focused()
    expect(form.locator(".field-error")).to_have_count(3)
    canvas = form.locator(".map-canvas")
    form.locator("input[type=file]").set_input_files(str(path))
    expect(form.locator(".upload img")).to_have_count(1)
    send.click()
    expect(form.locator(".field-error")).to_have_count(2)
    expect(canvas).to_be_focused()
    expect(canvas).to_be_in_viewport()
    expect(form.locator(".upload img")).to_have_count(1)
    assert checker.evaluate(FILES) == ["check.jpg"]
    expect(form.locator("[data-lost]")).to_have_count(0)
    assert not Attachment.objects.filter(case=handled.case, stage="check").exists()
    canvas.scroll_into_view_if_needed()
    expect(form.locator("[data-pin][data-ready]")).to_have_count(1)
    canvas.click(position={"x": 20, "y": 120})
    expect(form.locator(".pin-far")).to_contain_text("请核对")
    # The map opens on the case, so that its middle is near.
    middle = canvas.evaluate("one => one.clientWidth / 2")
    canvas.click(position={"x": middle + 30, "y": 120})
    expect(form.locator("input[name=place]")).to_have_value(re.compile(r"^11\d\.\d+,\d+"))
    expect(form.locator(".pin-where")).to_contain_text("距图上标记")
    expect(form.locator(".pin-far")).to_have_count(0)
    send.click()
    expect(form.locator("input[type=datetime-local]")).to_be_focused()
    expect(form.locator("input[type=datetime-local]")).to_be_in_viewport()
    expect(form.locator(".field-error")).to_have_count(1)


def test_anothers_change_leaves_a_refused_form_where_it_is(checker: Page, handled: Desk) -> None:
    settled(checker)
    checker.get_by_role("button", name="核查通过").first.click()
    form = checker.locator(".sheet form:visible")
    form.get_by_role("button", name="核查通过").click()
    expect(form.locator("input[type=file]")).to_be_focused()
    change(handled.town.town, handled.case.pk)
    moves = checker.locator(".case-moves")
    expect(moves.locator("[data-live-offer]")).to_contain_text("输入保留着", timeout=5000)
    expect(form.locator(".field-error")).to_have_count(3)
