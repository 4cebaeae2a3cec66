"""The text of a report out of a file: txt in any usual encoding, Word (docx), web page."""

import codecs
from pathlib import Path

from django.utils.translation import gettext as _

from jiedao.engines.reports.reading.formats import text_of_html, text_of_word
from jiedao.kernel.errors import Invalid, TooLarge

MAX_BYTES = 20 * 1024 * 1024
MAX_CHARACTERS = 300_000
"""More than any report has; the annual report of a whole province has about 30,000."""

_PICTURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"RIFF",
)
_HTML = (".html", ".htm", ".xhtml", ".mht")
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}


def load(path: Path | str) -> str:
    """The text of the file. Raises Invalid or TooLarge with a sentence that names the file.

    The text of a txt is as it stands, line ends included, so that offsets are those of the file.
    """
    path = Path(path)
    body = _bytes(path)
    _refuse_others(path.name, body)
    if body.startswith(b"PK"):
        text = text_of_word(path.name, body)
    else:
        text = _decoded(path.name, body)
        if path.suffix.lower() in _HTML or _is_html(text):
            text = text_of_html(text)
    if not text.strip():
        raise Invalid(_("“%(name)s”里没有文字。") % {"name": path.name}, code="no_text")
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(
            _("“%(name)s”有 %(n)d 字，不像一份工作报告，请拆开后再读。")
            % {"name": path.name, "n": len(text)},
            code="long_text",
        )
    return text


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except OSError:
        raise Invalid(_("打不开文件“%(name)s”。") % {"name": path.name}) from None
    if len(body) > MAX_BYTES:
        raise TooLarge(
            _("“%(name)s”超过 %(n)d MB，不像一份工作报告。")
            % {"name": path.name, "n": MAX_BYTES // 1024 // 1024}
        )
    if not body.strip():
        raise Invalid(_("“%(name)s”是空的。") % {"name": path.name}, code="empty")
    return body


def _refuse_others(name: str, body: bytes) -> None:
    if body.lstrip()[:5] == b"%PDF-":
        raise Invalid(
            _("“%(name)s”是 PDF，可能是扫描件，读不出文字。请用 Word（docx）、网页或纯文本。")
            % {"name": name},
            code="pdf",
        )
    if body.startswith(_PICTURES):
        raise Invalid(
            _("“%(name)s”是图片，读不出文字。请用 Word（docx）、网页或纯文本。") % {"name": name},
            code="picture",
        )
    if body.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        raise Invalid(
            _("“%(name)s”是旧格式的文档，请用 Word 或 WPS 另存为 docx。") % {"name": name},
            code="old_word",
        )


def _decoded(name: str, body: bytes) -> str:
    # Hardly any file is valid UTF-8 by chance; nearly any may be valid GB18030.
    marked = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ["utf-16"] if marked else ["utf-8", "gb18030"]:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_written(text):
            return text
        break
    raise Invalid(
        _("“%(name)s”不是文字文件，或者编码无法识别，请另存为 UTF-8。") % {"name": name},
        code="bad_encoding",
    )


def _is_written(text: str) -> bool:
    """Whether it can be text: hardly any control character, and most signs of a common kind."""
    controls = sum(ord(char) in _CONTROLS for char in text)
    if controls * 100 > len(text):
        return False
    strange = sum(not _is_common(char) for char in text)
    return strange * 10 <= len(text)


def _is_common(char: str) -> bool:
    code = ord(char)
    return code < 0x0500 or 0x2000 <= code < 0x3400 or 0x4E00 <= code < 0xA000 or code >= 0xF900


def _is_html(text: str) -> bool:
    start = text[:300].lstrip("\ufeff \t\r\n").lower()
    return start.startswith(("<!doctype html", "<html", "<?xml")) and "<" in start[1:]
