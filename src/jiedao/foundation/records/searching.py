"""Records by words: a number finds exactly its record, anything else is looked for as text."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.fields.json import KT

from jiedao.foundation.records.families import Family
from jiedao.foundation.records.schema import Schema
from jiedao.foundation.search import search

_COLUMNS: Final = ("title", "code", "address", "number")
_NUMBER: Final = re.compile(r"[A-Z]{1,8}\d{8,14}")


def find(
    rows: QuerySet[Any],
    schemas: Sequence[Schema],
    words: str,
    *,
    limit: int,
    before_id: int | None = None,
) -> list[int]:
    """Ids of the rows that match, newest first; ``rows`` is gated and filtered already, and holds
    kinds of one family: those of ``schemas``."""
    number = words.strip().upper()
    if _NUMBER.fullmatch(number):
        exact = rows.filter(number=number).order_by("-pk").values_list("pk", flat=True)
        found = [pk for pk in exact[:limit] if before_id is None or pk < before_id]
        if found:
            return found
    family: Family = schemas[0].family
    said = _said(schemas)
    return search(
        family.table,
        words,
        rows.annotate(**{name: KT(path) for name, path in said.items()}),
        columns=(*_COLUMNS, *said),
        limit=limit,
        before_id=before_id,
    )


def _said(schemas: Iterable[Schema]) -> dict[str, str]:
    """The attributes whose text is in the index (``work.text_of``), each by a name of its own."""
    return {
        f"said_{spec.name}": f"attributes__{spec.name}"
        for schema in schemas
        for spec in schema.specs
        if spec.sort == "text" and not spec.is_column and not spec.facts.personal
    }
