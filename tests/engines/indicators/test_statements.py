"""口径单: a figure that somebody reported otherwise needs a reason and a signature."""

from datetime import date
from typing import Any

import pytest

from jiedao.applications.heritage_trees.kinds import TREE
from jiedao.applications.plan.names import REPORTED
from jiedao.engines.indicators.models import Fact
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.statements import AGREED, EXPLAINED, beside, filters_in
from jiedao.engines.mirror import source
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.foundation.records.test_actions import fig, refused

KEY = "heritage_trees"


def reported(town: SmallTown, value: int, **more: Any) -> Any:
    year = clock.today().year
    values = {
        "indicator": KEY, "value": value, "value_unit": "株", "day": date(year, 12, 31),
        "issued_by": "街道办", "source_title": "上年总结", "source_date": clock.today(),
        "source_number": "1号",
    } | more  # fmt: skip
    return add(town.id, REPORTED, values, actor=SYSTEM)


def of_the_year(town: SmallTown, computed: float) -> Any:
    (one,) = beside(
        Fact.objects.filter(town_id=town.id), KEY, Period.of_year(clock.today().year), computed
    )
    return one


@pytest.fixture
def trees(town: SmallTown) -> SmallTown:
    for number in range(3):
        add(town.id, TREE, fig(title=f"榕{number}", code=f"T{number}"), actor=SYSTEM)
    source.fresh(town.id)
    return town


@pytest.mark.parametrize(("who", "may"), [("leader", True), ("clerk_west", False)])
def test_a_difference_is_signed_for_with_a_reason(trees: SmallTown, who: str, may: bool) -> None:
    row = reported(trees, 5)
    one = of_the_year(trees, 3.0)
    assert (one.gap, one.explained) == (2.0, False)
    actor = actor_of(getattr(trees, who))
    said = {"cause": "cut_off", "explanation": "当时截至十一月底"}
    if not may:
        with refused(Forbidden):
            make_move(trees.id, REPORTED, row.number, "explain", said, actor=actor)
        assert not of_the_year(trees, 3.0).explained
        return
    with refused(Forbidden) as why:
        make_move(trees.id, REPORTED, row.number, "agree", {}, actor=actor)
    assert "不一致" in str(why.value)
    with refused(Invalid):
        make_move(trees.id, REPORTED, row.number, "explain", {"cause": "cut_off"}, actor=actor)
    done = make_move(trees.id, REPORTED, row.number, "explain", said, actor=actor)
    assert done.state == EXPLAINED
    assert done.attributes["system_value"] == 3
    assert done.attributes["signed_by"] == actor.name
    assert of_the_year(trees, 3.0).explained


def test_what_agrees_needs_no_reason(trees: SmallTown) -> None:
    row, actor = reported(trees, 3), actor_of(trees.leader)
    with refused(Forbidden):
        make_move(trees.id, REPORTED, row.number, "explain",
                  {"cause": "audit", "explanation": "没有差异"}, actor=actor)  # fmt: skip
    assert make_move(trees.id, REPORTED, row.number, "agree", {}, actor=actor).state == AGREED


def test_a_public_and_an_internal_version_stand_side_by_side(trees: SmallTown) -> None:
    reported(trees, 3)
    reported(trees, 4, audience="internal")
    year = Period.of_year(clock.today().year)
    rows = list(beside(Fact.objects.filter(town_id=trees.id), KEY, year, 3.0))
    assert [(one.fact.attributes["audience"], one.gap) for one in rows] == [
        ("public", 0.0), ("internal", 1.0),
    ]  # fmt: skip


def test_conditions_are_read_or_refused_in_a_sentence() -> None:
    assert filters_in("school=一小；sort = a") == {"school": "一小", "sort": "a"}
    assert filters_in("") == {}
    with pytest.raises(Invalid, match="名称=值"):
        filters_in("一小")
