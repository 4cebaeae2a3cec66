"""Putting what was given into a record: columns, attributes, place."""

from collections.abc import Iterable
from typing import Any, Final

from pydantic import BaseModel

from jiedao.foundation.places.locator import Place
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.placing import place
from jiedao.foundation.records.references import check_all
from jiedao.foundation.records.schema import schema_of
from jiedao.foundation.records.work import Work

REFS: Final = frozenset({"unit", "owner", "organisation", "person"})
_PLACE: Final = frozenset({"place", "area"})


def fill(work: Work, data: BaseModel, *, checked: bool = False, found: Place | None = None) -> None:
    """Take everything over from the validated model; Invalid for what refers to nothing
    (``checked``, and ``found``, where it lies: a batch has asked for all of its records at once)."""
    if not checked:
        check_all(work.schema, work.record.town_id, data)
    record, schema = work.record, work.schema
    attributes: dict[str, Any] = {}
    for spec in schema.specs:
        value = getattr(data, spec.name)
        if not spec.is_column:
            attributes[spec.name] = value
        elif spec.name not in _PLACE:
            setattr(record, f"{spec.name}_id" if spec.name in REFS else spec.name, value)
    work.values = attributes
    names = {spec.name for spec in schema.specs}
    if names & {*_PLACE, "address"}:
        place(record, getattr(data, "place", None), getattr(data, "area", None), found)
    _take_over(work)


_PLACES: Final = ("lon", "lat", "address", "building_id", "grid_id", "community_id")


def _take_over(work: Work) -> None:
    """What lies nowhere lies where the record is that it is about, and with the same unit."""
    record, subject = work.record, work.subject_record
    if subject is None or record.community_id is not None:
        return
    for name in _PLACES:
        setattr(record, name, getattr(subject, name))
    record.unit_id = record.unit_id or subject.unit_id
    record.organisation_id = record.organisation_id or subject.organisation_id


def given(work: Work) -> dict[str, Any]:
    """The record's present values by field name, as ``fill`` takes them and forms show them."""
    record, found = work.record, dict(work.values)
    for spec in work.schema.specs:
        if spec.is_column and spec.name not in _PLACE:
            name = f"{spec.name}_id" if spec.name in REFS else spec.name
            found[spec.name] = getattr(record, name)
    if record.lon is not None:
        found["place"] = (record.lon, record.lat)
    else:
        found["area"] = record.grid_id or record.community_id
    return {name: value for name, value in found.items()
            if any(spec.name == name for spec in work.schema.specs)}  # fmt: skip


def subjects_of(
    town_id: int, subjects: Iterable[tuple[str, int] | None]
) -> dict[tuple[str, int], Record]:
    """The records that many are about: one question for each kind of them."""
    wanted: dict[str, set[int]] = {}
    for kind, record_id in filter(None, subjects):
        wanted.setdefault(kind, set()).add(record_id)
    return {
        (kind, row.pk): row
        for kind, ids in wanted.items()
        for row in schema_of(kind).family.model._default_manager.filter(
            pk__in=ids, town_id=town_id, kind=kind
        )
    }
