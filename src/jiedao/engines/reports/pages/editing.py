"""The editor: prose with figures that cannot be typed, what contradicts them, and the release."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiedao.engines.indicators.periods import Period
from jiedao.engines.reports import actions
from jiedao.engines.reports.gate import PUBLISH, WRITE
from jiedao.engines.reports.models import Report
from jiedao.engines.reports.pages.common import (
    Confirmed,
    account_of,
    actor,
    counted,
    linked,
    reach,
    report_of,
    shown,
    version_of,
)
from jiedao.engines.reports.pages.reading import reading
from jiedao.engines.reports.periods import under_way
from jiedao.engines.reports.queries import book_of, document_of
from jiedao.engines.reports.writing.book import Book, refreshed
from jiedao.engines.reports.writing.checking import Contradiction, contradictions, typed_in
from jiedao.engines.reports.writing.document import (
    Block,
    Heading,
    Paragraph,
    Token,
    numbered,
    tokens,
)
from jiedao.engines.reports.writing.doubting import doubted
from jiedao.engines.reports.writing.figures import Figures, Said, said
from jiedao.engines.reports.writing.markup import parse, parse_token, write, write_token
from jiedao.kernel.errors import Invalid
from jiedao.kernel.transactions import durable
from jiedao.web.acting import act
from jiedao.web.forms import Form
from jiedao.web.replies import redirect
from jiedao.web.shell import base_template

_SHORTCOMINGS = ("不足", "问题")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run as the editor draws it: words (a number among them that somebody ``typed`` apart), or
    a figure, ``doubted`` where something speaks against it."""

    text: str
    token: str = ""
    missing: bool = False
    typed: bool = False
    doubted: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A block of the editor."""

    at: int
    number: str
    level: int
    source: str
    lead: str
    pieces: list[Piece]
    faults: list[Contradiction]


def report(request: HttpRequest, number: int) -> HttpResponse:
    """The editor of a draft, for those who write; everybody else reads, and all do while it waits
    for its release."""
    row = report_of(request, number)
    if not row.is_draft or row.is_submitted or not reach(request).anywhere(WRITE):
        return reading(request, row)
    return render(request, "reports/editor.html", _context(request, row))


@require_POST
def save(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what was written; ``accept`` takes one of the proposals into the text."""
    row = report_of(request, number)
    refreshed(row.town_id)
    with durable():
        _edit(request, row)
    return redirect(request, reverse("reports:report", args=[number]), _("已保存。"))


@require_POST
def refresh(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what was written, and compute the figures anew."""
    row = report_of(request, number)
    refreshed(row.town_id)
    with durable():
        actions.refresh(_edit(request, row), actor=actor(request))
    return redirect(request, reverse("reports:report", args=[number]), _("数据已更新。"))


def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Throw a draft away."""
    row = report_of(request, number)

    def do(_data: Confirmed) -> str:
        actions.discard(row, actor=actor(request))
        return _("草稿已删除。")

    title = _("删除草稿“%(title)s”") % {"title": row.title}
    back = reverse("reports:list")
    return act(request, Form(Confirmed), do, title=title, submit=_("删除"), back=back, danger=True)


def with_shortcoming(body: str, text: str) -> str:
    """The prose with a paragraph added to the section on shortcomings, or at its end."""
    blocks = list(parse(body))
    start = next((at for at, one in enumerate(blocks) if _is_shortcomings(one)), None)
    if start is None:
        return write((*blocks, *parse(text)))
    end = next(
        (at for at in range(start + 1, len(blocks)) if isinstance(blocks[at], Heading)), len(blocks)
    )
    return write((*blocks[:end], *parse(text), *blocks[end:]))


def _edit(request: HttpRequest, row: Report) -> Report:
    body = "\n".join(request.POST.getlist("block"))
    accepted = request.POST.get("accept", "")
    if accepted.isdecimal() and int(accepted) < len(row.proposals):
        body = with_shortcoming(body, row.proposals[int(accepted)]["text"])
    return actions.edit(
        row, version=version_of(request), body=body, title=request.POST.get("title", ""),
        office=request.POST.get("office", "")[:80], day=_day(request), actor=actor(request),
    )  # fmt: skip


def _is_shortcomings(block: Block) -> bool:
    return isinstance(block, Heading) and any(word in block.text for word in _SHORTCOMINGS)


def _context(request: HttpRequest, row: Report) -> dict[str, Any]:
    document, book = document_of(row), book_of(row)
    book.load_all(tokens(document.blocks))
    found = contradictions(document.blocks, book)
    link = linked(row, book)
    used = [shown(book(one), link(book(one))) for one in dict.fromkeys(tokens(document.blocks))]
    own = row.author_id == account_of(request).pk
    proposals = _proposals(row, book) if own else []
    return {
        "report": row,
        "period": Period.parse(row.period),
        "warning": under_way(Period.parse(row.period)),
        "rows": list(_rows(document.blocks, book, found)),
        "figures": used,
        "as_of": max((one.as_of for one in book.asked() if one.as_of), default=None),
        **counted(found),
        "proposals": proposals,
        "proposed": [shown(book(one), link(book(one))) for one in _tokens_of(proposals)],
        "may_publish": reach(request).anywhere(PUBLISH),
        "base_template": base_template(request),
    }


def _rows(
    blocks: tuple[Block, ...], figures: Figures, found: dict[int, list[Contradiction]]
) -> Iterator[Row]:
    for at, (number, block) in enumerate(numbered(blocks)):
        if isinstance(block, Heading):
            yield Row(at, number, block.level, write((block,)), "", [Piece(block.text)], [])
        else:
            faults = found.get(at, [])
            pieces = list(_pieces(block, figures, doubted(faults)))
            yield Row(at, "", 0, write((block,)), block.lead, pieces, faults)


def _pieces(
    paragraph: Paragraph, figures: Figures, doubtful: frozenset[Token] = frozenset()
) -> Iterator[Piece]:
    for run in said(paragraph, figures):
        if isinstance(run, Said):
            token, missing = write_token(run.token), bool(run.figure.missing)
            yield Piece(run.text, token, missing, doubted=run.token in doubtful)
        else:
            yield from _words(run.text)


def _words(text: str) -> Iterator[Piece]:
    last = 0
    for start, end in typed_in(text):
        yield Piece(text[last:start])
        yield Piece(text[start:end], typed=True)
        last = end
    yield Piece(text[last:])


def _proposals(row: Report, book: Book) -> list[dict[str, Any]]:
    """With their text as it would read now; those already in the text are not offered again."""
    found = []
    for at, one in enumerate(row.proposals):
        if one["text"] in row.body:
            continue
        (block,) = parse(one["text"])
        assert isinstance(block, Paragraph)
        found.append({"at": at, "pieces": list(_pieces(block, book)), "why": one["why"]})
    return found


def _tokens_of(proposals: list[dict[str, Any]]) -> list[Token]:
    """The references of what is proposed, each once."""
    written = (piece.token for one in proposals for piece in one["pieces"] if piece.token)
    return [token for one in dict.fromkeys(written) if (token := parse_token(one))]


def _day(request: HttpRequest) -> date | None:
    given = request.POST.get("day", "")
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise Invalid(_("日期写成 2026-01-31 这样。"), field="day") from None
