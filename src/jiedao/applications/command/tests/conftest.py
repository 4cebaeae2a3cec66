"""Shorthands for the event log of the small town."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from jiedao.engines.cases.actions import make_move
from jiedao.engines.cases.models import Case
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel.errors import Refused
from tests.cast import SmallTown


@contextmanager
def refused(kind: type[Refused], words: str = "") -> Iterator[None]:
    """The block is refused with these words, and nothing of it stays."""
    with pytest.raises(kind) as info, transaction.atomic():
        yield
    assert words in info.value.sentence


def go(town: SmallTown, case: Case, key: str, who: Account, **data: Any) -> Case:
    """Make a move as somebody."""
    return make_move(town.id, case.number, key, data, actor=actor_of(who))
