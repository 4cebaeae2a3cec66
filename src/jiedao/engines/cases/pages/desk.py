"""The dispatch desk: what came in and goes to no unit yet, with what the catalogue suggests.

A row opens in the panel with the dispatching form filled in; Enter sends it as suggested, typing
changes it, and the next row opens by itself.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from pydantic import BaseModel, Field

from jiedao.engines.cases import kinds, move_data, rules, searching, workflow
from jiedao.engines.cases.actions import make_move
from jiedao.engines.cases.actions.making import find_move
from jiedao.engines.cases.gate import CaseQuerySet
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.pages import cells as case_cells
from jiedao.engines.cases.pages import choices
from jiedao.engines.cases.pages.alike import drawn_alike
from jiedao.engines.cases.pages.common import actor, case_of, reader, unit_name
from jiedao.engines.cases.pages.lists import AREA, CHANNEL, KIND, STATE, WORDS, CaseList
from jiedao.engines.cases.pages.move_forms import form_for
from jiedao.engines.cases.pages.place_hints import drawn_hints
from jiedao.engines.cases.pages.record import RecordPage
from jiedao.engines.cases.pages.suggestions import candidates, sure_item, unit_for
from jiedao.engines.cases.suggestions_slot import CaseSuggestion, note_suggestions, suggested
from jiedao.foundation.catalogue.lookup import Catalogue, catalogue_for
from jiedao.kernel.errors import Refused
from jiedao.kernel.titles import Title
from jiedao.kernel.transactions import durable
from jiedao.web import cells
from jiedao.web.lists import Bulk, BulkResult, Column, Empty, Ordering
from jiedao.web.shell import base_template
from jiedao.web.widgets import Choice, Widget

WAITING = (workflow.REPORTED, workflow.ACCEPTED)
NEAR_M = 300.0
LIKE_AT_MOST = 5


def suggestion(case: Case, catalogue: Catalogue) -> tuple[int | None, int | None]:
    """The item that the case has, a rule names for it or is suggested surely enough, and the unit
    that answers for it."""
    item_id = case.item_id
    if item_id is None:
        found = sure_item(case, catalogue)
        item_id = found.id if found else None
    if item_id is None:
        return None, None
    return item_id, unit_for(case, catalogue.responsible(item_id, _areas(case)), item_id)


def _areas(case: Case) -> list[int]:
    ids = (case.building_id, case.grid_id, case.community_id)
    return [area for area in ids if area is not None]


def _item_cell(case: Case) -> SafeString:
    catalogue = catalogue_for(case.town_id)
    item_id, _unit = suggestion(case, catalogue)
    if item_id is None:
        return _likely(cells.tag(_("待归类"), "amber"), *_perhaps(case, catalogue))
    name = catalogue.name(item_id)
    if case.item_id:
        return _likely("", name, "")
    likely = suggested(case)
    sure = likely.item.percent if likely and likely.item and likely.item.id == item_id else ""
    return _likely(cells.tag(_("建议")), name, sure)


def _likely(tag: object, name: str, sure: str) -> SafeString:
    """In a narrow list the name is cut short; how sure it is stays to be read."""
    percent = format_html('<span class="num">{}</span>', sure) if sure else ""
    said = format_html('<span class="clip" title="{}">{}</span>', name, name) if name else ""
    return format_html('<span class="desk-likely">{}</span>', cells.beside(tag, said, percent))


def _perhaps(case: Case, catalogue: Catalogue) -> tuple[str, str]:
    """What the rules, or else the suggestions, leave to a person to choose from; how sure."""
    names = [item.name for item in candidates(case, catalogue)]
    likely = suggested(case)
    if not names and likely and likely.items:
        return str(likely.items[0].title), likely.items[0].percent
    return _("、").join(names), ""


def _unit_cell(case: Case) -> str:
    return unit_name(case.town_id, suggestion(case, catalogue_for(case.town_id))[1])


# Bulk acts


class DispatchMany(BaseModel):
    """Nothing filled in: each goes where the catalogue says."""

    unit: int | None = Field(None, title="主办单位", description="不选则各按事项清单分拨。")
    note: str = Field("", title="备注", max_length=1000)


class DeclineMany(BaseModel):
    """One reason for all of them."""

    outcome: move_data.OutcomeCode = Field(title="不予分拨的情形")
    reason: move_data.Reason = Field(title="理由", description="会告知每位诉求人。")


def _unit_widgets(request: HttpRequest) -> dict[str, Widget]:
    return {
        "unit": Widget("select", choices=choices.units(reader(request).town_id)),
        "note": Widget("textarea", rows=2),
    }


def _decline_widgets(_request: HttpRequest) -> dict[str, Widget]:
    offered = [Choice(key, title) for key, title in workflow.OUTCOMES.items()]
    return {"outcome": Widget("radio", choices=offered), "reason": Widget("textarea", rows=2)}


def _each(
    request: HttpRequest, ids: Iterable[int], key: str, data_of: Callable[[Case], dict[str, Any]]
) -> BulkResult:
    """Make a move on each case in a transaction of its own; what is refused is told by number."""
    who = actor(request)
    rows = list(Case.objects.visible_to(reader(request)).filter(pk__in=ids).order_by("id"))
    note_suggestions(rows)
    done, refused = 0, []
    for case in rows:
        try:
            with durable():
                make_move(
                    case.town_id, case.number, key, data_of(case),
                    actor=who, version=case.version,
                )  # fmt: skip
            done += 1
        except Refused as error:
            refused.append((case.number, error.sentence))
    return BulkResult(done, refused)


def _accept_many(request: HttpRequest, ids: list[int], _data: Any) -> BulkResult:
    def said(case: Case) -> dict[str, Any]:
        return {"item": suggestion(case, catalogue_for(case.town_id))[0]}

    return _each(request, ids, "accept", said)


def _dispatch_many(request: HttpRequest, ids: list[int], data: DispatchMany) -> BulkResult:
    def said(case: Case) -> dict[str, Any]:
        catalogue = catalogue_for(case.town_id)
        item_id, unit_id = suggestion(case, catalogue)
        listed = item_id and catalogue.responsible(item_id, _areas(case)).lead_unit_id
        # Nothing said means the duty list's own, with its co-handlers.
        unit = data.unit or (None if listed else unit_id)
        return {"item": item_id, "unit": unit, "note": data.note}

    return _each(request, ids, "dispatch", said)


def _decline_many(request: HttpRequest, ids: list[int], data: DeclineMany) -> BulkResult:
    return _each(request, ids, "decline", lambda _case: data.model_dump())


class Desk(CaseList):
    """Reported and accepted cases, first come first."""

    key = "cases.desk"
    titles = Title("分拨台", "Dispatch desk")
    permission = "cases.dispatch"
    template = "cases/desk.html"
    note = staticmethod(note_suggestions)
    columns = (
        case_cells.NUMBER,
        case_cells.WHAT,
        Column("item", Title("事项", "Item"), _item_cell, width="m"),
        Column("unit", Title("去向", "Goes to"), _unit_cell, width="m", rank=2),
        case_cells.PLACE,
        replace(case_cells.STATE, rank=3),
        case_cells.CHANNEL,
        case_cells.REPORTED,
    )
    filters = (WORDS, STATE, AREA, CHANNEL, KIND)
    orderings = (
        Ordering("oldest", Title("先到", "Oldest"), ("reported_at", "id")),
        Ordering("newest", Title("最新", "Newest"), ("-reported_at", "-id")),
    )
    views = ()
    bulk = (
        Bulk("dispatch", Title("按建议分拨", "Dispatch as suggested"), _dispatch_many, "cases.dispatch", "send",
             DispatchMany, _unit_widgets, primary=True),
        Bulk("accept", Title("受理", "Accept"), _accept_many, "cases.accept", "inbox"),
        Bulk("decline", Title("不予分拨", "Decline"), _decline_many, "cases.decline", "circle-x",
             DeclineMany, _decline_widgets, danger=True),
    )  # fmt: skip
    empty = Empty("checks", _("分拨台已清空"), _("新来的、还没有去向的事件会列在这里。"))

    def queryset(self, request: HttpRequest) -> CaseQuerySet:
        rows: CaseQuerySet = kinds.only_the_loop(super().queryset(request), WAITING)
        return rows

    def open_url(self, key: str) -> str:
        return reverse("cases:desk_case", args=[key])

    def further(self, request: HttpRequest) -> Mapping[str, Any]:
        return {"may_report": reader(request).anywhere("cases.report")}


@require_GET
def desk_case(request: HttpRequest, number: str) -> HttpResponse:
    """The panel: what is asked, the dispatching form filled in, and what is like it nearby."""
    case = case_of(request, number)
    page = RecordPage(request, case)
    dispatch = find_move(case.kind, "dispatch")
    why_not = rules.refusal(page.work, dispatch)
    likely = None if why_not else suggested(case)
    offered = drawn_alike(request, page.work)
    context = {
        "page": page,
        "form": None if why_not else form_for(dispatch, page.work),
        "action": reverse("cases:move", args=[case.number, "dispatch"]),
        "why_not": why_not,
        "suggested": likely,
        "filled": _filled(case, likely, page.work.catalogue),
        "explained": likely is not None and reader(request).anywhere(likely.right),
        "others": [
            replace(button, primary=False)
            for button in page.buttons
            if button.key not in ("dispatch", "remark")
        ],
        "places": drawn_hints(request, page.work),
        "offered": offered,
        "like": [] if offered else alike(page),
        "base_template": base_template(request),
    }
    return render(request, "cases/desk_case.html", context)


def _filled(case: Case, likely: CaseSuggestion | None, catalogue: Catalogue) -> int | None:
    """The suggested item that the form is filled in with: None where a person is to choose, or
    where the case or a rule has brought another one."""
    first = likely.item if likely else None
    return first.id if first and suggestion(case, catalogue)[0] == first.id else None


def alike(page: RecordPage) -> list[Case]:
    """Open cases near by or with the same words: perhaps the same matter."""
    case = page.case
    assert page.who.reach is not None
    rows = Case.objects.visible_to(page.who.reach).exclude(pk=case.pk)
    rows = rows.filter(state__in=kinds.open_states())
    if case.lon is None or case.lat is None:
        words = case.address or (case.item.name if case.item else "")
        ids = searching.find(rows, page.who.reach, words, limit=LIKE_AT_MOST) if words else []
        rows = rows.filter(pk__in=ids)
    else:
        rows = rows.filter(**_around(case.lon, case.lat))
        if case.grid_id is not None:
            rows = rows.filter(community_id=case.community_id)
    return list(rows.select_related("item", "unit").order_by("-id")[:LIKE_AT_MOST])


def _around(lon: float, lat: float) -> dict[str, float]:
    """A square of some hundred metres; at these latitudes a degree is about 111 and 103 km."""
    east, north = NEAR_M / 103_000, NEAR_M / 111_000
    return {
        "lon__gte": lon - east,
        "lon__lte": lon + east,
        "lat__gte": lat - north,
        "lat__lte": lat + north,
    }


@require_GET
def route(request: HttpRequest, number: str) -> JsonResponse:
    """Who answers for an item at the place of this case: fills in the unit when the item changes."""
    case = case_of(request, number)
    item = request.GET.get("item", "")
    if not item.isdecimal():
        return JsonResponse({"unit": None, "co_units": []})
    responsible = catalogue_for(case.town_id).responsible(int(item), _areas(case))
    unit_id = unit_for(case, responsible, int(item))
    unit = {"value": unit_id, "text": unit_name(case.town_id, unit_id)} if unit_id else None
    return JsonResponse({"unit": unit, "co_units": list(responsible.co_unit_ids)})
