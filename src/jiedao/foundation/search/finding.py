"""Words and filters together: whichever side is smaller drives.

``rows`` is a queryset that is already gated and filtered. When few rows pass the filters, their
own text is read; otherwise the index gives ids newest first, in growing portions, and each
portion is filtered by key.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from jiedao.foundation.search import store
from jiedao.foundation.search.words import normal, phrases, runs

FEW = 3000
"""Up to so many filtered rows are read themselves: some milliseconds on either database."""
_FIRST_PORTION = 200
_LARGEST_PORTION = 5000


def search(
    kind: str,
    query: str,
    rows: QuerySet[Any],
    *,
    columns: Sequence[str],
    limit: int,
    before_id: int | None = None,
    narrow: bool = True,
) -> list[int]:
    """Ids of rows whose text holds every word of the query, newest first.

    ``columns`` are the row's text columns that were indexed; ``narrow`` says that ``rows`` has
    filters besides its town, so that it may be small. An empty query finds nothing.
    """
    if not phrases(query):
        return []
    if before_id is not None:
        rows = rows.filter(id__lt=before_id)
    if narrow:
        few = list(rows.order_by("-id").values_list("id", flat=True)[: FEW + 1])
        if len(few) <= FEW:
            return _read(rows.model, few, query, columns, limit)
    return _walk(kind, query, rows, limit, before_id)


def _read(
    model: Any, ids: Sequence[int], query: str, columns: Sequence[str], limit: int
) -> list[int]:
    """Ids, in the order given, whose own text holds every run of the query."""
    wanted = runs(query)
    texts = {
        row[0]: row[1:] for row in model.objects.filter(pk__in=ids).values_list("id", *columns)
    }
    found: list[int] = []
    for pk in ids:
        text = normal(" ".join(texts.get(pk, ())))
        if all(run in text for run in wanted):
            found.append(pk)
            if len(found) == limit:
                break
    return found


def _walk(
    kind: str, query: str, rows: QuerySet[Any], limit: int, before_id: int | None
) -> list[int]:
    found: list[int] = []
    portion = max(_FIRST_PORTION, limit)
    while len(found) < limit:
        ids = store.newest(kind, query, before_id=before_id, limit=portion)
        if not ids:
            break
        passing = set(rows.filter(pk__in=ids).values_list("id", flat=True))
        found += [pk for pk in ids if pk in passing]
        if len(ids) < portion:
            break
        before_id = ids[-1]
        portion = min(portion * 5, _LARGEST_PORTION)
    return found[:limit]
