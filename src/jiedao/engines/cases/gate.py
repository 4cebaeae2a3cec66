"""The gate: every read of cases and requests begins with ``visible_to``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.db import models
from django.db.models import Q

from jiedao.kernel.access import Grant, Reach

if TYPE_CHECKING:
    from jiedao.engines.cases.models import Case, Request

SEE = "cases.see"


def reach_filter(reach: Reach, prefix: str = "") -> Q | None:
    """The filter of a reach; None when it reaches everything in its town. With a ``prefix`` it
    filters what belongs to a case and has a secrecy of its own.

    Secret matters are seen by those at work on them and by the dispatch desk, not by everybody
    whose area they lie in.
    """
    parts = [_grant_filter(grant, prefix) for grant in reach.holding(SEE)]
    if not parts:
        return Q(pk__in=[])
    if any(part is None for part in parts):
        return None
    combined = _own_work(reach, prefix)
    for part in parts:
        if part is not None:
            combined |= part
    return combined


def _own_work(reach: Reach, prefix: str) -> Q:
    """What lies with one's own units as lead or co-handler, secret or not, wherever it lies, and
    what names them in an objection: who must report or be heard must be able to read."""
    from jiedao.engines.cases.models import Approval, Assignment

    units = list(reach.unit_ids)
    if not units:
        return Q()
    named = Approval.objects.filter(
        town_id=reach.town_id, kind="objection", state="open", proposed_unit_id__in=units
    )
    helping = Assignment.objects.filter(unit_id__in=units, part="co", ended_at=None)
    return (
        Q(**{f"{prefix}unit_id__in": units})
        | Q(**{f"{prefix}id__in": helping.values("case_id")})
        | Q(**{f"{prefix}id__in": named.values("case_id")})
    )


def sees_everything(reach: Reach) -> bool:
    """Whether the reach has no filter besides the town."""
    return any(grant.scope == "town" and not grant.kinds for grant in reach.holding(SEE))


class Where(NamedTuple):
    """All that the filter of a reach asks of the case itself."""

    unit_id: int | None
    community_id: int | None
    grid_id: int | None
    kind: str
    secret: bool


def where_of(case: Case) -> Where:
    """Of a case that was read."""
    return Where(case.unit_id, case.community_id, case.grid_id, case.kind, case.secret)


Sight = Callable[[Where, Collection[int], Collection[int]], bool]


def sight_of(reach: Reach) -> Sight:
    """``reach_filter`` for cases in memory: whether one with these columns, these units helping in
    it and these units named in its open objection may be seen."""
    own, grants = reach.unit_ids, reach.holding(SEE)
    parts = [_granted(grant) for grant in grants]

    def sees(where: Where, helping: Collection[int], named: Collection[int]) -> bool:
        if any(part(where, helping) for part in parts):
            return True
        if not parts:
            return False
        return where.unit_id in own or not own.isdisjoint(helping) or not own.isdisjoint(named)

    return sees


def sight_key(reach: Reach) -> Hashable:
    """The same for all who may see the same cases, whatever else they may do."""
    if sees_everything(reach):
        return (reach.town_id,)
    grants = frozenset(
        (grant.scope, grant.unit_ids, grant.area_ids, grant.kinds) for grant in reach.holding(SEE)
    )
    return (reach.town_id, grants, reach.unit_ids)


def _granted(grant: Grant) -> Callable[[Where, Collection[int]], bool]:
    def of_kind(where: Where) -> bool:
        return not grant.kinds or where.kind in grant.kinds

    def in_town(where: Where, _helping: Collection[int]) -> bool:
        return of_kind(where)

    def of_units(where: Where, helping: Collection[int]) -> bool:
        units = grant.unit_ids
        return of_kind(where) and (where.unit_id in units or not units.isdisjoint(helping))

    def in_areas(where: Where, _helping: Collection[int]) -> bool:
        areas = grant.area_ids
        there = where.community_id in areas or where.grid_id in areas
        return there and not where.secret and of_kind(where)

    return {"town": in_town, "unit": of_units}.get(grant.scope, in_areas)


def _grant_filter(grant: Grant, prefix: str) -> Q | None:
    from jiedao.engines.cases.models import Assignment

    if grant.scope == "town":
        return Q(**{f"{prefix}kind__in": list(grant.kinds)}) if grant.kinds else None
    if grant.scope == "unit":
        units = list(grant.unit_ids)
        helping = Assignment.objects.filter(unit_id__in=units, ended_at=None)
        chosen = Q(**{f"{prefix}unit_id__in": units}) | Q(
            **{f"{prefix}id__in": helping.filter(part="co").values("case_id")}
        )
    else:
        areas = list(grant.area_ids)
        chosen = Q(**{f"{prefix}community_id__in": areas}) | Q(**{f"{prefix}grid_id__in": areas})
        chosen &= Q(**{f"{prefix}secret": False})
        if prefix:
            # A secret request of a case that is none: each keeps its own secrecy.
            chosen &= Q(secret=False)
    if grant.kinds:
        chosen &= Q(**{f"{prefix}kind__in": list(grant.kinds)})
    return chosen


def seen(reach: Reach | None, rows: Sequence[Request]) -> list[Request]:
    """Those of one case's requests that a reader of the case may read; asks only where one of
    them is secret."""
    from jiedao.engines.cases.models import Request

    secret = [row.pk for row in rows if row.secret]
    if not secret or reach is None:
        return list(rows)
    known = Request.objects.visible_to(reach).filter(pk__in=secret).values_list("pk", flat=True)
    hidden = set(secret) - set(known)
    return [row for row in rows if row.pk not in hidden]


def files_filter(reach: Reach, case_id: int) -> Q:
    """The files of one case that a reader of the case may see: not those of a secret request."""
    from jiedao.engines.cases.models import Request

    secret = Request.objects.visible_to(reach).filter(case_id=case_id, secret=True)
    return Q(request=None) | Q(request__secret=False) | Q(request__in=secret)


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases; ``visible_to`` first."""

    def visible_to(self, reach: Reach) -> CaseQuerySet:
        """Only what this reach may know of. A stranger finds nothing, not a refusal."""
        rows = self.filter(town_id=reach.town_id)
        chosen = reach_filter(reach)
        return rows if chosen is None else rows.filter(chosen)


class RequestQuerySet(models.QuerySet["Request"]):
    """Requests; seen by those who see their case."""

    def visible_to(self, reach: Reach) -> RequestQuerySet:
        """Only requests whose case this reach may know of."""
        rows = self.filter(town_id=reach.town_id)
        chosen = reach_filter(reach, "case__")
        return rows if chosen is None else rows.filter(chosen)
