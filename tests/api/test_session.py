"""The API with the cookie of a page instead of a token."""

import pytest
from django.test import Client

from tests.api.conftest import Api
from tests.api.test_requests import RUBBISH
from tests.cast import SmallTown


@pytest.fixture
def number(town: SmallTown, channel: Api) -> str:
    return str(channel.post("requests", RUBBISH)["case"])


class TestSession:
    """The cookie of a page: reading needs nothing more, changing needs the CSRF token."""

    def test_reads_and_writes(self, town: SmallTown, number: str) -> None:
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(town.handler)
        assert browser.get(f"/api/v1/cases/{number}").status_code == 200
        address = f"/api/v1/cases/{number}/moves/sign"
        refused = browser.post(address, {}, content_type="application/json")
        assert refused.status_code == 403
        assert refused.json()["code"] == "csrf"
        browser.cookies["csrftoken"] = "a" * 32
        done = browser.post(
            address, {}, content_type="application/json", headers={"X-CSRFToken": "a" * 32}
        )
        assert done.status_code == 200

    def test_a_stranger_is_asked_to_sign_in(self, town: SmallTown, number: str) -> None:
        response = Client().get(f"/api/v1/cases/{number}")
        assert response.status_code == 401
        assert response.json()["code"] == "unauthenticated"
