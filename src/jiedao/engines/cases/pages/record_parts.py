"""The parts of a case's page as plain data: clocks, requests, units, approvals, pictures, place."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jiedao.engines.cases import workflow
from jiedao.engines.cases.channels import channel_title
from jiedao.engines.cases.models import (
    Approval,
    Assignment,
    Attachment,
    Case,
    Clock,
    Message,
    Request,
    ReturnVisit,
)
from jiedao.engines.cases.pages.clock_words import own_words
from jiedao.engines.cases.pages.saying import SATISFACTION, clock_title
from jiedao.foundation.parties.display import shown
from jiedao.foundation.places.models import AreaShape
from jiedao.foundation.places.storing import shape_of
from jiedao.foundation.workdays.calendar import Calendar, calendar_for
from jiedao.foundation.workdays.units import LimitUnit, limit_text
from jiedao.kernel import clock, history
from jiedao.kernel.access import Reach
from jiedao.kernel.titles import Title
from jiedao.web.parts import Photo

STAGES = {
    Attachment.Stage.REPORT: Title("上报", "Report"),
    Attachment.Stage.BEFORE: Title("处置前", "Before"),
    Attachment.Stage.AFTER: Title("处置后", "After"),
    Attachment.Stage.CHECK: Title("核查", "Check"),
    Attachment.Stage.REPLY: Title("答复", "Reply"),
}
REQUEST_STATES = {
    Request.State.OPEN: Title("办理中", "Open"),
    Request.State.ANSWERED: Title("已答复，待回访", "Answered"),
    Request.State.RATED: Title("已回访", "Rated"),
    Request.State.DECLINED: Title("不予分拨", "Declined"),
    Request.State.WITHDRAWN: Title("已撤回", "Withdrawn"),
    Request.State.ELSEWHERE: Title("来件时已办结", "Closed before it came"),
    Request.State.RETURNED: Title("已退回平台", "Returned to platform"),
}
ASPECTS = {
    "speed": Title("速度", "Speed"),
    "effect": Title("效果", "Effect"),
    "attitude": Title("态度", "Attitude"),
    "feedback": Title("反馈", "Feedback"),
}
APPROVALS = {
    Approval.Kind.OBJECTION: Title("派单异议", "Objection"),
    Approval.Kind.EXTENSION: Title("延期申请", "Extension"),
    Approval.Kind.SUSPENSION: Title("挂账申请", "Suspension"),
    Approval.Kind.EXEMPTION: Title("剔除申请", "Exemption"),
    Approval.Kind.NIGHT_CHECK: Title("夜班补核查", "Check after the night shift"),
    Approval.Kind.APPEAL: Title("超期申诉", "Appeal against lateness"),
    Approval.Kind.RETURN_UP: Title("退回平台申请", "Return to platform"),
}
APPROVAL_STATES = {
    Approval.State.OPEN: Title("待决定", "Open"),
    Approval.State.SECONDED: Title("待复核", "Seconded"),
    Approval.State.UPHELD: Title("同意", "Upheld"),
    Approval.State.REFUSED: Title("不同意", "Refused"),
    Approval.State.LAPSED: Title("失效", "Lapsed"),
}
DECIDED_BY = {
    Approval.Kind.OBJECTION: "arbitrate",
    Approval.Kind.EXTENSION: "decide_extension",
    Approval.Kind.SUSPENSION: "decide_suspension",
    Approval.Kind.EXEMPTION: "decide_exemption",
    Approval.Kind.NIGHT_CHECK: "decide_night_check",
    Approval.Kind.APPEAL: "decide_appeal",
    Approval.Kind.RETURN_UP: "record_return_up",
}


def decided_by(kind: str, state: str) -> str:
    """The move that an undecided approval waits for: an exemption is seconded first."""
    if kind == Approval.Kind.EXEMPTION and state == Approval.State.OPEN:
        return "second_exemption"
    return DECIDED_BY[Approval.Kind(kind)]


MESSAGES = {
    Message.Kind.ADDITION: Title("补充", "Addition"),
    Message.Kind.URGE: Title("催办", "Urge"),
    Message.Kind.NOTICE: Title("告知", "Notice"),
    Message.Kind.REPLY: Title("答复", "Reply"),
}
EARLIER_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class ClockView:
    """One clock as the page shows it."""

    label: str
    limit: str
    clock: Clock
    exempted: bool
    leads: bool = False
    text: str = ""
    """What is left in its own unit, where the usual words would be in another."""
    number: str = ""
    """Of the request whose clock it is, where several asked."""


def clock_views(
    rows: Iterable[Clock],
    kind: str,
    calendar: Calendar,
    numbers: Mapping[int, str] | None = None,
) -> list[ClockView]:
    """Of a case of that kind: running clocks first, the nearest leading; then paused ones, then
    those that stopped. ``numbers`` are those of requests, by id."""
    known, now = numbers or {}, clock.now()

    def order(row: Clock) -> tuple[int, Any]:
        rank = 0 if row.running else 1 if row.stopped_at is None else 2
        return rank, row.due_at

    ordered = sorted(_telling(rows), key=order)
    return [
        ClockView(
            label=_clock_label(row, kind),
            limit=limit_of(row),
            clock=row,
            exempted=row.exempted,
            leads=n == 0 and row.running,
            text=own_words(row, calendar, now),
            number=known.get(row.request_id or 0, ""),
        )
        for n, row in enumerate(ordered)
    ]


def _telling(rows: Iterable[Clock]) -> list[Clock]:
    """Without those that ended in time and have begun anew since: of a unit that gave it back."""
    every = list(rows)
    last: dict[tuple[Any, ...], datetime] = {}
    for row in every:
        last[_same(row)] = max(row.started_at, last.get(_same(row), row.started_at))
    return [
        row
        for row in every
        if row.stopped_at is None or row.lapsed_at or row.started_at == last[_same(row)]
    ]


def _same(row: Clock) -> tuple[Any, ...]:
    return row.kind, row.stage, row.request_id, row.unit_id


def _clock_label(row: Clock, kind: str) -> str:
    title = clock_title(kind, row.kind)
    return f"{title}·{row.stage}" if row.stage else title


def limit_of(row: Clock) -> str:
    """The limit in words; a platform's clock has only its deadline."""
    if row.limit_amount is None or not row.limit_unit:
        return ""
    return limit_text(row.limit_amount, LimitUnit(row.limit_unit))


@dataclass(slots=True)
class RequestView:
    """One person's asking, with everything that is only theirs."""

    row: Request
    state: Title
    channel: str
    who: Any
    reveal_url: str
    text: str
    clocks: list[ClockView]
    messages: list["MessageView"]
    rating: str = ""
    rating_tone: str = ""
    aspects: list[tuple[str, str]] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    earlier: list[Request] = field(default_factory=list)
    visits: list[tuple[str, ReturnVisit]] = field(default_factory=list)
    """Earlier return visits, oldest first: what was answered stays in sight after a redo."""


@dataclass(frozen=True, slots=True)
class MessageView:
    """Something said between the office and a requester."""

    row: Message
    title: Title
    text: str


def request_views(
    case: Case,
    rows: Sequence[Request],
    clocks: Iterable[Clock],
    files: Sequence[Attachment],
    reach: Reach,
) -> list[RequestView]:
    """Each request with its clocks, messages, pictures and its caller's earlier requests."""
    messages: dict[int, list[Message]] = defaultdict(list)
    for message in Message.objects.filter(request__case=case).order_by("id"):
        messages[message.request_id].append(message)
    earlier = _earlier(case, rows, reach)
    visits = _earlier_visits([row for row in rows if row.visited_at])
    own: dict[int | None, list[Clock]] = defaultdict(list)
    for each in clocks:
        own[each.request_id].append(each)
    return [
        RequestView(
            row=row,
            state=REQUEST_STATES[Request.State(row.state)],
            channel=channel_title(row.channel),
            who=shown(row.requester) if row.requester else None,
            reveal_url=reverse("cases:reveal", args=[case.number, row.number]),
            text="" if row.text == case.text else history.scrub(row.text),
            clocks=clock_views(own[row.pk], case.kind, calendar_for(case.town_id)),
            messages=[_message(each) for each in messages[row.pk]],
            rating=str(SATISFACTION.get(row.satisfaction, "")),
            rating_tone={"dissatisfied": "red", "satisfied": "green"}.get(row.satisfaction, ""),
            aspects=_aspects(row),
            photos=[photo(each) for each in files if each.request_id == row.pk],
            earlier=earlier.get(row.requester_id or 0, []),
            visits=visits[row.pk],
        )
        for row in rows
    ]


def _earlier_visits(rows: Sequence[Request]) -> dict[int, list[tuple[str, ReturnVisit]]]:
    found: dict[int, list[tuple[str, ReturnVisit]]] = defaultdict(list)
    latest = {row.pk: row.visited_at for row in rows}
    visits = ReturnVisit.objects.filter(request__in=rows).order_by("id") if rows else ()
    for visit in visits:
        if visit.at != latest[visit.request_id]:
            title = str(SATISFACTION.get(visit.satisfaction, ""))
            found[visit.request_id].append((title, visit))
    return found


def _message(row: Message) -> MessageView:
    return MessageView(row, MESSAGES[Message.Kind(row.kind)], history.scrub(row.text))


def _aspects(row: Request) -> list[tuple[str, str]]:
    return [
        (str(title), str(SATISFACTION.get(getattr(row, name), "")))
        for name, title in ASPECTS.items()
        if getattr(row, name)
    ]


def _earlier(case: Case, rows: Sequence[Request], reach: Reach) -> dict[int, list[Request]]:
    """Earlier requests of the same callers, newest first, as far as the reader may see them."""
    people = {row.requester_id for row in rows if row.requester_id}
    found: dict[int, list[Request]] = defaultdict(list)
    if not people:
        return found
    others = Request.objects.visible_to(reach).filter(requester_id__in=people)
    others = others.exclude(case=case).select_related("case").order_by("-id")
    for row in others[: EARLIER_AT_MOST * len(people)]:
        found[row.requester_id or 0].append(row)
    return found


def photo(row: Attachment, *, staged: bool = False) -> Photo:
    """An attachment for the strip of pictures; ``staged``: it stands under its stage's heading."""
    url = reverse("cases:file", args=[row.pk])
    stage = "" if staged else str(STAGES[Attachment.Stage(row.stage)])
    name = "" if row.kind == Attachment.Kind.PHOTO else row.name
    caption = " · ".join(filter(None, (stage, name)))
    return Photo(url, "", caption, row.taken_at or row.added_at, row.kind, row.size)


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """Something asked, with who decides it and by which move."""

    row: Approval
    title: Title
    state: Title
    tone: str
    says: list[tuple[str, Any]]
    decide: str = ""


def approval_views(rows: Iterable[Approval]) -> list[ApprovalView]:
    """What was asked, undecided first."""
    undecided = (Approval.State.OPEN, Approval.State.SECONDED)
    ordered = sorted(rows, key=lambda row: (row.state not in undecided, -row.pk))
    tones = {Approval.State.UPHELD: "green", Approval.State.REFUSED: "grey"}
    return [
        ApprovalView(
            row,
            APPROVALS[Approval.Kind(row.kind)],
            APPROVAL_STATES[Approval.State(row.state)],
            tones.get(Approval.State(row.state), "amber" if row.state in undecided else "grey"),
            _says(row),
            decided_by(row.kind, row.state) if row.state in undecided else "",
        )
        for row in ordered
    ]


def _says(row: Approval) -> list[tuple[str, Any]]:
    lines = [
        (_("理由"), history.scrub(row.reason)),
        (_("依据"), history.scrub(row.citation)),
        (_("建议单位"), row.proposed_unit or ""),
        (_("阶段"), row.data.get("stage", "")),
        (_("延长"), row.data.get("amount", "")),
        (_("挂账至"), row.data.get("until", "")),
        (_("被指名单位意见"), history.scrub(row.hearing)),
        (_("申诉的时限"), clock_title(row.case.kind, str(row.data.get("clock", "")))),
        (_("联署"), row.seconded_by or ""),
        (_("决定"), history.scrub(row.decision)),
    ]
    return [(label, value) for label, value in lines if value]


def unit_views(rows: Iterable[Assignment]) -> list[Assignment]:
    """The units at work, the lead first; ended parts last."""
    return sorted(rows, key=lambda row: (row.ended_at is not None, row.part != "lead", row.pk))


def place_features(case: Case, tone: str) -> dict[str, Any] | None:
    """The point and the outline of its grid; None where nothing is known."""
    features: list[dict[str, Any]] = []
    outline = (
        AreaShape.objects.filter(area_id=case.grid_id).order_by("-valid_from").first()
        if case.grid_id
        else None
    )
    if outline is not None:
        shape = shape_of(outline).__geo_interface__
        grid = {"tone": "neutral", "title": case.grid.name if case.grid else ""}
        features.append({"type": "Feature", "geometry": shape, "properties": grid})
    if case.lon is not None and case.lat is not None:
        point = {"type": "Point", "coordinates": [case.lon, case.lat]}
        features.append(
            {
                "type": "Feature",
                "geometry": point,
                "properties": {"tone": tone, "title": case.address or case.number},
            }
        )
    return {"type": "FeatureCollection", "features": features} if features else None


def outcome_title(case: Case) -> str:
    """Why it was not dispatched, in words."""
    return str(workflow.OUTCOMES.get(case.outcome, ""))
