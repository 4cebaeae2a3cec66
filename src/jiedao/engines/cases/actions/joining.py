"""Merging cases of one matter, and splitting off a request that is another matter.

One act on the spot serves many requests; each keeps its number, clocks, reply, rating and
secrecy.
"""

from django.utils.translation import gettext as _

from jiedao.engines.cases import clocks, workflow
from jiedao.engines.cases import move_data as data
from jiedao.engines.cases.actions.aftercare import pick_request
from jiedao.engines.cases.actions.effects import Effect, tell_requesters
from jiedao.engines.cases.models import Attachment, Case, Clock, Request
from jiedao.engines.cases.searching import indexed_text
from jiedao.engines.cases.work import CASE, Work, number_filter
from jiedao.foundation.search import index
from jiedao.kernel import history, towns
from jiedao.kernel.errors import Conflict, Invalid
from jiedao.kernel.history import Line


def merge(work: Work, given: data.Merge) -> None:
    """并案: the requests of this case join ``into``; this case ends as merged."""
    case = work.case
    target = (
        Case.objects.select_for_update(of=("self",))
        .filter(town_id=case.town_id, **number_filter(given.into))
        .first()
    )
    if target is None or target.pk == case.pk:
        raise Invalid(_("没有可以并入的事件。"), field="into", code="no_case")
    if target.state not in workflow.BEFORE_CLOSING:
        raise Conflict(_("要并入的事件已经办结。"), code="target_closed")
    if target.kind != case.kind:
        raise Conflict(_("不同种类的事件不能并案。"), code="other_kind")
    moving = [row.pk for row in work.requests]
    # A platform's clock belongs to its request and goes with it; the case's own ones end.
    _hand_over_contact(work, target)
    work.stop_clocks((workflow.SIGN_FOR, workflow.FIRST_CONTACT, workflow.INNER), owed=False)
    Clock.objects.filter(request_id__in=moving, stopped_at=None).update(case=target)
    Request.objects.filter(pk__in=moving).update(case=target)
    Attachment.objects.filter(case=case).update(case=target)
    case.merged_into_id = target.pk
    case.closed_at = work.moment
    work.lines[0].data = {"into": target.number}
    tell_requesters(work, _("与同类诉求并案办理，您的编号不变。"))
    numbers = [row.number for row in work.requests]
    history.record(
        case.town_id,
        [Line(CASE, target.pk, "joined", data={"from": case.number, "requests": numbers})],
        actor=work.actor,
    )
    _hand_over_clocks(work, target, moving)


def _hand_over_contact(work: Work, target: Case) -> None:
    """Whoever has not been contacted is contacted by those at work on the other case.

    One that is not dispatched yet gets its own clock with the dispatch.
    """
    if target.state not in workflow.AT_WORK:
        return
    waiting = [
        row for row in work.clocks if row.kind == workflow.FIRST_CONTACT and row.stopped_at is None
    ]
    for row in waiting:
        row.case = target
        if target.suspended_until is not None:
            clocks.pause(row, work.moment)
        row.save(update_fields=["case", "paused_at", "act_at"])
        work.clocks.remove(row)


def _hand_over_clocks(work: Work, target: Case, moving: list[int]) -> None:
    """The requests' clocks now lead the other case as well, if they are nearer."""
    work.clocks[:] = [row for row in work.clocks if row.request_id not in moving]
    clocks.lead(target, target.clocks.all())
    target.version += 1
    target.save(update_fields=["due_at", "due_clock", "warn_at", "version"])


def split(work: Work, given: data.Split) -> None:
    """拆案: a new case for one request, back at the dispatch desk."""
    case = work.case
    row = pick_request(work, given.request, tuple(Request.State))
    sequence = towns.take_numbers(case.town_id, f"split-{case.number}")
    fresh = Case.objects.create(
        town_id=case.town_id,
        kind=case.kind,
        number=f"{case.number}-{sequence}",
        state=workflow.ACCEPTED,
        text=row.text,
        level=case.level,
        channel=row.channel,
        secret=row.secret,
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
    Request.objects.filter(pk=row.pk).update(case=fresh)
    Clock.objects.filter(request_id=row.pk).update(case=fresh)
    Attachment.objects.filter(request_id=row.pk).update(case=fresh)
    index(CASE, [(fresh.pk, indexed_text(fresh))])
    work.lines[0].data = {"request": row.number, "to": fresh.number}
    history.record(
        case.town_id,
        [Line(CASE, fresh.pk, "split_from", data={"from": case.number, "request": row.number})],
        actor=work.actor,
    )


EFFECTS: dict[str, Effect] = {"merge": merge, "split": split}
