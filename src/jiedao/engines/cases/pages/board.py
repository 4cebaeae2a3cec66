"""Board: open work by state, the nearest deadlines first; of the loop, or of one kind."""

from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from jiedao.engines.cases import clocks, kinds, workflow
from jiedao.engines.cases.gate import CaseQuerySet
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.pages import choices
from jiedao.engines.cases.pages.common import case_url, declared_kind, reader
from jiedao.kernel import history
from jiedao.kernel.declarations import State
from jiedao.web.parts import BoardCard, BoardColumn
from jiedao.web.shell import base_template

CARDS = 20


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """One column a state; ``?unit=`` and ``?kind=`` narrow it. One statement a column."""
    context = {"kinds": choices.kinds(), **_board(request, request.GET.get("kind", ""))}
    return render(request, "cases/board.html", context)


@require_GET
def kind_board(request: HttpRequest, kind: str) -> HttpResponse:
    """The board of one kind, by the states of its own workflow."""
    declared = declared_kind(kind)
    context = {"titles": declared.titles, "of_kind": kind, **_board(request, kind)}
    return render(request, "cases/board.html", context)


def _board(request: HttpRequest, kind: str) -> dict[str, Any]:
    reach = reader(request)
    rows = Case.objects.visible_to(reach)
    unit = request.GET.get("unit", "")
    if unit.isdecimal():
        rows = rows.filter(unit_id=int(unit))
    states = _states(kind)
    if kind:
        rows = rows.filter(kind=kind)
    elif others := kinds.strangers_to(state.key for state in states):
        rows = rows.exclude(kind__in=others)
    chosen = {"unit": unit, "kind": kind}
    return {
        "columns": [_column(rows, state, chosen) for state in states],
        "units": choices.units(reach.town_id),
        "unit": unit,
        "kind": kind,
        "base_template": base_template(request),
    }


def _states(kind: str) -> list[State]:
    """Those of open work, and ended ones in which somebody's main move still waits."""
    way = kinds.workflow_of(kind)
    waiting = {key for move in way.moves if move.primary for key in move.sources}
    return [state for state in way.states if state.open or state.key in waiting]


def _column(rows: CaseQuerySet, state: State, chosen: dict[str, str]) -> BoardColumn:
    here = rows.filter(state=state.key, closed_elsewhere=False).select_related("unit", "item")
    found = list(here.order_by(*_order(state, chosen["kind"]))[: CARDS + 1])
    query = {name: value for name, value in chosen.items() if value}
    more = f"{reverse('cases:list')}?{urlencode({'state': state.key, **query})}"
    return BoardColumn(
        key=state.key,
        title=state.titles,
        cards=[_card(row) for row in found[:CARDS]],
        more_url=more if len(found) > CARDS else "",
    )


def _order(state: State, kind: str) -> tuple[Any, ...]:
    """Work with a clock first, by deadline; where no clock runs, the oldest."""
    if not kinds.goes_the_loop(kind):
        return F("due_at").asc(nulls_last=True), "id"
    return ("due_at", "id") if state.key in workflow.AT_WORK else ("id",)


def _card(case: Case) -> BoardCard:
    return BoardCard(
        url=case_url(case.number),
        title=" ".join(history.scrub(case.text[:160]).split())[:60],
        meta=case.unit.name if case.unit else str(case.item or case.number),
        due=case.due_at if case.due_clock != clocks.SUSPENSION else None,
        warn=case.warn_at,
    )
