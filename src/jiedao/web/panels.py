"""What a panel of the command centre shows: frozen typed data, no HTML.

A panel's query gives one of these; each is drawn by the template of its name, alike on the
screen, on the wall and in a bulletin.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from jiedao.web.parts import Chart


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. ``usual`` is what is usual at this time, ``url`` opens its records."""

    title: object
    value: float | None
    unit: str = ""
    tone: str = ""
    url: str = ""
    usual: float | None = None
    note: object = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers beside one another, the weightiest first."""

    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Part:
    """One colour of a bar."""

    title: object
    value: int
    tone: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Tones:
    """One whole in the colours of the clocks."""

    parts: Sequence[Part]

    def bar(self) -> list[tuple[str, float, float]]:
        """Tone, beginning and length of each part, in hundredths of the whole."""
        return bar_of(self.parts)


def bar_of(parts: Sequence[Part]) -> list[tuple[str, float, float]]:
    """Tone, beginning and length of each part, in hundredths of the whole."""
    whole = sum(part.value for part in parts) or 1
    begin, found = 0.0, []
    for part in parts:
        length = 100 * part.value / whole
        if length:
            found.append((part.tone, round(begin, 2), round(length, 2)))
        begin += length
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: something with a number, a clock or a word at its end.

    ``parts`` draw a bar of tones beneath the title; ``at`` is when it happened, ``due`` when a
    clock runs out. ``marks`` are those of the list's sieves through which it goes; ``urgent`` is
    whatever is the same for all lines of one emergency: a screen whose bell is on sounds for a new
    one.
    """

    title: object
    meta: object = ""
    url: str = ""
    tone: str = ""
    value: object = ""
    at: datetime | None = None
    due: datetime | None = None
    warn: datetime | None = None
    parts: Sequence[Part] = ()
    marks: Sequence[str] = ()
    urgent: str = ""

    def bar(self) -> list[tuple[str, float, float]]:
        """Tone, beginning and length of each part, in hundredths of the whole."""
        return bar_of(self.parts)


@dataclass(frozen=True, slots=True)
class Sieve:
    """What the reader may choose to see of a list; ``alone``: one of several, else on or off."""

    mark: str
    title: object
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """A list, the worst or the newest first; ``nothing`` is said where it is empty. Where there
    are ``sieves``, each reader's browser keeps which of them are on."""

    lines: Sequence[Line]
    nothing: object = ""
    more_url: str = ""
    more: object = ""
    sieves: Sequence[Sieve] = ()


Content = Figures | Tones | Lines | Chart
Cell = str | float | datetime | None

_TEMPLATES = {Figures: "figures", Tones: "tones", Lines: "lines", Chart: "chart"}


def render(content: Content, request: HttpRequest | None = None) -> str:
    """The inside of a panel as HTML; TypeError for what is no content."""
    name = _TEMPLATES.get(type(content))
    if name is None:
        raise TypeError(f"a panel shows Figures, Tones, Lines or a Chart, not {content!r}")
    return render_to_string(f"web/panels/{name}.html", {"content": content}, request)


def table(content: Content) -> tuple[list[str], list[list[Cell]]]:
    """The same as a table (head, rows): for "show as table" and for files."""
    if isinstance(content, Figures):
        head = [_("名称"), _("数值"), _("单位"), _("通常")]
        return head, [[str(f.title), f.value, f.unit, f.usual] for f in content.figures]
    if isinstance(content, Tones):
        return [_("名称"), _("数值")], [[str(p.title), p.value] for p in content.parts]
    if isinstance(content, Lines):
        head = [_("名称"), _("说明"), _("数值"), _("时间")]
        return head, [_cells(line) for line in content.lines]
    head = ["", *(str(one.title) for one in content.series)]
    return head, [[label, *values] for label, values in content.rows()]


def _cells(line: Line) -> list[Cell]:
    return [str(line.title), str(line.meta), str(line.value), line.at or line.due]
