"""Fixtures and marks that every test may use."""

from collections.abc import Iterator

import hypothesis
import pytest

from jiedao.foundation.places import locator
from jiedao.kernel import towns

# A busy machine is no fault of the code: properties are about results, not about time.
hypothesis.settings.register_profile(
    "jiedao", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("jiedao")

# The small town with its named people: the fixture ``town``.
pytest_plugins = ["tests.cast"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What lies in journeys/ needs a browser; nobody has to remember the mark."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(autouse=True)
def _forget_towns() -> Iterator[None]:
    """Rows remembered in memory must not outlive the database of their test."""
    towns.forget()
    locator.forget()
    yield
    towns.forget()
