"""``/requests``: somebody asks; the asker follows it and adds files."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from jiedao.engines.cases import public, tracking
from jiedao.engines.cases.actions.incoming import NewRequest
from jiedao.engines.cases.actions.placing import PUBLIC_CHANNELS
from jiedao.engines.cases.api import shapes
from jiedao.engines.cases.api.callers import SENDERS, TRACKERS
from jiedao.engines.cases.api.schemas import (
    Contact,
    FilesOut,
    NewRequestIn,
    ProgressOut,
    ReceiptOut,
)
from jiedao.engines.cases.models import Request
from jiedao.engines.cases.receiving import add_to_request, receive
from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.foundation.files import checking
from jiedao.foundation.files.wire import sent_files
from jiedao.foundation.staff.api.callers import Caller, caller_of
from jiedao.kernel import registry
from jiedao.kernel.errors import Forbidden, Invalid, NotFound, Unauthenticated
from jiedao.kernel.texts import clean
from jiedao.web.api.bodies import answer, body_of, parse, read_json, retry_key_of

router = Router(tags=["requests"])

DEFAULT_KIND = "request"


@router.post(
    "/requests",
    auth=SENDERS,
    response={201: ReceiptOut, 200: ReceiptOut},
    openapi_extra=body_of(NewRequestIn),
    summary="Send a request",
)
def send(request: HttpRequest) -> HttpResponse:
    """Place, class and dispatch a request at once. 201 with its numbers; 200 with the same body
    for a retry (header ``Idempotency-Key``, or ``channel`` and ``foreign_number``)."""
    caller = caller_of(request)
    given = parse(NewRequestIn, read_json(request))
    new = _new(caller, given, retry_key_of(request))
    receipt = receive(caller.town_id, new, actor=caller.actor)
    return answer(
        shapes.receipt(receipt),
        200 if receipt.known else 201,
        Location=f"/api/v1/cases/{receipt.case.number}",
    )


def _new(caller: Caller, given: NewRequestIn, key: str) -> NewRequest:
    contact = given.contact or Contact()
    return NewRequest(
        text=given.text,
        channel=_channel(caller, given),
        kind=_kind(caller, given.kind),
        item_id=item_id(caller.town_id, given.item),
        longitude=given.longitude,
        latitude=given.latitude,
        datum=given.datum,
        address=given.address,
        contact_name=contact.name,
        contact_phone=contact.phone,
        foreign_number=given.foreign_number,
        retry_key=key,
        secret=given.secret,
        received_at=given.received_at,
        platform_due_at=given.platform_due_at,
    )


def _channel(caller: Caller, given: NewRequestIn) -> str:
    """Of a machine its own; of an account what it says; of the public one of the public's."""
    if caller.channel:
        if given.channel not in ("", caller.channel):
            raise Invalid(
                _("这个令牌只能以渠道“%(channel)s”提交。") % {"channel": caller.channel},
                field="channel",
                code="other_channel",
            )
        return caller.channel
    if caller.is_public:
        town_only = given.foreign_number or given.received_at or given.platform_due_at
        if town_only or (given.channel and given.channel not in PUBLIC_CHANNELS):
            raise Unauthenticated(
                _("渠道、外部编号和平台时限要用渠道令牌提交。"), code="token_needed"
            )
        public.slow_down(caller.town_id, caller.address)
        return given.channel or "api"
    if not caller.reach.anywhere("cases.report"):
        raise Forbidden(_("您没有代录诉求的权限。"), code="no_permission")
    return given.channel or "api"


def _kind(caller: Caller, key: str) -> str:
    """A kind of case that somebody declares; from the public one that has an intake."""
    kind = registry.kinds.find(key)
    known = kind is not None and kind.family == "case"
    if caller.is_public:
        known = any(intake.kind == key for intake in registry.intakes)
    if key != DEFAULT_KIND and not known:
        raise Invalid(
            _("没有“%(kind)s”这种事件。") % {"kind": key}, field="kind", code="unknown_kind"
        )
    return key


def item_id(town_id: int, given: int | str | None) -> int | None:
    """The id of an item given by code (text) or id (number, or digits that are no code)."""
    if given is None or given == "":
        return None
    catalogue = catalogue_for(town_id)
    item = catalogue.item(given)
    if item is None and isinstance(given, str) and given.isdecimal() and len(given) < 16:
        item = catalogue.item(int(given))
    if item is None or not item.active:
        raise Invalid(_("目录里没有这个事项。"), field="item", code="unknown_item")
    return item.id


@router.get(
    "/requests/{number}",
    auth=TRACKERS,
    response=ProgressOut,
    summary="Follow a request",
)
def follow(request: HttpRequest, number: str, code: str = "") -> HttpResponse:
    """Progress in public words: for whoever knows the tracking code (query ``code``), for the
    channel that delivered it, and for staff who see its case."""
    caller = caller_of(request)
    row = _own_request(caller, number, code)
    return answer(shapes.progress(row, own=caller.is_public or bool(caller.channel)))


@router.post(
    "/requests/{number}/attachments",
    auth=TRACKERS,
    response={201: FilesOut},
    summary="Add files to a request",
    openapi_extra={
        "requestBody": {
            "content": {
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "files": {
                                "type": "array",
                                "items": {"type": "string", "format": "binary"},
                            },
                            "code": {"type": "string"},
                        },
                    }
                }
            }
        }
    },
)
def add_files(request: HttpRequest, number: str) -> HttpResponse:
    """Photos, a PDF or a recording (``files``), by whoever may follow the request; the tracking
    code in the form field or query ``code``. At most nine in all."""
    caller = caller_of(request)
    code = request.POST.get("code") or request.GET.get("code", "")
    row = _own_request(caller, number, code)
    if caller.is_public:
        public.slow_down(caller.town_id, caller.address)
    ready = checking.prepare(sent_files(request))
    rows = add_to_request(row, ready, actor=caller.actor)
    base = f"/api/v1/cases/{row.case.number}"
    return answer({"items": [shapes.attachment(one, base) for one in rows]}, 201)


def _own_request(caller: Caller, number: str, code: str) -> Request:
    if caller.is_public:
        public.guard_codes(caller.address)
        try:
            return tracking.find(caller.town_id, clean(number), code)
        except NotFound:
            public.note_wrong_code(caller.address)
            raise
    rows = Request.objects.select_related("case").filter(number=clean(number).upper())
    if caller.channel:
        rows = rows.filter(town_id=caller.town_id, channel=caller.channel)
    else:
        rows = rows.visible_to(caller.reach)
    row = rows.first()
    if row is None:
        raise NotFound(_("没有编号为 %(number)s 的诉求。") % {"number": number}, code="no_request")
    return row
