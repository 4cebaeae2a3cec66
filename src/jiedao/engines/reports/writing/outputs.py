"""A report as a Word file, as HTML with a link at each number, and as plain text."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Final

from jiedao.engines.reports.writing.checking import Contradiction, typed_in
from jiedao.engines.reports.writing.document import Document, Heading, Paragraph, Text, numbered
from jiedao.engines.reports.writing.doubting import Found, doubted
from jiedao.engines.reports.writing.figures import (
    Figure,
    Figures,
    Said,
    period_words,
    said,
    titled,
)
from jiedao.engines.reports.writing.saying import date_words

FORMATS: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
_HINTED: Final = "figure"
Link = Callable[[Figure], str]
"""The address at which a figure opens to its records; "" for none."""


def as_docx(document: Document, figures: Figures) -> bytes:
    """As GB/T 9704-2012 has it."""
    # Imported where a file is written: a start need not wait for it.
    from jiedao.engines.reports.writing.official import Block, Official, Words, to_docx

    blocks = []
    for number, block in numbered(document.blocks):
        if isinstance(block, Heading):
            blocks.append(Block.of(number + block.text, block.level))
            continue
        words = tuple(Words(run.text) for run in said(block, figures) if run.text)
        lead = (Words(block.lead, strong=True),) if block.lead else ()
        blocks.append(Block((*lead, *words)))
    return to_docx(Official(document.title, blocks, document.office, document.day))


def as_text(document: Document, figures: Figures) -> str:
    """Plain text, a paragraph a line."""
    lines = [document.title, ""]
    for number, block in numbered(document.blocks):
        if isinstance(block, Heading):
            lines.append(number + block.text)
        else:
            lines.append("　　" + block.lead + "".join(run.text for run in said(block, figures)))
    lines += ["", document.office, date_words(document.day) if document.day else ""]
    return "\n".join(lines).rstrip() + "\n"


def as_html(document: Document, figures: Figures, link: Link, *, language: str = "zh-CN") -> str:
    """A page that stands alone: each number leads to what stands behind it."""
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(document.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"{body_html(document, figures, link)}\n</body>\n</html>\n"
    )


def body_html(document: Document, figures: Figures, link: Link, found: Found | None = None) -> str:
    """The report as HTML elements, all text escaped. With ``found``, what is to be looked at
    again is marked, and every paragraph can be pointed at (``#p3``)."""
    lines = [f"<h1>{escape(document.title)}</h1>"]
    for at, (number, block) in enumerate(numbered(document.blocks)):
        if isinstance(block, Heading):
            level = block.level + 1
            lines.append(f"<h{level}>{escape(number + block.text)}</h{level}>")
        elif found is None:
            lines.append(f"<p>{paragraph_html(block, figures, link)}</p>")
        else:
            inside = paragraph_html(block, figures, link, found.get(at, ()))
            lines.append(f'<p id="p{at}">{inside}</p>')
    if document.office:
        lines.append(f'<p class="office">{escape(document.office)}</p>')
    if document.day:
        lines.append(f'<p class="day">{date_words(document.day)}</p>')
    return "\n".join(lines)


def paragraph_html(
    paragraph: Paragraph, figures: Figures, link: Link, faults: Sequence[Contradiction] = ()
) -> str:
    """The inside of a paragraph; what its ``faults`` are about is marked."""
    lead = f"<strong>{escape(paragraph.lead)}</strong>" if paragraph.lead else ""
    marked, typed = doubted(faults), any(fault.typed for fault in faults)
    return lead + "".join(
        _words(run.text, typed=typed)
        if isinstance(run, Text)
        else _figure(run, link, doubtful=run.token in marked)
        for run in said(paragraph, figures)
    )


def _words(text: str, *, typed: bool) -> str:
    """Words of the author, numbers among them marked where they are wanted so."""
    if not typed:
        return escape(text)
    parts, last = [], 0
    for start, end in typed_in(text):
        parts += [escape(text[last:start]), f'<mark class="typed">{escape(text[start:end])}</mark>']
        last = end
    return "".join([*parts, escape(text[last:])])


def _figure(run: Said, link: Link, *, doubtful: bool) -> str:
    url, hint = link(run.figure), escape(hint_of(run.figure), quote=True)
    words = f'<mark class="doubted">{escape(run.text)}</mark>' if doubtful else escape(run.text)
    if not url:
        return f'<span class="{_HINTED}" title="{hint}">{words}</span>'
    return f'<a class="{_HINTED}" href="{escape(url, quote=True)}" title="{hint}">{words}</a>'


def hint_of(figure: Figure) -> str:
    """Where the number comes from, in one line for whoever points at it."""
    parts = [titled(figure), period_words(figure.token), figure.filters, figure.formula]
    parts += [f"{one.issued_by}《{one.document}》{one.number}" for one in figure.sources]
    return " · ".join(part for part in parts if part)


_STYLE: Final = (
    "body{max-width:42em;margin:3em auto;padding:0 1.5em;line-height:1.9;color:#1a1f26;"
    'font-family:FangSong,"Noto Serif CJK SC",serif}'
    "h1{text-align:center;font-weight:600;font-size:1.6em;margin-bottom:1.5em}"
    "h2{font-size:1.1em;font-family:SimHei,sans-serif}h3{font-size:1.05em;font-family:KaiTi,serif}"
    "h4,h5{font-size:1em;font-weight:400}h2,h3,h4,h5,p{margin:.4em 0;text-indent:2em}"
    "a.figure{color:inherit;text-decoration:underline dotted;text-underline-offset:4px}"
    ".office,.day{text-align:right;text-indent:0}"
)
