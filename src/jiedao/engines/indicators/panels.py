"""Every figure as a panel of the command centre: this year's months beside those of the year before.

None stands on a screen by itself; whoever arranges one takes those that are looked at.
"""

from collections.abc import Callable, Iterator
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from jiedao.engines.indicators.comparing import change, comparable
from jiedao.engines.indicators.compiling import MONTH
from jiedao.engines.indicators.keeping import kept_values
from jiedao.engines.indicators.listing import computed_indicators
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.rights import SEE
from jiedao.engines.indicators.saying import said, said_change
from jiedao.engines.indicators.values import Value, dimensions_of
from jiedao.kernel import clock, registry
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Indicator, Panel
from jiedao.web.parts import Chart, Series

PREFIX: Final = "figure."
_ORDER: Final = 500


def enter() -> None:
    """Called when all have declared their figures."""
    for panel in panels():
        registry.panels.add(panel, declared_by=__name__)


def panels() -> Iterator[Panel]:
    """One for each figure that is counted by date."""
    for one in computed_indicators():
        if MONTH in dimensions_of(one) and not one.compare:
            kind = registry.kinds.get(one.kind)
            group = registry.applications[kind.application].titles
            yield Panel(
                f"{PREFIX}{one.key}", one.titles, SEE, _trend(one),
                kind.key if kind.restricted else "", group, (),
                4, 4, _ORDER, shown=False, on_wall=not kind.restricted,
            )  # fmt: skip


def _trend(indicator: Indicator) -> Callable[[Reach], Chart]:
    def query(reach: Reach) -> Chart:
        return chart(indicator, reach.town_id)

    return query


def chart(indicator: Indicator, town_id: int) -> Chart:
    """The months of this year, its months before, and in the title how the year stands."""
    year = Period.of_year(clock.today().year)
    months = [month for month in year.months() if month.start <= clock.today()]
    keys = (indicator.key,)
    now = kept_values(keys, town_id=town_id, period=year)[indicator.key].get((), Value(None))
    past = year.elapsed(clock.today()).year_before()
    before = kept_values(keys, town_id=town_id, period=past)[indicator.key].get((), Value(None))
    grown = change(indicator, now, before) if comparable(now, before) else None
    more = _("，同比 %s") % said_change(grown) if grown else ""
    title = _("%(year)d 年 %(said)s%(more)s") % {
        "year": year.start.year, "said": said(now.value, indicator.unit), "more": more,
    }  # fmt: skip
    series = [Series(_("今年"), _months(indicator, town_id, year, months))]
    if grown is not None:
        earlier = [month.year_before() for month in months]
        series.append(Series(_("上年"), _months(indicator, town_id, year.year_before(), earlier)))
    address = reverse("indicators:records", args=[indicator.key])
    return Chart(
        title, [f"{month.start.month}月" for month in months], series, "bar", indicator.unit,
        urls=[f"{address}?period={month.key}" for month in months],
    )  # fmt: skip


def _months(
    indicator: Indicator, town_id: int, span: Period, months: list[Period]
) -> list[float | None]:
    found = kept_values((indicator.key,), town_id=town_id, period=span, by=(MONTH,))
    values = {group[0]: value.value for group, value in found[indicator.key].items()}
    return [values.get(month.start) for month in months]
