"""What the person who asked may do by tracking number and code: add, urge, withdraw, rate."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils.translation import gettext as _

from jiedao.engines.cases import kinds, workflow
from jiedao.engines.cases.actions.aftercare import ASPECTS, rate, settle
from jiedao.engines.cases.actions.effects import end_of_case, tell_units
from jiedao.engines.cases.actions.incoming import MAX_TEXT
from jiedao.engines.cases.models import Message, Request
from jiedao.engines.cases.work import Work
from jiedao.kernel.actors import RESIDENT
from jiedao.kernel.errors import Conflict, Invalid, TooMany
from jiedao.kernel.texts import clean
from jiedao.kernel.transactions import within

URGE_EVERY = timedelta(hours=24)


def add_text(request: Request, text: str) -> Message:
    """补充: goes to everybody at work on the case."""
    with within():
        work = _open(request)
        _need_open(work)
        message = _say(work, request, Message.Kind.ADDITION, text)
        work.log("addition", data={"request": request.number})
        tell_units(work, [work.case.unit_id], "addition", _("诉求人补充了情况。"))
        work.finish()
    return message


def urge(request: Request, text: str = "") -> None:
    """催办 by the resident: once a day."""
    with within():
        work = _open(request)
        _need_open(work)
        recent = request.messages.filter(
            kind=Message.Kind.URGE, at__gt=work.moment - URGE_EVERY
        ).exists()
        if recent:
            raise TooMany(_("今天已经催过，承办单位已收到。"), code="urged_today")
        _say(work, request, Message.Kind.URGE, text or _("请尽快办理。"))
        work.case.urge_count += 1
        work.log("urged_by_resident", data={"request": request.number})
        tell_units(work, [work.case.unit_id], "urged", _("诉求人催办。"))
        work.finish()


def withdraw(request: Request, reason: str = "") -> None:
    """撤回: the request ends; the case too, when nobody else asks and work has not begun."""
    with within():
        work = _open(request)
        row = _own(work, request)
        if row.state != Request.State.OPEN:
            raise Conflict(_("这件诉求已经办结，不能撤回。"), code="closed")
        row.state = Request.State.WITHDRAWN
        row.save(update_fields=["state"])
        work.log("withdraw", note=reason, data={"request": row.number})
        others = [r for r in work.requests if r.state != Request.State.WITHDRAWN]
        if not others and _not_begun(work):
            work.case.state, work.case.closed_at = workflow.WITHDRAWN, work.moment
            end_of_case(work)
            work.stop_clocks([clock.kind for clock in work.clocks], owed=False)
        tell_units(work, [work.case.unit_id], "withdrawn", _("诉求人撤回了诉求。"))
        work.finish()


def give_rating(request: Request, answers: Mapping[str, str], remark: str = "") -> None:
    """评价 on the four aspects; counts as the return visit."""
    allowed = {choice for choice in Request.Satisfaction.values if choice != "no_answer"}
    missing = [name for name in ASPECTS if answers.get(name) not in allowed]
    if missing:
        raise Invalid(_("请填全四项评价。"), errors={name: _("请选择。") for name in missing})
    with within():
        work = _open(request)
        row = _own(work, request)
        row.case = work.case
        if not may_rate(row):
            raise Conflict(_("办结以后才能评价，每件诉求评价一次。"), code="not_rateable")
        rate(work, row, {name: answers[name] for name in ASPECTS}, clean(remark)[:1000])
        work.log("rated", data={"request": row.number, "satisfaction": row.satisfaction})
        settle(work)
        work.finish()


def _not_begun(work: Work) -> bool:
    """Whether nobody has worked on it yet; what goes another way than the loop does not end with
    its request, for a danger is not less when nobody asks any more."""
    before = (workflow.REPORTED, workflow.ACCEPTED, workflow.DISPATCHED)
    return kinds.goes_the_loop(work.case.kind) and work.case.state in before


def may_rate(row: Request) -> bool:
    """Whether the answer waits for its rating: only the loop asks for one."""
    case = row.case
    closed = kinds.goes_the_loop(case.kind) and case.state == workflow.CLOSED
    return closed and row.state == Request.State.ANSWERED


def _open(request: Request) -> Work:
    return Work.open(request.town_id, request.number, actor=RESIDENT)


def _own(work: Work, request: Request) -> Request:
    return next(row for row in work.requests if row.pk == request.pk)


def _need_open(work: Work) -> None:
    if not kinds.is_open(work.case):
        raise Conflict(_("这件事已经办结，如有新情况请重新反映。"), code="closed")


def _say(work: Work, request: Request, kind: str, text: str) -> Message:
    cleaned = clean(text)
    if not cleaned:
        raise Invalid(_("请写明内容。"), field="text", code="empty_text")
    if len(cleaned) > MAX_TEXT:
        raise Invalid(_("内容太长，请精简。"), field="text", code="text_too_long")
    return Message.objects.create(
        request=request, kind=kind, from_resident=True, text=cleaned, at=work.moment
    )
