"""The records behind a number: each opens; those that the reader may not see are counted."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.engines.cases.pages.common import case_url
from jiedao.engines.indicators import behind
from jiedao.engines.indicators.columns import columns_of
from jiedao.engines.indicators.pages.asking import (
    Namer,
    asks_period,
    figure_of,
    filters_of,
    period_of,
    query_of,
    with_,
)
from jiedao.engines.indicators.quotients import Part, is_quotient, parts_of
from jiedao.engines.indicators.saying import said
from jiedao.engines.indicators.values import value_of
from jiedao.engines.indicators.words import formula_in_words
from jiedao.foundation.records.pages.common import record_url
from jiedao.kernel import clock
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.errors import Invalid
from jiedao.web.formats import exact
from jiedao.web.shell import base_template

PAGE = 50


@require_GET
@asks_period
def records(request: HttpRequest, key: str) -> HttpResponse:
    """``?period=…&part=all|part|rest&as_of=…&page=2`` and the filters of the figure."""
    reach, indicator = figure_of(request, key)
    period, filters = period_of(request.GET), filters_of(indicator, request.GET)
    as_of = as_of_in(request)
    asked, part = _part_in(request, indicator)
    counted = behind.side(indicator, period, asked)
    page = max(1, int(page)) if (page := request.GET.get("page", "1")).isdecimal() else 1
    found = behind.counted(
        counted.indicator, town_id=reach.town_id, period=counted.period, filters=filters, part=part,
        as_of=as_of, offset=(page - 1) * PAGE, limit=PAGE + 1,
    )  # fmt: skip
    value = value_of(key, town_id=reach.town_id, period=period, filters=filters, as_of=as_of)
    more, found = len(found) > PAGE, found[:PAGE]
    shown = behind.visible(counted.indicator, found, reach)
    names, words = Namer(reach.town_id, indicator), columns_of(counted.indicator.kind)
    context = {
        "indicator": indicator,
        "period": period,
        "value": value,
        "said": said(value.value, indicator.own_unit),
        "formula": formula_in_words(indicator),
        "as_of": exact(as_of) if as_of else "",
        "narrowed": [(names.dimension(n), names.value(n, v)) for n, v in filters.items()],
        "parts": _parts(request, indicator, counted, asked),
        "shares": counted.indicator.formula.part is not None,
        "rows": [(one, case_url(one.record) if one.is_case else record_url(counted.indicator.kind, one.record.number),
                  words.value("state", one.counted.state)) for one in shown],
        "measured": words.title(field) if (field := counted.indicator.date_field) else "",
        "with_measure": counted.indicator.formula.column is not None,
        "hidden": len(found) - len(shown),
        "newer": with_(request.GET, page=str(page - 1)) if page > 1 else "",
        "older": with_(request.GET, page=str(page + 1)) if more else "",
        "back": f"{reverse('indicators:figure', args=[key])}?{query_of(period, filters)}",
        "base_template": base_template(request),
    }  # fmt: skip
    return render(request, "indicators/records.html", context)


def as_of_in(request: HttpRequest) -> datetime | None:
    """The past moment asked for; Invalid for what is none."""
    text = request.GET.get("as_of", "").strip().replace(" ", "+")
    if not text:
        return None
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise Invalid(
            _("看不懂时点“%(text)s”。") % {"text": text[:40]}, field="as_of", code="bad_moment"
        )
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.TOWN_ZONE)


def _part_in(request: HttpRequest, indicator: Indicator) -> tuple[str, str]:
    """(the tab asked for, which of the records of the figure in it to list)."""
    if is_quotient(indicator):
        return (behind.ALL if request.GET.get("part") == behind.ALL else behind.PART), behind.ALL
    part = request.GET.get("part", behind.ALL)
    part = part if part in (behind.PART, behind.REST) else behind.ALL
    return part, part


def _parts(
    request: HttpRequest, indicator: Indicator, counted: Part, asked: str
) -> list[tuple[str, str, bool]]:
    """The tabs: of a quotient its two figures, of a rate its numerator, denominator and the rest."""
    titles = {behind.ALL: _("分母"), behind.PART: _("分子"), behind.REST: _("未达到的")}
    if is_quotient(indicator):
        of, by = parts_of(indicator, counted.period)
        titles = {
            behind.PART: f"{_('分子')}：{of.indicator.titles}",
            behind.ALL: f"{_('分母')}：{by.indicator.titles}",
        }
    elif indicator.formula.part is None:
        return []
    return [
        (title, with_(request.GET, part=key, page=""), key == asked)
        for key, title in titles.items()
    ]
