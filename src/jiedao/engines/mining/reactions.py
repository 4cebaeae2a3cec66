"""What people made of suggestions, read off the history of cases."""

from typing import Any

from jiedao.engines.cases.models import Case
from jiedao.engines.cases.work import CASE
from jiedao.engines.mining import actions
from jiedao.engines.mining.actions import Chosen
from jiedao.engines.mining.models import Suggestion, Task
from jiedao.kernel.declarations import Reaction
from jiedao.kernel.models import History

_SENDS = ("dispatch", "arbitrate")


def decided(line_id: int) -> None:
    """Idempotent: the same line decides the same. What the system does is no decision."""
    line = History.objects.get(pk=line_id)
    if line.actor_id is None:
        return
    if not Suggestion.objects.filter(case_id=line.record_id, town_id=line.town_id).exists():
        return
    for task, chosen in _chosen(line).items():
        if chosen is not None:
            reason = str(line.data.get("unlike", ""))
            actions.decide(
                line.town_id,
                Chosen(line.record_id, task, chosen, line.at, line.actor_id, reason),
            )


def _chosen(line: History) -> dict[Task, int | None]:
    """Item and unit as the line left them; only those that it said something of."""
    then = _then(line)
    found: dict[Task, int | None] = {}
    if line.verb == "dispatch" or "item_id" in line.changes:
        found[Task.ITEM] = then["item_id"]
    if line.verb in _SENDS and (line.verb == "dispatch" or "unit_id" in line.changes):
        found[Task.UNIT] = then["unit_id"]
    return found


def _then(line: History) -> dict[str, Any]:
    """The case's item and unit after this line: the present, walked back over later lines."""
    case = Case.objects.only("item_id", "unit_id").get(pk=line.record_id)
    now: dict[str, Any] = {"item_id": case.item_id, "unit_id": case.unit_id}
    later = History.objects.filter(
        town_id=line.town_id, kind=CASE, record_id=line.record_id, id__gt=line.pk
    )
    for row in later.order_by("-id"):
        for name in now:
            if name in row.changes:
                now[name] = row.changes[name][0]
    return now


DECIDED = Reaction(
    "mining.decided",
    CASE,
    ("accept", "classify", "dispatch", "arbitrate"),
    decided,
    by=(History.ActorKind.ACCOUNT,),
)
