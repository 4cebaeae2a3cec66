"""Cases like one that were solved: what was done there, the best rated first."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from jiedao.engines.cases import workflow
from jiedao.engines.cases.models import Case, Request
from jiedao.engines.mining.following import texts_of
from jiedao.kernel.access import Reach

LEAST: Final = 0.3
LEAST_OF_ITEM: Final = 0.1
"""Of the same item so much is enough."""
_LOOKED_AT: Final = 200
_ITEM: Final = 0.3
"""What the same item weighs beside likeness."""


@dataclass(frozen=True, slots=True)
class Solved:
    """A closed case with what was done; ``satisfied``: whoever asked said so, and nobody else
    that they were dissatisfied."""

    case: Case
    likeness: float
    satisfied: bool


def with_result(town_id: int) -> "QuerySet[Case]":
    """Closed cases of which the handler said what was done."""
    rows = Case.objects.filter(town_id=town_id, state__in=workflow.DONE, merged_into=None)
    return rows.exclude(result="").exclude(closed_at=None)


def solved_like(case: Case, reach: Reach, most: int = 3) -> list[Solved]:
    """The closed cases of its kind most like this one that the reach sees: those whose requesters
    were satisfied first, then by likeness and item. None with which somebody was
    dissatisfied, or that had to be done anew."""
    with texts_of(case.town_id, "solved", with_result) as texts:
        same_kind = {pk for pk, lies in texts.lies.items() if lies.kind == case.kind}
        likes = texts.index.nearest(case.text, _LOOKED_AT, LEAST_OF_ITEM, same_kind - {case.pk})
        items = {like.id: texts.lies[like.id].item_id for like in likes}
    likeness = {
        like.id: like.likeness
        for like in likes
        if like.likeness >= LEAST or (case.item_id and items[like.id] == case.item_id)
    }
    if not likeness:
        return []
    found = [
        Solved(row, likeness[row.pk], bool(row.satisfied))  # type: ignore[attr-defined]
        for row in _rated(Case.objects.visible_to(reach).filter(pk__in=likeness))
    ]
    found.sort(key=lambda one: (not one.satisfied, -_worth(one, case), -one.case.pk))
    return found[:most]


def _rated(rows: "QuerySet[Case]") -> "QuerySet[Case]":
    asked = Request.objects.filter(case=OuterRef("pk"))
    good = asked.filter(satisfaction=Request.Satisfaction.SATISFIED)
    bad = asked.filter(satisfaction=Request.Satisfaction.DISSATISFIED)
    rows = rows.annotate(satisfied=Exists(good)).filter(~Exists(bad), redo_count=0)
    return rows.select_related("item", "unit")


def _worth(found: Solved, case: Case) -> float:
    same_item = case.item_id is not None and found.case.item_id == case.item_id
    return found.likeness + _ITEM * same_item
