"""What tests of pages share: people with browsers, files that stay in the test."""

from typing import Any

import pytest
from django.test import Client

from jiedao.foundation.staff.models import Account

BACKEND = "jiedao.foundation.staff.signing.backend.AccountBackend"


class Browser:
    """Somebody's browser; ``last`` is the last answer."""

    def __init__(self, account: Account | None) -> None:
        self.client = Client()
        if account is not None:
            self.client.force_login(account, backend=BACKEND)
        self.last: Any = None

    def get(self, url: str, **headers: str) -> str:
        """The page's HTML."""
        self.last = self.client.get(url, headers=headers)
        return _text(self.last)

    def post(self, url: str, **fields: Any) -> str:
        """Send a form as the page's script does."""
        self.last = self.client.post(url, fields, headers={"HX-Request": "true"})
        return _text(self.last)

    def send(self, url: str, **fields: Any) -> str:
        """Send a form as a browser without scripts does."""
        self.last = self.client.post(url, fields)
        return _text(self.last)

    @property
    def status(self) -> int:
        return int(self.last.status_code)


def _text(answer: Any) -> str:
    if answer.streaming:
        return ""
    return str(answer.content.decode(errors="replace"))


def browser(account: Account | None) -> Browser:
    """A signed-in browser, or a stranger's."""
    return Browser(account)


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
