"""A browser of somebody who is signed in, for the journeys here."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from jiedao.foundation.staff.models import Account
from tests.cases_pages.conftest import BACKEND

Opens = Callable[[Account, str], Page]


@pytest.fixture
def at(transactional_db: None, chromium: Browser, live_server: Any) -> Iterator[Opens]:
    """Open an address as somebody, at a clerk's window; faults of scripts fail the test."""
    contexts, faults = [], []

    def opened(who: Account, path: str) -> Page:
        client = Client()
        client.force_login(who, backend=BACKEND)
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": 1366, "height": 768}, locale="zh-CN"
        )
        contexts.append(context)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        context.route("**/live/events", lambda route: route.abort())
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []
