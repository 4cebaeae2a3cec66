"""Coverage: what a plan has to visit, what was visited, and what is still to be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from pydantic import BaseModel

from jiedao.engines.visits.models import Plan, Target, Visit
from jiedao.engines.visits.options import Selection
from jiedao.foundation.places.locator import locator_for
from jiedao.foundation.records import facets
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.schema import Schema, schema_of
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.rows import insert

_AT_ONCE = 2000
RUNNING = "running"


def add_targets(work: Work, kind: str, wanted: BaseModel) -> int:
    """Take open records of ``kind`` that fit into the plan; returns how many are new."""
    plan: Any = work.record
    schema = schema_of(kind)
    rows = schema.family.model._default_manager.filter(
        town_id=plan.town_id, kind=kind, state__in=schema.workflow.open_states()
    )
    rows = _fitting(rows, plan, schema, wanted)
    there = set(
        Target.objects.filter(plan=plan, subject_kind=kind).values_list("subject_id", flat=True)
    )
    fresh = [_target(plan, kind, row) for row in rows.order_by("id") if row.pk not in there]
    for start in range(0, len(fresh), _AT_ONCE):
        insert(fresh[start : start + _AT_ONCE])
    plan.target_count += len(fresh)
    return len(fresh)


def _fitting(rows: Any, plan: Record, schema: Schema, wanted: BaseModel) -> Any:
    area_id = getattr(wanted, "area", None)
    if area_id is not None:
        place = locator_for(plan.town_id).place_of(area_id)
        inside = Q(grid_id=area_id) if place.grid_id == area_id else Q(community_id=area_id)
        rows = rows.filter(inside)
    unit_id = getattr(wanted, "unit", None)
    rows = rows.filter(unit_id=unit_id) if unit_id else rows
    words = getattr(wanted, "words", "")
    rows = rows.filter(title__contains=words) if words else rows
    return _with_attributes(rows, plan, schema, wanted)


def _with_attributes(rows: Any, plan: Record, schema: Schema, wanted: BaseModel) -> Any:
    """What the plan's kind asks besides; a kind of record that has no such attribute fits not."""
    known = {spec.name for spec in schema.filterable()}
    conditions = []
    for name in type(wanted).model_fields.keys() - Selection.model_fields.keys():
        value = getattr(wanted, name)
        values = value if isinstance(value, list | tuple) else [value]
        values = [one for one in values if one not in (None, "")]
        if not values:
            continue
        if name not in known:
            return rows.none()
        conditions.append((name, facets.condition(values)))
    return facets.narrow(rows, plan.town_id, schema.kind.key, conditions)


def plan_for(visit: Visit, kinds: Sequence[str]) -> Plan | None:
    """The running plan of these kinds that still has to cover what is visited: of several the one
    that ends first. A visit before the plan began covers nothing of it."""
    if not kinds or visit.subject_id is None:
        return None
    targets = Target.objects.filter(
        town_id=visit.town_id,
        subject_kind=visit.subject_kind,
        subject_id=visit.subject_id,
        done_on=None,
        plan__kind__in=kinds,
        plan__state=RUNNING,
        plan__day__lte=visit.day,
    )
    first = targets.order_by("plan__ends_on", "plan_id").select_related("plan").first()
    return first.plan if first else None


def _target(plan: Record, kind: str, row: Record) -> Target:
    return Target(
        town_id=plan.town_id,
        plan_id=plan.pk,
        subject_kind=kind,
        subject_id=row.pk,
        title=row.title,
        unit_id=row.unit_id,
        community_id=row.community_id,
        grid_id=row.grid_id,
    )


def faulty_before(visit: Visit) -> Visit | None:
    """The last visit of this kind to what is visited, where something was not in order: this one
    is its recheck."""
    rows = Visit.objects.filter(
        town_id=visit.town_id,
        kind=visit.kind,
        subject_kind=visit.subject_kind,
        subject_id=visit.subject_id,
        visited_at__lte=clock.now(),
    )
    last = rows.order_by("-id").first()
    return last if last is not None and last.faults else None


def mark_done(visit: Visit) -> None:
    """The target of the visit's plan is covered; a second visit changes nothing."""
    if visit.plan_id is None or visit.subject_id is None:
        return
    target = Target.objects.filter(
        plan_id=visit.plan_id,
        subject_kind=visit.subject_kind,
        subject_id=visit.subject_id,
        done_on=None,
    )
    if target.update(done_on=visit.day, visit_id=visit.pk):
        Plan.objects.filter(pk=visit.plan_id).update(
            done_count=F("done_count") + 1, version=F("version") + 1
        )


@dataclass(frozen=True, slots=True)
class Covered:
    """How far one community is."""

    community: str
    total: int
    done: int


def by_community(plan: Plan) -> list[Covered]:
    """Coverage of a plan by community, the least covered first."""
    rows = (
        Target.objects.filter(plan=plan)
        .values("community_id")
        .annotate(total=Count("id"), done=Count("id", filter=Q(done_on__isnull=False)))
        .order_by()
    )
    locator = locator_for(plan.town_id)
    found = []
    for row in rows:
        area = locator.area(row["community_id"]) if row["community_id"] else None
        found.append(Covered(area.name if area else "", row["total"], row["done"]))
    return sorted(found, key=lambda one: one.done / one.total)


def by_day(plan: Plan) -> list[tuple[Any, int]]:
    """How many were covered on each day."""
    rows = Target.objects.filter(plan=plan, done_on__isnull=False).values("done_on")
    counted = rows.annotate(n=Count("id")).order_by("done_on")
    return [(row["done_on"], row["n"]) for row in counted]


def uncovered(plan: Plan, limit: int) -> list[Target]:
    """What is still to be visited, by community and grid."""
    rows = Target.objects.filter(plan=plan, done_on=None)
    return list(rows.order_by("community_id", "grid_id", "id")[:limit])


def faulty(plan: Plan, limit: int) -> list[Visit]:
    """The plan's visits on which something was not in order, the worst first."""
    rows = Visit.objects.filter(plan=plan, faults__gt=0)
    return list(rows.order_by("-faults", "id")[:limit])
