"""Who works in safety in the small town, and the places they go to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from jiedao.applications.safety import names
from jiedao.foundation.records.actions import add, make_move
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


@pytest.fixture
def officer(town: SmallTown) -> Actor:
    """陈城管 holds a licence to enforce."""
    return appoint(town, town.handler, "city", "safety_officer")


@pytest.fixture
def office(town: SmallTown) -> Actor:
    """唐督查 is the safety office as well."""
    return appoint(town, town.supervisor, "centre", "safety_office")


@pytest.fixture
def move(town: SmallTown) -> Callable[..., Any]:
    """Make a move on a record of the town."""

    def make(row: Any, key: str, actor: Actor, **data: Any) -> Any:
        return make_move(town.id, row.kind, row.number, key, data, actor=actor)

    return make


def shop(town: SmallTown, **more: Any) -> Any:
    """A small shop in the west, registered by 罗社区."""
    values = {
        "title": "老王五金店", "sort": "three_small", "grade": "red", "address": "幸福路1号",
        "area": town.places.grid_1.pk, "day": "2026-01-05",
    } | more  # fmt: skip
    return add(town.id, names.PREMISES, values, actor=actor_of(town.clerk_west))


def answers(visit_list: str, *faults: str) -> dict[str, str]:
    """Every question in order but these."""
    from jiedao.engines.visits.checklists import checklists

    found = {}
    for question in checklists.get(visit_list).questions:
        bad = question.key in faults
        found[question.key] = "fault" if bad else "ok"
        if bad:
            found[f"{question.key}_note"] = "现场照片已存"
    return found
