"""After closing: return visit, redo, exemption, reopening; and what superiors do besides."""

from django.db.models import Count
from django.utils.translation import gettext as _

from jiedao.engines.cases import move_data as data
from jiedao.engines.cases import workflow
from jiedao.engines.cases.actions.checking import reopen_requests
from jiedao.engines.cases.actions.effects import (
    Effect,
    ask,
    decide,
    remember,
    tell_units,
)
from jiedao.engines.cases.actions.handling import start_again
from jiedao.engines.cases.actions.routing import inner_clocks
from jiedao.engines.cases.models import Approval, Request, ReturnVisit
from jiedao.engines.cases.wanted import Said, Want, refuse_without
from jiedao.engines.cases.work import Work
from jiedao.foundation.staff.models import Account
from jiedao.kernel.errors import Conflict, Invalid
from jiedao.kernel.history import Line

ASPECTS = ("speed", "effect", "attitude", "feedback")
_RANK = {"satisfied": 0, "basically": 1, "dissatisfied": 2}


def visit(work: Work, given: data.Visit) -> None:
    """回访 on four aspects: speed, effect, attitude, feedback. Nobody answering is an answer too."""
    refuse_without(wanted_to_visit(work, given.model_dump()))
    row = pick_request(work, given.request, (Request.State.ANSWERED,))
    if given.answered:
        answers = {name: getattr(given, name) or "" for name in ASPECTS}
        rate(work, row, answers, given.demand)
    else:
        row.satisfaction, row.visited_at = Request.Satisfaction.NO_ANSWER, work.moment
        row.state = Request.State.RATED
        row.save(update_fields=["satisfaction", "visited_at", "state"])
        _keep(work, row, {}, "")
    work.lines[0].data = {"request": row.number, "satisfaction": row.satisfaction}
    remember(work, "visit")
    settle(work)


def wanted_to_visit(work: Work, said: Said) -> list[Want]:
    """Which of several requests, and, of who answered the call, all four ratings."""
    wants: list[Want] = []
    if not said.get("request") and len(_in(work, (Request.State.ANSWERED,))) > 1:
        wants.append(Want("request", _which_request(), "which_request"))
    if said.get("answered") not in (False, "false"):
        wants += [
            Want(name, _("请填全四项评价。"), "no_rating", note=_("接通的必填"))
            for name in ASPECTS
            if not said.get(name)
        ]
    return wants


def rate(work: Work, row: Request, answers: dict[str, str], demand: str = "") -> None:
    """Write one requester's answers; the worst of the four is the satisfaction."""
    for name, value in answers.items():
        setattr(row, name, value)
    row.satisfaction = max(answers.values(), key=lambda value: _RANK[value])
    row.visited_at, row.state = work.moment, Request.State.RATED
    if demand:
        row.attributes = {**row.attributes, "demand": demand}
    row.save(update_fields=[*ASPECTS, "satisfaction", "visited_at", "state", "attributes"])
    _keep(work, row, answers, demand)


def _keep(work: Work, row: Request, answers: dict[str, str], demand: str) -> None:
    """The visit stays as it was made, whatever a redo brings."""
    ReturnVisit.objects.create(
        request=row,
        at=work.moment,
        satisfaction=row.satisfaction,
        demand=demand,
        account_id=work.actor.id if work.actor.is_staff else None,
        **answers,
    )


def settle(work: Work) -> None:
    """When the visits are made: archived, or redone where somebody is dissatisfied.

    Dissatisfied → automatic redo; dissatisfied again → supervision list.
    """
    rows = work.requests
    unhappy = [
        row
        for row in rows
        if row.satisfaction == Request.Satisfaction.DISSATISFIED
        and row.state == Request.State.RATED
        and not row.exempted
    ]
    if unhappy:
        redo(work, unhappy)
    elif all(row.state != Request.State.ANSWERED for row in rows):
        work.case.state = workflow.ARCHIVED


def redo(work: Work, unhappy: list[Request]) -> None:
    """重办 by the same units with a fresh inner limit."""
    case = work.case
    case.redo_count += 1
    case.state = workflow.HANDLING
    start_again(work)
    for row in unhappy:
        row.state = Request.State.OPEN
    Request.objects.bulk_update(unhappy, ["state"])
    for new in inner_clocks(case, work.calendar, work.moment):
        work.start_clock(new)
    work.lines.append(
        Line("case", case.pk, "redo", data={"requests": [row.number for row in unhappy]})
    )
    tell_units(work, [case.unit_id], "redo", _("回访不满意，请重办。"))
    if not case.supervised and _unhappy_again(unhappy):
        case.supervised = True
        work.lines.append(Line("case", case.pk, "supervise", note=_("两次不满意，列入督办。")))


def _unhappy_again(unhappy: list[Request]) -> bool:
    """Whether one and the same requester is dissatisfied for the second time: two who each are
    once have each been redone once."""
    bad = ReturnVisit.objects.filter(
        request__in=unhappy, satisfaction=Request.Satisfaction.DISSATISFIED
    )
    counted = bad.values("request").annotate(times=Count("pk")).order_by()
    return any(row["times"] > 1 for row in counted)


def ask_exemption(work: Work, given: data.AskExemption) -> None:
    """申请剔除 after a redo: the first of two persons finds the demand unreasonable."""
    row = pick_request(work, given.request, tuple(Request.State))
    if work.case.redo_count < 1:
        raise Conflict(_("重办以后仍不满意的，才能申请剔除。"), code="no_redo")
    if row.satisfaction != Request.Satisfaction.DISSATISFIED:
        raise Conflict(_("这件诉求没有不满意的评价。"), code="not_dissatisfied")
    ask(work, Approval.Kind.EXEMPTION, given.reason, request=row)
    work.lines[0].data = {"request": row.number}


def second_exemption(work: Work, _given: data.WithNote) -> None:
    """联署剔除: the second of two persons finds the same; now it goes upward."""
    row = work.approval(Approval.Kind.EXEMPTION)
    assert row is not None
    row.state = Approval.State.SECONDED
    row.seconded_by_id = work.actor.id if work.actor.is_staff else None
    row.save(update_fields=["state", "seconded_by"])


def decide_exemption(work: Work, given: data.Decide) -> None:
    """复核剔除, by a third person above the two. Exempt from the statistics; the dissatisfaction stays visible."""
    row = decide(work, Approval.Kind.EXEMPTION, given.upheld, given.note)
    if not given.upheld or row.request_id is None:
        return
    request = next(r for r in work.requests if r.pk == row.request_id)
    request.exempted = True
    request.state = Request.State.RATED
    request.save(update_fields=["exempted", "state"])
    if work.case.state == workflow.HANDLING and all(
        r.state not in (Request.State.OPEN, Request.State.ANSWERED) for r in work.requests
    ):
        work.stop_clocks((workflow.INNER,))
        work.case.state = workflow.ARCHIVED
        work.case.closed_at = work.moment


def reopen(work: Work, _given: data.WithReason) -> None:
    """重办 of a closed or declined case: back to the dispatch desk."""
    start_again(work)
    work.case.outcome = ""
    reopen_requests(work)
    declined = [row for row in work.requests if row.state == Request.State.DECLINED]
    for row in declined:
        row.state = Request.State.OPEN
    if declined:
        Request.objects.bulk_update(declined, ["state"])


def urge(work: Work, given: data.WithReason) -> None:
    """催办."""
    work.case.urge_count += 1
    tell_units(work, [work.case.unit_id], "urged", _("催办：%(why)s") % {"why": given.reason})


def supervise(work: Work, given: data.WithReason) -> None:
    """督办: onto the supervision list."""
    work.case.supervised = True
    tell_units(
        work, [work.case.unit_id], "supervised", _("列入督办：%(why)s") % {"why": given.reason}
    )


def unsupervise(work: Work, _given: data.WithReason) -> None:
    """解除督办."""
    work.case.supervised = False


def take_lead(work: Work, given: data.TakeLead) -> None:
    """领导包案 / 书记接单: a named leader takes the case until it is proved solved."""
    leader_id = given.leader or work.actor.id or 0
    if not Account.objects.filter(pk=leader_id, town_id=work.case.town_id, is_active=True).exists():
        raise Invalid(_("没有这位领导。"), field="leader", code="unknown_leader")
    work.case.leader_id = leader_id
    tell_units(work, [work.case.unit_id], "leader", _("领导包案。"))


def pick_request(work: Work, number: str, states: tuple[str, ...]) -> Request:
    """The request of that number, or the only one in one of these states."""
    fitting = _in(work, states)
    if number:
        fitting = [row for row in fitting if row.number == number]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise Invalid(_("没有可以回访的诉求。"), field="request", code="unknown_request")
    raise Invalid(_which_request(), field="request", code="which_request")


def _in(work: Work, states: tuple[str, ...]) -> list[Request]:
    return [row for row in work.requests if row.state in states]


def _which_request() -> str:
    return _("这件事有几件诉求，请指明是哪一件。")


EFFECTS: dict[str, Effect] = {
    "visit": visit,
    "ask_exemption": ask_exemption,
    "second_exemption": second_exemption,
    "decide_exemption": decide_exemption,
    "reopen": reopen,
    "urge": urge,
    "supervise": supervise,
    "unsupervise": unsupervise,
    "take_lead": take_lead,
}
