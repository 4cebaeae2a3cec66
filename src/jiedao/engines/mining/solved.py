"""Who solved such matters in the last year, in how many days, and which objections were upheld."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median
from typing import Final

from jiedao.engines.cases import workflow
from jiedao.engines.cases.models import Approval, Case
from jiedao.kernel import clock

YEAR: Final = timedelta(days=365)
_READ: Final = 5_000
_ENOUGH: Final = 5


@dataclass(frozen=True, slots=True)
class Past:
    """Closed cases of some items: (item, community) → unit → number; days; upheld objections."""

    units: dict[tuple[int, int | None], Counter[int]] = field(default_factory=dict)
    taken: dict[tuple[int, int | None], list[float]] = field(default_factory=dict)
    objections: dict[int, Counter[tuple[int, int]]] = field(default_factory=dict)
    """Item → (unit that objected with right, unit that was named) → number."""

    def solvers(self, item_id: int, community_id: int | None) -> Counter[int]:
        """In this community; of all communities where it has none."""
        if community_id is not None:
            return self.units.get((item_id, community_id), Counter())
        found: Counter[int] = Counter()
        for (item, _community), counts in self.units.items():
            if item == item_id:
                found += counts
        return found

    def days(self, item_id: int, community_id: int | None) -> float | None:
        """The median from report to closing, here, else anywhere; None for fewer than five."""
        here = self.taken.get((item_id, community_id), [])
        if len(here) >= _ENOUGH:
            return median(here)
        all_of = [d for (item, _where), days in self.taken.items() if item == item_id for d in days]
        return median(all_of) if len(all_of) >= _ENOUGH else None


def past_of(town_id: int, item_ids: Collection[int]) -> Past:
    """Two statements for any number of items; of very frequent ones the newest cases."""
    if not item_ids:
        return Past()
    rows = Case.objects.filter(
        town_id=town_id, item_id__in=item_ids, reported_at__gte=clock.now() - YEAR,
        state__in=workflow.DONE, unit__isnull=False, closed_at__isnull=False,
        closed_elsewhere=False,
    )  # fmt: skip
    units: dict[tuple[int, int | None], Counter[int]] = defaultdict(Counter)
    taken: dict[tuple[int, int | None], list[float]] = defaultdict(list)
    read = rows.order_by("-reported_at", "-id").values_list(
        "item_id", "community_id", "unit_id", "reported_at", "closed_at"
    )
    for item_id, community_id, unit_id, reported_at, closed_at in read[:_READ]:
        assert closed_at is not None, "filtered"
        units[item_id, community_id][unit_id] += 1
        taken[item_id, community_id].append((closed_at - reported_at).total_seconds() / 86_400)
    return Past(dict(units), dict(taken), _objections(town_id, item_ids))


def _objections(town_id: int, item_ids: Iterable[int]) -> dict[int, Counter[tuple[int, int]]]:
    rows = Approval.objects.filter(
        town_id=town_id, kind=Approval.Kind.OBJECTION, state=Approval.State.UPHELD,
        case__item_id__in=item_ids, asked_unit__isnull=False, case__unit__isnull=False,
        asked_at__gte=clock.now() - 3 * YEAR,
    )  # fmt: skip
    found: dict[int, Counter[tuple[int, int]]] = defaultdict(Counter)
    for item_id, asked, acted in rows.values_list(
        "case__item_id", "asked_unit_id", "case__unit_id"
    ):
        if asked != acted:
            found[item_id][asked, acted] += 1
    return dict(found)
