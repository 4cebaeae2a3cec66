"""Text of Word documents and web pages, in the order of the document."""

import io
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import gettext as _

from jiedao.kernel.errors import Invalid, TooLarge

MAX_UNPACKED = 100 * 1024 * 1024
_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header"
    " hr li main nav ol option p pre section table tbody td th tr ul".split()
)
_HIDDEN = frozenset("head noscript script style template title".split())


def text_of_word(name: str, body: bytes) -> str:
    """Paragraphs and tables of a docx, a line each, cells divided by tabs."""
    _look_over(name, body)
    import docx

    try:
        document = docx.Document(io.BytesIO(body))
        return "\n".join(_lines(document))
    except Exception as error:
        # python-docx and lxml raise whatever the broken part leads them to.
        raise _broken(name) from error


def _lines(container: Any) -> Iterator[str]:
    for block in container.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                yield "\t".join(_in_one_line(cell.text) for cell in row.cells)
        else:
            yield block.text


def _in_one_line(text: str) -> str:
    """The lines of a cell as clauses, so that a row stays a line."""
    lines = [line.strip() for line in text.replace("\t", " ").splitlines() if line.strip()]
    ended = [line if line.endswith(tuple("。；;，,、：:")) else f"{line}；" for line in lines[:-1]]
    return "".join([*ended, *lines[-1:]])


def _look_over(name: str, body: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise _broken(name) from error
    if not any(part.filename == "word/document.xml" for part in parts):
        raise Invalid(_("“%(name)s”不是 Word 文档（docx）。") % {"name": name}, code="not_word")
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise TooLarge(_("“%(name)s”解压后过大。") % {"name": name}, code="swollen_word")


def _broken(name: str) -> Invalid:
    return Invalid(
        _("“%(name)s”已损坏，打不开。请用 Word 或 WPS 打开后另存一份。") % {"name": name},
        code="broken_word",
    )


def text_of_html(source: str) -> str:
    """What a page shows, a line for each block; scripts, styles and the head left out."""
    page = _Page()
    page.feed(source)
    page.close()
    lines = (" ".join(line.split()) for line in "".join(page.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            # A line end in the source is no line end on the page.
            self.pieces.append(data.replace("\r", " ").replace("\n", " "))
