"""Accepting, declining, dispatching; objection and arbitration; return."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from jiedao.engines.cases import move_data as data
from jiedao.engines.cases import workflow
from jiedao.engines.cases.actions.effects import (
    Effect,
    ask,
    decide,
    end_of_case,
    end_of_work,
    lend_a_hand,
    nothing_more,
    remember,
    tell_requesters,
    tell_units,
)
from jiedao.engines.cases.actions.objecting import cited_line, times, wanted_to_rule
from jiedao.engines.cases.actions.placing import Placed, locate
from jiedao.engines.cases.actions.routing import correct_limits, dispatch_clocks, part_clocks
from jiedao.engines.cases.models import Approval, Assignment, Request
from jiedao.engines.cases.searching import indexed_text
from jiedao.engines.cases.wanted import Said, Want, number_said, refuse_without
from jiedao.engines.cases.work import CASE, Work
from jiedao.foundation.search import reindex
from jiedao.foundation.staff.models import Post, Unit
from jiedao.kernel.errors import Invalid


def accept(work: Work, given: data.Accept) -> None:
    """受理. An item may be set at once."""
    work.case.accepted_at = work.moment
    _set_item(work, given.item)


def decline(work: Work, given: data.Decline) -> None:
    """不予分拨, for one of six lawful reasons (接诉即办 regulation art. 11); the requester is told."""
    work.case.outcome = given.outcome
    work.case.closed_at = work.moment
    work.stop_clocks([row.kind for row in work.clocks], owed=False)
    end_of_case(work)
    title = str(workflow.OUTCOMES[given.outcome])
    # Who withdrew, or went back to the platform, has had an answer of their own.
    asking = [row for row in work.requests if row.state == Request.State.OPEN]
    why = _("%(why)s：%(reason)s") % {"why": title, "reason": given.reason}
    tell_requesters(work, why, requests=asking)
    for row in asking:
        row.state, row.reply, row.replied_at = Request.State.DECLINED, given.reason, work.moment
    if asking:
        Request.objects.bulk_update(asking, ["state", "reply", "replied_at"])
    work.lines[0].data = {"outcome": given.outcome}


def classify(work: Work, given: data.Classify) -> None:
    """归类定位: item, condition, level, place."""
    _set_item(work, given.item)
    if given.condition is not None:
        work.case.condition_id = given.condition
    if given.level is not None:
        work.case.level = given.level
    if given.address is not None:
        old = indexed_text(work.case)
        work.case.address = given.address
        reindex(CASE, work.case.pk, old, indexed_text(work.case))
    if given.longitude is not None and given.latitude is not None:
        placed = Placed(address=work.case.address)
        locate(work.case.town_id, placed, given.longitude, given.latitude)
        take_place(work, placed)


def take_place(work: Work, placed: Placed) -> None:
    """Write a place into the case."""
    case = work.case
    case.lon, case.lat = placed.lon, placed.lat
    case.community_id, case.grid_id = placed.community_id, placed.grid_id
    case.building_id = placed.building_id


def dispatch(work: Work, given: data.Dispatch) -> None:
    """分拨 to a lead and co-handlers; clocks start. The unit defaults to the catalogue's."""
    case = work.case
    _set_item(work, given.item)
    refuse_without(wanted_to_dispatch(work, given.model_dump()))
    if given.condition is not None:
        case.condition_id = given.condition
    unit_id, co_units = given.unit, list(given.co_units)
    assert case.item_id is not None
    if unit_id is None:
        responsible = work.catalogue.responsible(case.item_id, work.area_ids)
        unit_id = responsible.lead_unit_id or responsible.fallback_unit_id
        co_units = co_units or list(responsible.co_unit_ids)
    assert unit_id is not None
    if case.accepted_at is None:
        case.accepted_at = work.moment
    correct_limits(work)
    if given.unlike:
        work.lines[0].data = {"unlike": given.unlike}
    send(work, unit_id, [u for u in co_units if u != unit_id])
    remember(work, "dispatch")


def wanted_to_dispatch(work: Work, said: Said) -> list[Want]:
    """An item, and a unit where the catalogue names none for it."""
    item_id = number_said(said, "item") or work.case.item_id
    if item_id is None:
        return [Want("item", _("请先选定事项，再分拨。"), "no_item")]
    if number_said(said, "unit") is not None or work.catalogue.item(item_id) is None:
        return []
    responsible = work.catalogue.responsible(item_id, work.area_ids)
    if responsible.lead_unit_id or responsible.fallback_unit_id:
        return []
    return [Want("unit", _("目录没有给这个事项指定责任单位，请选择主办单位。"), "no_unit")]


def send(work: Work, unit_id: int, co_units: list[int], *, helping: bool = False) -> None:
    """Give the case to its units, end earlier assignments, and start the clocks.

    ``helping``: co-handlers who are at work already go on, with what they have reported.
    """
    case = work.case
    fresh = hand_over(work, unit_id, co_units, helping=helping)
    case.state = workflow.DISPATCHED
    case.dispatched_at, case.signed_at, case.handled_at, case.checked_at = (
        work.moment,
        None,
        None,
        None,
    )
    running = {row.kind for row in work.clocks if row.stopped_at is None}
    for new in dispatch_clocks(case, work.calendar, work.moment, contacts=to_contact(work)):
        # The inner clock goes on after a return or a ruling: the resident's time is one time.
        if new.kind == workflow.FIRST_CONTACT or new.kind not in running:
            work.start_clock(new)
    going = [row for row in work.clocks if row.stopped_at is None]
    for new in part_clocks(case, fresh, going, work.calendar, work.moment):
        work.start_clock(new)
    work.lines[0].data = {**work.lines[0].data, "unit": unit_id, "co_units": co_units}
    tell_units(work, [unit_id, *fresh], "dispatched", _("已分拨给本单位，请签收。"))


def to_contact(work: Work) -> list[Request]:
    """Those who asked and were never reached, nor have a clock that waits for it."""
    mine = [row for row in work.clocks if row.kind == workflow.FIRST_CONTACT]
    waiting = {row.request_id for row in mine if row.stopped_at is None}
    done = {row.request_id for row in mine if row.met}
    return [
        row
        for row in work.requests
        if row.requester_id and row.state == Request.State.OPEN and row.pk not in waiting | done
    ]


def hand_over(
    work: Work, unit_id: int, co_units: Sequence[int] = (), *, helping: bool = False
) -> list[int]:
    """The case is these units' from now on; earlier ones are out of it. Nothing else changes.

    ``helping`` as for ``send``; returns the co-handlers that are new. Raises Invalid for units
    that are not live, and for a community without the duty.
    """
    case = work.case
    admit(work, [unit_id, *co_units])
    kept = [r for r in work.assignments if helping and r.part == "co" and r.unit_id in co_units]
    fresh = [unit for unit in co_units if unit not in {row.unit_id for row in kept}]
    _end_assignments(work, but=kept)
    rows = [Assignment(case=case, unit_id=unit_id, part="lead", assigned_at=work.moment)]
    rows += [Assignment(case=case, unit_id=u, part="co", assigned_at=work.moment) for u in fresh]
    Assignment.objects.bulk_create(rows)
    work.assignments.extend(rows)
    case.unit_id, case.handler_id = unit_id, None
    return fresh


def admit(work: Work, unit_ids: list[int]) -> None:
    """Only live units of this town; communities only with work on the duty list (准入)."""
    units = {u.pk: u for u in Unit.objects.filter(town_id=work.case.town_id, pk__in=unit_ids)}
    for unit_id in unit_ids:
        unit = units.get(unit_id)
        if unit is None or unit.valid_to is not None:
            raise Invalid(_("没有这个单位，或它已撤销。"), field="unit", code="unknown_unit")
        if unit.kind == Unit.UnitKind.COMMUNITY and work.case.item_id is not None:
            allowed = work.catalogue.units_of(work.case.item_id)
            if allowed and unit_id not in allowed:
                raise Invalid(
                    _("“%(item)s”不在%(unit)s的职责清单上，不能分拨给社区。")
                    % {"item": work.catalogue.name(work.case.item_id), "unit": unit.name},
                    field="unit",
                    code="not_on_duty_list",
                )


def _end_assignments(work: Work, but: Iterable[Assignment] = ()) -> None:
    """End the units' parts, and with them the clocks of co-handlers; ``but`` goes on."""
    kept = list(but)
    ended = [row for row in work.assignments if row not in kept]
    if ended:
        Assignment.objects.filter(pk__in=[row.pk for row in ended]).update(ended_at=work.moment)
        work.stop_parts([row.unit_id for row in ended])
        work.assignments[:] = kept


def sign(work: Work, _given: object) -> None:
    """签收."""
    work.case.signed_at = work.moment
    Assignment.objects.filter(case=work.case, part="lead", ended_at=None).update(
        signed_at=work.moment
    )
    if work.actor.is_staff and work.actor.unit_id == work.case.unit_id:
        work.case.handler_id = work.actor.id
    lend_a_hand(work)


def assign(work: Work, given: data.Assign) -> None:
    """指派: within the unit, who does it."""
    assert work.case.unit_id is not None
    posts = Post.objects.filter(unit_id=work.case.unit_id, valid_to=None)
    if not posts.filter(account_id=given.handler).exists():
        raise Invalid(_("这个人不在主办单位。"), field="handler", code="not_in_unit")
    work.case.handler_id = given.handler


def object_(work: Work, given: data.Object) -> None:
    """派单异议: cites the catalogue and names the unit that should act; work goes on meanwhile."""
    if given.proposed_unit == work.case.unit_id:
        raise Invalid(_("请指明应由哪个其他单位办理。"), field="proposed_unit", code="same_unit")
    unit = Unit.objects.filter(town_id=work.case.town_id, pk=given.proposed_unit).first()
    if unit is None:
        raise Invalid(_("没有这个单位。"), field="proposed_unit", code="unknown_unit")
    line = cited_line(work, given.citation)
    hear_by, decide_by = times(work)
    ask(
        work,
        Approval.Kind.OBJECTION,
        given.reason,
        citation=f"{line.code} {line.path}"[:300],
        proposed_unit=unit,
        decide_by=decide_by,
        data={"item": line.id, "hear_by": hear_by.isoformat()},
    )
    work.lines[0].data = {"proposed_unit": unit.pk, "citation": line.code}
    tell_units(work, [unit.pk], "objection", _("派单异议指名本单位，请陈述意见。"))


def hear(work: Work, given: data.Hear) -> None:
    """The unit named in the objection is heard."""
    row = work.approval(Approval.Kind.OBJECTION)
    assert row is not None
    row.heard_at, row.hearing = work.moment, given.text
    row.save(update_fields=["heard_at", "hearing"])
    work.lines[0].note = given.text
    work.lines[0].data = {"agrees": given.agrees}


def arbitrate(work: Work, given: data.Arbitrate) -> None:
    """裁定: the ruling is a precedent where the arbiter says so; afterwards there is no return."""
    row = work.approval(Approval.Kind.OBJECTION)
    assert row is not None
    refuse_without(wanted_to_rule(work, given.model_dump()))
    if given.unheard:
        work.lines[0].data = {**work.lines[0].data, "unheard": given.unheard}
    row.precedent = given.precedent
    decide(work, Approval.Kind.OBJECTION, given.upheld, given.reason)
    rule(work, row, given.upheld, given.unit)


def rule(work: Work, row: Approval, upheld: bool, unit_id: int | None) -> None:
    """Carry out a ruling on an objection."""
    case = work.case
    case.arbitrated = True
    old = case.unit_id
    if not upheld:
        tell_units(work, [old], "arbitrated", _("异议未获支持，请继续办理。"))
        return
    case.misdispatched = True
    target = unit_id or row.proposed_unit_id
    assert target is not None
    # Whoever helps goes on helping: the ruling moves the lead alone.
    helping = [row.unit_id for row in work.assignments if row.part == Assignment.Part.CO]
    send(work, target, [unit for unit in helping if unit != target], helping=True)
    tell_units(work, [old], "arbitrated", _("异议成立，已改派。"))


def recall(work: Work, given: data.WithReason) -> None:
    """撤回分拨: whoever dispatched wrongly, or the catalogue, is corrected before anybody signed.

    The unit owes no signature any more; first contact and the work's own time go on, since the
    resident waits all the same.
    """
    told = [row.unit_id for row in work.assignments]
    _back_to_the_desk(work)
    tell_units(work, told, "recalled", _("已撤回分拨：%(reason)s") % {"reason": given.reason})


def return_(work: Work, _given: data.WithReason) -> None:
    """退回 to the dispatch desk, with a reason; all data stay."""
    case = work.case
    case.return_count += 1
    case.step_actors = {**case.step_actors, "returned_to_dispatch": case.unit_id}
    _back_to_the_desk(work)


def _back_to_the_desk(work: Work) -> None:
    case = work.case
    work.lines[0].data = {"from_unit": case.unit_id}
    _end_assignments(work)
    end_of_work(work)
    case.misdispatched = True
    case.unit_id = case.handler_id = None
    work.stop_clocks([workflow.SIGN_FOR])


def _set_item(work: Work, item_id: int | None) -> None:
    if item_id is None:
        return
    item = work.catalogue.item(item_id)
    if item is None or not item.active:
        raise Invalid(_("目录里没有这个事项。"), field="item", code="unknown_item")
    work.case.item_id, work.case.level = item.id, item.level
    work.case.secret = work.case.secret or item.secret


EFFECTS: dict[str, Effect] = {
    "accept": accept,
    "decline": decline,
    "classify": classify,
    "dispatch": dispatch,
    "recall": recall,
    "sign": sign,
    "assign": assign,
    "object": object_,
    "hear": hear,
    "arbitrate": arbitrate,
    "return": return_,
    "remark": nothing_more,
}
