"""What search boxes offer while one types: matters, units, cases to join."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest, JsonResponse, QueryDict
from django.views.decorators.http import require_GET

from jiedao.engines.cases import kinds, searching, workflow
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.pages import choices
from jiedao.engines.cases.pages.common import reader
from jiedao.engines.cases.suggestions_slot import suggested
from jiedao.foundation.catalogue.entries import CatalogueItem, Responsible
from jiedao.foundation.catalogue.lookup import Catalogue, catalogue_for
from jiedao.kernel import history

PICKED = ("item", "citation", "unit", "proposed_unit", "into")
_AT_MOST = 12
_CANDIDATES = 4


@require_GET
def items(request: HttpRequest) -> JsonResponse:
    """Matters of the catalogue: ``[{value, text, meta}]``; with ``?value=code`` by their code,
    which stays when the catalogue is edited."""
    catalogue = catalogue_for(reader(request).town_id)
    words, kind = request.GET.get("q", "")[:60], request.GET.get("kind", "")
    found = catalogue.find(words, limit=_AT_MOST, kind=kind)
    by_code = request.GET.get("value") == "code"
    return _answer(
        [(item.code if by_code else str(item.id), item.path, item.code) for item in found]
    )


@require_GET
def units(request: HttpRequest) -> JsonResponse:
    """Units that work today."""
    words = request.GET.get("q", "").strip()[:60]
    found = [
        node
        for node in choices.town_units(reader(request).town_id)
        if words in node.name or words.lower() == node.code.lower()
    ]
    return _answer([(str(node.id), node.name, node.code) for node in found[:_AT_MOST]])


@require_GET
def cases(request: HttpRequest) -> JsonResponse:
    """Open cases that another may join: by number or words, not the one itself (``to``)."""
    reach = reader(request)
    words = request.GET.get("q", "").strip()[:60]
    rows = kinds.only_the_loop(Case.objects.visible_to(reach), workflow.BEFORE_CLOSING)
    rows = rows.exclude(number=request.GET.get("to", ""))
    ids = searching.find(rows, reach, words, limit=_AT_MOST) if words else []
    found = Case.objects.filter(pk__in=ids).select_related("item").order_by("-id")
    return _answer(
        [
            (row.number, f"{row.number} {history.scrub(row.text)[:30]}", str(row.item or ""))
            for row in found
        ]
    )


def _answer(found: list[tuple[str, str, str]]) -> JsonResponse:
    offered = [{"value": value, "text": text, "meta": meta} for value, text, meta in found]
    return JsonResponse(offered, safe=False)


def candidates(case: Case, catalogue: Catalogue) -> list[CatalogueItem]:
    """The items that its words may mean, the likeliest first; one alone is a suggestion."""
    found = catalogue.candidates(case.text, case.channel, case.community_id, case.kind)
    return [one.item for one in found[:_CANDIDATES]]


def sure_item(case: Case, catalogue: Catalogue) -> CatalogueItem | None:
    """The item that a rule clearly names, else the one that is suggested surely enough."""
    found = candidates(case, catalogue)
    if len(found) == 1:
        return found[0]
    offered = suggested(case)
    item = catalogue.item(offered.item.id) if offered and offered.item else None
    return item if item is not None and item.active else None


def unit_for(case: Case, responsible: Responsible, item_id: int) -> int | None:
    """The unit of the duty list; where that names none, who is suggested for this very item, and
    last the one that takes what nobody answers for."""
    if responsible.lead_unit_id is not None:
        return responsible.lead_unit_id
    offered = suggested(case)
    likely = offered and (case.item_id or (offered.items and offered.items[0].id)) == item_id
    unit = offered.unit if offered and likely else None
    return unit.id if unit is not None else responsible.fallback_unit_id


def finder(case: Case) -> Callable[[str, str], str]:
    """Who was typed and not picked: the one thing of exactly that name, else the words again,
    which the form then refuses in a sentence."""

    def find(name: str, words: str) -> str:
        if name == "into":
            return words.split()[0].upper()
        if name in ("item", "citation"):
            found = catalogue_for(case.town_id).find(words, limit=2, kind=case.kind)
            if not found or (len(found) > 1 and found[0].name != words):
                return words
            return found[0].code if name == "citation" else str(found[0].id)
        return unit_named(case.town_id, words)

    return find


def unit_named(town_id: int, words: str) -> str:
    """The one unit of exactly that name, or whose name alone holds the words; else the words."""
    nodes = [node for node in choices.town_units(town_id) if words in node.name]
    exact = [node for node in nodes if node.name == words] or nodes
    return str(exact[0].id) if len(exact) == 1 else words


def complete_typed(post: QueryDict, names: Iterable[str], find: Callable[[str, str], str]) -> None:
    """Fill in what was typed into a search box and not picked, where it names exactly one thing.

    ``find(name, words)`` gives the value, or "". A retyped number must not be lost silently.
    """
    for name in names:
        words = post.get(f"{name}_text", "").strip()
        if words and not post.get(name):
            post[name] = find(name, words)
