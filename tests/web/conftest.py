"""What the tests of the frame share."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """A page asked for in English must not leave its language to the next test."""
    translation.activate("zh-hans")
    yield
    translation.deactivate()
