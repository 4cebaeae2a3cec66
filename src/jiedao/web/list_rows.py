"""The rows of a list as HTML, made without a template: a hundred rows hold some eight hundred
cells, and a template would spend most of a page's time on looking each of them up."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jiedao.web.list_state import ListState

if TYPE_CHECKING:
    from jiedao.web.lists import Column, Drawn, RowView


def rows_html(
    columns: "Sequence[Column]", rows: "Sequence[RowView]", open_key: str, marks: bool
) -> SafeString:
    """A ``<tr>`` for each row; its cells have been escaped when they were drawn."""
    frames = [(f'<td class="{column.css}">', "</td>", column.link) for column in columns]
    label = escape(_("选中"))
    lines = []
    for row in rows:
        key, href = escape(row.open), escape(row.href)
        selected = ' aria-selected="true"' if row.open == open_key else ""
        line = [f'<tr data-row="{row.id}" data-open="{key}" data-digest="{row.digest}"{selected}>']
        if marks:
            line.append(
                f'<td class="tick"><input type="checkbox" data-mark value="{row.id}"'
                f' aria-label="{label} {key}"></td>'
            )
        for (before, after, link), (_column, cell) in zip(frames, row.cells, strict=True):
            inner = f'<a class="row-link" href="{href}">{cell}</a>' if link else str(cell)
            line += (before, inner, after)
        line.append("</tr>\n")
        lines.append("".join(line))
    return SafeString("".join(lines))


def more_html(drawn: "Drawn", state: ListState) -> SafeString:
    """The row with the button for the next page; nothing at the end."""
    if not drawn.after:
        return SafeString("")
    url = escape(state.more(drawn.after))
    return SafeString(
        f'<tr id="more"><td><a class="btn btn-s" href="{url}" hx-get="{url}" hx-target="#more"'
        f' hx-swap="outerHTML">{escape(_("更多"))}</a></td></tr>'
    )
