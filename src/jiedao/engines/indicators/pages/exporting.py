"""Figures as a file: all of a period, or one split by month and community."""

import io
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

from django.db.models import Q
from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.engines.indicators.adding import adds_up
from jiedao.engines.indicators.compiling import MONTH
from jiedao.engines.indicators.keeping import kept_values
from jiedao.engines.indicators.listing import FigureLine, figures
from jiedao.engines.indicators.pages.asking import (
    Namer,
    figure_of,
    filters_of,
    period_of,
    readable,
    reader,
)
from jiedao.engines.indicators.periods import Period, words_of
from jiedao.engines.indicators.saying import said_status
from jiedao.engines.indicators.values import Value, dimensions_of
from jiedao.foundation.places.models import Area
from jiedao.foundation.records.pages.common import actor
from jiedao.foundation.sheets.cells import Raw
from jiedao.foundation.sheets.marking import marked
from jiedao.foundation.sheets.writers import write_table
from jiedao.kernel import clock, history, registry
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import durable

FORMS = ("xlsx", "csv")


@require_GET
def all_figures(request: HttpRequest, fmt: str) -> FileResponse:
    """Every figure of a period that the reader may see."""
    reach, period = reader(request), period_of(request.GET)
    known = {one.key for one in readable(reach)}
    header = [_("指标"), _("代号"), _("数值"), _("单位"), _("分子"), _("分母"), _("记录数"), _("口径"),
              _("类别"), _("来源"), _("时期")]  # fmt: skip
    rows: Iterable[list[Raw]] = (
        [line.name, line.key, line.value, line.unit, line.numerator, line.denominator, line.records,
         _narrowed(reach.town_id, line), said_status(line.status), line.source,
         words_of(line.period)]
        for line in figures(reach.town_id, period) if line.external or line.key in known
    )  # fmt: skip
    return _file(request, _("数据"), period, header, rows, fmt)


@require_GET
def one_figure(request: HttpRequest, key: str, fmt: str) -> FileResponse:
    """One figure by month and community."""
    reach, indicator = figure_of(request, key)
    period, filters = period_of(request.GET), filters_of(indicator, request.GET)
    names = Namer(reach.town_id, indicator)
    by = tuple(name for name in (MONTH, "community_id") if name in dimensions_of(indicator))
    found = kept_values((key,), town_id=reach.town_id, period=period, by=by, filters=filters)[key]
    if adds_up(indicator):
        found = _zeros(reach.town_id, period, by, filters) | found
    header = [*(names.dimension(name) for name in by), str(indicator.titles), _("单位"), _("分子"),
              _("分母"), _("记录数")]  # fmt: skip
    rows: Iterable[list[Raw]] = (
        [*(names.value(name, one) for name, one in zip(by, group, strict=True)), value.value,
         indicator.unit, value.numerator, value.denominator, value.records]
        for group, value in sorted(found.items(), key=lambda pair: [str(one) for one in pair[0]])
    )  # fmt: skip
    return _file(request, str(indicator.titles), period, header, rows, fmt)


def _zeros(
    town_id: int, period: Period, by: tuple[str, ...], filters: Mapping[str, Any]
) -> dict[tuple[Any, ...], Value]:
    """Nothing, for every month that began and every community: what is counted and did not happen
    is a 0 in the table, not a missing line."""
    today = clock.today()
    months = [one.start.replace(day=1) for one in period.months() if one.start <= today]
    there = Q(valid_to=None) | Q(valid_to__gte=period.start)
    areas = Area.objects.filter(
        there, town_id=town_id, level=Area.Level.COMMUNITY, valid_from__lte=period.end
    )
    if chosen := filters.get("community_id"):
        areas = areas.filter(pk__in=chosen if isinstance(chosen, list) else [chosen])
    places: dict[str, list[Any]] = {
        MONTH: months,
        "community_id": list(areas.values_list("pk", flat=True)),
    }
    return {group: Value(0.0) for group in product(*(places[name] for name in by))}


def _narrowed(town_id: int, line: FigureLine) -> str:
    """What a line was narrowed to, in words."""
    indicator = registry.indicators.find(line.key)
    if indicator is None or indicator.kind not in registry.kinds:
        return "；".join(f"{value}" for value in line.filter.values())
    names = Namer(town_id, indicator)
    return "；".join(
        f"{names.dimension(name)}：{names.value(name, value)}"
        for name, value in line.filter.items()
    )


def _file(
    request: HttpRequest,
    title: str,
    period: Period,
    header: list[str],
    rows: Iterable[list[Raw]],
    fmt: str,
) -> FileResponse:
    form = fmt if fmt in FORMS else "xlsx"
    reach = reader(request)
    with durable():
        line = Line("export", reach.account_id, "exported", note=request.GET.urlencode()[:500],
                    data={"list": "figures"})  # fmt: skip
        history.record(reach.town_id, [line], actor=actor(request))
    body = io.BytesIO()
    head, lines = marked(header, rows)
    write_table(body, head, lines, form=form, widths=[28, 24, 14, 10, 12, 12, 10], title=title)
    body.seek(0)
    day = f"{clock.today():%Y%m%d}"
    return FileResponse(body, as_attachment=True, filename=f"{title}-{period.title}-{day}.{form}")
