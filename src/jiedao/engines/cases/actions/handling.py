"""The handler's work: contact, co-handlers' parts, stages, and reporting it done."""

from datetime import datetime

from django.utils.translation import gettext as _

from jiedao.engines.cases import clocks, rules, workflow
from jiedao.engines.cases import move_data as data
from jiedao.engines.cases.actions.effects import Effect, lapse_asked, lend_a_hand, tell_units
from jiedao.engines.cases.models import Approval, Assignment, Attachment
from jiedao.engines.cases.proofs import EVIDENCE, missing
from jiedao.engines.cases.wanted import Said, Want, number_said, refuse_without
from jiedao.engines.cases.work import Work
from jiedao.kernel.errors import Invalid
from jiedao.kernel.history import Line


def contact(work: Work, given: data.Contact) -> None:
    """首次联系: the handler speaks with the requester first (Shenzhen: within 24 hours).

    An attempt that reached nobody is on the record and leaves the clocks running. Each requester
    has a clock of their own; without a number, those of everybody who asked are met.
    """
    asked = [row for row in work.requests if given.request in ("", row.number)]
    if not asked:
        raise Invalid(
            _("这件事没有编号为 %(number)s 的诉求。") % {"number": given.request},
            field="request",
            code="unknown_request",
        )
    if work.case.signed_at is None:
        work.case.signed_at = work.moment
    work.lines[0].data = {"reached": given.reached, "requests": [row.number for row in asked]}
    if not given.reached:
        return
    if work.case.contacted_at is None:
        work.case.contacted_at = work.moment
    work.meet_contacts([row.pk for row in asked])


def report_part(work: Work, given: data.ReportPart) -> None:
    """协办反馈: a co-handler tells the lead what was done; its clock stops.

    What several outside bodies answer by letter is recorded one by one, by the unit's id.
    """
    refuse_without(wanted_to_report(work, given.model_dump()))
    mine = _parts_spoken_for(work, given.unit)
    for row in mine:
        row.reported_at, row.report = work.moment, given.text
    Assignment.objects.bulk_update(mine, ["reported_at", "report"])
    work.stop_parts([row.unit_id for row in mine])
    lend_a_hand(work)
    work.lines[0].note = given.text
    work.lines[0].data = {"units": [row.unit_id for row in mine]}
    tell_units(work, [work.case.unit_id], "part_reported", _("协办单位已反馈。"))


def wanted_to_report(work: Work, said: Said) -> list[Want]:
    """Whose report it is, where several outside bodies may have answered."""
    own, letters = _parts(work)
    if own or len(letters) < 2 or number_said(said, "unit") is not None:
        return []
    return [Want("unit", _("请指明是哪个单位的反馈。"), "which_unit")]


def _parts(work: Work) -> tuple[list[Assignment], list[Assignment]]:
    """The actor's own units' parts, and those of outside bodies."""
    helping = [row for row in work.assignments if row.part == Assignment.Part.CO]
    own = rules.spoken_for(work.actor.reach, "cases.handle")
    outside = rules.outside_units(work.case.town_id)
    return (
        [row for row in helping if row.unit_id in own],
        [row for row in helping if row.unit_id in outside],
    )


def _parts_spoken_for(work: Work, unit_id: int | None) -> list[Assignment]:
    own, letters = _parts(work)
    mine = own or letters
    if unit_id is not None:
        mine = [row for row in mine if row.unit_id == unit_id]
    if not mine:
        raise Invalid(_("这个单位不是由您代为反馈的协办单位。"), field="unit", code="not_helping")
    return mine


def stage_done(work: Work, given: data.StageDone) -> None:
    """完成阶段: one stage of a staged limit is finished; the others run on."""
    rows = [row for row in work.clocks if row.stage == given.stage and row.stopped_at is None]
    if not rows:
        raise Invalid(_("没有正在计时的这个阶段。"), field="stage", code="no_stage")
    for row in rows:
        clocks.stop(row, work.moment)
    work.touch_clocks()
    asked = work.approval(Approval.Kind.EXTENSION)
    if asked is not None and asked.data["stage"] == given.stage:
        lapse_asked(work, Approval.Kind.EXTENSION)
    lend_a_hand(work)
    work.lines[0].data = {"stage": given.stage}


def handle(work: Work, given: data.Handle) -> None:
    """办结反馈, with the evidence that the item asks for; co-handlers must have reported.

    Where the item asks for no check, the system passes it at once.
    """
    case = work.case
    refuse_without(wanted_to_handle(work, given.model_dump()))
    case.result, case.handled_at = given.result, work.moment
    if work.actor.is_staff and case.handler_id is None:
        case.handler_id = work.actor.id
    lapse_asked(work, Approval.Kind.EXTENSION, Approval.Kind.SUSPENSION)
    lend_a_hand(work)
    item = work.catalogue.item(case.item_id) if case.item_id else None
    if item is not None and item.check_way == "none":
        case.state, case.checked_at = workflow.CHECKED, work.moment
        work.lines.append(Line("case", case.pk, "check_pass", data={"way": "none"}))


def wanted_to_handle(work: Work, _said: Said) -> list[Want]:
    """The evidence that the item asks for, and the co-handlers' reports."""
    return _evidence(work) + unreported(work)


def unreported(work: Work) -> list[Want]:
    """What the handler waits for from co-handlers: nothing in the form would let it through."""
    waiting = [
        row for row in work.assignments if row.part == Assignment.Part.CO and not row.reported_at
    ]
    parts = _("还有 %(n)d 个协办单位没有反馈，请先催要。") % {"n": len(waiting)}
    return [Want("", parts, "parts_missing")] if waiting else []


def _evidence(work: Work) -> list[Want]:
    item = work.catalogue.item(work.case.item_id) if work.case.item_id else None
    names = [name for name in (item.evidence if item else ()) if name in EVIDENCE]
    if not names:
        return []
    rows = Attachment.objects.filter(case=work.case).values_list("stage", "kind", "added_at")
    shown = {(stage, kind) for stage, kind, added_at in rows if _counts(work, stage, added_at)}
    return missing(names, shown, _("这个事项办结要有：%(what)s。"))


def _counts(work: Work, stage: str, added_at: datetime) -> bool:
    """Work that came back needs new proof; how it was before, the first pictures still show."""
    again = work.case.returned_at
    return again is None or stage != Attachment.Stage.AFTER or added_at >= again


def start_again(work: Work) -> None:
    """The work has come back and is done anew: after a failed check, a redo or a reopening."""
    case = work.case
    case.handled_at = case.checked_at = case.closed_at = None
    case.returned_at = work.moment
    lapse_asked(work, Approval.Kind.NIGHT_CHECK)


EFFECTS: dict[str, Effect] = {
    "contact": contact,
    "report_part": report_part,
    "stage_done": stage_done,
    "handle": handle,
}
