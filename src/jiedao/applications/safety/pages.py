"""The overview of safety: what is due, how far the programme is, accidents of this year and last."""

from datetime import timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from jiedao.applications.safety import names, queries
from jiedao.foundation.records.gate import SEE
from jiedao.foundation.records.pages.common import list_url, reader, record_url
from jiedao.foundation.records.schema import schema_of
from jiedao.kernel import clock, registry
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Kind

_SHOWN: Final = 20
_LISTS: Final = (
    names.HOME, names.SWEEP, names.FIRE_LISTED, names.TASK, names.GAS, names.POWER,
    names.TRAINING, names.PRINCIPAL, names.FOOD, names.FOOD_CHECK, names.FOOD_ACTION,
)  # fmt: skip


def _food_cases(reach: Reach) -> list[tuple[Kind, str]]:
    if not reach.anywhere("cases.see", names.FOOD_CASE):
        return []
    kind = registry.kinds.get(names.FOOD_CASE)
    return [(kind, reverse("cases:kind", args=[kind.key]))]


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Everything here is counted over what the reader may see."""
    reach = reader(request, schema_of(names.PREMISES))
    today = clock.today()
    shown = [schema_of(key).kind for key in _LISTS if reach.anywhere(SEE, key)]
    late, soon = queries.due_places(reach, today + timedelta(days=7))
    context = {
        "lists": [(kind, list_url(kind.key)) for kind in shown] + _food_cases(reach),
        "accidents": queries.accidents(reach),
        "year": today.year,
        "units": queries.tasks_by_unit(reach),
        "fields": queries.tasks_by_field(reach),
        "major": [
            (case, reverse("cases:record", args=[case.number]))
            for case in queries.major_hazards(reach, _SHOWN)
        ],
        "late": late,
        "soon": soon,
        "due_url": f"{list_url(names.PREMISES)}?order=due",
        "trained": queries.trained(reach),
        "untrained": [
            (row.title, record_url(row.kind, row.number))
            for row in queries.untrained(reach, _SHOWN)
        ],
        "gas": queries.gas(reach),
    }
    return render(request, "safety/overview.html", context)
