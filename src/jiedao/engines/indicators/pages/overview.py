"""All figures of a period, by application: value, change on a year before, records behind it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.engines.indicators.comparing import change, comparable, published
from jiedao.engines.indicators.keeping import kept_values
from jiedao.engines.indicators.models import Fact
from jiedao.engines.indicators.options import FactOptions
from jiedao.engines.indicators.pages.asking import (
    asks_period,
    period_links,
    period_of,
    query_of,
    readable,
    reader,
    visible_facts,
)
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.remarks import remarks_of
from jiedao.engines.indicators.saying import said, said_change, said_published
from jiedao.engines.indicators.statements import compared_kinds
from jiedao.engines.indicators.statements import period_of as statement_period
from jiedao.engines.indicators.values import Value
from jiedao.engines.indicators.workflow import WITHDRAWN
from jiedao.foundation.records.families import families
from jiedao.foundation.records.gate import SEE as RECORDS_SEE
from jiedao.kernel import clock, registry
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Indicator, Kind
from jiedao.web.shell import base_template

_FACTS_SHOWN = 60
_LAST = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """One figure as the page shows it."""

    indicator: Indicator
    said: str
    said_before: str
    change: str
    better: bool | None
    value: Value
    before: Value
    url: str
    records_url: str


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one application."""

    title: object
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Stated:
    """What was reported of a figure, or a platform says, and whether anybody answered for it."""

    fact: Fact
    title: str
    stands: object
    state: object
    open: bool
    url: str


@require_GET
@asks_period
def overview(request: HttpRequest) -> HttpResponse:
    """``?period=…&q=…&all=1``: those that have records, or all."""
    reach, period = reader(request), period_of(request.GET)
    words = request.GET.get("q", "").strip()[:40]
    every = bool(request.GET.get("all"))
    wanted = [one for one in readable(reach) if _fits(one, words)]
    # Of a time that has not begun nothing is counted, though stocks would have a value.
    begun = period.start <= clock.today()
    rows = list(_rows(reach.town_id, wanted, period)) if begun else []
    shown = [row for row in rows if every or words or row.value.records or row.before.records]
    context = {
        "period": period,
        "begun": begun,
        "remarks": remarks_of(reach.town_id),
        "links": period_links(request.GET, period),
        "groups": _grouped(shown),
        "left_out": len(rows) - len(shown),
        "words": words,
        "facts": _facts(reach, period),
        "stated": _stated(reach, period),
        "stated_lists": [
            (kind.titles, reverse("records:list", args=[kind.key]))
            for kind in compared_kinds() if reach.anywhere(RECORDS_SEE, kind.key)
        ],
        "base_template": base_template(request),
    }  # fmt: skip
    return render(request, "indicators/overview.html", context)


def _facts(reach: Reach, period: Period) -> list[Fact]:
    """Outside figures whose period ends within this one."""
    rows = visible_facts(reach).filter(day__range=(period.start, period.end))
    rows = rows.exclude(kind__in=[kind.key for kind in compared_kinds()])
    return list(rows.exclude(state=WITHDRAWN).order_by("-day", "-id")[:_FACTS_SHOWN])


def _stated(reach: Reach, period: Period) -> list[Stated]:
    """The figures of others to be held against ours, what nobody signed for first."""
    kinds = {kind.key: kind for kind in compared_kinds()}
    rows = visible_facts(reach).filter(
        kind__in=kinds, day__range=(period.start, period.end), indicator__in=_keys()
    )
    found = [
        _statement(kinds[fact.kind], fact)
        for fact in rows.exclude(state=WITHDRAWN).order_by("-day", "-id")[:_FACTS_SHOWN]
    ]
    return sorted(found, key=lambda one: not one.open)


def _keys() -> list[str]:
    return [one.key for one in registry.indicators]


def _statement(kind: Kind, fact: Fact) -> Stated:
    assert isinstance(kind.options, FactOptions)
    workflow = families.get(kind.family).workflow_of(kind)
    state = next(one for one in workflow.states if one.key == fact.state)
    of = statement_period(fact)
    url = f"{reverse('indicators:figure', args=[fact.indicator])}?{query_of(of, {})}#beside"
    title = str(registry.indicators.get(fact.indicator).titles)
    return Stated(
        fact, f"{title} · {of.title}", kind.options.stands.titles, state.titles, state.open, url
    )


def _fits(indicator: Indicator, words: str) -> bool:
    told = f"{indicator.key} {indicator.titles.zh} {indicator.titles.en}".lower()
    return all(word in told for word in words.lower().split())


def _rows(town_id: int, wanted: list[Indicator], period: Period) -> Iterator[Row]:
    keys = tuple(one.key for one in wanted)
    now = kept_values(keys, town_id=town_id, period=period)
    before = kept_values(keys, town_id=town_id, period=period.elapsed(clock.today()).year_before())
    for one in wanted:
        value = now[one.key].get((), Value(None))
        past = before[one.key].get((), Value(None))
        year = change(one, value, past) if comparable(value, past) else None
        query = query_of(period, {})
        yield Row(
            one,
            _published(one, value, past),
            said(past.value, one.own_unit) if past.records else "",
            said_change(year),
            year.is_better(one.direction) if year else None,
            value,
            past,
            f"{reverse('indicators:figure', args=[one.key])}?{query}",
            f"{reverse('indicators:records', args=[one.key])}?{query}",
        )


def _published(one: Indicator, value: Value, past: Value) -> str:
    """A place among ten years is for the figure's own page to work out: here is the value."""
    if one.compare == "rank":
        return said(value.value, one.own_unit)
    return said_published(one, published(one, value, [past]))


def _grouped(rows: Iterable[Row]) -> list[Group]:
    groups: dict[str, Group] = {}
    for row in rows:
        key = registry.kinds.get(row.indicator.kind).application
        config = registry.applications.get(key)
        title = config.titles if config is not None else _("其他")
        groups.setdefault(key, Group(title, [])).rows.append(row)
    return [groups[key] for key in sorted(groups, key=_order)]


def _order(application: str) -> int:
    """As in the rail."""
    config = registry.applications.get(application)
    return config.order if config is not None else _LAST
