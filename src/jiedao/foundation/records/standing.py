"""How a record stands: the one meaning of its colour, for lists, boards and maps alike."""

from datetime import datetime, timedelta
from typing import Final

from jiedao.foundation.records.models import Record
from jiedao.foundation.records.schema import Schema
from jiedao.kernel.declarations import State, Tone
from jiedao.kernel.titles import Title

# Amber begins so long before the deadline; records carry no limit of which a share could be left.
WARN_BEFORE: Final = timedelta(days=3)


def state_of(schema: Schema, record: Record) -> State:
    """The record's state; one that a later version took away is shown by its key."""
    try:
        return schema.workflow.state(record.state)
    except KeyError:
        return State(record.state, Title(record.state, record.state))


def warn_at(record: Record) -> datetime | None:
    """When the record's deadline turns amber."""
    return record.due_at - WARN_BEFORE if record.due_at else None


def tone(schema: Schema, record: Record, moment: datetime) -> str:
    """Red late, amber due soon, green in time, grey closed, neutral where nothing is due."""
    if not state_of(schema, record).open:
        return Tone.GREY
    if record.due_at is None:
        return Tone.NEUTRAL
    if record.due_at < moment:
        return Tone.RED
    return Tone.AMBER if record.due_at - WARN_BEFORE <= moment else Tone.GREEN
