"""The records behind a figure: named for those who may see them, with what was known of them."""

from datetime import datetime
from typing import Any, Final

from jiedao.engines.cases.pages.common import case_url
from jiedao.engines.indicators import behind
from jiedao.engines.indicators.columns import columns_of
from jiedao.engines.indicators.quotients import Part
from jiedao.engines.reports.writing.book import Book
from jiedao.engines.reports.writing.document import Token
from jiedao.foundation.records.pages.common import record_url
from jiedao.kernel.access import Reach
from jiedao.web.formats import exact

SHOWN: Final = 200


def records_behind(reach: Reach, token: Token, book: Book) -> list[dict[str, Any]]:
    """Context for the lists, one for each part of the figure that has records: a row each with
    number, name and address, when it was counted, how it stood then and what it gave; ``hidden``
    counts those that the reader may not see."""
    totals = [(part, len(book.ids_of(part, token))) for part in book.parts(token)]
    return [_list(reach, token, part, total, book) for part, total in totals if total]


def _list(reach: Reach, token: Token, part: Part, total: int, book: Book) -> dict[str, Any]:
    indicator = part.indicator
    found = behind.counted(
        indicator, town_id=book.town_id, period=part.period, filters=dict(token.filters),
        as_of=book.asked_as_of, limit=SHOWN,
    )  # fmt: skip
    shown = behind.visible(indicator, found, reach)
    words = columns_of(indicator.kind)
    rows = [
        (
            one.record.number,
            "" if one.is_case else one.record.title,
            case_url(one.record) if one.is_case else record_url(indicator.kind, one.record.number),
            _when(one.counted.counted_on),
            words.value("state", one.counted.state),
            one.counted.measured or "",
            one.counted.in_part,
        )
        for one in shown
    ]
    return {
        "records": rows,
        "when": words.title(indicator.date_field) if indicator.date_field else "",
        "measured": indicator.formula.column is not None,
        "share": indicator.formula.part is not None,
        "total": total,
        "more": max(total - SHOWN, 0),
        "hidden": len(found) - len(shown),
        "kind_title": str(words.kind_title),
    }


def _when(value: Any) -> str:
    if isinstance(value, datetime):
        return exact(value) if value.tzinfo else f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat() if value else ""
