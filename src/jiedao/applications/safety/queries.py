"""What the overview of safety asks: accidents of two years, programme by unit, what is due."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django.db.models import Avg, Count, F, Q, Sum
from django.db.models.fields import IntegerField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from jiedao.applications.safety import names
from jiedao.applications.safety.options import AccidentSort, Field
from jiedao.engines.cases import kinds
from jiedao.engines.cases.models import Case
from jiedao.engines.projects.models import Project
from jiedao.engines.visits.models import Plan, Visit
from jiedao.foundation.things.models import Thing
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.titles import Title


@dataclass(frozen=True, slots=True)
class Compared:
    """Accidents of one sort this year up to today, and in the same days of last year."""

    titles: Title
    count: int
    before: int
    deaths: int
    deaths_before: int

    @property
    def change(self) -> int:
        """How many accidents more (or fewer)."""
        return self.count - self.before


def accidents(reach: Reach) -> list[Compared]:
    """Each sort of accident, also those of which there was none."""
    today = clock.today()
    then = _year_before(today)
    rows = Thing.objects.visible_to(reach, names.ACCIDENT).exclude(state="ended")
    now = _sums(rows.filter(day__range=(date(today.year, 1, 1), today)))
    before = _sums(rows.filter(day__range=(date(then.year, 1, 1), then)))
    return [
        Compared(sort.titles, *(pair[n].get(sort.value, (0, 0))[m] for m in (0, 1) for n in (0, 1)))
        for sort in AccidentSort
        for pair in [(now, before)]
    ]


def _year_before(day: date) -> date:
    return date(day.year - 1, day.month, min(day.day, 28 if day.month == 2 else day.day))


def _sums(rows: Any) -> dict[str, tuple[int, int]]:
    """Sort → accidents and deaths."""
    counted = (
        rows.annotate(
            sort=KT("attributes__sort"), dead=Cast(KT("attributes__deaths"), IntegerField())
        )
        .values("sort")
        .annotate(n=Count("id"), deaths=Sum("dead"))
        .order_by()
    )
    return {row["sort"]: (row["n"], row["deaths"] or 0) for row in counted}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the programme is with one unit, or in one field."""

    name: str
    total: int
    done: int
    late: int
    progress: int
    checks: int = 0
    faults: int = 0
    hazards: int = 0
    struck_off: int = 0


def tasks_by_unit(reach: Reach) -> list[Progress]:
    """Tasks of the programme by responsible unit."""
    rows = _tasks(reach).values("unit__name").annotate(**_counts()).order_by("unit__name")
    return [_progress(row["unit__name"] or "", row) for row in rows]


def tasks_by_field(reach: Reach) -> list[Progress]:
    """Tasks of the programme by field, beside the checks of the campaigns of that field."""
    tasks = _tasks(reach).annotate(field=KT("attributes__field"))
    rows = {row["field"]: row for row in tasks.values("field").annotate(**_counts()).order_by()}
    plans = Plan.objects.visible_to(reach, names.CAMPAIGN)
    fields = dict(plans.values_list("pk", KT("attributes__field")))
    visits = Visit.objects.visible_to(reach, names.CHECK).filter(plan_id__in=fields, state="done")
    checked: dict[str, tuple[int, int]] = {}
    for row in visits.values("plan_id").annotate(n=Count("id"), f=Sum("faults")).order_by():
        n, faults = checked.get(fields[row["plan_id"]], (0, 0))
        checked[fields[row["plan_id"]]] = (n + row["n"], faults + row["f"])
    hazards = _hazards_by_field(reach)
    return [
        replace(
            _progress(str(field.titles), rows.get(field.value), *checked.get(field.value, (0, 0))),
            hazards=hazards.get(field.value, (0, 0))[0],
            struck_off=hazards.get(field.value, (0, 0))[1],
        )
        for field in Field
        if field.value in {*rows, *checked, *hazards}
    ]


def _hazards_by_field(reach: Reach) -> dict[str, tuple[int, int]]:
    """Field → hazards found, and those struck off."""
    rows = Case.objects.visible_to(reach).filter(kind=names.HAZARD)
    counted = (
        rows.annotate(field=KT("attributes__field"))
        .values("field")
        .annotate(n=Count("id"), done=Count("id", filter=Q(state="struck_off")))
        .order_by()
    )
    return {row["field"]: (row["n"], row["done"]) for row in counted}


def major_hazards(reach: Reach, limit: int) -> Sequence[Case]:
    """Major hazards that are not struck off, the longest overdue first."""
    rows = Case.objects.visible_to(reach).filter(
        kind=names.HAZARD,
        attributes__grade="major",
        state__in=kinds.workflow_of(names.HAZARD).open_states(),
    )
    return list(rows.order_by(F("due_at").asc(nulls_last=True), "id")[:limit])


def _tasks(reach: Reach) -> Any:
    return Project.objects.visible_to(reach, names.TASK).exclude(state="dropped")


def _counts() -> dict[str, Any]:
    late = Q(due_at__lt=clock.now()) & ~Q(state="accepted")
    return {
        "total": Count("id"),
        "done": Count("id", filter=Q(state="accepted")),
        "late": Count("id", filter=late),
        "progress_": Avg("progress"),
    }


def _progress(name: str, row: Any, checks: int = 0, faults: int = 0) -> Progress:
    if row is None:
        return Progress(name, 0, 0, 0, 0, checks, faults)
    return Progress(name, row["total"], row["done"], row["late"], round(row["progress_"]),
                    checks, faults)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole; the rest is what the list at ``query`` shows."""

    part: int
    whole: int


def trained(reach: Reach) -> Share:
    """Principals whose training was this year, of all in use."""
    rows = Thing.objects.visible_to(reach, names.PRINCIPAL).filter(state="in_use")
    first = date(clock.today().year, 1, 1).isoformat()
    found = rows.aggregate(
        n=Count("id"), ok=Count("id", filter=Q(attributes__trained_on__gte=first))
    )
    return Share(found["ok"], found["n"])


def untrained(reach: Reach, limit: int) -> Sequence[Thing]:
    """Enterprises whose principal is due, the longest due first."""
    rows = Thing.objects.visible_to(reach, names.PRINCIPAL).filter(state="in_use")
    return list(rows.filter(due_at__lte=clock.now()).order_by("due_at", "id")[:limit])


def gas(reach: Reach) -> Share:
    """Gas households that passed or were replaced, of all listed."""
    rows = Thing.objects.visible_to(reach, names.GAS)
    found = rows.aggregate(
        n=Count("id"), ok=Count("id", filter=Q(state__in=("passed", "replaced")))
    )
    return Share(found["ok"], found["n"])


def due_places(reach: Reach, until: date) -> tuple[int, int]:
    """Places whose check is overdue, and those to be checked by the end of that day."""
    end = datetime.combine(until, time(23, 59, 59), clock.TOWN_ZONE)
    rows = Thing.objects.visible_to(reach, names.PREMISES).filter(state="in_use", due_at__lte=end)
    found = rows.aggregate(soon=Count("id"), late=Count("id", filter=Q(due_at__lt=clock.now())))
    return found["late"], found["soon"]
