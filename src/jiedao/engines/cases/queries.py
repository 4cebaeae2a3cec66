"""Reads with filters: lists with keyset paging, counts, rates.

A list of 20 costs the same number of statements as one of 100, and nothing is counted on the
way: there is a next page when one row more was found.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from jiedao.engines.cases import clocks, kinds, searching, workflow
from jiedao.engines.cases.gate import CaseQuerySet, sees_everything
from jiedao.engines.cases.models import Case
from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.foundation.places.locator import locator_for
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.errors import Invalid
from jiedao.web import keyset

MAX_LIMIT = 200
NEWEST, DUE = "newest", "due"
ORDERS = {NEWEST: ("-reported_at", "-id"), DUE: ("due_at", "id")}


@dataclass(slots=True)
class CaseFilter:
    """What a list shows; the same names as in addresses and in the API.

    ``item`` includes everything below it in the catalogue, ``area`` everything in it; ``building``
    is the name or code of one.
    ``to_visit`` True for what waits for our return visit; ``tone`` is a state colour; ``open`` True
    for unfinished work.
    """

    state: list[str] = field(default_factory=list)
    unit: list[int] = field(default_factory=list)
    item: int | None = None
    area: int | None = None
    building: str = ""
    kind: str = ""
    channel: str = ""
    handler: int | None = None
    leader: int | None = None
    supervised: bool | None = None
    to_visit: bool | None = None
    tone: str = ""
    open: bool | None = None
    level: int | None = None
    reported_from: datetime | None = None
    reported_to: datetime | None = None
    q: str = ""


RELATED = ("item", "unit", "community", "grid")


@dataclass(frozen=True, slots=True)
class Page:
    """Rows and the cursor of the next page (empty when this was the last)."""

    items: list[Case]
    next: str


def page(
    reach: Reach,
    chosen: CaseFilter,
    *,
    limit: int = 20,
    cursor: str = "",
    order: str = NEWEST,
    related: tuple[str, ...] = RELATED,
) -> Page:
    """One page of what the reach may see, newest first or by the nearest deadline.

    ``related`` are the rows loaded along; who takes names from memory needs none. Raises Invalid for a limit outside 1…200 and for a cursor that is none.
    """
    if not 1 <= limit <= MAX_LIMIT:
        raise Invalid(_("每页 1 到 200 条。"), field="limit", code="bad_limit")
    rows = filtered(Case.objects.visible_to(reach), reach.town_id, chosen)
    if chosen.q:
        return _search_page(rows, reach, chosen, limit, cursor, related)
    fields = ORDERS[order]
    if order == DUE:
        rows = rows.filter(due_at__isnull=False)
    paged: QuerySet[Case] = keyset.after(rows, fields, cursor) if cursor else rows
    paged = _along(paged, related).order_by(*fields)
    found = list(paged[: limit + 1])
    more = len(found) > limit
    return Page(found[:limit], keyset.cursor_of(found[limit - 1], fields) if more else "")


def _along(rows: QuerySet[Case], related: tuple[str, ...]) -> QuerySet[Case]:
    # Without names Django would follow every foreign key there is.
    return rows.select_related(*related) if related else rows


def _search_page(
    rows: CaseQuerySet,
    reach: Reach,
    chosen: CaseFilter,
    limit: int,
    cursor: str,
    related: tuple[str, ...],
) -> Page:
    if cursor and not cursor.isdecimal():
        raise Invalid(_("翻页标记无效，请从第一页看起。"), field="cursor", code="bad_cursor")
    ids = searching.find(
        rows,
        reach,
        chosen.q,
        limit=limit + 1,
        before_id=int(cursor) if cursor else None,
        narrow=chosen != CaseFilter(q=chosen.q) or not sees_everything(reach),
    )
    wanted = ids[:limit]
    loaded = _along(Case.objects.filter(pk__in=wanted), related)
    by_id = {row.pk: row for row in loaded}
    found = [by_id[pk] for pk in wanted if pk in by_id]
    more = len(ids) > limit and bool(found)
    return Page(found, str(found[-1].pk) if more else "")


def filtered(rows: CaseQuerySet, town_id: int, chosen: CaseFilter) -> CaseQuerySet:
    """Narrow rows by the declared filters (all but the text)."""
    equal: dict[str, Any] = {
        "kind": chosen.kind,
        "channel": chosen.channel,
        "handler_id": chosen.handler,
        "leader_id": chosen.leader,
        "level": chosen.level,
        "reported_at__gte": chosen.reported_from,
        "reported_at__lt": chosen.reported_to,
    }
    rows = rows.filter(**{name: value for name, value in equal.items() if value not in ("", None)})
    states = _states(chosen)
    if states is not None:
        rows = rows.filter(state__in=states)
    if chosen.unit:
        rows = rows.filter(unit_id__in=chosen.unit)
    if chosen.item is not None:
        rows = rows.filter(item_id__in=catalogue_for(town_id).below(chosen.item))
    rows = _placed(rows, town_id, chosen)
    if chosen.to_visit:
        closed = kinds.only_the_loop(rows, (workflow.CLOSED,))
        rows = closed.filter(closed_elsewhere=False)
    if chosen.supervised:
        rows = rows.filter(supervised=True)
    return _toned(rows, chosen.tone)


def _placed(rows: CaseQuerySet, town_id: int, chosen: CaseFilter) -> CaseQuerySet:
    if chosen.area is not None:
        rows = rows.filter(_area(town_id, chosen.area))
    if chosen.building:
        rows = rows.filter(building_id__in=_buildings(town_id, chosen.building))
    return rows


def _states(chosen: CaseFilter) -> list[str] | None:
    states = kinds.states_of(chosen.kind)
    known = {state.key for state in states}
    wrong = [key for key in chosen.state if key not in known]
    if wrong:
        raise Invalid(_("没有“%(state)s”这个状态。") % {"state": wrong[0]}, field="state")
    if chosen.state:
        return chosen.state
    if chosen.open is None and not chosen.tone:
        return None
    wanted = chosen.open if chosen.open is not None else chosen.tone != "grey"
    return [state.key for state in states if state.open == wanted]


def _area(town_id: int, area_id: int) -> Q:
    area = locator_for(town_id).area(area_id)
    if area is None:
        raise Invalid(_("没有这个区域。"), field="area", code="unknown_area")
    if area.level == "subdistrict":
        return Q()
    column = {"community": "community_id", "grid": "grid_id"}.get(area.level, "building_id")
    return Q(**{column: area_id})


def _buildings(town_id: int, name: str) -> list[int]:
    """The buildings of that name or code, those of a premises being the ones it stands in."""
    locator = locator_for(town_id)
    places = (locator.place_of(row.id) for row in locator.named(name))
    return sorted({place.building_id for place in places if place.building_id is not None})


def _toned(rows: CaseQuerySet, tone: str) -> CaseQuerySet:
    moment = clock.now()
    if tone == "red":
        return rows.filter(is_late(moment))
    if tone == "amber":
        return rows.filter(is_due_soon(moment))
    if tone == "green":
        return rows.filter(due_at__gte=moment, warn_at__gt=moment, suspended_until__isnull=True)
    if tone == "violet":
        return rows.filter(is_calmly_suspended(moment))
    if tone == "neutral":
        return rows.filter(HAS_NO_LIMIT)
    return rows


HAS_NO_LIMIT: Final = Q(due_at__isnull=True) & ~Q(due_clock=clocks.SUSPENSION)
"""No clock runs: neither in time nor late."""


def is_late(moment: datetime) -> Q:
    """The nearest clock has run out, be it a platform's that a suspension does not stop."""
    return Q(due_at__lt=moment) & ~Q(due_clock=clocks.SUSPENSION)


def is_due_soon(moment: datetime) -> Q:
    """The nearest clock warns; the end of a suspension warns of nothing."""
    return Q(due_at__gte=moment, warn_at__lte=moment)


def is_calmly_suspended(moment: datetime) -> Q:
    """Suspended, and no platform's clock presses meanwhile."""
    waits = Q(due_clock=clocks.SUSPENSION) | Q(due_at__gte=moment, warn_at__gt=moment)
    return Q(suspended_until__isnull=False) & waits


@dataclass(frozen=True, slots=True)
class Tally:
    """Open cases of one unit by state colour."""

    unit_id: int | None
    open: int
    red: int
    amber: int
    violet: int


def open_by_unit(reach: Reach, unit_ids: Iterable[int] | None = None) -> list[Tally]:
    """How many open cases each unit has, by colour: over open cases only (partial indexes)."""
    moment = clock.now()
    rows = Case.objects.visible_to(reach).filter(state__in=kinds.open_states())
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(unit_ids))
    grouped = rows.values("unit_id").annotate(
        open=Count("id"),
        red=Count("id", filter=is_late(moment)),
        amber=Count("id", filter=is_due_soon(moment)),
        violet=Count("id", filter=is_calmly_suspended(moment)),
    )
    return [Tally(**row) for row in grouped.order_by(F("open").desc())]


def open_by_state(reach: Reach) -> dict[tuple[str, str], int]:
    """How many open cases of each kind stand in each state: (kind, state) → number."""
    rows = Case.objects.visible_to(reach).filter(state__in=kinds.open_states())
    grouped = rows.values("kind", "state").annotate(n=Count("id")).order_by()
    return {(row["kind"], row["state"]): row["n"] for row in grouped}


def about(reach: Reach, subject_kind: str, subject_id: int) -> QuerySet[Case]:
    """The cases about one record that the reach may see, newest first."""
    rows = Case.objects.visible_to(reach)
    rows = rows.filter(subject_kind=subject_kind, subject_id=subject_id)
    return rows.order_by("-reported_at", "-id")
