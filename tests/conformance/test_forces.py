"""What an incident room lists by distance where the town has chosen nothing, over all applications."""

import pytest

from jiedao.applications.command.incident.forces import near
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.staff.reach import actor_of, reach_of
from tests.cast import SmallTown

HERE = {"place": (114.305, 22.705)}
READY = {
    "emergency_shelter": {"title": "文化广场", "stay": "urgent", "capacity": 1200},
    "drainage_pump": {"title": "雨水泵站", "sort": "station", "capacity": 7200},
    "emergency_supply": {"title": "防汛沙袋"},
}
NO_HELP = {"heritage_tree": {"title": "村口榕树", "species": "榕树", "grade": "first"}}
LEFT = ["可容纳人数 1,200 人", "抽排能力 7,200 立方米/小时", "现有 200 件"]


@pytest.mark.data
def test_what_helps_is_listed_with_what_it_holds_and_nothing_else(town: SmallTown) -> None:
    clerk, reach = actor_of(town.dispatcher), reach_of(town.dispatcher)
    made = {
        kind: add(town.id, kind, said | HERE, actor=clerk)
        for kind, said in (READY | NO_HELP).items()
    }
    stock = {"quantity": 200, "reason": "采购"}
    make_move(town.id, "emergency_supply", made["emergency_supply"].number, "put_in", stock, actor=clerk)  # fmt: skip

    def listed() -> dict[str, str]:
        groups = near(reach, 114.3051, 22.705)
        return {one.title: one.left for group in groups for one in group.forces if one.url}

    assert listed() == dict(zip((said["title"] for said in READY.values()), LEFT, strict=True))
    pump = made["drainage_pump"].number
    make_move(town.id, "drainage_pump", pump, "suspend", {"reason": "检修"}, actor=clerk)
    assert "雨水泵站" not in listed()
