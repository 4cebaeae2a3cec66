"""The small town's catalogue in memory: units by place, limits, the tree."""

import pytest

from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.foundation.catalogue.models import Condition, Item, Responsibility
from jiedao.foundation.staff.models import Unit
from jiedao.foundation.workdays.units import Limit, LimitUnit
from jiedao.kernel import clock, towns
from jiedao.kernel.models import Town
from tests.cast import SmallTown


def test_items_by_id_and_code(town: SmallTown) -> None:
    catalogue = catalogue_for(town.id)
    cover = catalogue.item("B01")
    assert cover is not None
    assert catalogue.item(cover.id) == cover
    assert catalogue.name("B01") == "井盖破损"
    assert catalogue.item("nothing") is None
    assert catalogue.name(0) == ""
    assert len(catalogue.leaves()) == len(catalogue) == 8
    assert catalogue_for(town.id) is catalogue


def test_the_unit_by_the_place_then_up_the_tree_then_the_general_one(town: SmallTown) -> None:
    catalogue = catalogue_for(town.id)
    places, units = town.places, town.units
    quarrel = town.items.quarrel.pk
    for grid, unit in ((places.grid_1, units.west), (places.grid_4, units.east)):
        assert catalogue.responsible(quarrel, [grid.pk]).lead_unit_id == unit.pk
    nowhere = catalogue.responsible(quarrel, [places.subdistrict.pk])
    assert nowhere.lead_unit_id is None
    assert nowhere.fallback_unit_id == units.centre.pk
    Responsibility.objects.create(
        item=town.items.quarrel, area=places.grid_1, unit=units.grid_1, part="lead"
    )
    Responsibility.objects.create(item=town.items.quarrel, unit=units.office, part="lead")
    towns.touch(town.id)
    catalogue = catalogue_for(town.id)
    assert catalogue.responsible(quarrel, [places.grid_1.pk]).lead_unit_id == units.grid_1.pk
    assert catalogue.responsible(quarrel, [places.grid_2.pk]).lead_unit_id == units.west.pk
    assert catalogue.responsible(quarrel, []).lead_unit_id == units.office.pk
    assert units.grid_1.pk in catalogue.units_of(quarrel)


def test_leader_and_helpers(town: SmallTown) -> None:
    found = catalogue_for(town.id).responsible(town.items.flooding.pk, [town.places.grid_2.pk])
    assert found.lead_unit_id == town.units.water.pk
    assert found.co_unit_ids == (town.units.city.pk,)


def test_a_unit_that_ended_is_replaced_by_its_successor(town: SmallTown) -> None:
    Unit.objects.filter(pk=town.units.water.pk).update(
        valid_to=clock.today().replace(year=2024), successor=town.units.city
    )
    towns.touch(town.id)
    found = catalogue_for(town.id).responsible(town.items.cover.pk)
    assert found.lead_unit_id == town.units.city.pk


def test_the_towns_own_fallback_is_the_last_resort(town: SmallTown) -> None:
    Responsibility.objects.filter(part="fallback").delete()
    Town.objects.filter(pk=town.id).update(settings={"fallback_unit": "office"})
    towns.touch(town.id)
    found = catalogue_for(town.id).responsible(town.items.cover.pk)
    assert found.fallback_unit_id == town.units.office.pk


def test_an_item_without_its_own_takes_what_the_item_above_says(town: SmallTown) -> None:
    child = Item.objects.create(
        town=town.town, code="B0101", name="雨水井盖", path="井盖破损 / 雨水井盖",
        parent=town.items.cover, depth=2,
    )  # fmt: skip
    towns.touch(town.id)
    catalogue = catalogue_for(town.id)
    assert catalogue.responsible(child.pk).lead_unit_id == town.units.water.pk
    assert catalogue.limits(child.pk)[0].limit == Limit(2, LimitUnit.URGENT_HOURS)
    assert catalogue.below("B01") == {town.items.cover.pk, child.pk}
    assert [one.code for one in catalogue.line_up(child.pk)] == ["B0101", "B01"]
    assert [one.code for one in catalogue.children(town.items.cover.pk)] == ["B0101"]
    assert town.items.cover.pk not in {one.id for one in catalogue.leaves()}


def test_limits_by_condition_and_stage(town: SmallTown) -> None:
    catalogue = catalogue_for(town.id)
    stages = catalogue.limits(town.items.stall.pk)
    assert [(stage.stage, stage.limit) for stage in stages] == [
        ("制止", Limit(4, LimitUnit.OFFICE_HOURS)),
        ("处罚", Limit(7, LimitUnit.WORKDAYS)),
        ("拆除", Limit(20, LimitUnit.WORKDAYS)),
    ]
    other = Condition.objects.create(
        item=town.items.stall, order=9, text="夜间摆摊", limit_amount=1, limit_unit="urgent_hours"
    )
    Condition.objects.create(item=town.items.stall, order=10, text="已停用", active=False)
    towns.touch(town.id)
    catalogue = catalogue_for(town.id)
    assert catalogue.limits(town.items.stall.pk, other.pk)[0].limit.amount == 1
    assert catalogue.limits(town.items.stall.pk, stages[1].condition_id) == stages
    assert [c.text for c in catalogue.conditions(town.items.stall.pk)] == ["占用人行道", "夜间摆摊"]
    assert catalogue.limits(town.items.advice.pk) == ()


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("井盖", ["B01"]),
        ("噪声", ["C01"]),
        ("b0", ["B01", "B02"]),
        ("道路 积水", ["B02"]),
        ("没有", []),
    ],
)
def test_finding_by_words(town: SmallTown, words: str, codes: list[str]) -> None:
    assert sorted(one.code for one in catalogue_for(town.id).find(words)) == codes


def test_suggesting_asks_no_query(town: SmallTown, django_assert_num_queries: object) -> None:
    catalogue = catalogue_for(town.id)
    with django_assert_num_queries(0):  # type: ignore[operator]
        found = catalogue.suggest("门口的井盖不见了", "portal", town.places.west.pk)
    assert found is not None
    assert found.item.code == "B01"
