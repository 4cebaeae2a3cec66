"""The records behind a figure: named for those who may see them, with what was known of them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from django.urls import reverse

from jiedao.engines.cases.models import Case
from jiedao.engines.indicators import compiling, values
from jiedao.engines.indicators.columns import columns_of
from jiedao.engines.indicators.periods import Period
from jiedao.engines.reports.writing.book import Book
from jiedao.engines.reports.writing.document import Token
from jiedao.foundation.records.schema import is_generated, schema_of
from jiedao.kernel.access import Reach

SHOWN: Final = 200
_PLAIN: Final = ("state", "day", "community_id", "unit_id")


def records_behind(
    reach: Reach, token: Token, ids: list[tuple[int, int]], book: Book
) -> dict[str, Any]:
    """Context for the list: a row each with number, name, address and the columns that the
    figure looks at, as they were; ``hidden`` counts those that the reader may not see."""
    indicator = values.indicator_of(token.key)
    wanted = [record for record, _request in ids]
    named = _named(reach, indicator.kind, wanted)
    kept = [record for record in dict.fromkeys(wanted) if record in named]
    chosen = kept[:SHOWN]
    columns = _columns(token)
    cells = _cells(book, token, chosen, columns)
    words = columns_of(indicator.kind)
    return {
        "columns": [words.title(name) for name in columns],
        "records": [(*named[record], cells.get(record, [])) for record in chosen],
        "total": len(ids),
        "more": len(kept) - len(chosen),
        "hidden": len(set(wanted)) - len(kept),
        "kind_title": str(words.kind_title),
    }


def _named(reach: Reach, kind: str, ids: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """Id → number, name and address, of those that the reader may see."""
    if is_generated(kind):
        rows = schema_of(kind).family.model.objects.visible_to(reach, kind)
        found = rows.filter(pk__in=set(ids)).values_list("pk", "number", "title")
        return {
            pk: (number, title, reverse("records:detail", args=[kind, number]))
            for pk, number, title in found
        }
    cases = Case.objects.visible_to(reach).filter(pk__in=set(ids))
    return {
        pk: (number, "", reverse("cases:record", args=[number]))
        for pk, number in cases.values_list("pk", "number")
    }


def _columns(token: Token) -> list[str]:
    """State, time, place and unit, and the dimensions the figure knows."""
    indicator = values.indicator_of(token.key)
    known = columns_of(indicator.kind).types
    named = [indicator.date_field, *_PLAIN, *indicator.dimensions]
    return [name for name in dict.fromkeys(named) if name in known and not name.endswith("_id")]


def _cells(book: Book, token: Token, ids: list[int], columns: list[str]) -> dict[int, list[str]]:
    indicator = values.indicator_of(token.key)
    words = columns_of(indicator.kind)
    with book.opened(token) as tables:
        table = tables.table(indicator.kind)
        table = compiling.rows(indicator, table, Period.parse(token.period))
        found = tables.run(table.filter(table["id"].isin(ids)).select("id", *columns))
    return {
        line["id"]: [_word(words, name, line[name]) for name in columns]
        for line in found.to_pylist()
    }


def _word(words: Any, name: str, value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(words.value(name, value))
