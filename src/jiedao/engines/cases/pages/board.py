"""Board: open work by state, the nearest deadlines first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from jiedao.engines.cases import clocks, workflow
from jiedao.engines.cases.gate import CaseQuerySet
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.pages import choices
from jiedao.engines.cases.pages.common import case_url, reader
from jiedao.kernel import history
from jiedao.web.parts import BoardCard, BoardColumn
from jiedao.web.shell import base_template

CARDS = 20
_COLUMNS = (*workflow.OPEN_STATES, workflow.CLOSED)


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """One column a state; ``?unit=`` and ``?kind=`` narrow it. One statement a column."""
    reach = reader(request)
    rows = Case.objects.visible_to(reach)
    unit, kind = request.GET.get("unit", ""), request.GET.get("kind", "")
    if unit.isdecimal():
        rows = rows.filter(unit_id=int(unit))
    if kind:
        rows = rows.filter(kind=kind)
    columns = [_column(rows, state, {"unit": unit, "kind": kind}) for state in _COLUMNS]
    context = {
        "columns": columns,
        "units": choices.units(reach.town_id),
        "kinds": choices.kinds(),
        "unit": unit,
        "kind": kind,
        "base_template": base_template(request),
    }
    return render(request, "cases/board.html", context)


def _column(rows: CaseQuerySet, state: str, chosen: dict[str, str]) -> BoardColumn:
    here = rows.filter(state=state, closed_elsewhere=False).select_related("unit", "item")
    # Work with a clock first, by deadline; where no clock runs, the oldest.
    order = ("due_at", "id") if state in workflow.AT_WORK else ("id",)
    found = list(here.order_by(*order)[: CARDS + 1])
    query = {name: value for name, value in chosen.items() if value}
    more = f"{reverse('cases:list')}?{urlencode({'state': state, **query})}"
    return BoardColumn(
        key=state,
        title=workflow.LOOP.state(state).titles,
        cards=[_card(row) for row in found[:CARDS]],
        more_url=more if len(found) > CARDS else "",
    )


def _card(case: Case) -> BoardCard:
    return BoardCard(
        url=case_url(case.number),
        title=" ".join(history.scrub(case.text[:160]).split())[:60],
        meta=case.unit.name if case.unit else str(case.item or case.number),
        due=case.due_at if case.due_clock != clocks.SUSPENSION else None,
        warn=case.warn_at,
    )
