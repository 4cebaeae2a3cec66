"""What the tests of applications share: a refusal in words, and one more post for somebody."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction

from jiedao.foundation.staff import actions as staff
from jiedao.foundation.staff.actions import NewPost
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of, forget_reach
from jiedao.kernel.actors import SYSTEM, Actor
from jiedao.kernel.errors import Refused
from tests.cast import SINCE, SmallTown


@contextmanager
def refused(kind: type[Refused], words: str = "") -> Iterator[None]:
    """The block is refused with these words, and nothing of it stays."""
    with pytest.raises(kind) as info, transaction.atomic():
        yield
    assert words in info.value.sentence


def appoint(town: SmallTown, account: Account, unit: str, role: str) -> Actor:
    """Give somebody one more post."""
    post = NewPost(account.username, unit, role, valid_from=SINCE)
    staff.add_posts(town.id, [post], actor=SYSTEM)
    forget_reach(account)
    return actor_of(account)
