"""The browser of the journeys: one for all of them, for its driver runs one event loop a process."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests import browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """A headless Chromium; the tests that need one are skipped where there is none."""
    from playwright.sync_api import sync_playwright

    # The driver's loop runs in this thread; the database is asked beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    path = browser.find()
    if not path:
        pytest.skip("no Chromium: set JIEDAO_CHROMIUM, or install it")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--no-first-run"]
        )
        yield opened
        opened.close()
