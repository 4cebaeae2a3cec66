"""The example of docs/adding-an-application.md: small, and all there."""

from datetime import timedelta
from pathlib import Path

import pytest

from jiedao.applications.heritage_trees.indicators import INDICATORS
from jiedao.applications.heritage_trees.kinds import CHECK, TREE
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.staff.reach import actor_of
from jiedao.foundation.things.models import Thing
from jiedao.kernel import clock, registry
from tests.architecture.tree import code_lines
from tests.cast import SmallTown

FOLDER = Path(__file__).parents[1]
LINES = 60


def test_the_whole_application_is_under_sixty_lines() -> None:
    files = sorted(FOLDER.glob("*.py"))
    assert [path.name for path in files] == ["__init__.py", "apps.py", "indicators.py", "kinds.py"]
    assert sum(code_lines(path.read_text(encoding="utf-8")) for path in files) < LINES


def test_its_figures_are_declared() -> None:
    assert len(INDICATORS) == 3
    for one in INDICATORS:
        assert registry.indicators.get(one.key) is one
        assert one.kind in (TREE, CHECK)


@pytest.mark.parametrize("who", ["clerk_west", "dispatcher"])
def test_a_check_makes_the_tree_due_in_half_a_year(town: SmallTown, who: str) -> None:
    clerk = actor_of(getattr(town, who))
    tree = add(town.id, TREE, {"title": "大榕树", "species": "榕树", "grade": "first",
                               "place": (114.305, 22.705)}, actor=clerk)  # fmt: skip
    check = add(town.id, CHECK, {"vigour": "good", "place": (114.305, 22.705)}, actor=clerk,
                subject=(TREE, tree.pk))  # fmt: skip
    assert check.title == "大榕树"
    make_move(town.id, CHECK, check.number, "complete", {"result": "长势正常"}, actor=clerk)
    due = Thing.objects.get(pk=tree.pk).due_at
    assert due is not None
    assert due.astimezone(clock.TOWN_ZONE).date() == clock.today() + timedelta(days=182)
