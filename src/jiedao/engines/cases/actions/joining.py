"""Merging cases of one matter, and splitting off a request that is another matter.

One act on the spot serves many requests; each keeps its number, clocks, reply, rating and
secrecy: neither merging nor splitting buys time, and nobody loses the call they are owed.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from jiedao.engines.cases import clocks, workflow
from jiedao.engines.cases import move_data as data
from jiedao.engines.cases.actions.aftercare import pick_request
from jiedao.engines.cases.actions.effects import Effect, end_of_case, tell_requesters
from jiedao.engines.cases.actions.routing import contact_clock
from jiedao.engines.cases.models import Attachment, Case, Clock, Request
from jiedao.engines.cases.searching import indexed_text
from jiedao.engines.cases.work import CASE, CLOCK_FIELDS, Work, number_filter
from jiedao.foundation.search import index
from jiedao.kernel import history, towns
from jiedao.kernel.errors import Conflict, Invalid
from jiedao.kernel.history import Line
from jiedao.kernel.rows import insert, update

# What goes with a request: its caller, its time, its platform. Signing for and helping are the
# business of the units that the case had.
_OF_THE_REQUEST = (workflow.FIRST_CONTACT, workflow.INNER, workflow.PLATFORM)


def merge(work: Work, given: data.Merge) -> None:
    """并案: the requests of this case join ``into``; this case ends as merged."""
    case = work.case
    target = _target(work, given.into)
    due_before = target.due_at
    moving = [row.pk for row in work.requests]
    work.stop_clocks((workflow.SIGN_FOR, workflow.CO_REPORT))
    _hand_over_clocks(work, target)
    _hand_over_files(case, target, moving)
    rows = Request.objects.filter(pk__in=moving)
    rows.update(case=target, **({"secret": True} if case.secret else {}))
    end_of_case(work)
    for row in work.requests:
        row.case_id, row.secret = target.pk, row.secret or case.secret
    case.merged_into_id = target.pk
    case.closed_at = work.moment
    work.lines[0].data = {"into": target.number}
    tell_requesters(work, _("与同类诉求并案办理，您的编号不变。"))
    numbers = [row.number for row in work.requests]
    history.record(
        case.town_id,
        [
            Line(
                CASE,
                target.pk,
                "joined",
                data={"from": case.number, "requests": numbers},
                changes=_nearer(due_before, target.due_at),
            )
        ],
        actor=work.actor,
    )


def _nearer(before: datetime | None, after: datetime | None) -> dict[str, tuple[Any, Any]]:
    return {} if before == after else {"due_at": (before, after)}


def _target(work: Work, number: str) -> Case:
    case = work.case
    target = (
        Case.objects.select_for_update(of=("self",))
        .filter(town_id=case.town_id, **number_filter(number))
        .first()
    )
    if target is None or target.pk == case.pk:
        raise Invalid(_("没有可以并入的事件。"), field="into", code="no_case")
    if target.state not in workflow.BEFORE_CLOSING:
        raise Conflict(_("要并入的事件已经办结。"), code="target_closed")
    if target.kind != case.kind:
        raise Conflict(_("不同种类的事件不能并案。"), code="other_kind")
    return target


def _hand_over_clocks(work: Work, target: Case) -> None:
    """The requests' clocks run on in the other case with the deadlines they had, and lead it
    where they are nearer."""
    going = [row for row in work.clocks if row.kind in _OF_THE_REQUEST]
    for row in going:
        row.case_id, row.request_id = target.pk, row.request_id or work.requests[0].pk
    fresh = [contact_clock(target, row, work.calendar, work.moment) for row in _uncalled(work)]
    fresh = fresh if target.state in workflow.AT_WORK else []
    for row in (*going, *fresh):
        _fit(row, target, work)
    update(going, ("case_id", "request_id", *CLOCK_FIELDS))
    insert(fresh)
    work.clocks[:] = [row for row in work.clocks if row not in going]
    clocks.lead(target, Clock.objects.filter(case=target))
    target.version += 1
    target.save(update_fields=["due_at", "due_clock", "warn_at", "version"])


def _uncalled(work: Work) -> list[Request]:
    """Who came in before there was anybody to call them."""
    known = {row.request_id for row in work.clocks if row.kind == workflow.FIRST_CONTACT}
    rows = [row for row in work.requests if row.requester_id and row.pk not in known]
    return [row for row in rows if row.state == Request.State.OPEN]


def _fit(row: Clock, target: Case, work: Work) -> None:
    """In a case whose work is done a clock stops as the others did, in a suspended one it pauses;
    a platform's is not ours to stop."""
    if row.kind == workflow.PLATFORM or not row.running:
        return
    if target.state in (workflow.HANDLED, workflow.CHECKED):
        clocks.stop(row, work.moment)
        if row.kind == workflow.FIRST_CONTACT:
            row.met = False
    elif target.suspended_until is not None:
        clocks.pause(row, work.moment)


def _hand_over_files(case: Case, target: Case, moving: list[int]) -> None:
    """What the requesters sent goes along; what the staff added too, unless the case is secret
    and the other one is not."""
    rows = Attachment.objects.filter(case=case)
    if case.secret and not target.secret:
        rows = rows.filter(request_id__in=moving)
    rows.update(case=target)


def split(work: Work, given: data.Split) -> None:
    """拆案: a new case for one request, back at the dispatch desk; its time runs on."""
    case = work.case
    row = pick_request(work, given.request, tuple(Request.State))
    fresh = _new_case(work, row)
    Request.objects.filter(pk=row.pk).update(case=fresh)
    Attachment.objects.filter(request_id=row.pk).update(case=fresh)
    _part_clocks(work, row, fresh)
    index(CASE, [(fresh.pk, indexed_text(fresh))])
    work.lines[0].data = {"request": row.number, "to": fresh.number}
    history.record(
        case.town_id,
        [Line(CASE, fresh.pk, "split_from", data={"from": case.number, "request": row.number})],
        actor=work.actor,
    )
    row.case_id = fresh.pk


def _new_case(work: Work, row: Request) -> Case:
    """At the dispatch desk, with the old matter as the first guess."""
    case = work.case
    item = work.catalogue.item(case.item_id) if case.item_id else None
    sequence = towns.take_numbers(case.town_id, f"split-{case.number}")
    return Case.objects.create(
        town_id=case.town_id,
        kind=case.kind,
        number=f"{case.number}-{sequence}",
        state=workflow.ACCEPTED,
        text=row.text,
        item_id=case.item_id,
        condition_id=case.condition_id,
        level=case.level,
        channel=row.channel,
        secret=row.secret or (item is not None and item.secret),
        community_id=case.community_id,
        grid_id=case.grid_id,
        building_id=case.building_id,
        lon=case.lon,
        lat=case.lat,
        address=row.address or case.address,
        reported_at=row.received_at,
        accepted_at=work.moment,
        attributes={"split_from": case.number},
    )


def _part_clocks(work: Work, row: Request, fresh: Case) -> None:
    """The request takes its own clocks along; where it shared the case's inner limit, it goes on
    with the same deadline. Both cases then sort by what is left to them."""
    going = [clock for clock in work.clocks if clock.request_id == row.pk]
    for clock in going:
        clock.case_id = fresh.pk
    update(going, ("case_id",))
    work.clocks[:] = [clock for clock in work.clocks if clock not in going]
    work.touch_clocks()
    if not any(clock.kind == workflow.INNER for clock in going):
        shared = [_running_on(clock, fresh) for clock in _shared(work)]
        insert(shared)
        going += shared
    clocks.lead(fresh, going)
    fresh.save(update_fields=["due_at", "due_clock", "warn_at"])


def _shared(work: Work) -> list[Clock]:
    """The case's own inner limits that run; of work reported done, the last one."""
    inner = [row for row in work.clocks if row.kind == workflow.INNER and row.request_id is None]
    last = sorted(inner, key=lambda row: row.due_at)[-1:]
    return [row for row in inner if row.stopped_at is None] or last


def _running_on(row: Clock, fresh: Case) -> Clock:
    own = Clock(
        town_id=fresh.town_id,
        case=fresh,
        kind=row.kind,
        stage=row.stage,
        limit_amount=row.limit_amount,
        limit_unit=row.limit_unit,
        started_at=row.started_at,
        due_at=row.due_at,
    )
    clocks.schedule(own)
    return own


EFFECTS: dict[str, Effect] = {"merge": merge, "split": split}
