"""How classes are drawn in lists: state, heat, the trend of twelve weeks as a line."""

from collections.abc import Sequence
from typing import Final

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jiedao.engines.mining.matters.words import state_title, tone_of
from jiedao.engines.mining.models import MatterClass
from jiedao.kernel.titles import Title
from jiedao.web import cells

_WIDTH: Final = 88
_HEIGHT: Final = 20
_DISMISSED: Final = Title("不是一类事", "No class")


def url_of(number: str) -> str:
    """The address of a class."""
    return reverse("mining:matter", args=[number])


def title(matter: MatterClass) -> SafeString:
    """What it is called, and beneath it the words that set it apart."""
    if not matter.words:
        return format_html("{}", matter.title)
    return cells.two_lines(matter.title, "、".join(matter.words[:5]))


def state(matter: MatterClass) -> SafeString:
    """Its state in its colour."""
    if matter.dismissed_at is not None:
        return cells.badge(_DISMISSED, "grey")
    return cells.badge(state_title(matter.state), tone_of(matter))


def heat(matter: MatterClass) -> str:
    """Heat as a whole number."""
    return f"{matter.heat:.0f}"


def place(matter: MatterClass) -> str:
    """Where most of it lies."""
    area = matter.grid or matter.community
    return area.name if area else ""


def trend(matter: MatterClass) -> SafeString:
    """Reports of the last twelve weeks as a line, and the last week's number."""
    weeks = matter.weeks or [0]
    said = _("近 12 周每周件数：%(weeks)s") % {"weeks": "、".join(str(n) for n in weeks)}
    return format_html(
        '<span class="trend" title="{0}"><svg viewBox="0 0 {1} {2}" width="{1}" height="{2}"'
        ' role="img" aria-label="{0}"><polyline points="{3}"/></svg><span class="num">{4}</span></span>',
        said, _WIDTH, _HEIGHT, _points(weeks), weeks[-1],
    )  # fmt: skip


def _points(weeks: Sequence[int]) -> str:
    most, step = max(max(weeks), 1), (_WIDTH - 4) / max(len(weeks) - 1, 1)
    low = _HEIGHT - 3
    return " ".join(
        f"{2 + index * step:.1f},{low - (low - 3) * count / most:.1f}"
        for index, count in enumerate(weeks)
    )


def root(matter: MatterClass) -> object:
    """The root-cause case's number and state of being over."""
    if matter.root is None:
        return ""
    over = matter.root.closed_at is not None
    return cells.badge(matter.root.number, "grey" if over else "green")
