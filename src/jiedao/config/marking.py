"""What leaves a town replayed is marked as simulated: names of files, documents, heads of answers."""

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Final
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from jiedao.kernel import towns

MARK: Final = "模拟"
SENTENCE: Final = "模拟数据，不是真实记录"
HEADER: Final = "X-Jiedao-Simulated"
_PLAIN: Final = re.compile(r'filename="([^"]*)"')
_CODED: Final = re.compile(r"filename\*=utf-8''([^;]*)", re.IGNORECASE)


class Marked:
    """Puts “模拟-” before the name of every file that is downloaded from a town replayed, and a
    sentence into every document; tables are marked row by row where they are written."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.answer(request)
        disposition = response.headers.get("Content-Disposition", "")
        if disposition.startswith("attachment") and towns.replayed():
            response.headers["Content-Disposition"] = _named(disposition)
            response.headers[HEADER] = "1"
            _stamp(response)
        return response


def _named(disposition: str) -> str:
    """The header with the mark before the name, in the form that holds every sign."""
    coded, plain = _CODED.search(disposition), _PLAIN.search(disposition)
    name = coded[1] if coded else quote(plain[1]) if plain else "file"
    return f"attachment; filename*=utf-8''{quote(MARK)}-{name}"


def _stamp(response: HttpResponseBase) -> None:
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if not isinstance(response, HttpResponse) or kind not in _STAMPS:
        return
    response.content = _STAMPS[kind](response.content)
    if "Content-Length" in response.headers:
        response.headers["Content-Length"] = str(len(response.content))


def _word(content: bytes) -> bytes:
    """On top of every page."""
    # Slow to come, and only such a town's documents need it.
    from docx import Document

    file = Document(BytesIO(content))
    for section in file.sections:
        for head in (section.header, section.even_page_header):
            head.is_linked_to_previous = False
            head.paragraphs[0].text = SENTENCE
    stamped = BytesIO()
    file.save(stamped)
    return stamped.getvalue()


def _page(content: bytes) -> bytes:
    line = f"<body>\n<p><strong>{SENTENCE}</strong></p>".encode()
    return content.replace(b"<body>", line, 1)


def _text(content: bytes) -> bytes:
    return f"{SENTENCE}\n\n".encode() + content


_STAMPS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _word,
    "text/html": _page,
    "text/plain": _text,
}
