"""Shelters, pumps and supplies: what they hold is shown in its unit, and a stock is only moved."""

from collections.abc import Mapping
from typing import Any

import pytest

from jiedao.applications.emergency.reserves import PUMP, SHELTER, SUPPLY
from jiedao.foundation.records.actions import add, edit, make_move
from jiedao.foundation.staff.reach import actor_of
from jiedao.foundation.things.models import Thing
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.conformance.desk import body, browser
from tests.refusals import refused

HERE = {"place": (114.305, 22.705)}


@pytest.mark.parametrize(
    ("kind", "said", "shown", "held"),
    [
        (SHELTER, {"title": "文化广场", "stay": "urgent"}, "可容纳人数", "1200 人"),
        (PUMP, {"title": "雨水泵站", "sort": "station"}, "抽排能力", "1200 立方米/小时"),
    ],
)
def test_what_it_takes_is_shown_in_its_unit(
    town: SmallTown, kind: str, said: Mapping[str, Any], shown: str, held: str
) -> None:
    clerk = actor_of(town.clerk_west)
    row: Any = add(town.id, kind, {**said, **HERE, "capacity": 1200}, actor=clerk)
    assert Thing.objects.get(pk=row.pk).capacity == 1200
    page = body(browser(town.clerk_west).get(f"/r/{kind}/{row.number}/"))
    assert shown in page
    assert held in page
    with refused(Forbidden):
        edit(town.id, kind, row.number, {"capacity": 1}, actor=actor_of(town.clerk_east))
    edit(town.id, kind, row.number, {"capacity": 900}, actor=clerk)
    assert Thing.objects.get(pk=row.pk).capacity == 900


def test_supplies_are_moved_never_typed(town: SmallTown) -> None:
    clerk = actor_of(town.clerk_west)
    row = add(town.id, SUPPLY, {"title": "防汛沙袋"} | HERE, actor=clerk)
    make_move(town.id, SUPPLY, row.number, "put_in", {"quantity": 200, "reason": "采购"}, actor=clerk)  # fmt: skip
    with refused(Invalid):
        make_move(town.id, SUPPLY, row.number, "take_out", {"quantity": 201, "reason": "汛期"},
                  actor=clerk)  # fmt: skip
    make_move(town.id, SUPPLY, row.number, "take_out", {"quantity": 150, "reason": "汛期"}, actor=clerk)  # fmt: skip
    assert Thing.objects.get(pk=row.pk).stock == 50
