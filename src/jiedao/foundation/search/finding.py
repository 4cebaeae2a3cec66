"""The newest records that hold the words and pass the filters, whichever of the two is rare.

Neither side is known to be the small one before it is asked. So both are first asked for a
little; only where both go on and on does the database hold one whole list against the other.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from jiedao.foundation.search import store
from jiedao.foundation.search.words import Phrase, phrases

_FIRST = 100
"""Newest matches of the words that are held against the filters at first."""
_NARROW = 1000
"""Filters that no more rows pass are held against the words."""
_RECENT = 5000
"""Newest rows whose own text is read for a single character: its lists (all pairs that begin
with it) are long where it is common; where these rows do not hold it, they are short."""


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

    ``rows`` is a queryset already gated and filtered; its order does not matter. ``columns``
    are the row's text columns that were indexed; ``narrow`` says that ``rows`` has filters
    besides its town, so that it may be small. An empty query finds nothing.
    """
    wanted = phrases(query)
    if not wanted:
        return []
    rows = rows.order_by("-pk")
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    return _Search(kind, wanted, rows, columns, limit, before_id).run(narrow)


class _Search:
    """One question; each way of answering gives a full page, or all there is, or None."""

    def __init__(
        self,
        kind: str,
        wanted: Sequence[Phrase],
        rows: QuerySet[Any],
        columns: Sequence[str],
        limit: int,
        before_id: int | None,
    ) -> None:
        self.kind, self.limit, self.before_id = kind, limit, before_id
        self.rows = rows
        self.columns = columns
        singles = [phrase for phrase in wanted if phrase.is_single]
        self.only_singles = len(singles) == len(wanted)
        self.wanted = [phrase for phrase in wanted if self.only_singles or not phrase.is_single]
        # Beside longer words the single characters are looked for in the text of what these find.
        self.singles = [] if self.only_singles else singles

    def run(self, narrow: bool) -> list[int]:
        found = self._recent() if self.only_singles else None
        if found is None:
            found = self._few_words()
        if found is None and narrow:
            found = self._few_rows()
        return self._everything() if found is None else found

    def _holding(self, rows: QuerySet[Any], wanted: Sequence[Phrase]) -> QuerySet[Any]:
        """The rows whose own text holds the runs of Chinese characters."""
        for phrase in wanted:
            holds = Q()
            for column in self.columns:
                holds |= Q(**{f"{column}__contains": phrase.run})
            rows = rows.filter(holds)
        return rows

    def _kept(self, ids: list[int]) -> list[int]:
        """Those of the ids that pass everything, in the same order."""
        if not ids:
            return []
        rows = self._holding(self.rows.filter(pk__in=ids), self.singles)
        passing = set(rows.values_list("pk", flat=True))
        return [pk for pk in ids if pk in passing][: self.limit]

    def _recent(self) -> list[int] | None:
        """Of the newest rows those whose own text holds the characters."""
        start = list(self.rows.values_list("pk", flat=True)[_RECENT : _RECENT + 1])
        recent = self.rows.filter(pk__gt=start[0]) if start else self.rows
        rows = self._holding(recent, self.wanted)
        found = list(rows.values_list("pk", flat=True)[: self.limit])
        return found if len(found) == self.limit or not start else None

    def _few_words(self) -> list[int] | None:
        """The newest matches of the words, as far as they pass the filters."""
        size = max(_FIRST, self.limit)
        ids = store.newest(self.kind, self.wanted, before_id=self.before_id, limit=size)
        found = self._kept(ids)
        return found if len(found) == self.limit or len(ids) < size else None

    def _few_rows(self) -> list[int] | None:
        """The newest rows that pass the filters, as far as they hold the words."""
        ids = list(self.rows.values_list("pk", flat=True)[:_NARROW])
        found = self._kept(store.among(self.kind, self.wanted, ids))
        return found if len(found) == self.limit or len(ids) < _NARROW else None

    def _everything(self) -> list[int]:
        """The list of every match is made once; the rows, newest first, are held against it."""
        sql, values = store.all_matching(self.kind, self.wanted, self.before_id)
        meta = self.rows.model._meta
        # "IS TRUE" keeps both databases from turning this round and looking up every match.
        holds = RawSQL(  # noqa: S611 - names of our own tables; what was typed is bound
            f'("{meta.db_table}"."{meta.pk.column}" IN ({sql})) IS TRUE',
            values,
            output_field=BooleanField(),
        )
        loose = [phrase for phrase in self.wanted if len(phrase.words) > 1]
        # In this order: a text is read only of what the list holds.
        rows = self._holding(self.rows.filter(holds), [*loose, *self.singles])
        return list(rows.values_list("pk", flat=True)[: self.limit])
