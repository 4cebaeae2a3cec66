"""``/cases``: lists, the whole of one case, moves, evidence; and the workflow they follow."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from jiedao.engines.cases import kinds, queries, rules
from jiedao.engines.cases.actions.adding import read_original
from jiedao.engines.cases.actions.evidence import add_evidence
from jiedao.engines.cases.actions.making import make_move
from jiedao.engines.cases.api import shapes
from jiedao.engines.cases.api.filters import filter_of
from jiedao.engines.cases.api.schemas import (
    CaseOut,
    DetailOut,
    FilesOut,
    MoveIn,
    OriginalOut,
    PageOut,
    ReasonIn,
)
from jiedao.engines.cases.gate import files_filter, seen
from jiedao.engines.cases.models import Attachment, Case
from jiedao.engines.cases.work import CASE, Work, number_filter
from jiedao.foundation.files import checking
from jiedao.foundation.files.wire import sent_files, serve
from jiedao.foundation.staff.api.callers import STAFF, Caller, caller_of
from jiedao.foundation.staff.api.naming import EntryOut
from jiedao.kernel import clock, history
from jiedao.kernel.errors import Invalid, NotFound
from jiedao.kernel.texts import clean
from jiedao.kernel.transactions import durable
from jiedao.web.api.bodies import answer, body_of, parse, read_json, version_of

router = Router(tags=["cases"], auth=STAFF)


@router.get("/cases", response=PageOut, summary="List cases")
def listing(
    request: HttpRequest,
    limit: int = 20,
    cursor: str = "",
    order: str = queries.NEWEST,
) -> HttpResponse:
    """What the caller may see, newest first or (``order=due``) by the nearest deadline.

    Filters: ``state``, ``unit``, ``item`` (with all below it), ``area`` (with all in it),
    ``q`` (words, a number, a telephone), ``kind``, ``channel``, ``level``, ``open``, ``late``
    … units, items and areas by code or id. ``limit`` 1 to 200.
    """
    caller = caller_of(request)
    if order not in (queries.NEWEST, queries.DUE):
        raise Invalid(_("order 只能是 newest 或 due。"), field="order", code="bad_order")
    chosen = filter_of(caller.town_id, request.GET)
    page = queries.page(caller.reach, chosen, limit=limit, cursor=cursor, order=order, related=())
    names, moment = shapes.Names(caller.town_id), clock.now()
    return answer(
        {
            "items": [shapes.brief(case, names, moment) for case in page.items],
            "next": page.next or None,
        }
    )


@router.get("/cases/{number}", response=DetailOut, summary="One case")
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Everything of the case of that number (its own, or one of its requests'), with what the
    caller may do next and why not."""
    caller = caller_of(request)
    case = visible(caller, number)
    document = _document(Work(case, actor=caller.actor), clock.now())
    return answer(document, ETag=f'"{case.version}"')


def visible(caller: Caller, number: str) -> Case:
    """The case of that number through the caller's gate; NotFound for a stranger."""
    rows = Case.objects.visible_to(caller.reach).filter(**number_filter(_plain(number)))
    case = rows.select_related("handler", "leader").first()
    if case is None:
        raise NotFound(_("没有编号为 %(number)s 的事件。") % {"number": number}, code="no_case")
    return case


def _plain(number: str) -> str:
    return clean(number).upper()


def _document(work: Work, moment: datetime) -> dict[str, Any]:
    case = work.case
    names = shapes.Names(case.town_id)
    work.requests = list(case.requests.select_related("requester").order_by("id"))
    reach = work.actor.reach
    assert reach is not None
    readable = seen(reach, work.requests)
    numbers = {row.pk: row.number for row in readable}
    files = case.attachments.filter(files_filter(reach, case.pk)).order_by("id")
    merged_into = case.merged_into.number if case.merged_into else None
    base = f"/api/v1/cases/{case.number}"
    return {
        **shapes.brief(case, names, moment),
        **shapes.more(case, merged_into),
        "clocks": [shapes.limit(row, numbers, moment) for row in work.clocks],
        "units": [shapes.part(row, names) for row in work.assignments],
        "approvals": [shapes.approval(row, names) for row in work.approvals],
        "requests": [shapes.request(row) for row in readable],
        "attachments": [shapes.attachment(row, base) for row in files],
        "moves": [shapes.offer(one) for one in rules.offers(work)],
        "timeline": shapes.timeline(
            history.timeline(case.town_id, CASE, case.pk), names, case.kind
        ),
    }


@router.get("/cases/{number}/timeline", response=list[EntryOut], summary="History of a case")
def timeline(request: HttpRequest, number: str) -> HttpResponse:
    """Every line of the case's history, oldest first."""
    case = visible(caller_of(request), number)
    lines = history.timeline(case.town_id, CASE, case.pk)
    return answer(shapes.timeline(lines, shapes.Names(case.town_id), case.kind))


@router.post(
    "/cases/{number}/original",
    response=OriginalOut,
    openapi_extra=body_of(ReasonIn),
    summary="Read what was written, unmasked",
)
def original(request: HttpRequest, number: str) -> HttpResponse:
    """The words of the case and of its requests with the telephone and identity numbers in them,
    for who may reveal personal data and gives a ``reason``, which is logged before anybody reads
    them. Everywhere else those numbers are starred out."""
    caller = caller_of(request)
    case = visible(caller, number)
    given = parse(ReasonIn, read_json(request))
    with durable():
        text = read_original(case, given.reason, actor=caller.actor)
        asked = list(case.requests.order_by("id").values("number", "text"))
    return answer({"number": case.number, "text": text, "requests": asked})


@router.post(
    "/cases/{number}/moves/{move}",
    response=CaseOut,
    openapi_extra=body_of(MoveIn),
    summary="Make a move",
)
def move(request: HttpRequest, number: str, move: str) -> HttpResponse:
    """The body holds the move's data, and ``version`` (or the header If-Match) that of the case
    as the caller saw it: a change in between is answered with 409."""
    caller = caller_of(request)
    data = read_json(request)
    version = version_of(request, data)
    with durable():
        case = make_move(
            caller.town_id,
            _plain(number),
            move,
            data,
            actor=caller.actor,
            version=version,
            reach=caller.reach,
        )
    document = shapes.brief(case, shapes.Names(case.town_id), clock.now())
    return answer(document, ETag=f'"{case.version}"')


@router.post(
    "/cases/{number}/attachments", response={201: FilesOut}, summary="Add evidence to a case"
)
def attach(request: HttpRequest, number: str) -> HttpResponse:
    """Photos and documents (``files``) with their ``stage``: before, after, check, report or
    reply; ``longitude``, ``latitude`` and ``taken_at`` say where and when they were taken."""
    caller = caller_of(request)
    case = visible(caller, number)
    stage = request.POST.get("stage", Attachment.Stage.AFTER)
    ready = checking.prepare(sent_files(request))
    with durable():
        rows = add_evidence(case, ready, stage=stage, actor=caller.actor)
    base = f"/api/v1/cases/{case.number}"
    return answer({"items": [shapes.attachment(row, base) for row in rows]}, 201)


@router.get("/cases/{number}/attachments/{attachment_id}", summary="One file")
def attachment(request: HttpRequest, number: str, attachment_id: int) -> HttpResponse:
    """The file itself."""
    caller = caller_of(request)
    case = visible(caller, number)
    row = None
    if attachment_id < 2**53:
        rows = Attachment.objects.filter(files_filter(caller.reach, case.pk), case=case)
        row = rows.filter(pk=attachment_id).first()
    if row is None:
        raise NotFound(_("没有这个附件。"), code="no_attachment")
    return serve(row)  # type: ignore[return-value]


@router.get("/workflow", auth=None, summary="States and moves")
def states_and_moves(request: HttpRequest, kind: str = "") -> HttpResponse:  # noqa: ARG001
    """The loop as data, or with ``kind`` the way that kind goes: each state, each move with the
    JSON schema of what it asks."""
    chosen = kinds.workflow_of(kind)
    return answer(
        {
            "states": [
                {
                    "state": state.key,
                    "title": str(state.titles),
                    "open": state.open,
                    "public": str(state.public or state.titles),
                }
                for state in chosen.states
            ],
            "moves": [
                {
                    "move": one.key,
                    "title": str(one.titles),
                    "sources": one.sources,
                    "target": one.target,
                    "permission": one.permission,
                    "party": one.party,
                    "data": one.data.model_json_schema(),
                }
                for one in chosen.moves
            ],
        }
    )
