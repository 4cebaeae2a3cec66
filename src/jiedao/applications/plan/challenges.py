"""The board of open challenges (揭榜挂帅): tasks without a unit, to which units apply."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jiedao.applications.plan import names
from jiedao.applications.plan.models import Bid
from jiedao.engines.projects.models import Project
from jiedao.foundation.records.rules import EDIT
from jiedao.kernel import clock
from jiedao.kernel.access import Reach


@dataclass(frozen=True, slots=True)
class Offered:
    """A task on the board with the applications that the reader may see: the office all of them,
    a unit its own."""

    task: Any
    bids: Sequence[Bid]
    is_over: bool

    @property
    def values(self) -> Mapping[str, Any]:
        """Its attributes."""
        found: Mapping[str, Any] = self.task.attributes
        return found


def may_look(reach: Reach) -> bool:
    """Whether the board is for this reader: whoever works on tasks, for any unit."""
    return reach.anywhere(EDIT, names.TASK) or reach.anywhere(names.ASSIGN, names.TASK)


def board(reach: Reach) -> list[Offered]:
    """What is on the board, the first to end first. A task on it has no unit yet, so the board is
    its own gate: everybody of the town who may work on tasks sees what is offered to all."""
    if not may_look(reach):
        return []
    rows = Project.objects.filter(
        town_id=reach.town_id, kind=names.TASK, state=names.CHALLENGE
    ).order_by("id")
    bids = _bids(reach)
    today = clock.today().isoformat()
    found = [
        Offered(task, bids.get(task.pk, ()), str(task.attributes.get("apply_by") or today) < today)
        for task in rows
    ]
    return sorted(found, key=lambda one: str(one.values.get("apply_by") or ""))


def _bids(reach: Reach) -> dict[int, list[Bid]]:
    rows = Bid.objects.filter(town_id=reach.town_id, task__state=names.CHALLENGE)
    if not reach.anywhere(names.ASSIGN, names.TASK):
        rows = rows.filter(unit_id=reach.home_unit_id or 0)
    found: dict[int, list[Bid]] = defaultdict(list)
    for bid in rows.select_related("unit", "account").order_by("id"):
        found[bid.task_id].append(bid)
    return found
