"""What the dispatch desk shows of suggestions: one statement for a page of cases."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from jiedao.engines.cases.models import Case
from jiedao.engines.cases.suggestions_slot import CaseSuggestion, Offered, Suggester
from jiedao.engines.mining.actions import CATALOGUE
from jiedao.engines.mining.models import Suggestion, Task
from jiedao.engines.mining.offering import DUTY, HISTORY, MODEL, RULE
from jiedao.engines.mining.rights import SEE
from jiedao.engines.mining.settings import settings_of
from jiedao.foundation.catalogue.lookup import Catalogue, catalogue_for
from jiedao.foundation.staff.structure import structure_of


def of_cases(town_id: int, cases: Sequence[Case]) -> Mapping[int, CaseSuggestion]:
    """What is suggested and not yet decided."""
    if not settings_of(town_id).suggests:
        return {}
    rows = Suggestion.objects.filter(
        town_id=town_id, case_id__in=[case.pk for case in cases], decision=""
    )
    by_case: dict[int, dict[str, Suggestion]] = {}
    for row in rows.select_related("model").defer("model__body", "model__scores"):
        by_case.setdefault(row.case_id, {})[row.task] = row
    catalogue = catalogue_for(town_id)
    return {case_id: _told(town_id, catalogue, found) for case_id, found in by_case.items()}


def _told(town_id: int, catalogue: Catalogue, found: Mapping[str, Suggestion]) -> CaseSuggestion:
    item, unit, time = (found.get(task) for task in (Task.ITEM, Task.UNIT, Task.TIME))
    taken = time.offered[0] if time and time.offered else {}
    return CaseSuggestion(
        items=tuple(_items(catalogue, item)) if item else (),
        units=tuple(_units(town_id, unit)) if unit else (),
        asks=item.asks if item else False,
        source=source_words(item) if item else "",
        url=version_url(item) if item else "",
        right=SEE,
        days=taken.get("days"),
        late=taken.get("p"),
    )


def _items(catalogue: Catalogue, row: Suggestion) -> list[Offered]:
    known = [(one, catalogue.item(int(one["id"]))) for one in row.offered]
    return [
        Offered(item.id, item.name, one["p"], tuple(one["words"]))
        for one, item in known
        if item is not None and item.active
    ]


def _units(town_id: int, row: Suggestion) -> list[Offered]:
    names = structure_of(town_id).units
    known = [one for one in row.offered if one["id"] in names]
    # Whom the duty list names answers for it, however often others were sent there.
    return [
        Offered(
            one["id"],
            names[one["id"]].name,
            None if row.source == DUTY and at == 0 else one["p"],
            why=tuple(one["words"]),
        )
        for at, one in enumerate(known)
    ]


def source_words(row: Suggestion) -> str:
    """By what it was suggested: “模型第 4 版”."""
    if row.source == MODEL and row.model is not None:
        return _("模型第 %(n)d 版") % {"n": row.model.number}
    words = {
        RULE: _("清单的关键词规则"),
        CATALOGUE: _("清单的名称和指引"),
        DUTY: _("清单的责任单位"),
        HISTORY: _("近一年的办理情况"),
        MODEL: _("模型"),
    }
    return words.get(row.source, row.source)


def version_url(row: Suggestion) -> str:
    """Where the version is explained; "" where none was asked."""
    if row.model_id is None:
        return ""
    return f"{reverse('mining:overview')}#version-{row.model_id}"


SUGGESTER = Suggester("mining", of_cases)
