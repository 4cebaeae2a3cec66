"""The cases of one pair: suggested as this, chosen as that."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.engines.cases.models import Case
from jiedao.engines.cases.pages.common import reader
from jiedao.engines.mining.models import Suggestion, Task
from jiedao.engines.mining.pages.of_case import named
from jiedao.engines.mining.rights import MANAGE, SEE
from jiedao.engines.mining.texts.masking import masked
from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.kernel.access import Reach
from jiedao.kernel.errors import NotFound
from jiedao.web.shell import base_template

SHOWN = 50
_READ = 5_000


@require_GET
def mistaken(request: HttpRequest, offered: int, chosen: int) -> HttpResponse:
    """The newest of them, as far as the reader may see the cases; the others are counted."""
    reach = reader(request, SEE)
    catalogue = catalogue_for(reach.town_id)
    if catalogue.item(offered) is None or catalogue.item(chosen) is None:
        raise NotFound(_("没有这个事项。"), code="no_item")
    rows = Suggestion.objects.filter(
        town_id=reach.town_id, task=Task.ITEM, decision=Suggestion.Decision.CHANGED, chosen=chosen
    ).order_by("-decided_at", "-id")
    of_pair = [row for row in rows[:_READ] if row.offered and row.offered[0]["id"] == offered]
    shown = readable(reach, of_pair)
    context = {
        "offered": named(reach.town_id, Task.ITEM, offered),
        "chosen": named(reach.town_id, Task.ITEM, chosen),
        "rows": shown[:SHOWN],
        "count": len(of_pair),
        "hidden": len(of_pair) - len(shown),
        "base_template": base_template(request),
    }
    return render(request, "mining/mistaken.html", context)


@dataclass(frozen=True, slots=True)
class Text:
    """What is shown of a case: ``number`` is "" where the reader may not open it."""

    words: str
    number: str = ""
    unit: object = ""


def readable(reach: Reach, rows: list[Suggestion]) -> list[tuple[Text, Suggestion]]:
    """Those that the reader may see, in the order given. Whoever keeps the catalogue needs the words
    for it: of the other cases, but the secret ones, the words alone are shown, masked."""
    ids = [row.case_id for row in rows]
    cases = Case.objects.visible_to(reach).filter(pk__in=ids).select_related("unit")
    found = {case.pk: Text(case.text, case.number, case.unit or "") for case in cases}
    if reach.anywhere(MANAGE):
        others = Case.objects.filter(pk__in=ids, town_id=reach.town_id, secret=False)
        others = others.exclude(item__secret=True).exclude(requests__secret=True)
        texts = others.exclude(pk__in=found).values_list("pk", "text")
        found |= {pk: Text(masked(text)) for pk, text in texts}
    return [(found[row.case_id], row) for row in rows if row.case_id in found]
