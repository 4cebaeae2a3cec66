"""A browser before the style page: what the scripts of the frame do, on made-up records."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from jiedao.foundation.staff.models import Account
from jiedao.kernel import clock
from jiedao.kernel.models import Town


@pytest.fixture
def bare_town(transactional_db: None) -> Town:
    """A town with nothing in it."""
    return Town.objects.create(key="bare", title="小城街道", created_at=clock.now())


@pytest.fixture
def page(chromium: Browser, live_server: Any, bare_town: Town) -> Iterator[Page]:
    """A page of somebody who may see the style page; faults of scripts fail the test."""
    client = Client()
    client.force_login(
        Account.objects.create(username="root", name="总管理", town=bare_town, is_superuser=True)
    )
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 1366, "height": 768}, locale="zh-CN"
    )
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    # The port of live events is not served here: pages must do without.
    context.route("**/live/events", lambda route: route.abort())
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: _note(message, faults))
    yield opened
    context.close()
    assert faults == []


def _note(message: Any, faults: list[str]) -> None:
    harmless = ("live/events", "ERR_FAILED", "422", "ERR_INTERNET_DISCONNECTED", "htmx:")
    if message.type == "error" and not any(
        each in message.text or each in message.location.get("url", "") for each in harmless
    ):
        faults.append(message.text)
