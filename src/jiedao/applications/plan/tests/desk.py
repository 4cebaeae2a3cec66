"""Who works on the plan in its tests, and with what."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from jiedao.applications.plan.names import TASK
from jiedao.engines.projects.models import Project
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.staff import actions as staff
from jiedao.foundation.staff.actions import NewPost
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


@pytest.fixture
def office(town: SmallTown) -> Actor:
    """唐督查 looks after the plan, and may do its unit's work; 周书记 leads."""
    posts = [
        NewPost("tang", "centre", "plan_office", valid_from=SINCE),
        NewPost("zhou", "office", "plan_leader", valid_from=SINCE),
    ]
    staff.add_posts(town.id, posts, actor=SYSTEM)
    forget_reach(town.supervisor)
    forget_reach(town.leader)
    return actor_of(town.supervisor)


def task(town: SmallTown, actor: Actor, **more: Any) -> Project:
    """A task of the second half of 2024."""
    values = {"title": "提升三条主干道", "period": "2024H2", "domain": "city_appearance",
              "day": "2024-07-01"} | more  # fmt: skip
    row = add(town.id, TASK, values, actor=actor)
    assert isinstance(row, Project)
    return row


def go(row: Project, key: str, actor: Actor, *, shown: Any = (), **data: Any) -> Any:
    """Make a move on a task."""
    return make_move(row.town_id, row.kind, row.number, key, data, actor=actor, files=shown)
