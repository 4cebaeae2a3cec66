"""What the catalogue's owner asks: what is mistaken, what drifts, what nobody uses."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import TruncWeek

from jiedao.engines.cases.models import Case
from jiedao.engines.mining.models import LearnedModel, Suggestion, Task
from jiedao.foundation.catalogue.entries import CatalogueItem
from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.foundation.catalogue.models import Item
from jiedao.kernel import clock

HALF_A_YEAR: Final = timedelta(weeks=26)
_READ: Final = 20_000


@dataclass(frozen=True, slots=True)
class Week:
    """Suggestions of one week: made, without a clear first, decided, accepted."""

    first: date
    made: int
    asked: int
    decided: int
    accepted: int


def versions(town_id: int, task: Task, most: int = 8) -> list[LearnedModel]:
    """The newest versions of a task, the newest first, and the one in use, without bodies; each
    says in ``kept`` whether one can go back to it."""
    rows = LearnedModel.objects.filter(town_id=town_id, task=task).defer("body")
    rows = rows.annotate(kept=Q(body__isnull=False)).order_by("-number")
    found: list[LearnedModel] = list(rows[:most])
    if not any(row.active for row in found):
        found += list(rows.filter(active=True))
    return found


def mistaken_pairs(town_id: int, most: int = 12) -> list[tuple[int, int, int]]:
    """(suggested item, chosen item, how often) of the last half year, the most frequent first."""
    rows = Suggestion.objects.filter(
        town_id=town_id, task=Task.ITEM, decision=Suggestion.Decision.CHANGED,
        made_at__gte=_since(),
    )  # fmt: skip
    counts: Counter[tuple[int, int]] = Counter()
    for offered, chosen in rows.order_by("-id").values_list("offered", "chosen")[:_READ]:
        if offered and chosen is not None:
            counts[int(offered[0]["id"]), chosen] += 1
    return [(a, b, n) for (a, b), n in sorted(counts.items(), key=lambda one: (-one[1], one[0]))][
        :most
    ]


def weeks(town_id: int) -> list[Week]:
    """The last half year by week, the oldest first; weeks without suggestions are left out."""
    rows = Suggestion.objects.filter(town_id=town_id, task=Task.ITEM, made_at__gte=_since())
    by_week = rows.annotate(week=TruncWeek("made_at", tzinfo=clock.TOWN_ZONE)).values("week")
    counted = by_week.annotate(
        made=Count("id"),
        asked=Count("id", filter=Q(asks=True)),
        decided=Count("id", filter=~Q(decision="")),
        accepted=Count("id", filter=Q(decision=Suggestion.Decision.ACCEPTED)),
    ).order_by("week")
    return [
        Week(row["week"].date(), row["made"], row["asked"], row["decided"], row["accepted"])
        for row in counted
    ]


def unused(town_id: int) -> list[CatalogueItem]:
    """Items that a case may have and none had for a year, by code."""
    catalogue = catalogue_for(town_id)
    leaves = {item.id: item for item in catalogue.leaves()}
    recent = Case.objects.filter(
        town_id=town_id, item=OuterRef("pk"), reported_at__gte=clock.now() - timedelta(days=365)
    )
    rows = Item.objects.filter(town_id=town_id, active=True).filter(~Exists(recent))
    return [leaves[pk] for pk in rows.order_by("code").values_list("pk", flat=True) if pk in leaves]


def unclear(town_id: int, most: int = 200) -> list[Suggestion]:
    """The newest suggestions that found nothing sure enough, of the last half year."""
    rows = Suggestion.objects.filter(
        town_id=town_id, task=Task.ITEM, asks=True, made_at__gte=_since()
    )
    return list(rows.order_by("-made_at", "-id")[:most])


def _since() -> datetime:
    return clock.now() - HALF_A_YEAR
