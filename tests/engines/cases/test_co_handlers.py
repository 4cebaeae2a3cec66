"""Co-handlers report to the lead within the limit: their clock, their letters, their standing."""

from datetime import timedelta

import pytest

from jiedao.engines.cases import worker
from jiedao.engines.cases.models import Case
from jiedao.foundation.staff.models import Notice
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel import towns
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.engines.cases.desk import IN_GRID_1, MONDAY, Desk, at, reported


def helped(town: SmallTown, *units: str, **fields: object) -> Desk:
    """A matter that 城管科 leads and these units help with."""
    desk = reported(town, "想问一件事", **fields)
    desk.do(
        "dispatch", town.dispatcher, item=town.items.rubbish.pk, unit=town.units.city.pk,
        co_units=[getattr(town.units, name).pk for name in units],
    )  # fmt: skip
    return desk


def test_a_co_handler_has_a_clock_of_its_own_that_its_report_stops(town: SmallTown) -> None:
    with at():
        desk = reported(town, "门口积水很深")
        inner = desk.case.clocks.get(kind="inner")
        part = desk.case.clocks.get(kind="co_report")
    assert (part.unit, part.due_at) == (town.units.city, inner.due_at)
    assert desk.case.due_clock != "co_report", "the lead's own clock leads"
    with at(1):
        desk.do("report_part", town.handler, text="已清理淤泥")
    part.refresh_from_db()
    assert part.stopped_at == MONDAY + timedelta(hours=1)
    assert not part.late


def test_the_town_may_set_the_co_handlers_limit(town: SmallTown) -> None:
    town.town.settings["limits"] = {"co_report": {"amount": 1, "unit": "office_hours"}}
    town.town.save()
    towns.forget()
    with at():
        desk = reported(town, "门口积水很深")
    assert desk.case.clocks.get(kind="co_report").due_at == MONDAY + timedelta(hours=1)


@pytest.mark.django_db(transaction=True)
def test_a_co_handler_is_warned_and_its_lateness_is_kept(town: SmallTown) -> None:
    with at():
        desk = reported(town, "门口积水很深")
        desk.do("sign", town.co_handler)
    with at(3.5):
        worker.mind_clocks()
    assert Notice.objects.filter(unit=town.units.city, kind="warning").exists()
    with at(5):
        worker.mind_clocks()
        desk.do("report_part", town.handler, text="已清理淤泥")
    assert Notice.objects.filter(unit=town.units.water, kind="part_late").exists()
    assert desk.case.clocks.get(kind="co_report").late


def test_letters_of_several_outside_bodies_are_recorded_one_by_one(town: SmallTown) -> None:
    town.units.contractor.kind = "external"
    town.units.contractor.save()
    towns.touch(town.id)
    desk = helped(town, "police", "contractor")
    with pytest.raises(Invalid) as refused:
        desk.do("report_part", town.dispatcher, text="已复函")
    assert refused.value.code == "which_unit"
    desk.do("report_part", town.dispatcher, text="派出所已复函", unit=town.units.police.pk)
    parts = dict(desk.case.assignments.filter(part="co").values_list("unit__code", "report"))
    assert parts == {"police": "派出所已复函", "contractor": ""}


def test_the_dispatcher_records_no_report_of_a_unit_that_has_accounts(town: SmallTown) -> None:
    desk = helped(town, "police", "water")
    with pytest.raises(Invalid) as refused:
        desk.do("report_part", town.dispatcher, text="代水务科写", unit=town.units.water.pk)
    assert refused.value.code == "not_helping"
    desk.do("report_part", town.co_handler, text="水务科已办", unit=town.units.water.pk)
    assert desk.case.assignments.get(unit=town.units.water).report == "水务科已办"


def test_a_ruling_moves_the_lead_and_keeps_the_co_handlers(town: SmallTown) -> None:
    desk = helped(town, "police", "water", "contractor")
    desk.do("report_part", town.contractor, text="已协助清运")
    desk.do(
        "object", town.handler, reason="属于水务设施", citation="B02",
        proposed_unit=town.units.water.pk,
    )  # fmt: skip
    desk.do("hear", town.co_handler, text="同意由我科办理", agrees=True)
    desk.do("arbitrate", town.arbiter, upheld=True, reason="应由水务科办理")
    now = desk.case.assignments.filter(ended_at=None)
    assert {(row.unit.code, row.part, row.report) for row in now} == {
        ("water", "lead", ""),
        ("police", "co", ""),
        ("contractor", "co", "已协助清运"),
    }
    running = desk.case.clocks.filter(kind="co_report", stopped_at=None)
    assert [row.unit for row in running] == [town.units.police]


@pytest.mark.parametrize("where", [IN_GRID_1, {"longitude": None, "latitude": None}])
@pytest.mark.parametrize("secret", [False, True])
def test_a_community_helps_wherever_the_matter_lies(
    town: SmallTown, where: dict[str, float | None], secret: bool
) -> None:
    desk = reported(town, "想问一件事", secret=secret, **where)
    desk.do(
        "dispatch", town.dispatcher, item=town.items.quarrel.pk, unit=town.units.west.pk,
        co_units=[town.units.east.pk],
    )  # fmt: skip
    helper = reach_of(town.clerk_east)
    assert Case.objects.visible_to(helper).filter(pk=desk.case.pk).exists()
    with pytest.raises(Forbidden):
        desk.do("report_part", town.grid_worker, text="我们也去了")
    desk.do("report_part", town.clerk_east, text="已配合调解")
    desk.do("sign", town.clerk_west)
    assert desk.do("handle", town.clerk_west, result="双方已经和解").state == "checked"
