"""The family of registers, as the generated pages and files know it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from jiedao.foundation.records.families import WHAT, Called, Derived, Family, RecordFields
from jiedao.foundation.records.work import Work
from jiedao.foundation.things.models import Thing
from jiedao.foundation.things.workflow import STOCKED, WORKFLOW
from jiedao.kernel import clock
from jiedao.kernel.attributes import attribute
from jiedao.kernel.declarations import Kind, Workflow
from jiedao.kernel.titles import Title


class ThingFields(RecordFields):
    """What a register asks besides."""

    day: date = attribute(
        Title("登记日期", "Registered on"), group=WHAT, default_factory=clock.today
    )
    capacity: int | None = attribute(
        Title("容量", "Capacity"), None, group=WHAT, ge=0, le=1_000_000_000
    )


@dataclass(frozen=True, slots=True)
class Register:
    """What a register's kind may ask of the engine: ``stock`` is the unit of what it holds,
    ``capacity`` what its capacity is called and measured in, ``called_upon`` whether it helps in an
    emergency.

    ``due`` says by which day something must be done about the record again (None: by none); it is
    asked with the open work whenever a record is saved, so that an edit, an import, a move and a
    visit that taught the record something all give the same day.
    """

    stock: Title | None = None
    due: Callable[[Any], date | None] | None = None
    capacity: Called | None = None
    called_upon: bool = False


def _called(kind: Kind) -> Mapping[str, Called]:
    options = kind.options
    held = options.capacity if isinstance(options, Register) else None
    return {"capacity": held} if held is not None else {}


def _holds_stock(kind: Kind) -> bool:
    return isinstance(kind.options, Register) and kind.options.stock is not None


def _derived(kind: Kind) -> tuple[Derived, ...]:
    options = kind.options
    if not isinstance(options, Register) or options.stock is None:
        return ()
    return (Derived("stock", Title("库存", "In stock"), options.stock),)


def _way(kind: Kind) -> Workflow:
    return STOCKED if _holds_stock(kind) else WORKFLOW


def _due(kind: Kind) -> bool:
    return isinstance(kind.options, Register) and kind.options.due is not None


def _changing(work: Work) -> None:
    """What is closed is not due; otherwise the kind says when it is, where it says anything."""
    options = work.kind.options
    if not isinstance(options, Register) or options.due is None:
        return
    opened = work.schema.workflow.state(work.record.state).open
    day = options.due(work) if opened else None
    work.record.due_at = (
        datetime.combine(day, time(23, 59, 59), clock.TOWN_ZONE) if day is not None else None
    )


REGISTER = Family(
    "register", Title("登记册", "Registers"), Thing, WORKFLOW, fields=ThingFields,
    options=Register, way=_way, derived=_derived, called=_called, changing=_changing,
    deadlines=_due, icon="database", order=10,
)  # fmt: skip
