"""What the address of a page of figures asks: the period, the split, the filters; and who asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from jiedao.engines.indicators.choosing import may_see
from jiedao.engines.indicators.columns import columns_of
from jiedao.engines.indicators.compiling import MONTH
from jiedao.engines.indicators.family import FACTS
from jiedao.engines.indicators.listing import computed_indicators
from jiedao.engines.indicators.models import Fact
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.rights import SEE
from jiedao.engines.indicators.values import dimensions_of, indicator_of
from jiedao.foundation.places.locator import locator_for
from jiedao.foundation.staff.pages.common import account_of
from jiedao.foundation.staff.reach import reach_of
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel import clock, registry
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.errors import Forbidden, Invalid, NotFound
from jiedao.web.shell import base_template

_MONTHS_OF_HALF = 6
Link = tuple[object, str, bool]
"""(title, address, whether it is the present one)."""


def reader(request: HttpRequest) -> Reach:
    """The reader's reach; Forbidden for who may not see figures."""
    reach = reach_of(account_of(request))
    if not reach.anywhere(SEE):
        raise Forbidden(_("您没有打开这一页的权限。"), code="no_permission")
    return reach


def readable(reach: Reach) -> list[Indicator]:
    """The computed figures that this reader may see."""
    return [one for one in computed_indicators() if may_see(reach, one)]


def visible_facts(reach: Reach) -> QuerySet[Fact]:
    """Figures that others published, of every kind that the reader may see."""
    rows = Fact.objects.none()
    for kind in registry.kinds:
        if kind.family == FACTS.key and "indicator" not in kind.without:
            rows = rows | Fact.objects.visible_to(reach, kind.key)
    return rows


def figure_of(request: HttpRequest, key: str) -> tuple[Reach, Indicator]:
    """The figure of a page; a stranger to its kind finds nothing."""
    reach = reader(request)
    found = indicator_of(key)
    if found.kind not in registry.kinds or not may_see(reach, found):
        raise NotFound(_("没有指标“%(key)s”。") % {"key": key[:80]}, code="no_indicator")
    return reach, found


def period_of(params: QueryDict) -> Period:
    """The period asked for: this year where nothing is said."""
    asked = params.get("period", "").strip()
    return Period.parse(asked) if asked else Period.of_year(clock.today().year)


View = Callable[..., HttpResponse]


def asks_period(view: View) -> View:
    """A period that nobody can read is asked for again, with what was written and how to write it."""

    @wraps(view)
    def asked(request: HttpRequest, *place: Any, **named: Any) -> HttpResponse:
        try:
            period_of(request.GET)
        except Invalid as refusal:
            return _ask_again(request, refusal)
        return view(request, *place, **named)

    return asked


def _ask_again(request: HttpRequest, refusal: Invalid) -> HttpResponse:
    reader(request)
    rest = [
        (name, value)
        for name, values in request.GET.lists() if name != "period"
        for value in values
    ]  # fmt: skip
    year = clock.today().year
    examples = (f"{year}", f"{year}H1", f"{year}Q3", f"{year}-05", f"{year}-01..{year}-05")
    context = {
        "sentence": refusal.sentence,
        "written": request.GET.get("period", ""),
        "rest": rest,
        "links": period_links(request.GET, Period.of_year(year)),
        "examples": [
            (one, Period.parse(one).title, with_(request.GET, period=one)) for one in examples
        ],
        "base_template": base_template(request),
    }  # fmt: skip
    return render(request, "indicators/period.html", context, status=refusal.status)


def period_links(params: QueryDict, period: Period) -> list[Link]:
    """The spans that people mostly ask for."""
    today = clock.today()
    usual = {
        _("本月"): Period.of_month(today),
        _("上月"): Period.of_month(today).before(),
        _("今年"): Period.of_year(today.year),
        _last_half(today).title: _last_half(today),
        _("去年"): Period.of_year(today.year - 1),
    }
    return [(title, with_(params, period=one.key), one == period) for title, one in usual.items()]


def _last_half(today: date) -> Period:
    """The half-year that was over last."""
    first = Period.of_months(today.year, 1, _MONTHS_OF_HALF)
    return first if today > first.end else first.before()


def with_(params: QueryDict, **changes: str) -> str:
    """The present address with some of its parameters changed; empty ones are left out."""
    query = params.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


def filters_of(indicator: Indicator, params: QueryDict) -> dict[str, Any]:
    """The filters in the address: those of its parameters that are dimensions of the figure."""
    return {
        name: values if len(values) > 1 else values[0]
        for name in dimensions_of(indicator)
        if name != MONTH and (values := [one for one in params.getlist(name) if one])
    }


def query_of(period: Period, filters: Mapping[str, Any], **more: str) -> str:
    """An address's parameters for a period and filters."""
    said = {name: value for name, value in more.items() if value}
    return urlencode({"period": period.key, **filters, **said}, doseq=True)


@dataclass(frozen=True, slots=True)
class Namer:
    """Says dimensions and their values in the reader's words."""

    town_id: int
    indicator: Indicator

    def dimension(self, name: str) -> str:
        """The title of a dimension."""
        return columns_of(self.indicator.kind).title(name)

    def value(self, name: str, value: Any) -> str:
        """The title of a value of a dimension."""
        if value in (None, ""):
            return {"unit_id": _("未定单位"), "community_id": _("未定位"), "grid_id": _("未定位")}.get(
                name, _("未填")
            )  # fmt: skip
        if name in ("community_id", "grid_id"):
            area = locator_for(self.town_id).area(int(value))
            return area.name if area else str(value)
        if name == "unit_id":
            node = structure_of(self.town_id).units.get(int(value))
            return node.name if node else str(value)
        if isinstance(value, date):
            return f"{value:%Y-%m}"
        if isinstance(value, bool):
            return _("是") if value else _("否")
        return columns_of(self.indicator.kind).value(name, value)
