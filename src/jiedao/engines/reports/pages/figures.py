"""A figure opened: what it is, and the records that it was counted from, as they were."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jiedao.engines.indicators.models import Fact
from jiedao.engines.indicators.periods import Period
from jiedao.engines.reports import outline
from jiedao.engines.reports.gate import WRITE
from jiedao.engines.reports.models import Report, ReportFigure
from jiedao.engines.reports.pages.common import linked, reach, reader, report_of, shown
from jiedao.engines.reports.pages.records import records_behind
from jiedao.engines.reports.writing.book import Book, hash_of, refreshed
from jiedao.engines.reports.writing.document import Token
from jiedao.engines.reports.writing.figures import GROWTH, NAME, RANK, Figure
from jiedao.engines.reports.writing.freezing import figure_of
from jiedao.engines.reports.writing.markup import parse_token
from jiedao.engines.reports.writing.outside import PREFIX, facts_of, honours_of
from jiedao.kernel.errors import NotFound
from jiedao.web.shell import base_template

_OFFERED = 30


def figure(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """A frozen figure, with the records as they were known when the report was published."""
    row = report_of(request, number)
    kept = ReportFigure.objects.filter(report=row, place=place).first()
    if kept is None:
        raise NotFound(_("这份报告没有这个数据。"))
    opened = figure_of(kept)
    return _page(request, row, opened, Book(row.town_id, as_of=kept.as_of), kept.ids_hash)


def trace(request: HttpRequest, number: int) -> HttpResponse:
    """A figure of a draft (``?t=`` is its reference), with its records as they are now."""
    row = report_of(request, number)
    token = parse_token(request.GET.get("t", ""))
    if token is None:
        raise NotFound(_("这不是能读懂的引用。"))
    refreshed(row.town_id)
    book = Book(row.town_id)
    return _page(request, row, book(token), book, "")


def insert(request: HttpRequest, number: int) -> HttpResponse:
    """The figures whose title or key has the words ``?q=``, to be put into the text."""
    reader(request, WRITE)
    row = report_of(request, number)
    words = request.GET.get("q", "").strip()
    book, period = Book(row.town_id), Period.parse(row.period)
    found = [book(token) for token in _matching(row.town_id, words, period)] if words else []
    link = linked(row, book)
    context = {"figures": [shown(one, link(one)) for one in found], "words": words}
    return render(request, "reports/offered.html", context)


def _matching(town_id: int, words: str, period: Period) -> list[Token]:
    """Indicators with their change beside them, then outside figures and honours."""
    known = [one for part in outline.outline() for told in part.parts for one in told.indicators]
    fitting = [one for one in known if words in one.titles.zh or words.lower() in one.key]
    found = [
        Token(one.key, period.key, (), form) for one in fitting[:_OFFERED] for form in ("", GROWTH)
    ]
    facts = [*facts_of(town_id, period).filter(title__contains=words)[:_OFFERED]]
    honours = [one for one in honours_of(town_id, period) if words in one.title]
    return [*found, *(_of_fact(one, period) for one in dict.fromkeys([*facts, *honours]))]


def _of_fact(fact: Fact, period: Period) -> Token:
    form = "" if fact.value is not None else RANK if fact.rank is not None else NAME
    return Token(f"{PREFIX}{fact.pk}", period.key, (), form)


def _page(
    request: HttpRequest, row: Report, opened: Figure, book: Book, ids_hash: str
) -> HttpResponse:
    counted = not opened.token.key.startswith(PREFIX) and not opened.missing
    ids = book.ids(opened.token) if counted else []
    context: dict[str, Any] = {
        "report": row,
        "figure": shown(opened, ""),
        "sources": [(one, _fact_url(request, one.fact)) for one in opened.sources],
        "same": not ids_hash or hash_of(ids) == ids_hash,
        "frozen": bool(ids_hash),
        "base_template": base_template(request),
        "back": reverse("reports:report", args=[row.number]),
    }
    if ids:
        context["lists"] = records_behind(reach(request), opened.token, book)
    return render(request, "reports/figure.html", context)


def _fact_url(request: HttpRequest, fact_id: int) -> str:
    fact = Fact.objects.filter(pk=fact_id, town_id=reach(request).town_id).first()
    if fact is None or not Fact.objects.visible_to(reach(request), fact.kind).filter(pk=fact_id):
        return ""
    return reverse("records:detail", args=[fact.kind, fact.number])
