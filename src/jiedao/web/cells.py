"""The small parts as HTML: used by the template tags and, a thousand to a page, by lists.

Plain functions instead of templates, because a list of a hundred rows draws some eight hundred
of them. Everything that comes from a record is escaped here.
"""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jiedao.kernel.declarations import State, Tone
from jiedao.web import formats, icons


@lru_cache(maxsize=512)
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of the sprite; hidden from screen readers unless it has a label."""
    if name not in icons.names():
        if settings.DEBUG:
            raise ValueError(f"no icon named {name!r}: see static/vendor/tabler-icons/names.txt")
        name = "circle"
    spoken = format_html('role="img" aria-label="{}"', label) if label else _HIDDEN
    return format_html(
        '<svg class="icon {}" {}><use href="{}#{}"/></svg>', css, spoken, static("icons.svg"), name
    )


_HIDDEN = mark_safe('aria-hidden="true"')


@lru_cache(maxsize=16)
def mark(tone: str) -> SafeString:
    """The shape of a tone, in its colour."""
    name = tone if tone in icons.SHAPES else "neutral"
    return format_html(
        '<svg class="mark tone-{0}" aria-hidden="true"><use href="{1}#tone-{0}"/></svg>',
        name,
        static("icons.svg"),
    )


def badge(state: State | object, tone: str = "neutral", style: str = "plain") -> SafeString:
    """A state word with the shape of its tone; ``style="pill"`` for heads of records."""
    text = state.titles if isinstance(state, State) else state
    css = "badge badge-pill" if style == "pill" else "badge"
    return format_html('<span class="{} tone-{}">{}{}</span>', css, tone, mark(tone), text)


def tag(text: object, tone: str = "") -> SafeString:
    """A small outlined word: 涉密, 督办, 模拟."""
    return format_html('<span class="tag {}">{}</span>', f"tone-{tone}" if tone else "", text)


def when(moment: datetime | None) -> SafeString:
    """今天 14:20, with the exact time on hover."""
    if moment is None:
        return format_html('<span class="meta">{}</span>', formats.NONE)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(),
        formats.exact(moment),
        formats.when_text(moment),
    )


def clock(
    due: datetime | None,
    *,
    warn: datetime | None = None,
    paused: datetime | None = None,
    stopped: datetime | None = None,
    label: str = "",
    limit: str = "",
    text: str = "",
) -> SafeString:
    """剩 3 小时 / 超 1 天 in the colour of its tone; a running one ticks in the page.

    ``text`` says it otherwise, where hours of the day are not what is counted: then only the
    colour ticks, and the words when it has run out.
    """
    tone = formats.tone_of(due, warn=warn, paused=paused, stopped=stopped)
    running = due is not None and paused is None and stopped is None
    running = running and not (text and tone == Tone.RED)
    ticking = (
        format_html(
            ' data-clock="{}" data-warn="{}"{}', due.isoformat(), _iso(warn), _SAID if text else ""
        )
        if running and due
        else ""
    )
    return format_html(
        '<span class="clock tone-{}"{} title="{}">{}{}<span class="clock-text">{}</span></span>',
        tone,
        ticking,
        _clock_title(due, stopped, limit),
        mark(tone),
        format_html('<span class="clock-label">{}</span>', label) if label else "",
        text or formats.clock_text(due, paused=paused, stopped=stopped),
    )


_SAID = mark_safe(" data-said")


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _clock_title(due: datetime | None, stopped: datetime | None, limit: str) -> str:
    if due is None:
        return ""
    lines = [_("到期 %(time)s") % {"time": formats.exact(due)}]
    if stopped:
        lines.append(_("完成 %(time)s") % {"time": formats.exact(stopped)})
    if limit:
        lines.append(_("时限 %(limit)s") % {"limit": limit})
    return "\n".join(lines)


def unit(value: Any, part: str = "") -> SafeString:
    """A unit's chip: an object with ``name``, or text; nothing for None."""
    if not value:
        return format_html('<span class="meta">{}</span>', formats.NONE)
    return format_html(
        '<span class="unit-chip">{}{}</span>',
        getattr(value, "name", value),
        format_html(' <span class="tag">{}</span>', part) if part else "",
    )


def two_lines(first: object, second: object) -> SafeString:
    """A cell of two lines: what it is, and what one would look up."""
    return format_html('{}<br><span class="meta">{}</span>', first, second)


def beside(*pieces: object) -> SafeString:
    """Several small parts on one line."""
    return format_html_join(" ", "{}", ((piece,) for piece in pieces if piece not in ("", None)))


def number(value: Any) -> str:
    """12,345."""
    return formats.thousands(value)
