"""A town whose public page is open, and a browser on its pages."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from jiedao.engines.cases import public
from jiedao.portal import figures
from tests.api.conftest import open_to_public
from tests.cast import SmallTown


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    public.forget()
    figures.forget()
    yield
    public.forget()


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def open_town(town: SmallTown) -> SmallTown:
    open_to_public(town)
    return town


@pytest.fixture
def phone(open_town: SmallTown) -> Client:
    """A resident's browser; the check for forged posts is on, as in service."""
    return Client(enforce_csrf_checks=True)
