"""Organisations: codes checked, duplicates named, the gate, what is logged."""

import pytest

from jiedao.foundation.parties.actions import (
    NewOrganisation,
    add_organisation,
    add_organisations,
    change_organisation,
    end_organisation,
)
from jiedao.foundation.parties.identity import uscc_check_character
from jiedao.foundation.parties.models import Organisation
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from jiedao.kernel.models import History
from tests.cast import SmallTown

CODE = "91350100M000100Y43"


def code(number: int) -> str:
    body = f"91440300MA5{number:06d}"
    return body + uscc_check_character(body)


def test_added_changed_and_ended(town: SmallTown) -> None:
    actor = actor_of(town.dispatcher)
    shop = add_organisation(
        town.id,
        NewOrganisation(" 好味  餐馆 ", CODE.lower(), "三小场所", town.places.buildings[0].pk),
        actor=actor,
    )
    assert (shop.name, shop.uscc) == ("好味 餐馆", CODE)
    change_organisation(shop, {"address": "幸福路1号", "industry": "6210"}, actor=actor)
    end_organisation(shop, clock.today(), "搬走了", actor=actor)
    with pytest.raises(Conflict):
        end_organisation(shop, clock.today(), "搬走了", actor=actor)
    verbs = History.objects.filter(kind="organisation").order_by("id")
    assert [line.verb for line in verbs] == ["added", "changed", "ended"]
    assert verbs[1].changes["address"] == ["", "幸福路1号"]


def test_a_batch_with_faults_adds_nothing_and_names_each(town: SmallTown) -> None:
    add_organisation(town.id, NewOrganisation("甲公司", CODE), actor=actor_of(town.dispatcher))
    add_organisation(town.id, NewOrganisation("乙公司"), actor=actor_of(town.dispatcher))
    with pytest.raises(Invalid) as refused:
        add_organisations(
            town.id,
            [
                NewOrganisation("丙公司", CODE[:-1] + "4"),
                NewOrganisation("甲公司二", CODE),
                NewOrganisation("乙公司"),
                NewOrganisation("丁公司", code(1)),
                NewOrganisation("丁公司二", code(1)),
                NewOrganisation(""),
                NewOrganisation("戊公司", area_id=10**9),
                NewOrganisation("己公司", lon=114.3),
            ],
            actor=actor_of(town.dispatcher),
        )
    assert refused.value.errors.keys() == {
        "0.uscc", "1.uscc", "2.name", "4.uscc", "5.name", "6.area", "7.lon",
    }  # fmt: skip
    assert Organisation.objects.count() == 2


def test_changes_are_checked_as_additions_are(town: SmallTown) -> None:
    actor = actor_of(town.dispatcher)
    first, second = add_organisations(
        town.id, [NewOrganisation("甲公司", CODE), NewOrganisation("乙公司")], actor=actor
    )
    with pytest.raises(Conflict):
        change_organisation(second, {"uscc": CODE}, actor=actor)
    with pytest.raises(Invalid):
        change_organisation(first, {"uscc": "1"}, actor=actor)
    with pytest.raises(Forbidden):
        change_organisation(first, {"name": "丙"}, actor=actor_of(town.leader))
    with pytest.raises(NotFound):
        add_organisation(town.id, NewOrganisation("丁公司"), actor=actor_of(town.stranger))


def test_the_gate(town: SmallTown) -> None:
    places, actor = town.places, actor_of(town.dispatcher)
    add_organisations(
        town.id,
        [
            NewOrganisation("西一", area_id=places.buildings[0].pk),
            NewOrganisation("西社", area_id=places.west.pk),
            NewOrganisation("东三", area_id=places.grid_3.pk),
            NewOrganisation("无处"),
        ],
        actor=actor,
    )

    def seen(who: str) -> set[str]:
        rows = Organisation.objects.visible_to(getattr(town, who))
        return set(rows.values_list("name", flat=True))

    assert seen("dispatcher") == seen("handler") == {"西一", "西社", "东三", "无处"}
    assert seen("clerk_west") == {"西一", "西社"}
    assert seen("clerk_east") == {"东三"}
    assert seen("grid_worker") == {"西一"}
    assert seen("stranger") == seen("admin") == seen("nobody") == set()
