"""What the reports' pages share: who reads which report, and where a figure leads."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.reports import queries
from jiedao.engines.reports.models import Report
from jiedao.engines.reports.writing.doubting import Found
from jiedao.engines.reports.writing.figures import (
    PLAN,
    Figure,
    Figures,
    period_words,
    ratio,
    titled,
    worded,
)
from jiedao.engines.reports.writing.freezing import Frozen
from jiedao.engines.reports.writing.markup import write_token
from jiedao.engines.reports.writing.saying import plain
from jiedao.foundation.staff.pages.common import account_of, actor, reader, town_id
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel.access import Reach
from jiedao.web.formats import exact, thousands

__all__ = ["account_of", "actor", "reach", "reader", "report_of", "town_id"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as pages show it beside the text."""

    token: str
    title: str
    text: str
    url: str
    lines: tuple[tuple[str, str], ...]
    missing: str = ""
    sourced: bool = False


class Confirmed(BaseModel):
    """Nothing to be said: the decision itself."""


def reach(request: HttpRequest) -> Reach:
    """What the reader may do."""
    return reach_of(account_of(request))


def report_of(request: HttpRequest, number: int) -> Report:
    """The report; a stranger gets “not found”."""
    return queries.report_of(reach(request), number)


def linked(report: Report, figures: Figures, root: str = "") -> Callable[[Figure], str]:
    """Where a figure of this report opens to its records; ``root`` is put before the address."""

    def link(figure: Figure) -> str:
        if isinstance(figures, Frozen):
            place = figures.place(figure.token)
            return root + reverse("reports:figure", args=[report.number, place]) if place else ""
        query = urlencode({"t": write_token(figure.token)})
        return f"{root}{reverse('reports:trace', args=[report.number])}?{query}"

    return link


def version_of(request: HttpRequest) -> int:
    """Which version was read; 0 where none is said, which is nobody's."""
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() else 0


def counted(found: Found) -> dict[str, int]:
    """Context: in how many places words and figures disagree, and how many numbers are typed."""
    every = [fault for faults in found.values() for fault in faults]
    typed = sum(bool(fault.typed) for fault in every)
    return {"faults": len(every) - typed, "typed": typed}


def shown(figure: Figure, url: str) -> Shown:
    """Value, formula, period, records and moment in words."""
    unit = "" if figure.ranked else figure.unit
    against = _("计划数") if figure.token.form == PLAN else _("上年同期")
    lines = (
        (_("数值"), _amount(figure.value, unit)),
        (_("本期"), _amount(figure.current, figure.own_unit)),
        (against, _amount(figure.before, figure.own_unit)),
        (_("分子 / 分母"), ratio(figure)),
        (_("时期"), period_words(figure.token)),
        (_("范围"), figure.filters),
        (_("算法"), figure.formula),
        (_("记录"), "" if figure.sources else _("%(n)s 条") % {"n": thousands(figure.records)}),
        (_("来源"), "；".join(f"{one.issued_by}《{one.document}》{one.number}" for one in figure.sources)),
        (_("截至"), exact(figure.as_of)),
    )  # fmt: skip
    return Shown(
        write_token(figure.token), titled(figure), worded(figure), url,
        tuple(line for line in lines if line[1]), figure.missing, bool(figure.sources),
    )  # fmt: skip


def _amount(value: Decimal | None, unit: str) -> str:
    return "" if value is None else f"{plain(round(value, 4))} {unit}".strip()
