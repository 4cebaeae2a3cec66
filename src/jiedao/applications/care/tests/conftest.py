"""Who cares in the small town, and how a refusal is told from a success."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction

from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Refused
from tests.cast import SmallTown
from tests.engines.cases.desk import also


@contextmanager
def refused(kind: type[Refused], words: str = "") -> Iterator[None]:
    """The block is refused with these words, and nothing of it stays."""
    with pytest.raises(kind) as info, transaction.atomic():
        yield
    assert words in info.value.sentence


@pytest.fixture
def office(town: SmallTown) -> Actor:
    """唐督查 is the care office."""
    also(town, town.supervisor, "centre", "care_office")
    return actor_of(town.supervisor)
