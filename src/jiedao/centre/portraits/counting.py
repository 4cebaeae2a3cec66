"""How many records of each kind fit, now or as of a past moment: one statement of the mirror."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.urls import reverse

from jiedao.engines.cases import kinds as case_kinds
from jiedao.engines.mirror import columns, source
from jiedao.foundation.records.schema import schema_of
from jiedao.kernel import clock, registry
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Kind

Where = Callable[[Sequence[str]], str | None]
"""From the columns of a kind to the condition on its rows; None where none of them can fit."""
_CASES, _RECORDS = "cases.see", "records.see"
_LAST: Final = 1000


@dataclass(frozen=True, slots=True)
class Counted:
    """Records of one kind: how many, and how many of them are unfinished."""

    kind: Kind
    application: str
    count: int
    unfinished: int
    url: str


def end_of(day: date) -> datetime | None:
    """The end of a past day; None for today, which has not ended."""
    if day >= clock.today():
        return None
    return datetime.combine(day + timedelta(days=1), time.min, clock.TOWN_ZONE)


def counted(
    reach: Reach, as_of: datetime | None, around: Collection[int], where: Where, query: str
) -> Iterator[Counted]:
    """Of each kind whose records the reader may see in the areas ``around`` and of which some fit,
    in the order of the rail; ``query`` leads to their list."""
    order = {key: config.order for key, config in registry.applications.items()}
    kinds = sorted(columns.kinds(), key=lambda one: order.get(one.application, _LAST))
    kinds = [kind for kind in kinds if _may_count(reach, kind, around)]
    with source.open(reach.town_id, as_of=as_of) as tables:
        asked = (_question(kind, tables, where, hidden=_hides(reach, kind)) for kind in kinds)
        questions = [one for one in asked if one]
        if not questions:
            return
        # One statement of DuckDB's own: Ibis would write a hundred, each longer than its answer.
        found = tables.connection.con.sql(" UNION ALL ".join(questions)).fetchall()
    counts = {key: (count, unfinished) for key, count, unfinished in found}
    for kind in kinds:
        count, unfinished = counts.get(kind.key, (0, 0))
        if count:
            application = str(registry.applications[kind.application].titles)
            yield Counted(kind, application, count, unfinished, _list_url(kind, query))


def _is_case(kind: Kind) -> bool:
    return kind.family == case_kinds.FAMILY


def _may_count(reach: Reach, kind: Kind, around: Collection[int]) -> bool:
    """Whether the reader sees every record there: a number must tell no more than a list."""
    permission = _CASES if _is_case(kind) else _RECORDS
    return any(
        grant.speaks_of(kind.key)
        and (grant.scope == "town" or not grant.area_ids.isdisjoint(around))
        for grant in reach.holding(permission)
    )


def _hides(reach: Reach, kind: Kind) -> bool:
    """Whether secret cases of the kind are not the reader's to know of: who answers for an area
    alone does not see them in its list either."""
    grants = [grant for grant in reach.holding(_CASES) if grant.speaks_of(kind.key)]
    return _is_case(kind) and not any(grant.scope == "town" for grant in grants)


def _question(kind: Kind, tables: Any, where: Where, *, hidden: bool) -> str:
    """SQL that counts a kind, without secret cases where they are ``hidden``; "" where no record of
    it can fit. Nothing in it was typed in: keys are declared, ids are numbers."""
    table = tables.table(kind.key)
    condition = where(table.columns)
    if condition is None:
        return ""
    states = case_kinds.open_states() if _is_case(kind) else _open_states(kind)
    among = ", ".join(f"'{state}'" for state in states) or "''"
    conditions = [f"({one})" for one in (condition, "NOT secret" if hidden else "") if one]
    within = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return (
        f"SELECT '{kind.key}', count(DISTINCT id),"  # noqa: S608
        f" count(DISTINCT id) FILTER (WHERE state IN ({among})) FROM {table.get_name()}{within}"
    )


def _open_states(kind: Kind) -> tuple[str, ...]:
    return schema_of(kind.key).workflow.open_states()


def _list_url(kind: Kind, query: str) -> str:
    if _is_case(kind):
        return f"{reverse('cases:kind', args=[kind.key])}?{query}"
    return f"{reverse('records:list', args=[kind.key])}?{query}"
