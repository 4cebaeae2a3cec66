"""The board of a kind: one column a state."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from jiedao.foundation.records.pages.common import list_url, reader, record_url
from jiedao.foundation.records.pages.lists import listed
from jiedao.foundation.records.schema import Schema, schema_of
from jiedao.foundation.records.standing import warn_at
from jiedao.foundation.records.words import said
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import State
from jiedao.web.parts import BoardCard, BoardColumn
from jiedao.web.shell import base_template

CARDS = 20


@require_GET
def board(request: HttpRequest, kind: str) -> HttpResponse:
    """Open states, and the last finished ones; one statement a column."""
    schema = schema_of(kind)
    reach = reader(request, schema)
    columns = [_column(schema, reach, state) for state in schema.workflow.states]
    context = {
        "kind": schema.kind,
        "columns": columns,
        "list_url": list_url(kind),
        "base_template": base_template(request),
    }
    return render(request, "records/board.html", context)


def _column(schema: Schema, reach: Reach, state: State) -> BoardColumn:
    key = schema.kind.key
    rows = schema.family.model.objects.visible_to(reach, key).filter(state=state.key)
    found = list(rows.select_related("unit", "grid", "community").order_by("-id")[: CARDS + 1])
    first = next((spec for spec in listed(schema) if not spec.ref), None)
    cards = []
    for row in found[:CARDS]:
        own = said(first, row.attributes.get(first.name), {}) if first else ""
        area = row.grid or row.community
        meta = " · ".join(filter(None, [own, area.name if area else ""]))
        url = record_url(key, row.number)
        due = row.due_at if state.open else None
        cards.append(BoardCard(url, row.title, meta or row.number, due=due, warn=warn_at(row)))
    more = f"{reverse('records:list', args=[key])}?state={state.key}"
    return BoardColumn(state.key, state.titles, cards, more_url=more if len(found) > CARDS else "")
