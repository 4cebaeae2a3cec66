"""Time: extension, suspension and resuming; warning and escalation when a clock says so."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from jiedao.engines.cases import clocks, workflow
from jiedao.engines.cases import move_data as data
from jiedao.engines.cases.actions.effects import (
    Effect,
    ask,
    decide,
    dispatchers,
    in_charge,
    tell_requesters,
    tell_units,
)
from jiedao.engines.cases.actions.objecting import set_times
from jiedao.engines.cases.models import Approval, Clock
from jiedao.engines.cases.wanted import Said, Want, refuse_without
from jiedao.engines.cases.work import Work
from jiedao.kernel.errors import Invalid

LONGEST_SUSPENSION = timedelta(days=366)
TOP_ESCALATION = 2


def ask_extension(work: Work, given: data.AskExtension) -> None:
    """申请延期 of one limit, in its own unit, by at most the original one each time."""
    refuse_without(wanted_to_extend(work, given.model_dump()))
    row = _inner(work, given.stage)
    if row.limit_amount is not None and given.amount > row.limit_amount:
        raise Invalid(
            _("每次延期不能超过原时限（%(n)d）。") % {"n": row.limit_amount},
            field="amount",
            code="too_long",
        )
    wish = {"amount": given.amount, "stage": row.stage}
    ask(work, Approval.Kind.EXTENSION, given.reason, data=wish)
    work.lines[0].data = wish | {"unit": row.limit_unit}


def decide_extension(work: Work, given: data.Decide) -> None:
    """审批延期: granted, it is told to the requester and the dispatcher with its reason."""
    row = decide(work, Approval.Kind.EXTENSION, given.upheld, given.note)
    case = work.case
    if not given.upheld:
        tell_units(work, [case.unit_id], "extension", _("延期申请未获批准。"))
        return
    case.extension_count += 1
    # Co-handlers report by the lead's last deadline: their clocks move when that one does.
    inner = [one for one in work.clocks if one.kind == workflow.INNER and one.running]
    last = max(inner, key=lambda one: one.due_at).stage if inner else ""
    for clock in work.clocks:
        wanted = clocks.of_the_work(clock.kind) and clock.stage == row.data["stage"]
        helps = clock.kind == workflow.CO_REPORT and row.data["stage"] == last
        if (wanted or helps) and clock.stopped_at is None:
            clocks.extend(clock, int(row.data["amount"]), work.calendar)
    work.touch_clocks()
    why = _("办理时间延长，原因：%(reason)s") % {"reason": row.reason}
    tell_requesters(work, why)
    tell_units(work, dispatchers(work), "extension", why)
    tell_units(work, [case.unit_id], "extension", _("延期申请已批准。"))


def ask_suspension(work: Work, given: data.AskSuspension) -> None:
    """申请挂账 until a date, at most one year ahead."""
    until = clocks.end_of(given.until)
    if until <= work.moment:
        raise Invalid(_("挂账截止日期要在今天以后。"), field="until", code="past_date")
    if until - work.moment > LONGEST_SUSPENSION:
        raise Invalid(_("挂账最长一年。"), field="until", code="too_long")
    ask(work, Approval.Kind.SUSPENSION, given.reason, data={"until": given.until.isoformat()})
    work.lines[0].data = {"until": given.until.isoformat()}


def decide_suspension(work: Work, given: data.Decide) -> None:
    """审批挂账: the clocks pause and go on by themselves on the day."""
    row = decide(work, Approval.Kind.SUSPENSION, given.upheld, given.note)
    if not given.upheld:
        tell_units(work, [work.case.unit_id], "suspension", _("挂账申请未获批准。"))
        return
    until = clocks.end_of(datetime.fromisoformat(row.data["until"]).date())
    if until <= work.moment:
        raise Invalid(_("申请的截止日期已过，请重新申请。"), code="past_date")
    work.case.suspended_until = until
    for clock in work.clocks:
        # The platform's clock is not ours to stop.
        if clock.running and clock.kind != workflow.PLATFORM:
            clocks.pause(clock, work.moment)
    work.touch_clocks()
    tell_requesters(work, _("暂缓办理，原因：%(reason)s") % {"reason": row.reason})
    tell_units(work, [work.case.unit_id], "suspension", _("挂账申请已批准。"))


def resume(work: Work, _given: data.WithNote) -> None:
    """恢复办理, by hand or by the worker on the day; the time that was left is left."""
    work.case.suspended_until = None
    objection = work.approval(Approval.Kind.OBJECTION)
    if objection is not None:
        # Hearing and ruling were barred meanwhile: both get their whole time again.
        set_times(work, objection)
        objection.save(update_fields=["decide_by", "data"])
    for clock in work.clocks:
        if clock.paused_at is not None and clock.stopped_at is None:
            clocks.resume(clock, work.moment, work.calendar)
    work.touch_clocks()
    tell_units(work, [work.case.unit_id], "resumed", _("挂账结束，继续办理。"))


def warn(work: Work, due: list[Clock]) -> None:
    """Tell whoever has the case that a clock is about to run out."""
    for clock in due:
        clock.warned_at = work.moment
        clocks.schedule(clock)
    work.touch_clocks()
    work.log("warned", data={"clocks": [clock.kind for clock in due]})
    tell_units(work, _measured(work, due), "warning", _("即将到期，请抓紧办理。"))


def lapse(work: Work, due: list[Clock]) -> None:
    """A clock has run out: the fact is kept, and the case moves up a level by itself."""
    for clock in due:
        clock.lapsed_at = clock.due_at
        clocks.schedule(clock)
    work.touch_clocks()
    work.log("lapsed", data={"clocks": [clock.kind for clock in due]})
    parts = [clock.unit_id for clock in due if clock.kind == workflow.CO_REPORT]
    if parts:
        tell_units(work, [work.case.unit_id, *parts], "part_late", _("协办单位逾期未反馈。"))
    if any(clocks.of_the_work(row.kind) or row.kind == workflow.PLATFORM for row in due):
        escalate(work)


def _measured(work: Work, due: list[Clock]) -> set[int]:
    """The units that the clocks measure: whoever has the case, and of their own parts the
    co-handlers."""
    parts = {clock.unit_id for clock in due if clock.unit_id is not None}
    lead = in_charge(work) if any(clock.unit_id is None for clock in due) else []
    return parts | set(lead)


def escalate(work: Work) -> None:
    """One step up the line: the unit's superior, then the sub-district."""
    case = work.case
    if case.escalation >= TOP_ESCALATION:
        return
    case.escalation += 1
    if case.escalation < TOP_ESCALATION:
        _again_after_another_limit(work)
    work.log("escalated", data={"level": case.escalation})
    above = [unit for one in in_charge(work) for unit in superiors(one, case.escalation)]
    tell_units(work, above, "escalated", _("超期未办结，已升级。"))


def _again_after_another_limit(work: Work) -> None:
    """Look again after half the limit (at least a day): still open, it goes up once more."""
    late = [row for row in work.clocks if row.running and clocks.has_lapsed(row)]
    inner = [row for row in late if clocks.of_the_work(row.kind)]
    # At the desk only a platform's clock runs.
    for row in inner or [row for row in late if row.kind == workflow.PLATFORM]:
        span = max((row.due_at - row.started_at) / 2, timedelta(days=1))
        row.act_at = max(row.due_at, work.moment) + span


def superiors(unit_id: int | None, level: int) -> list[int]:
    """The unit ``level`` steps up from a unit; the topmost where the line is shorter."""
    from jiedao.foundation.staff.models import Unit

    current = Unit.objects.filter(pk=unit_id).first() if unit_id else None
    for _step in range(level):
        if current is None or current.parent_id is None:
            break
        current = Unit.objects.get(pk=current.parent_id)
    return [current.pk] if current else []


def wanted_to_extend(work: Work, said: Said) -> list[Want]:
    """Of staged limits each has its own amount and unit: which one is meant."""
    rows = _running(work)
    if said.get("stage") or len(rows) < 2 or not any(row.stage for row in rows):
        return []
    return [Want("stage", _which_stage(rows), "which_stage")]


def _running(work: Work) -> list[Clock]:
    return [row for row in work.clocks if clocks.of_the_work(row.kind) and row.running]


def _which_stage(rows: Iterable[Clock]) -> str:
    stages = "、".join(row.stage for row in rows)
    return _("有几个阶段的时限，请选择要延长的一个：%(stages)s。") % {"stages": stages}


def _inner(work: Work, stage: str) -> Clock:
    """The limit that is meant."""
    rows = _running(work)
    fitting = [row for row in rows if row.stage == stage] if stage else rows
    if len(fitting) == 1:
        return fitting[0]
    if not any(row.stage for row in rows):
        # Clocks of a kind's own, without stages: the last one bounds the work.
        return max(rows, key=lambda row: row.due_at)
    raise Invalid(_which_stage(rows), field="stage", code="which_stage")


EFFECTS: dict[str, Effect] = {
    "ask_extension": ask_extension,
    "decide_extension": decide_extension,
    "ask_suspension": ask_suspension,
    "decide_suspension": decide_suspension,
    "resume": resume,
}
