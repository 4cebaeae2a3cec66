"""What tests of the engine share: nothing that this process held before."""

from collections.abc import Iterator
from typing import Any

import pytest

from jiedao.engines.mining.matters import working


@pytest.fixture(autouse=True)
def _anew(settings: Any, tmp_path: Any) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    working.forget()
    yield
    working.forget()
