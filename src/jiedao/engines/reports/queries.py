"""Reports as they are shown: their document, their figures, whether they are as published."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from jiedao.engines.reports.gate import PUBLISH
from jiedao.engines.reports.models import Report
from jiedao.engines.reports.writing.book import Book
from jiedao.engines.reports.writing.document import Document
from jiedao.engines.reports.writing.figures import Figures
from jiedao.engines.reports.writing.freezing import Frozen, hash_of_figures, hash_of_text
from jiedao.engines.reports.writing.keeping import known
from jiedao.engines.reports.writing.markup import parse
from jiedao.foundation.staff.queries import accounts_holding
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import NotFound
from jiedao.kernel.models import History

KIND = "report"
TWICE: Final = timedelta(minutes=2)
"""Within so long the same draft asked for again is a second click, not a second draft."""


def report_of(reach: Reach, number: int) -> Report:
    """The report of that number; NotFound for a stranger and for what is not there."""
    row = Report.objects.visible_to(reach).filter(number=number).first()
    if row is None:
        raise NotFound(_("没有这份报告。"))
    return row


def drafted_just_now(
    town_id: int, period: str, title: str, *, actor: Actor, before: int | None = None
) -> Report | None:
    """The untouched draft that the actor had composed of the period moments ago; with ``before``,
    one that was there before that id. Another title asks for another draft."""
    rows = Report.objects.filter(
        town_id=town_id, period=period, author_id=actor.id if actor.is_staff else None,
        state=Report.State.DRAFT, version=1, created_at__gte=clock.now() - TWICE,
    )  # fmt: skip
    rows = rows.filter(title=title[:200]) if title else rows
    rows = rows.filter(pk__lt=before) if before is not None else rows
    return rows.order_by("id").first() if actor.is_staff else None


def document_of(report: Report) -> Document:
    """Its text as blocks."""
    return Document(report.title, report.office, report.day, parse(report.body))


def figures_of(report: Report) -> Figures:
    """Its figures: of a draft as they were computed last, of a published one as they were."""
    if report.is_draft:
        return book_of(report)
    return Frozen(report.figures.order_by("place"))


def book_of(report: Report) -> Book:
    """The figures of a draft: those computed last, and what they do not hold as it is now."""
    return Book(report.town_id, known=known(report.kept))


def releasers(report: Report) -> set[int]:
    """The accounts that may release it now: neither who wrote it nor who changed it last."""
    return accounts_holding(report.town_id, PUBLISH) - {report.author_id, report.edited_by_id}


def writers(report: Report) -> set[int]:
    """The accounts that wait for what becomes of it: who wrote it, and who submitted it."""
    return {one for one in (report.author_id, report.submitted_by_id) if one is not None}


def is_unchanged(report: Report) -> bool:
    """Whether text and figures of a published report are those that were published: they are
    held against the report's row and against history, which is only appended."""
    text, figures = hash_of_text(report), hash_of_figures(report.figures.order_by("place"))
    if (report.body_hash, report.figures_hash) != (text, figures):
        return False
    line = History.objects.filter(
        town_id=report.town_id, kind=KIND, record_id=report.pk, verb="published"
    ).first()
    return line is not None and line.data.get("hashes") == [text, figures]
