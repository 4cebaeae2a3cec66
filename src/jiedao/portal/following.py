"""The page of one request, for whoever has its number and code: progress, reply, and one's say."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from pydantic import BaseModel, Field

from jiedao.engines.cases import kinds, public, tracking, workflow
from jiedao.engines.cases.actions import residents
from jiedao.engines.cases.models import Attachment, Message, Request
from jiedao.engines.cases.receiving import add_to_request
from jiedao.foundation.files import checking
from jiedao.foundation.files.wire import serve
from jiedao.kernel.actors import RESIDENT
from jiedao.kernel.errors import NotFound, Refused
from jiedao.kernel.models import Town
from jiedao.kernel.texts import clean
from jiedao.kernel.transactions import durable
from jiedao.portal import frame
from jiedao.web.forms import Choice, Form, Widget
from jiedao.web.parts import Entry, Photo
from jiedao.web.replies import redirect

Rating = Literal["satisfied", "basically", "dissatisfied"]
_RATES = ("speed", "effect", "attitude", "feedback")


class Ticket(BaseModel):
    """What the receipt says."""

    number: str = Field(title="编号", min_length=3, max_length=24)
    code: str = Field(title="查询码", min_length=4, max_length=16)


class Addition(BaseModel):
    """Something more about the matter."""

    text: str = Field(
        "", title="补充说明", max_length=2000, json_schema_extra={"widget": "textarea", "rows": 3}
    )
    photos: list[Any] = Field(
        default_factory=list, title="照片", json_schema_extra={"widget": "photos"}
    )


class Urging(BaseModel):
    """Please hurry."""

    text: str = Field(
        "", title="想说的话", max_length=500, json_schema_extra={"widget": "textarea", "rows": 2}
    )


class Withdrawal(BaseModel):
    """It is not needed any more."""

    reason: str = Field(
        "", title="撤回原因", max_length=500, json_schema_extra={"widget": "textarea", "rows": 2}
    )


class Verdict(BaseModel):
    """The four aspects, and what is still wanted."""

    speed: Rating = Field(title="办理速度")
    effect: Rating = Field(title="办理效果")
    attitude: Rating = Field(title="服务态度")
    feedback: Rating = Field(title="反馈说明")
    remark: str = Field(
        "",
        title="还想说的",
        max_length=1000,
        json_schema_extra={"widget": "textarea", "rows": 2},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@frame.public_page
def track(request: HttpRequest) -> HttpResponse:
    """Number and code, please."""
    town: Town = request.town  # type: ignore[attr-defined]
    form = Form(
        Ticket,
        initial={"number": request.GET.get("number", "")},
        widgets={
            "number": Widget(placeholder="R26010100001"),
            "code": Widget(placeholder=_("8 位字母和数字")),
        },
    )
    if request.method == "POST" and (given := form.bind(request)) is not None:
        try:
            row = find(request, given.number, given.code)
            url = frame.address(town, "progress", row.number, tracking.code_for(row))
            return redirect(request, url)
        except Refused as refused:
            form.refuse(refused)
    return render(request, "portal/track.html", {"form": form}, status=422 if form.refused else 200)


def find(request: HttpRequest, number: str, code: str) -> Request:
    """The request; wrong codes are counted, so that trying them out ends soon."""
    town: Town = request.town  # type: ignore[attr-defined]
    sender = public.address_of(request)
    public.guard_codes(sender)
    try:
        return tracking.find(town.pk, clean(number), code)
    except NotFound:
        public.note_wrong_code(sender)
        raise


@dataclass(frozen=True, slots=True)
class Act:
    """One thing the resident may do: its form, and what is done with it."""

    key: str
    title: str
    submit: str
    form: Form[Any]
    may: Callable[[Request], bool]
    do: Callable[[Request, Any], str]


def _acts() -> list[Act]:
    rating = [("satisfied", _("满意")), ("basically", _("基本满意")), ("dissatisfied", _("不满意"))]
    choices = Widget("radio", choices=[Choice(value, label) for value, label in rating])
    return [
        Act(
            "rate",
            _("评价"),
            _("提交评价"),
            Form(Verdict, widgets=dict.fromkeys(_RATES, choices)),
            residents.may_rate,
            _rate,
        ),
        Act("add", _("补充"), _("提交补充"), Form(Addition), _is_open, _add),
        Act("urge", _("催办"), _("发出催办"), Form(Urging), _is_open, _urge),
        Act(
            "withdraw",
            _("撤回"),
            _("确认撤回"),
            Form(Withdrawal),
            lambda row: row.state == Request.State.OPEN,
            _withdraw,
        ),
    ]


def _is_open(row: Request) -> bool:
    return row.state == Request.State.OPEN and kinds.is_open(row.case)


def _rate(row: Request, given: Verdict) -> str:
    with durable():
        residents.give_rating(row, {name: getattr(given, name) for name in _RATES}, given.remark)
    return _("感谢您的评价。")


def _add(row: Request, given: Addition) -> str:
    ready = checking.prepare([checking.Upload(file.name or "", file) for file in given.photos])
    if given.text.strip() or not ready:
        with durable():
            residents.add_text(row, given.text)
    if ready:
        add_to_request(row, ready, actor=RESIDENT)
    return _("已补充，承办单位会看到。")


def _urge(row: Request, given: Urging) -> str:
    with durable():
        residents.urge(row, given.text)
    return _("已催办，承办单位会收到提醒。")


def _withdraw(row: Request, given: Withdrawal) -> str:
    with durable():
        residents.withdraw(row, given.reason)
    return _("已撤回。")


@require_http_methods(["GET", "HEAD", "POST"])
@frame.public_page
def progress(request: HttpRequest, number: str, code: str, act: str = "") -> HttpResponse:
    """Progress in public words, the official reply and pictures, and what one may still do."""
    town: Town = request.town  # type: ignore[attr-defined]
    row = find(request, number, code)
    acts = [one for one in _acts() if one.may(row) or one.key == act]
    if request.method == "POST":
        chosen = next((one for one in acts if one.key == act), None)
        if chosen is None:
            raise NotFound(_("没有这个操作。"))
        given = chosen.form.bind(request)
        if given is not None:
            try:
                public.slow_down(town.pk, public.address_of(request))
                text = chosen.do(row, given)
            except Refused as refused:
                chosen.form.refuse(refused)
            else:
                url = frame.address(town, "progress", row.number, tracking.code_for(row))
                return redirect(request, url, text)
    return render(
        request,
        "portal/progress.html",
        _context(row, acts, town),
        status=422 if any(one.form.refused for one in acts) else 200,
    )


@dataclass(frozen=True, slots=True)
class Milestone:
    """One stage of the way, and when it was reached."""

    title: str
    at: datetime | None
    done: bool
    current: bool


def _context(row: Request, acts: list[Act], town: Town) -> dict[str, Any]:
    code = tracking.code_for(row)
    photos = _photos(row, town, code)
    return {
        "row": row,
        "code": code,
        "state": _state(row),
        "milestones": _milestones(row),
        "sent": [photo for stage, photo in photos if stage == Attachment.Stage.REPORT],
        "after": [photo for stage, photo in photos if stage != Attachment.Stage.REPORT],
        "exchange": _exchange(row),
        "acts": [(one, frame.address(town, "act", row.number, code, one.key)) for one in acts],
        "receipt_url": frame.address(town, "receipt", row.number, code),
    }


# A request may end by itself while others of its case go on.
_OWN_ENDS = {
    Request.State.WITHDRAWN.value: workflow.WITHDRAWN,
    Request.State.RETURNED.value: workflow.RETURNED_UP,
}


def _state(row: Request) -> str:
    own = _OWN_ENDS.get(row.state)
    if own is not None:
        return str(workflow.LOOP.state(own).public)
    state = kinds.state_of(row.case)
    return str(state.public or state.titles)


def _milestones(row: Request) -> list[Milestone]:
    """Received → accepted → in progress → closed; other ends close the way where they stand."""
    case = row.case
    if not kinds.goes_the_loop(case.kind):
        return _own_milestones(row)
    ended = row.state in (*_OWN_ENDS, Request.State.DECLINED)
    stages = [
        (_("已收到"), row.received_at),
        (_("已受理"), case.accepted_at),
        (
            _state(row) if case.state == workflow.DISPATCHED and not ended else _("办理中"),
            case.signed_at or case.dispatched_at,
        ),
        (_state(row) if ended else _("已办结"), case.closed_at),
    ]
    if case.state == workflow.REPORTED:
        stages[1] = (stages[1][0], None)
    last = len(stages) - 1
    reached = last if ended else max(n for n, (_title, at) in enumerate(stages) if at is not None)
    return [
        Milestone(title, at, n <= reached, n == reached) for n, (title, at) in enumerate(stages)
    ]


def _own_milestones(row: Request) -> list[Milestone]:
    """A way of its own: received, where it stands, closed."""
    ended = row.case.closed_at is not None or row.state == Request.State.WITHDRAWN
    first = Milestone(_("已收到"), row.received_at, True, False)
    here = Milestone(_state(row), row.case.closed_at, True, True)
    return [first, here] if ended else [first, here, Milestone(_("已办结"), None, False, False)]


def _visible(row: Request) -> Q:
    """One's own files, and what the office shows of its work; never another requester's."""
    return Q(request=row) | Q(request=None)


def _photos(row: Request, town: Town, code: str) -> list[tuple[str, Photo]]:
    rows = Attachment.objects.filter(_visible(row), case=row.case, public=True).order_by("id")
    return [
        (
            one.stage,
            Photo(
                frame.address(town, "file", row.number, code, one.pk),
                caption=one.name if one.kind != Attachment.Kind.PHOTO else "",
                at=one.taken_at or one.added_at,
                kind=one.kind,
                size=one.size,
            ),
        )
        for one in rows
    ]


def _exchange(row: Request) -> list[Entry]:
    """What passed between both sides, newest first; the office speaks without names. The reply
    that stands on top of the page is not said twice."""
    titles = {
        Message.Kind.ADDITION: _("补充"),
        Message.Kind.URGE: _("催办"),
        Message.Kind.NOTICE: _("通知"),
        Message.Kind.REPLY: _("答复"),
    }
    return [
        Entry(
            at=message.at,
            actor=_("您") if message.from_resident else _("街道"),
            verb=titles[Message.Kind(message.kind)],
            note=message.text,
            icon="user" if message.from_resident else "building-bank",
        )
        for message in row.messages.order_by("-id")
        if message.kind != Message.Kind.REPLY or message.text != row.reply
    ]


@require_safe
@frame.public_page
def file(request: HttpRequest, number: str, code: str, file_id: int) -> HttpResponseBase:
    """A picture that this requester may see."""
    row = find(request, number, code)
    rows = Attachment.objects.filter(_visible(row), case=row.case, public=True)
    one = rows.filter(pk=file_id).first() if file_id < 2**53 else None
    if one is None:
        raise NotFound(_("没有这个附件。"), code="no_attachment")
    return serve(one)
