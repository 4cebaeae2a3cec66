"""Records as plain dicts for JSON: names looked up once a page, personal fields masked."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from jiedao.foundation.records import subjects
from jiedao.foundation.records.api.schemas import APART
from jiedao.foundation.records.masking import masked
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.rules import Offer
from jiedao.foundation.records.schema import Schema, Spec
from jiedao.foundation.records.standing import state_of, tone
from jiedao.foundation.records.words import names_for
from jiedao.foundation.records.work import Work
from jiedao.foundation.staff.api.naming import Names
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.web.api.bodies import schema_of, when


def records(schema: Schema, reach: Reach, rows: Sequence[Record]) -> list[dict[str, Any]]:
    """``schemas.record_form`` of each row; as many questions for a hundred as for one."""
    specs = [spec for spec in schema.specs if spec.name not in APART]
    values = [{spec.name: _raw(spec, row) for spec in specs} for row in rows]
    words = names_for(schema, reach.town_id, values, reach=reach)
    about = subjects.named(reach, rows)
    names, moment, derived = Names(reach.town_id), clock.now(), schema.derived
    found = []
    for row, own in zip(rows, values, strict=True):
        state = state_of(schema, row)
        document = {
            "number": row.number,
            "kind": row.kind,
            "state": row.state,
            "state_title": str(state.titles),
            "tone": str(tone(schema, row, moment)),
            "version": row.version,
            "unit": names.unit(row.unit_id),
            "community": names.area(row.community_id),
            "grid": names.area(row.grid_id),
            "place": None if row.lon is None else [row.lon, row.lat],
            "about": about.get((row.subject_kind, row.subject_id or 0)),
            "due_at": when(row.due_at),
            "closed_at": when(row.closed_at),
            "created_at": when(row.created_at),
        }
        for spec in specs:
            document[spec.name] = _shown(spec, own[spec.name], words)
        for one in derived:
            document[one.name] = _plain(getattr(row, one.name))
        found.append(document)
    return found


def record(schema: Schema, reach: Reach, row: Record) -> dict[str, Any]:
    """``schemas.record_form``."""
    return records(schema, reach, [row])[0]


def offer(work: Work, one: Offer) -> dict[str, Any]:
    """``schemas.OfferOut``."""
    return {
        "move": one.move.key,
        "title": str(one.move.titles),
        "target": one.move.target,
        "allowed": one.allowed,
        "why_not": one.why_not,
        "primary": one.move.primary,
        "data": schema_of(one.move.data_for(work)),
    }


def _raw(spec: Spec, row: Record) -> Any:
    """The value as JSON has it; attributes are kept so."""
    if not spec.is_column:
        return row.attributes.get(spec.name)
    if spec.name == "area":
        return row.grid_id or row.community_id
    return _plain(getattr(row, f"{spec.name}_id" if spec.ref else spec.name))


def _plain(value: Any) -> Any:
    """A column's value as JSON has it; decimals are text, to be exact."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _shown(spec: Spec, value: Any, words: Any) -> Any:
    if not spec.ref or value is None:
        return masked(spec, value)
    return {"id": value, "words": masked(spec, words.get((spec.ref, value), ""))}
