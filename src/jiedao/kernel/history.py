"""History: appended in the transaction of the change; the outbox of everything that reacts."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jiedao.kernel import clock, registry
from jiedao.kernel.actors import Actor
from jiedao.kernel.models import Delivery, History
from jiedao.kernel.rows import insert

# A reason typed in haste may hold a phone or identity number; history is never erased, so
# neither enters it in clear. (PIPL art. 6: least data.)
_LONG_NUMBERS = re.compile(
    r"(?<![0-9A-Za-z])(1[3-9]\d)\d{4}(\d{4})(?![0-9])|(?<![0-9A-Za-z])(\d{3})\d{11}(\d{3}[\dXx])(?![0-9])"
)


def scrub(text: str) -> str:
    """The text with the middle of phone and identity numbers starred out."""
    return _LONG_NUMBERS.sub(
        lambda m: f"{m[1] or m[3]}****{m[2] or m[4]}",
        text,
    )


@dataclass(slots=True)
class Line:
    """One line to be written: what happened to which record.

    ``changes`` maps field → (old, new). ``personal`` is already sealed under the key of the
    person ``subject``.
    """

    kind: str
    record_id: int
    verb: str
    note: str = ""
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    sealed: bytes | None = None
    subject: int | None = None
    actor: Actor | None = None
    """Another author than the rest of the batch: what the system did on its own."""


def record(town_id: int, lines: Iterable[Line], *, actor: Actor) -> list[History]:
    """Append lines, and a delivery for each reaction that waits for one of them.

    Two statements at most, however many lines. Must run inside the transaction of the change.
    """
    moment = clock.now()
    rows = [_row(town_id, line, line.actor or actor, moment) for line in lines]
    insert(rows)
    _enqueue(rows, moment)
    return rows


def _row(town_id: int, line: Line, actor: Actor, moment: datetime) -> History:
    return History(
        town_id=town_id,
        at=moment,
        kind=line.kind,
        record_id=line.record_id,
        verb=line.verb,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        unit_id=actor.unit_id,
        covered_id=actor.covered_id,
        note=scrub(line.note),
        changes={name: [plain(old), plain(new)] for name, (old, new) in line.changes.items()},
        data={name: plain(value) for name, value in line.data.items()},
        sealed=line.sealed,
        subject=line.subject,
    )


def _enqueue(rows: list[History], moment: datetime) -> None:
    deliveries = [
        Delivery(history=row, reaction=reaction.key, due_at=moment)
        for row in rows
        for reaction in registry.reactions_to(row.kind, row.verb)
        if reaction.hears(row.actor_kind)
    ]
    insert(deliveries)


def plain(value: Any) -> Any:
    """A value as JSON can hold it; text is scrubbed of long numbers, however deep it lies."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, bytes | memoryview):
        raise TypeError("sealed values belong into Line.sealed, not into changes")
    return value


def timeline(town_id: int, kind: str, record_id: int, *, limit: int = 500) -> list[History]:
    """The lines of one record, oldest first."""
    rows = History.objects.filter(town_id=town_id, kind=kind, record_id=record_id)
    return list(rows.order_by("-id")[:limit])[::-1]


def as_of(current: Mapping[str, Any], lines: Iterable[History], moment: datetime) -> dict[str, Any]:
    """The record's fields as they stood at ``moment``: the present, walked backwards."""
    values = dict(current)
    for line in sorted(lines, key=lambda row: row.id, reverse=True):
        if line.at <= moment:
            break
        for name, (old, _new) in line.changes.items():
            values[name] = old
    return values
