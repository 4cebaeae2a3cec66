"""撤回分拨: the dispatcher takes back what went to a wrong unit, before that signs for it."""

import pytest

from jiedao.foundation.staff.models import Notice
from jiedao.kernel import history
from jiedao.kernel.errors import Conflict, Forbidden, Invalid
from tests.cast import SmallTown
from tests.engines.cases.desk import at, reported


def test_the_dispatcher_takes_back_what_nobody_signed_for_and_sends_it_elsewhere(
    town: SmallTown,
) -> None:
    with at():
        desk = reported(town, "门口积水很深")
        due, contact = (desk.case.clocks.get(kind=kind) for kind in ("inner", "first_contact"))
    with at(1):
        for outsider in (town.handler, town.reader, town.co_handler):
            with pytest.raises(Forbidden):
                desk.do("recall", outsider, reason="派错单位，应由城管科办理")
        with pytest.raises(Invalid):
            desk.do("recall", town.dispatcher, reason="")
        desk.do("recall", town.dispatcher, reason="派错单位，应由城管科办理")
        case = desk.case
        assert (case.state, case.unit, case.return_count) == ("accepted", None, 0)
        assert case.misdispatched
        assert not case.assignments.filter(ended_at=None).exists()
        line = history.timeline(town.id, "case", case.pk)[-1]
        assert (line.verb, line.note) == ("recall", "派错单位，应由城管科办理")
        assert line.data["from_unit"] == town.units.water.pk
        told = Notice.objects.filter(kind="recalled").values_list("unit_id", flat=True)
        assert set(told) == {town.units.water.pk, town.units.city.pk}
        sign = case.clocks.get(kind="sign_for")
        assert sign.stopped_at is not None
        assert not sign.late
        with pytest.raises(Conflict):
            desk.do("sign", town.co_handler)
    with at(1.5):
        desk.do("dispatch", town.dispatcher, unit=town.units.city.pk)
        desk.do("sign", town.handler)
    case = desk.case
    assert (case.state, case.unit) == ("handling", town.units.city)
    assert case.clocks.get(kind="inner").due_at == due.due_at
    assert case.clocks.get(kind="first_contact").due_at == contact.due_at
    assert case.clocks.filter(kind="sign_for").count() == 2


def test_a_wrong_items_limit_is_not_the_right_ones(town: SmallTown) -> None:
    with at():
        desk = reported(town, "井盖破损")
        wrong = desk.case.clocks.get(kind="inner")
        assert (wrong.limit_amount, wrong.limit_unit) == (2, "urgent_hours")
        other = reported(town, "幸福路1号门前垃圾没人清理").case.clocks.get(kind="inner")
    with at(1):
        desk.do("recall", town.dispatcher, reason="是垃圾，不是井盖")
        desk.do("dispatch", town.dispatcher, item=town.items.rubbish.pk)
    right = desk.case.clocks.get(kind="inner")
    assert right.started_at == wrong.started_at
    assert (right.due_at, right.limit_amount) == (other.due_at, other.limit_amount)


def test_what_is_signed_for_or_ruled_on_is_not_taken_back(town: SmallTown) -> None:
    desk = reported(town)
    desk.do("object", town.handler, reason="属于水务设施", citation="B02 道路积水",
            proposed_unit=town.units.water.pk)  # fmt: skip
    with pytest.raises(Forbidden, match="等待裁定"):
        desk.do("recall", town.dispatcher, reason="改派水务科")
    desk.do("hear", town.co_handler, text="清单写明由城管科办理", agrees=False)
    desk.do("arbitrate", town.arbiter, upheld=False, reason="清单写明由城管科办理")
    with pytest.raises(Forbidden, match="已经裁定"):
        desk.do("recall", town.dispatcher, reason="改派水务科")
    desk.to_handling()
    with pytest.raises(Conflict, match="处置中"):
        desk.do("recall", town.dispatcher, reason="改派水务科")
