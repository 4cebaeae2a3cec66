"""One record less: whatever a figure was counted from, without one of it the figure is another."""

from typing import Any

from django.db import models

from jiedao.engines.cases.kinds import FAMILY
from jiedao.engines.cases.models import Case, Request
from jiedao.engines.indicators import behind
from jiedao.engines.indicators.listing import computed_indicators
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.values import Value, value_of
from jiedao.engines.mirror import source
from jiedao.foundation.records.schema import schema_of
from jiedao.kernel import clock, history, registry
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import durable


def unmoved(town_id: int, period: Period) -> tuple[list[str], int]:
    """The figures of the period that stay as they are when one of their records goes; and how
    many were tried: those that have any record."""
    tried, stayed = 0, []
    with clock.at(period.bounds[1]):
        for one in computed_indicators():
            before = _value(one, town_id, period)
            if not before.records:
                continue
            tried += 1
            _take_one_away(one, town_id, period)
            if _value(one, town_id, period) == before:
                stayed.append(one.key)
    return stayed, tried


def _value(one: Indicator, town_id: int, period: Period) -> Value:
    source.fresh(town_id)
    return value_of(one.key, town_id=town_id, period=period)


def _take_one_away(one: Indicator, town_id: int, period: Period) -> None:
    """The rows themselves go, as no action lets them; history says that something happened."""
    part = behind.PART if one.formula.part is not None else behind.ALL
    found = behind.counted(one, town_id=town_id, period=period, part=part, limit=1)
    found = found or behind.counted(one, town_id=town_id, period=period, limit=1)
    record_id = found[0].record_id
    is_case = registry.kinds.get(one.kind).family == FAMILY
    with durable():
        if is_case:
            _far_away(Case.objects.filter(pk=record_id))
            _far_away(Request.objects.filter(case_id=record_id))
        else:
            _far_away(schema_of(one.kind).family.model._default_manager.filter(pk=record_id))
        kind = "case" if is_case else one.kind
        history.record(town_id, [Line(kind, record_id, "edit")], actor=SYSTEM)


def _far_away(rows: "models.QuerySet[Any]") -> None:
    """Into a state that nothing counts, long after the period, without amount or attribute."""
    fields = rows.model._meta.concrete_fields
    names = {field.attname for field in fields}
    empty: dict[str, Any] = {
        field.attname: None for field in fields if field.null and not field.is_relation
    }
    fixed = {
        "state": "gone", "day": "2999-01-01", "attributes": {}, "reported_at": _LATER,
        "received_at": _LATER, "created_at": _LATER, "satisfaction": "",
    }  # fmt: skip
    rows.update(**(empty | {name: value for name, value in fixed.items() if name in names}))


_LATER = "2999-01-01T00:00:00+00:00"
