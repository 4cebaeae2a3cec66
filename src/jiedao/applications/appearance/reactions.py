"""What follows by itself: the yearly task knows how much was disposed of."""

from decimal import Decimal

from jiedao.applications.appearance import names
from jiedao.applications.appearance.buildings import DISPOSED
from jiedao.engines.cases.models import Case
from jiedao.foundation.records.actions import edit
from jiedao.foundation.things.models import Thing
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.declarations import Reaction
from jiedao.kernel.models import History


def count_towards_task(line_id: int) -> None:
    """Sum up the year of the building's disposal anew; again changes nothing."""
    line = History.objects.get(pk=line_id)
    case = Case.objects.filter(pk=line.record_id, town_id=line.town_id, kind=names.BUILDING).first()
    year = str((case.attributes if case else {}).get("disposed_on") or "")[:4]
    task = Thing.objects.filter(
        town_id=line.town_id, kind=names.TASK, state="in_use", attributes__year=int(year or 0)
    ).first()
    if task is None:
        return
    rows = Case.objects.filter(town_id=line.town_id, kind=names.BUILDING, state=DISPOSED)
    facts = rows.filter(attributes__disposed_on__startswith=year).values_list(
        "attributes", flat=True
    )
    done = sum((Decimal(str(one["floor_area"])) for one in facts), Decimal(0))
    if Decimal(str(task.attributes.get("done", 0))) != done:
        edit(task.town_id, task.kind, task.number, {"done": done}, actor=SYSTEM)


REACTIONS = (Reaction("appearance.task", "case", ("confirm",), count_towards_task),)
