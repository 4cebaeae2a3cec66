"""What the tests of the HTTP interfaces share: clients with tokens, and a town that is open."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from jiedao.engines.cases import public
from jiedao.kernel import towns
from tests.cast import SmallTown

INSIDE = (114.305, 22.708)
OUTSIDE = (114.9, 22.9)


class Api:
    """A caller of the JSON API; ``last`` is the last response."""

    def __init__(self, token: str = "") -> None:
        self._client = Client(raise_request_exception=False)
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.last: Any = None

    def get(self, address: str, **query: Any) -> Any:
        self.last = self._client.get(f"/api/v1/{address}", query, headers=self._headers)
        return self.last.json() if "json" in self.last["Content-Type"] else self.last

    def post(self, address: str, body: Any = None, **headers: str) -> Any:
        return self._send(self._client.post, address, body, headers)

    def patch(self, address: str, body: Any = None, **headers: str) -> Any:
        return self._send(self._client.patch, address, body, headers)

    def _send(self, way: Any, address: str, body: Any, headers: dict[str, str]) -> Any:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self.last = way(
            f"/api/v1/{address}",
            body if isinstance(body, bytes | str) else {} if body is None else body,
            content_type="application/json",
            headers=self._headers | names,
        )
        return self.last.json()

    def upload(self, address: str, **fields: Any) -> Any:
        self.last = self._client.post(f"/api/v1/{address}", fields, headers=self._headers)
        return self.last.json()

    @property
    def status(self) -> int:
        return int(self.last.status_code)


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    public.forget()
    yield
    public.forget()


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def open_to_public(town: SmallTown, **more: Any) -> None:
    """Switch the town's public page and public interfaces on."""
    town.town.settings = {**town.town.settings, "public_page": True, "public_api": True, **more}
    town.town.save()
    towns.forget(town.id)


@pytest.fixture
def channel(town: SmallTown) -> Api:
    return Api(town.channel_token("hotline_12345"))


@pytest.fixture
def staff(town: SmallTown) -> Callable[[str], Api]:
    """The API as one of the cast: ``staff("dispatcher")``."""
    return lambda name: Api(town.token(getattr(town, name)))
