"""A record (an enterprise, a park, a school …) as it stood on a day, and what there was about it."""

from collections.abc import Iterator, Sequence
from copy import copy
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from jiedao.centre.portraits import counting
from jiedao.centre.portraits.counting import Counted
from jiedao.foundation.records.models import Record
from jiedao.kernel import history
from jiedao.kernel.access import Reach
from jiedao.kernel.errors import NotFound
from jiedao.kernel.models import History


def as_it_stood(record: Record, lines: Sequence[History], moment: datetime | None) -> Record:
    """A copy of the record with what came later undone; NotFound where it was not there yet."""
    if moment is None:
        return record
    if record.created_at >= moment:
        raise NotFound(
            _("%(name)s当时还没有登记，换一个日期看看。") % {"name": record.title}, code="not_yet"
        )
    row = copy(record)
    row._state = copy(record._state)
    row._state.fields_cache = dict(record._state.fields_cache)
    row.attributes = dict(record.attributes)
    changed = history.as_of({}, lines, moment)
    for name, value in changed.items():
        _set(row, name, value)
    return row


def _set(row: Any, name: str, value: Any) -> None:
    try:
        field = row._meta.get_field(name.removesuffix("_id"))
    except FieldDoesNotExist:
        row.attributes[name] = value
        return
    setattr(row, field.attname, field.to_python(value) if field.remote_field is None else value)


def about(reach: Reach, record: Record, moment: datetime | None) -> Iterator[Counted]:
    """Everything of other kinds that is about the record, or with its organisation."""
    conditions = [f"(subject_kind = '{record.kind}' AND subject_id = {int(record.pk)})"]
    if record.organisation_id:
        conditions.append(f"organisation_id = {int(record.organisation_id)}")
    subject, organisation = conditions[0], conditions[1:]

    def where(columns: Sequence[str]) -> str | None:
        fitting = [subject] if {"subject_kind", "subject_id"} <= set(columns) else []
        if "organisation_id" in columns:
            fitting += organisation
        return " OR ".join(fitting) or None

    around = [area for area in (record.grid_id, record.community_id) if area]
    query = urlencode({"about": f"{record.kind}:{record.pk}"})
    return counting.counted(reach, moment, around, where, query)
