"""What a record is about: another record, as addresses and answers name it (KIND:NUMBER)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from jiedao.foundation.records.models import Record
from jiedao.foundation.records.schema import Schema, schema_of
from jiedao.kernel.access import Reach
from jiedao.kernel.errors import Invalid

Subjects = Mapping[tuple[str, int], Mapping[str, Any]]
"""(kind, id) → how the record is named, for those that the reader may see."""


def find(reach: Reach, schema: Schema, word: str) -> tuple[str, int]:
    """The kind and id of ``KIND:NUMBER``; Invalid where the kind is never about such a record, or
    the reader may not know of it."""
    kind, _colon, number = word.partition(":")
    found = None
    if kind in schema.kind.about:
        rows = schema_of(kind).family.model.objects.visible_to(reach, kind)
        found = rows.filter(number=number.upper()).values_list("pk", flat=True).first()
    if found is None:
        raise Invalid(
            _("没有“%(word)s”这条记录，写成 种类:编号。") % {"word": word[:80]},
            field="about",
            code="no_subject",
        )
    return kind, int(found)


def named(reach: Reach, rows: Iterable[Record]) -> Subjects:
    """The names of what the rows are about: one question for each kind, however many rows."""
    wanted: dict[str, set[int]] = {}
    for row in rows:
        if row.subject_id is not None:
            wanted.setdefault(row.subject_kind, set()).add(row.subject_id)
    return {
        (kind, pk): {"kind": kind, "number": number, "words": title}
        for kind, ids in wanted.items()
        for pk, number, title in schema_of(kind)
        .family.model.objects.visible_to(reach, kind)
        .filter(pk__in=ids)
        .values_list("pk", "number", "title")
    }


def name_of(reach: Reach, kind: str, record_id: int) -> str:
    """The name of one record, or "" where there is none that the reader may see."""
    rows = schema_of(kind).family.model.objects.visible_to(reach, kind).filter(pk=record_id)
    return str(rows.values_list("title", flat=True).first() or "")
