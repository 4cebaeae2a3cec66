"""Several officials at once: no facet and no number is lost."""

from functools import partial
from typing import Any

import pytest
from django.db import connection

from jiedao.applications.heritage_trees.kinds import TREE
from jiedao.foundation.records import blocks, facets
from jiedao.foundation.records.actions import add, edit
from jiedao.foundation.records.models import Facet
from jiedao.foundation.staff.reach import actor_of
from jiedao.foundation.things.models import Thing
from jiedao.kernel.transactions import durable
from tests.api.test_at_once import together
from tests.cast import SmallTown, small_town
from tests.foundation.records.test_actions import fig


@pytest.fixture
def big_town(transactional_db: None) -> SmallTown:
    return small_town()


def planted(town: SmallTown, code: str) -> Any:
    with durable():
        return add(town.id, TREE, fig(code=code, grade="first"), actor=actor_of(town.dispatcher))


def graded(town: SmallTown, number: str) -> Any:
    with durable():
        return edit(town.id, TREE, number, {"grade": "second"}, actor=actor_of(town.dispatcher))


def test_sets_keep_what_each_wrote(big_town: SmallTown) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer")
    town = big_town
    rows = together([partial(planted, town, f"T-{n}") for n in range(6)])
    assert len({row.number for row in rows}) == 6
    together([partial(graded, town, row.number) for row in rows[:4]])
    for grade, expected in (("first", rows[4:]), ("second", rows[:4])):
        ids = blocks.having(town.id, TREE, "grade", facets.condition([grade]))
        assert sorted(blocks.listed(ids or {})) == sorted(row.pk for row in expected)
        assert Facet.objects.filter(attribute="grade", value=grade).count() == len(expected)
    assert Thing.objects.count() == 6
