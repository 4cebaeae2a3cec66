"""Editions: drafted, checked, published, compared; cases keep what they point at."""

import pytest
from django.db.transaction import atomic

from jiedao.foundation.catalogue import actions, queries
from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.foundation.catalogue.models import Condition, Edition, Item
from jiedao.foundation.catalogue.rows import ConditionRow, DutyRow, ItemRow
from jiedao.foundation.workdays.units import Limit, LimitUnit
from jiedao.kernel.actors import SYSTEM, Actor
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from jiedao.kernel.models import History
from tests.cast import SmallTown

NEW = ItemRow(
    code="G01",
    name="树木倒伏",
    keywords=("倒树", "树倒"),
    conditions=(ConditionRow(text="倒伏", limit_amount=2, limit_unit=LimitUnit.URGENT_HOURS),),
    duties=(DutyRow(unit="city"), DutyRow(unit="west", area="W")),
)


@pytest.fixture
def draft(town: SmallTown) -> Edition:
    return actions.open_draft(town.id, actor=SYSTEM)


def test_a_draft_begins_as_a_copy_and_there_is_only_one(town: SmallTown, draft: Edition) -> None:
    assert draft.number == 2
    assert {row.code for row in queries.rows_of(draft)} >= {"A01", "B01", "F01"}
    assert queries.rows_of(draft) == queries.published_rows(town.id)
    assert actions.open_draft(town.id, actor=SYSTEM).pk == draft.pk


def test_publishing_changes_the_catalogue_in_memory(town: SmallTown, draft: Edition) -> None:
    actions.add_item(draft, NEW, actor=SYSTEM)
    assert catalogue_for(town.id).item("G01") is None
    changes = actions.publish(draft, note="增加树木", actor=SYSTEM)
    assert [(change.code, change.sort) for change in changes] == [("G01", "added")]
    catalogue = catalogue_for(town.id)
    added = catalogue.item("G01")
    assert added is not None
    assert catalogue.limits(added.id)[0].limit == Limit(2, LimitUnit.URGENT_HOURS)
    assert catalogue.responsible(added.id, [town.places.grid_1.pk]).lead_unit_id == (
        town.units.west.pk
    )
    assert catalogue.suggest("路边树倒了").item == added  # type: ignore[union-attr]
    statuses = dict(Edition.objects.filter(town=town.town).values_list("number", "status"))
    assert statuses == {1: "retired", 2: "published"}
    line = History.objects.get(town=town.town, kind="edition", verb="published")
    assert line.data == {"number": 2, "added": 1, "changed": 0, "retired": 0}


def test_a_published_edition_cannot_be_changed(town: SmallTown, draft: Edition) -> None:
    actions.publish(draft, actor=SYSTEM)
    with pytest.raises(Conflict), atomic():
        actions.add_item(draft, NEW, actor=SYSTEM)
    with pytest.raises(Conflict), atomic():
        actions.publish(draft, actor=SYSTEM)
    with pytest.raises(Conflict), atomic():
        actions.discard_draft(draft, actor=SYSTEM)


def test_ids_of_items_and_conditions_stay(town: SmallTown, draft: Edition) -> None:
    before = Condition.objects.get(item=town.items.cover)
    changed = ConditionRow(
        text=before.text, limit_amount=4, limit_unit=LimitUnit.OFFICE_HOURS, close_condition="修好"
    )
    further = ConditionRow(text="异响", limit_amount=3, limit_unit=LimitUnit.WORKDAYS)
    values = {"name": "井盖", "conditions": (changed, further)}
    actions.change_item(draft, "B01", values, actor=SYSTEM)
    actions.publish(draft, actor=SYSTEM)
    item = Item.objects.get(town=town.town, code="B01")
    assert (item.pk, item.name, item.path, item.edition) == (town.items.cover.pk, "井盖", "井盖", 2)
    after = Condition.objects.get(pk=before.pk)
    assert (after.limit_amount, after.limit_unit, after.close_condition) == (
        4,
        "office_hours",
        "修好",
    )
    next_draft = actions.open_draft(town.id, actor=SYSTEM)
    actions.change_item(next_draft, "B01", {"conditions": (further,)}, actor=SYSTEM)
    actions.publish(next_draft, actor=SYSTEM)
    assert Condition.objects.get(pk=before.pk).active is False
    assert [c.text for c in catalogue_for(town.id).conditions(item.pk)] == ["异响"]


def test_retiring_takes_everything_below_along(town: SmallTown, draft: Edition) -> None:
    child = ItemRow(code="B0101", name="雨水井盖", parent="B01")
    draft = actions.add_item(draft, child, actor=SYSTEM)
    actions.publish(draft, actor=SYSTEM)
    assert Item.objects.get(code="B0101").path == "井盖破损 / 雨水井盖"
    draft = actions.open_draft(town.id, actor=SYSTEM)
    actions.retire_item(draft, "B01", actor=SYSTEM)
    changes = actions.publish(draft, actor=SYSTEM)
    assert [(change.code, change.sort) for change in changes] == [
        ("B01", "retired"),
        ("B0101", "retired"),
    ]
    catalogue = catalogue_for(town.id)
    assert catalogue.suggest("井盖不见了") is None
    assert catalogue.item("B0101") is not None  # old cases still find its name


def test_a_renamed_parent_renames_the_paths_below(town: SmallTown, draft: Edition) -> None:
    draft = actions.add_item(draft, ItemRow(code="B0101", name="雨", parent="B01"), actor=SYSTEM)
    actions.publish(draft, actor=SYSTEM)
    draft = actions.open_draft(town.id, actor=SYSTEM)
    actions.change_item(draft, "B01", {"name": "盖"}, actor=SYSTEM)
    actions.publish(draft, actor=SYSTEM)
    assert Item.objects.get(code="B0101").path == "盖 / 雨"


def test_what_is_wrong_is_said_item_by_item_and_nothing_is_written(
    town: SmallTown, draft: Edition
) -> None:
    wrong = [
        ItemRow(code="X1", name="无上级", parent="X9"),
        ItemRow(code="X2", name="绕圈", parent="X3"),
        ItemRow(code="X3", name="绕圈", parent="X2"),
        ItemRow(code="X4", name="无单位", duties=(DutyRow(unit="nobody"),)),
        ItemRow(code="X5", name="无区域", duties=(DutyRow(unit="city", area="Z"),)),
        ItemRow(code="X6", name="两个主办", duties=(DutyRow(unit="city"), DutyRow(unit="water"))),
        ItemRow(
            code="X7", name="两次", conditions=(ConditionRow(text="a"), ConditionRow(text="a"))
        ),
    ]
    actions.replace_items(draft, wrong, actor=SYSTEM)
    with pytest.raises(Invalid) as refusal, atomic():
        actions.publish(draft, actor=SYSTEM)
    assert set(refusal.value.errors) == {"X1", "X2", "X3", "X4", "X5", "X6", "X7"}
    assert not Item.objects.filter(code="X4").exists()
    assert Edition.objects.get(pk=draft.pk).status == "draft"


def test_refusals_of_single_edits(town: SmallTown, draft: Edition) -> None:
    with pytest.raises(Invalid), atomic():
        actions.add_item(draft, ItemRow(code="B01", name="重复"), actor=SYSTEM)
    with pytest.raises(NotFound), atomic():
        actions.change_item(draft, "Z99", {"name": "无"}, actor=SYSTEM)
    with pytest.raises(NotFound), atomic():
        actions.retire_item(draft, "Z99", actor=SYSTEM)
    with pytest.raises(Invalid) as refusal, atomic():
        actions.change_item(draft, "B01", {"level": 7}, actor=SYSTEM)
    assert "level" in refusal.value.errors


def test_only_who_may_edit_the_catalogue_edits_it(town: SmallTown) -> None:
    owner = Actor("account", town.catalogue_owner.pk, reach=town.catalogue_owner.reach)
    draft = actions.open_draft(town.id, actor=owner)
    handler = Actor("account", town.handler.pk, reach=town.handler.reach)
    for refused in (
        lambda: actions.open_draft(town.id, actor=handler),
        lambda: actions.add_item(draft, NEW, actor=handler),
        lambda: actions.publish(draft, actor=handler),
        lambda: actions.discard_draft(draft, actor=handler),
    ):
        with pytest.raises(Forbidden), atomic():
            refused()
    stranger = Actor("account", town.stranger.pk, reach=town.stranger.reach)
    with pytest.raises((Forbidden, NotFound)):
        actions.add_item(draft, NEW, actor=stranger)


def test_discarding_leaves_the_published_edition(town: SmallTown, draft: Edition) -> None:
    actions.add_item(draft, NEW, actor=SYSTEM)
    actions.discard_draft(draft, actor=SYSTEM)
    assert queries.draft_of(town.id) is None
    assert catalogue_for(town.id).item("G01") is None
    assert History.objects.get(kind="edition", verb="discarded").data["added"] == 1


def test_any_two_editions_can_be_compared(town: SmallTown, draft: Edition) -> None:
    actions.add_item(draft, NEW, actor=SYSTEM)
    actions.publish(draft, actor=SYSTEM)
    second = queries.edition(town.id, 2)
    draft = actions.open_draft(town.id, actor=SYSTEM)
    actions.change_item(draft, "G01", {"level": 1, "keywords": ("树",)}, actor=SYSTEM)
    actions.retire_item(draft, "F01", actor=SYSTEM)
    actions.publish(draft, actor=SYSTEM)
    found = {c.code: c for c in queries.between(second, queries.edition(town.id, 3))}
    assert {code: change.sort for code, change in found.items()} == {
        "F01": "retired",
        "G01": "changed",
    }
    assert found["G01"].fields == {"level": (3, 1), "keywords": (("倒树", "树倒"), ("树",))}
    with pytest.raises(NotFound), atomic():
        queries.edition(town.id, 99)


def test_a_loaded_file_can_retire_what_it_does_not_name(town: SmallTown) -> None:
    changes = actions.load(town.id, [NEW], note="导入", actor=SYSTEM)
    assert [change.sort for change in changes] == ["added"]
    draft = actions.open_draft(town.id, actor=SYSTEM)
    actions.replace_items(draft, [NEW], retire_others=True, actor=SYSTEM)
    changes = actions.publish(draft, actor=SYSTEM)
    assert {change.sort for change in changes} == {"retired"}
    assert [one.code for one in catalogue_for(town.id).leaves()] == ["G01"]
