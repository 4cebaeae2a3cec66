"""The screen of the command centre, asked by people of the small town."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from jiedao.foundation.staff.models import Account
from jiedao.kernel import sharing
from tests.cases_pages.conftest import browser


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Counts are shared for a second; a test asks sooner."""
    sharing.forget()
    yield
    sharing.forget()


def panels(who: Account | None, *keys: str) -> dict[str, Any]:
    """What somebody's screen is told of these panels."""
    sharing.forget()
    opened = browser(who)
    text = opened.get("/centre/panels/?" + "&".join(f"key={key}" for key in keys))
    found: dict[str, Any] = json.loads(text)
    return found
