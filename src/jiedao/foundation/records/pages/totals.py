"""Sums below a list: of the columns that say so, over what the reader may see."""

from typing import Any

from django.db.models import QuerySet, Sum

from jiedao.foundation.records.models import Record
from jiedao.foundation.records.schema import Schema
from jiedao.foundation.records.words import said
from jiedao.web.parts import Fact


def totals(schema: Schema, rows: QuerySet[Record]) -> list[Fact]:
    """The sums of the family's columns marked ``total``; attributes are summed by the figures,
    which have them as columns."""
    summed = [spec for spec in schema.specs if spec.facts.total and spec.is_column]
    if not summed:
        return []
    found: dict[str, Any] = rows.aggregate(**{spec.name: Sum(spec.name) for spec in summed})
    return [Fact(str(s.titles), said(s, found[s.name], {})) for s in summed if found[s.name]]
