"""One figure: its value and formula, its trend, its split with rank and share, its map."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.engines.indicators import behind
from jiedao.engines.indicators.adding import Days, adds_up
from jiedao.engines.indicators.comparing import change, comparable, published, ranks, share
from jiedao.engines.indicators.compiling import MONTH
from jiedao.engines.indicators.keeping import kept_days, kept_late_entries, kept_values
from jiedao.engines.indicators.listing import YEARS_ON_FILE
from jiedao.engines.indicators.pages.asking import (
    Namer,
    asks_period,
    figure_of,
    filters_of,
    period_links,
    period_of,
    query_of,
    visible_facts,
    with_,
)
from jiedao.engines.indicators.periods import Period, words_of
from jiedao.engines.indicators.quotients import is_quotient, parts_of
from jiedao.engines.indicators.saying import said, said_change, said_published
from jiedao.engines.indicators.statements import Beside, beside, compared_kinds
from jiedao.engines.indicators.targets import targets
from jiedao.engines.indicators.values import Value, dimensions_of
from jiedao.engines.indicators.words import formula_in_words
from jiedao.foundation.records.pages.common import record_url
from jiedao.foundation.records.rules import ADD
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Indicator
from jiedao.web.parts import Chart, Fact, Series
from jiedao.web.shell import base_template

COMMUNITY: Final = "community_id"
_CHART_MOST = 31
_PARTS_SHOWN, _A_FEW = 15, 5


@dataclass(frozen=True, slots=True)
class Part:
    """One value of the dimension by which the figure is split."""

    title: str
    value: Value
    said: str
    share: float | None
    rank: int | None
    change: str
    better: bool | None
    records_url: str
    narrow_url: str


@require_GET
@asks_period
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """``?period=…&by=community_id&community_id=…&level=community|grid``."""
    reach, indicator = figure_of(request, key)
    period, filters = period_of(request.GET), filters_of(indicator, request.GET)
    splits = [name for name in dimensions_of(indicator) if name != MONTH]
    by = request.GET.get("by", "")
    by = by if by in splits else next(iter(splits), "")
    asked = _Asked(indicator, reach.town_id, period, filters, by)
    level = "grid" if request.GET.get("level") == "grid" else "community"
    whole, before = asked.whole(period), asked.whole(asked.last_year)
    context = {
        "indicator": indicator,
        "period": period,
        "formula": formula_in_words(indicator),
        "links": period_links(request.GET, period),
        "facts": list(_facts(asked, whole, before)),
        "shown": _shown(asked, whole, before),
        "records": whole.records,
        "records_url": asked.records_url(period, filters),
        "narrowed": _narrowed(request, asked),
        "trend": _trend(asked) if MONTH in dimensions_of(indicator) else None,
        "by": by,
        "splits": [(asked.names.dimension(n), with_(request.GET, by=n), n == by) for n in splits],
        **_first_parts(_parts(asked, by, whole, request) if by else [], request),
        "part_title": asked.names.dimension(by) if by else "",
        "placed": COMMUNITY in splits,
        "level": level,
        "levels": [(title, with_(request.GET, level=key), key == level)
                   for key, title in (("community", _("按社区")), ("grid", _("按网格")))],
        "map_url": f"{reverse('indicators:map', args=[indicator.key])}?"
                   f"{query_of(period, filters, level=level)}",
        "beside": _beside(reach, asked, whole),
        "stated_lists": [] if filters else [
            (kind.titles, reverse("records:new", args=[kind.key]))
            for kind in compared_kinds() if reach.anywhere(ADD, kind.key)
        ],
        "late": kept_late_entries(
            indicator, town_id=reach.town_id, period=period, filters=filters
        ),
        "export": query_of(period, filters),
        "base_template": base_template(request),
    }  # fmt: skip
    return render(request, "indicators/figure.html", context)


def _first_parts(parts: list[Part], request: HttpRequest) -> dict[str, Any]:
    """The first of them; all where they are asked for, or hardly more."""
    every = request.GET.get("parts") == "all" or len(parts) <= _PARTS_SHOWN + _A_FEW
    return {
        "parts": parts if every else parts[:_PARTS_SHOWN],
        "parts_in_all": len(parts),
        "all_parts_url": "" if every else with_(request.GET, parts="all"),
    }


class _Asked:
    """One figure of a town for a page: asked once for each split."""

    def __init__(
        self,
        indicator: Indicator,
        town_id: int,
        period: Period,
        filters: Mapping[str, Any],
        by: str,
    ) -> None:
        self.indicator, self.town_id, self.by = indicator, town_id, by
        self.period, self.filters = period, filters
        self.names = Namer(town_id, indicator)
        self.last_year = period.elapsed(clock.today()).year_before()
        self.last = period.last(clock.today())

    def values(self, period: Period, *by: str) -> dict[tuple[Any, ...], Value]:
        if adds_up(self.indicator) and set(by) <= {MONTH, self.by}:
            return self._days.values(period, *by)
        found = kept_values(
            (self.indicator.key,), town_id=self.town_id, period=period, by=by, filters=self.filters
        )
        return found[self.indicator.key]

    @cached_property
    def _days(self) -> Days:
        """Everything that the page shows of it, asked once."""
        months = self.trend_months
        span = Period(months[0].start, months[-1].end)
        return kept_days(
            self.indicator,
            town_id=self.town_id,
            periods=tuple(
                dict.fromkeys((self.period, self.last_year, self.last, span, span.year_before()))
            ),
            by=self.by,
            filters=self.filters,
        )

    @cached_property
    def trend_months(self) -> list[Period]:
        """The months of the period, or of its year where they are too many or but one."""
        months = self.period.months()
        fits = 1 < len(months) <= _CHART_MOST
        return months if fits else Period.of_year(self.period.end.year).months()

    def whole(self, period: Period) -> Value:
        return self.values(period).get((), Value(None))

    def whole_of(self, period: Period) -> Value:
        """Of a period that the page does not otherwise show."""
        found = kept_values(
            (self.indicator.key,), town_id=self.town_id, period=period, filters=self.filters
        )
        return found[self.indicator.key].get((), Value(None))

    def records_url(self, period: Period, filters: Mapping[str, Any], **more: str) -> str:
        query = query_of(period, filters, **more)
        return f"{reverse('indicators:records', args=[self.indicator.key])}?{query}"


def _shown(asked: _Asked, whole: Value, before: Value) -> str:
    one, years = asked.indicator, [before]
    if one.compare == "rank":
        earlier = accumulate(range(YEARS_ON_FILE), lambda year, _n: year.year_before(),
                             initial=asked.period)  # fmt: skip
        years = [asked.whole_of(year) for year in islice(earlier, 1, None)]
    return said_published(one, published(one, whole, years))


def _facts(asked: _Asked, whole: Value, before: Value) -> Iterable[Fact]:
    one = asked.indicator
    if one.compare:
        yield Fact(_("数值"), said(whole.value, one.own_unit))
    yield from _divided(asked, whole)
    if before.records:
        yield Fact(_("上年同期"), f"{said(before.value, one.own_unit)}（{asked.last_year.title}）",
                   url=asked.records_url(asked.last_year, asked.filters))  # fmt: skip
        yield Fact(_("同比"), _compared(one, whole, before))
    last = asked.whole(asked.last)
    if last.records and asked.last != asked.last_year:
        yield Fact(_("上一期"), f"{said(last.value, one.own_unit)}（{asked.last.title}）",
                   url=asked.records_url(asked.last, asked.filters))  # fmt: skip
        yield Fact(_("环比"), _compared(one, whole, last))
    yield from _targets(asked)


def _targets(asked: _Asked) -> Iterable[Fact]:
    for source in targets:
        for target in source.of(asked.town_id, asked.period):
            if target.key == asked.indicator.key:
                url = record_url(target.task_kind, target.task) if target.task else ""
                told = f"{said(float(target.value), target.unit)}（{words_of(target.period)}）"
                yield Fact(_("目标"), told, url=url)


def _divided(asked: _Asked, whole: Value) -> Iterable[Fact]:
    """Numerator and denominator; those of a quotient are figures, and each opens its records."""
    if is_quotient(asked.indicator):
        of, by = parts_of(asked.indicator, asked.period)
        for title, part, side, value in (
            (_("分子"), of, behind.PART, whole.numerator),
            (_("分母"), by, behind.ALL, whole.denominator),
        ):
            told = f"{part.indicator.titles} {said(value, part.indicator.own_unit)}"
            yield Fact(title, told, url=asked.records_url(asked.period, asked.filters, part=side))
    elif whole.denominator is not None:
        parts = f"{said(whole.numerator, '')} ÷ {said(whole.denominator, '')}"
        yield Fact(_("分子 ÷ 分母"), parts)


def _compared(one: Indicator, now: Value, before: Value) -> str:
    if not comparable(now, before):
        return _("当时的记录太少，不作比较")
    return said_change(change(one, now, before))


def _beside(reach: Reach, asked: _Asked, whole: Value) -> list[tuple[Beside, str, str]]:
    """What others say of the whole figure: the source, its gap in words, its address."""
    if asked.filters:
        return []
    rows = beside(visible_facts(reach), asked.indicator.key, asked.period, whole.value)
    return [
        (one, "" if one.gap is None else f"{one.gap:+,.4g} {asked.indicator.own_unit}",
         record_url(one.fact.kind, one.fact.number))
        for one in rows
    ]  # fmt: skip


def _narrowed(request: HttpRequest, asked: _Asked) -> list[tuple[str, str, str]]:
    """(dimension, value, the address without it)."""
    return [
        (asked.names.dimension(name), asked.names.value(name, value), with_(request.GET, **{name: ""}))
        for name, value in asked.filters.items()
    ]  # fmt: skip


def _trend(asked: _Asked) -> Chart | None:
    """This period's months beside those of the year before."""
    months = asked.trend_months
    span = Period(months[0].start, months[-1].end)
    now = _by_month(asked.values(span, MONTH), months)
    before = _by_month(
        asked.values(span.year_before(), MONTH), [month.year_before() for month in months]
    )
    series = [Series(_("本期"), now)]
    if any(value is not None for value in before):
        series.append(Series(_("上年同期"), before))
    title = _("%(name)s：各月") % {"name": asked.indicator.titles}
    urls = [asked.records_url(month, asked.filters) for month in months]
    labels = [month.title.removeprefix(f"{span.start.year}年") for month in months]
    kind = "line" if len(months) > 3 else "bar"
    return Chart(title, labels, series, kind, asked.indicator.own_unit, urls=urls)


def _by_month(values: Mapping[Any, Value], months: list[Period]) -> list[float | None]:
    found = {group[0]: value.value for group, value in values.items()}
    return [found.get(month.start.replace(day=1)) for month in months]


def _parts(asked: _Asked, by: str, whole: Value, request: HttpRequest) -> list[Part]:
    """The figure split, the best first where a direction is known, else the largest."""
    now = {group[0]: value for group, value in asked.values(asked.period, by).items()}
    before = {g[0]: v for g, v in asked.values(asked.last_year, by).items()}
    places = ranks(now, asked.indicator.direction)
    found = []
    for group in sorted(now, key=lambda one: (places.get(one, 10**6), str(one))):
        value = now[group]
        past = before.get(group, Value(None))
        moved = change(asked.indicator, value, past) if comparable(value, past) else None
        filters = {**asked.filters, by: "" if group is None else group}
        found.append(
            Part(
                asked.names.value(by, group), value, said(value.value, asked.indicator.own_unit),
                share(value, whole), places.get(group), said_change(moved),
                moved.is_better(asked.indicator.direction) if moved else None,
                asked.records_url(asked.period, filters) if group not in (None, "") else "",
                with_(request.GET, **{by: str(group)}) if group not in (None, "") else "",
            )
        )  # fmt: skip
    return found
