"""Requests as everybody may read them: matter, state, times, the neighbourhood. No words of
others, no names, no exact place, nothing secret."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from jiedao.engines.cases import clocks, kinds, workflow
from jiedao.engines.cases.models import Clock, Request
from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.foundation.places.locator import locator_for
from jiedao.kernel import clock, registry
from jiedao.kernel.errors import Invalid
from jiedao.kernel.texts import clean
from jiedao.portal.open311.services import Named

SPAN = timedelta(days=90)
PAGE_SIZE, MOST = 50, 500
_DECIMALS = 3
"""About a hundred metres: a street corner, not a door."""
_ENDED = (
    Request.State.ANSWERED,
    Request.State.RATED,
    Request.State.DECLINED,
    Request.State.WITHDRAWN,
    Request.State.ELSEWHERE,
    Request.State.RETURNED,
)


def public_requests(town_id: int) -> QuerySet[Request]:
    """Requests that anybody may know of: neither they nor their case are secret, and they are of
    a kind that the public reports."""
    kinds = [intake.kind for intake in registry.intakes]
    rows = Request.objects.filter(
        town_id=town_id, secret=False, case__secret=False, case__kind__in=kinds
    )
    return rows.select_related("case")


def find(town_id: int, number: str) -> Request | None:
    """The public request of that number."""
    return public_requests(town_id).filter(number=clean(number).upper()).first()


def chosen(town_id: int, query: QueryDict) -> list[Request]:
    """The requests that a query asks for, newest first; by id, or by service, time and state."""
    rows = public_requests(town_id)
    numbers = _words(query, "service_request_id")
    if numbers:
        return list(rows.filter(number__in=[n.upper() for n in numbers[:MOST]]).order_by("-number"))
    rows = _in_time(rows, query)
    codes = _words(query, "service_code")
    if codes:
        rows = rows.filter(_of_services(town_id, codes))
    states = set(_words(query, "status"))
    if states - {"open", "closed"}:
        raise Invalid(_("status 只能是 open 或 closed。"), field="status")
    if len(states) == 1:
        ended = Q(state__in=_ENDED)
        rows = rows.filter(ended if "closed" in states else ~ended)
    page, size = _number(query, "page", 1, 10_000), _number(query, "page_size", PAGE_SIZE, MOST)
    return list(rows.order_by("-number")[(page - 1) * size : page * size])


def _words(query: QueryDict, name: str) -> list[str]:
    parts = ",".join(query.getlist(name)).split(",")
    return [word for part in parts if (word := clean(part))]


def _number(query: QueryDict, name: str, default: int, most: int) -> int:
    text = query.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:9]) <= most:
        raise Invalid(
            _("%(name)s 应是 1 到 %(most)d 的整数。") % {"name": name, "most": most}, field=name
        )
    return int(text)


def _in_time(rows: QuerySet[Request], query: QueryDict) -> QuerySet[Request]:
    """Ninety days at most: those up to now, or the ninety beside the one end that is given."""
    start, end = _moment(query, "start_date"), _moment(query, "end_date")
    if end is None:
        end = min(start + SPAN, clock.now()) if start else clock.now()
    if start is None:
        start = end - SPAN
    start = max(start, end - SPAN)
    # A number begins with the day of intake, which is never before the day it was received:
    # the unique index on numbers bounds the search, the time itself decides.
    first = f"R{start.astimezone(clock.TOWN_ZONE):%y%m%d}"
    return rows.filter(number__gte=first, received_at__gte=start, received_at__lte=end)


def _moment(query: QueryDict, name: str) -> datetime | None:
    text = query.get(name, "").strip().replace(" ", "+")  # a plus sign that was not escaped
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if not 2000 <= moment.year < 2100:
            raise ValueError(text)
    except ValueError:
        raise Invalid(_("时间写成 2010-01-01T00:00:00Z 这样（w3 格式）。"), field=name) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _of_services(town_id: int, codes: list[str]) -> Q:
    catalogue = catalogue_for(town_id)
    items = [item.id for code in codes if (item := catalogue.item(code)) is not None]
    kinds = [intake.kind for intake in registry.intakes if intake.key in codes]
    return Q(case__item_id__in=items) | Q(case__item=None, case__kind__in=kinds)


def lines(town_id: int, rows: Iterable[Request]) -> list[dict[str, Any]]:
    """Requests as the standard has them."""
    found = list(rows)
    names, locator = Named(town_id), locator_for(town_id)
    due = _expected([row.case_id for row in found])
    result = []
    for row in found:
        case = row.case
        code, name = names.of(case.kind, case.item_id)
        area = locator.area(case.grid_id or case.community_id or 0)
        result.append(
            {
                "service_request_id": row.number,
                "status": "closed" if row.state in _ENDED else "open",
                "status_notes": _notes(row),
                "service_name": name,
                "service_code": code,
                "description": None,
                "agency_responsible": None,
                "service_notice": None,
                "requested_datetime": when(row.received_at),
                "updated_datetime": when(_updated(row)),
                "expected_datetime": when(due.get(case.pk)),
                "address": area.name if area is not None else None,
                "address_id": area.code if area is not None else None,
                "zipcode": None,
                "lat": None if case.lat is None else round(case.lat, _DECIMALS),
                "long": None if case.lon is None else round(case.lon, _DECIMALS),
                "media_url": None,
            }
        )
    return result


def when(moment: datetime | None) -> str | None:
    """W3 date and time, in UTC."""
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _notes(row: Request) -> str:
    withdrawn = row.state == Request.State.WITHDRAWN
    state = workflow.LOOP.state(workflow.WITHDRAWN) if withdrawn else kinds.state_of(row.case)
    return str(state.public or state.titles)


def _updated(row: Request) -> datetime:
    """When it was closed, else the last step that is recorded."""
    case = row.case
    steps = (
        row.replied_at, case.closed_at, case.checked_at, case.handled_at, case.contacted_at,
        case.signed_at, case.dispatched_at, case.accepted_at,
    )  # fmt: skip
    return max((step for step in steps if step is not None), default=row.received_at)


def _expected(case_ids: list[int]) -> dict[int, datetime]:
    """The last limit of the work itself that runs on each case."""
    found: dict[int, datetime] = {}
    rows = Clock.objects.filter(case_id__in=case_ids).exclude(kind__in=clocks.BESIDES)
    for case_id, due in rows.values_list("case_id", "due_at"):
        found[case_id] = max(due, found.get(case_id, due))
    return found
