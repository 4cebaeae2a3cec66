"""Fixtures and marks that every test may use."""

import shutil
from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django import DjangoDbBlocker

from jiedao.foundation.places import locator
from jiedao.kernel import sharing, towns
from tests import emptied, migrated

# A busy machine is no fault of the code: properties are about results, not about time.
hypothesis.settings.register_profile(
    "jiedao", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile(
    "quick", parent=hypothesis.settings.get_profile("jiedao"), max_examples=15
)
hypothesis.settings.load_profile("jiedao")

# The small town with its named people: the fixture ``town``; a kind with a way of its own: ``hazards``.
pytest_plugins = ["tests.kept_town", "tests.hazards", "tests.chromium", "tests.changed"]


# Folders of ``tests`` that go through the whole house: its pages, addresses and commands, and what
# stands on its upper floors.
_WHOLE = {"api", "cases_pages", "centre", "conformance", "config", "demo", "portal", "replay"}
_APPLICATIONS = ("src", "jiedao", "applications")
# And what a package shows of itself on its pages, in a file of this name.
_PAGES = "test_pages.py"
_DATABASE = {"db", "transactional_db", "django_db_reset_sequences"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What lies in journeys/ needs a browser, and what asks for the database is a test of data,
    to be run on both; nobody has to remember the marks."""
    for item in items:
        asks = _DATABASE & set(getattr(item, "fixturenames", ()))
        if asks or item.get_closest_marker("django_db") or _is_django_test(item):
            item.add_marker(pytest.mark.data)
        # Below the checkout: what the folders above it are called says nothing.
        folders = item.path.relative_to(item.config.rootpath).parts
        if "journeys" in folders:
            item.add_marker(pytest.mark.journey)
        upper = folders[1] in _WHOLE if folders[0] == "tests" else folders[:3] == _APPLICATIONS
        if upper or folders[-1] == _PAGES:
            item.add_marker(pytest.mark.whole)


def _is_django_test(item: pytest.Item) -> bool:
    made_of = getattr(item, "cls", None)
    return made_of is not None and issubclass(made_of, TransactionTestCase)


@pytest.fixture(scope="session")
def django_db_keepdb(
    django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> bool:
    """Begin with a migrated database of an earlier run, where there is one."""
    with django_db_blocker.unblock():
        return migrated.borrow()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """pytest-django's, and the fresh one is kept for the next run."""
    with django_db_blocker.unblock():
        migrated.keep()
    emptied.use()


@pytest.fixture(autouse=True)
def _forget_towns() -> Iterator[None]:
    """Rows remembered in memory must not outlive the database of their test."""
    towns.forget()
    locator.forget()
    sharing.forget()
    yield
    towns.forget()


@pytest.fixture(autouse=True)
def _forget_mirror() -> Iterator[None]:
    """What was mirrored of the rows of one test is nothing to the next."""
    yield
    shutil.rmtree(settings.MIRROR_ROOT, ignore_errors=True)


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """A page asked for in English must not leave its language to the next test."""
    translation.activate("zh-hans")
    yield
    translation.deactivate()
