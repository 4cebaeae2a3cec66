"""Checking (核查) by somebody other than the handler, and closing with the official reply."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from jiedao.engines.cases import move_data as data
from jiedao.engines.cases import rules, workflow
from jiedao.engines.cases.actions import spot
from jiedao.engines.cases.actions.effects import (
    Effect,
    ask,
    decide,
    lapse_asked,
    remember,
    tell_units,
)
from jiedao.engines.cases.actions.handling import start_again
from jiedao.engines.cases.actions.routing import inner_clocks
from jiedao.engines.cases.actions.time import superiors
from jiedao.engines.cases.models import Approval, Attachment, Message, Request
from jiedao.engines.cases.wanted import Said, Want, refuse_without
from jiedao.engines.cases.work import Work
from jiedao.foundation.staff.queries import units_holding
from jiedao.kernel.errors import Invalid


def check_pass(work: Work, given: data.CheckPass) -> None:
    """核查通过, in the way the item asks.

    On the spot: a check photo with its place and time. By phone or document: a note of what
    was said or read. A lone night shift may pass its own work, shown in the same way; somebody
    checks it the next workday.
    """
    refuse_without(wanted_to_pass(work, given.model_dump()))
    case, way, own = work.case, _way(work), work.lent_a_hand
    if way == spot.WAY:
        spot.complete(work, given)
    if own:
        _ask_night_check(work, given.note)
    case.checked_at = work.moment
    work.lines[0].data = {"way": way, "night_shift": own, **_where(work, way, given)}
    remember(work, "check")


def _where(work: Work, way: str, given: data.CheckPass) -> dict[str, Any]:
    """How far from the case a check on the spot was shown, and why so far."""
    metres = spot.metres_away(work) if way == spot.WAY else None
    if metres is None:
        return {}
    far = metres > spot.far_m(work.case.town_id)
    return {"metres": metres} | ({"far_reason": given.far_reason} if far else {})


def _way(work: Work) -> str:
    item = work.catalogue.item(work.case.item_id) if work.case.item_id else None
    return item.check_way if item else "phone"


def wanted_to_pass(work: Work, said: Said) -> list[Want]:
    """What the item's way of checking asks to be shown or said."""
    wants: list[Want] = []
    if work.lent_a_hand and not said.get("night_shift"):
        sentence = _("办理人不能核查自己的工作；夜间独自值班请勾选“夜班”，次一工作日由他人补核查。")
        wants.append(Want("night_shift", sentence, "own_work"))
    if _way(work) == spot.WAY:
        wants += spot.wanted(work, said)
    elif not said.get("note"):
        sentence = _("请写明核查情况（电话核查的答复，或查看的材料）。")
        wants.append(Want("note", sentence, "no_note"))
    return wants


def _ask_night_check(work: Work, note: str) -> None:
    """Those who check read of it at once; the worker reminds when the workday is over."""
    lapse_asked(work, Approval.Kind.NIGHT_CHECK)
    ask(
        work,
        Approval.Kind.NIGHT_CHECK,
        note or _("夜班独自值守，先行办结。"),
        decide_by=work.calendar.after_night(work.moment),
    )
    tell_units(work, checkers(work), "night_check", _("夜班先行核查通过，请在下一个工作日补核查。"))


def checkers(work: Work) -> list[int]:
    """The units whose business the check is."""
    return units_holding(work.case.town_id, "cases.check")


def remind_of_night_check(work: Work) -> None:
    """The workday is over and nobody has checked: said to those who check, and up the line."""
    work.log("night_check_overdue")
    above = superiors(work.case.unit_id, 1)
    tell_units(work, [*checkers(work), *above], "night_check", _("夜班办结逾期未补核查。"))


def check_fail(work: Work, _given: data.WithReason) -> None:
    """核查退回: back to the handler, who may not make the check on the second round either."""
    case = work.case
    case.return_count += 1
    give_back(work)
    tell_units(work, [case.unit_id], "check_failed", _("核查未通过，请继续办理。"))
    remember(work, "check")


def give_back(work: Work) -> None:
    """To the handler, who does his own step again and may not make the checker's."""
    steps = work.case.step_actors
    work.case.step_actors = {**steps, rules.CHECK_RETURNED_TO: steps.get("hands", [])}
    start_again(work)
    restart_inner(work)


def restart_inner(work: Work) -> None:
    """The inner clock runs on from its old deadline: a return does not buy time."""
    stopped = [row for row in work.clocks if row.kind == workflow.INNER]
    if not stopped:
        for new in inner_clocks(work.case, work.calendar, work.moment):
            work.start_clock(new)
        return
    # One line of stages for the case, and one for each request that joined with its own time.
    last: dict[int | None, datetime] = {}
    for row in stopped:
        last[row.request_id] = max(row.due_at, last.get(row.request_id, row.due_at))
    for row in stopped:
        if row.due_at == last[row.request_id]:
            row.stopped_at = None
            row.act_at = row.due_at if row.lapsed_at is None else None
    work.touch_clocks()


def decide_night_check(work: Work, given: data.Decide) -> None:
    """补核查 of what a lone night shift passed itself; refused, it goes back to the handler."""
    decide(work, Approval.Kind.NIGHT_CHECK, given.upheld, given.note)
    if given.upheld:
        return
    work.case.state = workflow.HANDLING
    reopen_requests(work)
    give_back(work)
    tell_units(work, [work.case.unit_id], "check_failed", _("补核查未通过，请继续办理。"))


def close(work: Work, given: data.Close) -> None:
    """结案 with the official reply: one for all, or its own for single requests."""
    unknown = set(given.replies) - {row.number for row in work.requests}
    if unknown:
        raise Invalid(
            _("这件事没有编号为 %(number)s 的诉求。") % {"number": sorted(unknown)[0]},
            field="replies",
            code="unknown_request",
        )
    work.case.closed_at = work.moment
    asking = answer_requests(work, lambda row: given.replies.get(row.number, given.reply))
    Attachment.objects.filter(case=work.case, stage=Attachment.Stage.AFTER).update(public=True)
    work.lines[0].data = {"requests": [row.number for row in asking]}
    if all(row.state != Request.State.ANSWERED for row in work.requests):
        # Everybody has withdrawn meanwhile: there is nobody to call.
        work.case.state = workflow.ARCHIVED


def answer_requests(work: Work, reply_to: Callable[[Request], str]) -> list[Request]:
    """Answer everybody who still waits for a reply; returns their requests."""
    asking = [row for row in work.requests if row.state == Request.State.OPEN]
    for row in asking:
        row.reply = reply_to(row)
        row.replied_at, row.state = work.moment, Request.State.ANSWERED
    if asking:
        Request.objects.bulk_update(asking, ["reply", "replied_at", "state"])
    # Each reply is kept, also those of earlier rounds.
    Message.objects.bulk_create(
        Message(
            request=row,
            kind=Message.Kind.REPLY,
            from_resident=False,
            text=row.reply,
            at=work.moment,
            account_id=work.actor.id if work.actor.is_staff else None,
        )
        for row in asking
        if row.reply
    )
    return asking


def reopen_requests(work: Work) -> None:
    """The requests wait for a reply again; every return visit stays as it was made."""
    done = (Request.State.ANSWERED, Request.State.RATED, Request.State.ELSEWHERE)
    work.case.closed_elsewhere = False
    rows = [row for row in work.requests if row.state in done]
    for row in rows:
        row.state = Request.State.OPEN
    if rows:
        Request.objects.bulk_update(rows, ["state"])


EFFECTS: dict[str, Effect] = {
    "check_pass": check_pass,
    "check_fail": check_fail,
    "decide_night_check": decide_night_check,
    "close": close,
}
