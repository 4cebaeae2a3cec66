"""The family of registers, as the generated pages and files know it."""

from dataclasses import dataclass
from datetime import date

from jiedao.foundation.records.families import WHAT, Family, RecordFields
from jiedao.foundation.things.models import Thing
from jiedao.foundation.things.workflow import WORKFLOW
from jiedao.kernel import clock
from jiedao.kernel.attributes import attribute
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
    """What a register's kind may ask of the engine: ``stock`` is the unit of what it holds."""

    stock: Title | None = None


REGISTER = Family(
    "register", Title("登记册", "Registers"), Thing, WORKFLOW,
    fields=ThingFields, options=Register, icon="database", order=10,
)  # fmt: skip
