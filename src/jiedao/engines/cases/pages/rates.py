"""The rates page: every rate with its numerator, denominator and formula beside it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.engines.cases import rates as engine
from jiedao.engines.cases.pages import choices
from jiedao.engines.cases.pages.common import reader, unit_name
from jiedao.engines.cases.rates import RATES, Period, Rate, Table, Tally
from jiedao.foundation.places.locator import locator_for
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.titles import Title
from jiedao.web.formats import share
from jiedao.web.parts import Chart, Series
from jiedao.web.shell import base_template

_BY: dict[str, Title] = {
    engine.UNIT: Title("按单位", "By unit"),
    engine.COMMUNITY: Title("按社区", "By community"),
    engine.MONTH: Title("按月", "By month"),
}
_BASES: dict[str, Title] = {
    engine.INNER.value: Title("按我们的时限", "By our own limit"),
    engine.PLATFORM.value: Title("按平台的时限", "By the platform's limit"),
}
_PERIODS: dict[str, Title] = {
    "month": Title("本月", "This month"),
    "last": Title("上月", "Last month"),
    "quarter": Title("近三个月", "Last three months"),
    "year": Title("今年", "This year"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One rate of one row."""

    share: str
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Line:
    """One unit, community or month."""

    title: str
    cells: list[Cell]
    late: int
    exempted: int
    exempted_late: int
    exempted_ratings: int


@require_GET
def rates(request: HttpRequest) -> HttpResponse:
    """``?by=unit|community|month&period=…|from=&to=&kind=&basis=inner|platform``."""
    reach = reader(request)
    by = _one_of(request.GET, "by", _BY, engine.UNIT)
    basis = _one_of(request.GET, "basis", _BASES, engine.INNER.value)
    kind = request.GET.get("kind", "")
    name, period = _period(request.GET, by)
    table = engine.rates(reach, period, by=by, kind=kind, basis=basis)
    lines = _lines(table, by, reach)
    kinds = {"": Title("全部种类", "All kinds")} | {c.value: c.label for c in choices.loop_kinds()}
    chosen = [
        _links(request.GET, "period", _PERIODS, name),
        _links(request.GET, "by", _BY, by),
        _links(request.GET, "basis", _BASES, basis),
        *([_links(request.GET, "kind", kinds, kind)] if len(kinds) > 2 else []),
    ]
    context = {
        "rates": RATES,
        "lines": lines,
        "whole": _line(_("合计"), table.whole),
        "chart": _chart(lines, by) if len(lines) > 1 else None,
        "period": period,
        "choices": chosen,
        "base_template": base_template(request),
    }
    return render(request, "cases/rates.html", context)


def _one_of(params: QueryDict, name: str, known: dict[str, Any], usual: str) -> str:
    value = params.get(name, usual)
    return value if value in known else usual


def _period(params: QueryDict, by: str) -> tuple[str, Period]:
    today = clock.today()
    first = today.replace(day=1)
    try:
        given = Period(*(date.fromisoformat(params.get(name, "")) for name in ("from", "to")))
        if given.first <= given.last:
            return "", given
    except ValueError:
        pass
    usual = "year" if by == engine.MONTH else "month"
    name = _one_of(params, "period", _PERIODS, usual)
    before = first - timedelta(days=1)
    ends = {
        "month": (first, today),
        "last": (before.replace(day=1), before),
        "quarter": ((before.replace(day=1) - timedelta(days=1)).replace(day=1), today),
        "year": (first.replace(month=1), today),
    }
    return name, Period(*ends[name])


def _links(
    params: QueryDict, name: str, known: dict[str, Any], now: str
) -> list[tuple[object, str, bool]]:
    """(title, address, whether it is the present one)."""
    links = []
    for key, title in known.items():
        query = params.copy()
        query[name] = key
        if name == "period":
            for other in ("from", "to"):
                query.pop(other, None)
        links.append((title, f"?{query.urlencode()}", key == now))
    return links


def _lines(table: Table, by: str, reach: Reach) -> list[Line]:
    def title(key: Any) -> str:
        if key is None:
            return _("未分拨") if by == engine.UNIT else _("未定位")
        if by == engine.UNIT:
            return unit_name(reach.town_id, key)
        if by == engine.COMMUNITY:
            row = locator_for(reach.town_id).area(key)
            return row.name if row else str(key)
        return str(key.strftime("%Y-%m"))

    # By code for months; for units and communities the most work first, which ranks nobody.
    order = (
        sorted(table.rows.items())
        if by == engine.MONTH
        else sorted(table.rows.items(), key=lambda row: -row[1].due)
    )
    return [_line(title(key), tally) for key, tally in order]


def _line(title: str, tally: Tally) -> Line:
    return Line(
        title,
        [_cell(rate, tally) for rate in RATES],
        tally.late,
        tally.exempted,
        tally.exempted_late,
        tally.exempted_ratings,
    )


def _cell(rate: Rate, tally: Tally) -> Cell:
    numerator, denominator = rate.of(tally)
    return Cell(share(numerator, denominator), numerator, denominator)


def _chart(lines: list[Line], by: str) -> Chart:
    shown = lines[:15]
    wanted = (1, 3) if by == engine.MONTH else (1,)
    series = [
        Series(
            str(RATES[n].titles),
            [
                round(100 * line.cells[n].numerator / line.cells[n].denominator, 1)
                if line.cells[n].denominator
                else None
                for line in shown
            ],
        )
        for n in wanted
    ]
    title = _("按期处置率随月份") if by == engine.MONTH else _("谁的事件按期处置？")
    kind = "line" if by == engine.MONTH else "bar"
    return Chart(title, [line.title for line in shown], series, kind, "%", by != engine.MONTH)
