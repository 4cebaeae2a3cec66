"""Tags of the small parts: what ``cells`` draws, figures and times."""

import json
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from jiedao.kernel.models import Town
from jiedao.web import cells, formats
from jiedao.web import list_rows as list_rows_module
from jiedao.web.list_state import ListState

if TYPE_CHECKING:
    from jiedao.web.lists import Drawn, ListPage

register = template.Library()

register.simple_tag(cells.icon, name="icon")
register.simple_tag(cells.mark, name="mark")
register.simple_tag(cells.badge, name="badge")
register.simple_tag(cells.tag, name="tag")
register.simple_tag(cells.when, name="when")
register.simple_tag(cells.clock, name="clock")
register.simple_tag(cells.unit, name="unit")
register.filter("wan", formats.wan)
register.filter("thousands", formats.thousands)
register.filter("share", formats.share)
register.filter("when_text", formats.when_text)
register.filter("exact", formats.exact)
register.filter("octets", formats.size)


@register.filter
def town_title(town: Town) -> str:
    """The town's name in the reader's language."""
    english = (get_language() or "").startswith("en")
    return town.title_en if english and town.title_en else town.title


@register.simple_tag
def keys(name: str) -> SafeString:
    """A keyboard hint."""
    return format_html("<kbd>{}</kbd>", name)


@register.simple_tag
def logo() -> SafeString:
    """The product's mark: the streets of a block."""
    return SafeString(
        '<svg viewBox="0 0 24 24" aria-hidden="true"><rect width="24" height="24" rx="5" fill="#1d5aa8"/>'
        '<path d="M8.5 4.5v15M4.5 9.5h15M15.5 9.5v10M8.5 15.5h7" fill="none" stroke="#fff"'
        ' stroke-width="1.9" stroke-linecap="round"/></svg>'
    )


@register.simple_tag
def progress(value: float, total: float, label: str = "") -> SafeString:
    """A bar and its figures, e.g. 1,200 / 6,945."""
    percent = f"{min(100.0, 100 * value / total) if total else 0.0:.1f}"
    figures = f"{formats.thousands(value)} / {formats.thousands(total)}"
    return format_html(
        '<div class="stack-s" role="progressbar" aria-valuenow="{0}" aria-valuemin="0"'
        ' aria-valuemax="100" aria-label="{1}"><div class="spread meta"><span>{1}</span>'
        '<span>{2}</span></div><div class="bar-track"><svg><rect width="{0}%" height="100%"/>'
        "</svg></div></div>",
        percent,
        label,
        figures,
    )


@register.simple_tag
def skeleton(rows: int = 5) -> SafeString:
    """Grey lines where something is on its way."""
    lines = SafeString("<i></i>" * rows)
    return format_html('<div class="skeleton" aria-hidden="true">{}</div>', lines)


@register.filter
def as_json(value: Any) -> str:
    """A value as JSON for a ``data-`` attribute."""
    return json.dumps({str(key): str(each) for key, each in value.items()}, ensure_ascii=False)


@register.simple_tag
def list_rows(page: "ListPage[Any]", drawn: "Drawn", state: ListState) -> SafeString:
    """The rows of a list, and the button for more of them."""
    rows = list_rows_module.rows_html(page.shown(), drawn.rows, state.open, bool(page.bulk))
    return SafeString(rows + list_rows_module.more_html(drawn, state))
