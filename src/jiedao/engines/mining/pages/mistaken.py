"""The cases of one pair: suggested as this, chosen as that."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.engines.cases.models import Case
from jiedao.engines.cases.pages.common import reader
from jiedao.engines.mining.askers import names_of
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
    shown, hidden = readable(reach, of_pair, SHOWN)
    context = {
        "offered": named(reach.town_id, Task.ITEM, offered),
        "chosen": named(reach.town_id, Task.ITEM, chosen),
        "rows": shown,
        "count": len(of_pair),
        "hidden": hidden,
        "base_template": base_template(request),
    }
    return render(request, "mining/mistaken.html", context)


@dataclass(frozen=True, slots=True)
class Text:
    """What is shown of a case and of what was said of its suggestion; ``number`` is "" where the
    reader may not open it."""

    words: str
    reason: str
    number: str = ""
    unit: object = ""


def readable(
    reach: Reach, rows: Sequence[Suggestion], most: int
) -> tuple[list[tuple[Text, Suggestion]], int]:
    """The first of those that the reader may see, in the order given, and how many he may not.

    Whoever keeps the catalogue needs the words for it: of other cases than those he may open, but
    the secret ones, the words alone are shown, without people's names and numbers.
    """
    ids = [row.case_id for row in rows]
    opens = set(Case.objects.visible_to(reach).filter(pk__in=ids).values_list("pk", flat=True))
    reads = opens | (_not_secret(reach.town_id, ids) if reach.anywhere(MANAGE) else set())
    good = [row for row in rows if row.case_id in reads]
    shown = [row.case_id for row in good[:most]]
    cases = Case.objects.select_related("unit").in_bulk(shown)
    names = names_of([pk for pk in shown if pk not in opens])
    told = [
        (_opened(cases[row.case_id], row) if row.case_id in opens
         else _masked(cases[row.case_id], row, names[row.case_id]), row)
        for row in good[:most]
    ]  # fmt: skip
    return told, len(rows) - len(good)


def _not_secret(town_id: int, ids: Collection[int]) -> set[int]:
    rows = Case.objects.filter(pk__in=ids, town_id=town_id, secret=False)
    rows = rows.exclude(item__secret=True).exclude(requests__secret=True)
    return set(rows.values_list("pk", flat=True))


def _opened(case: Case, row: Suggestion) -> Text:
    return Text(case.text, row.reason, case.number, case.unit or "")


def _masked(case: Case, row: Suggestion, names: Collection[str]) -> Text:
    return Text(masked(case.text, names=names), masked(row.reason, names=names))
