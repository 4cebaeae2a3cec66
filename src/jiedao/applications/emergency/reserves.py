"""What stands ready for a storm or a quake: shelters, pumps, stores of supplies.

An incident room lists them by distance, each with what it holds; one that is out of use is not
called upon.
"""

from datetime import date
from typing import Final

from pydantic import BaseModel

from jiedao.foundation.records.families import Called
from jiedao.foundation.records.work import Work
from jiedao.foundation.things.family import Register
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle
from jiedao.kernel.titles import Title

SHELTER, PUMP, SUPPLY = "emergency_shelter", "drainage_pump", "emergency_supply"
_SQUARE_METRES: Final = Title("平方米", "m²")
_PERSONS: Final = Called(Title("可容纳人数", "Takes"), Title("人", "persons"))
_FLOW: Final = Called(Title("抽排能力", "Moves"), Title("立方米/小时", "m³/h"))
_PHONE: Final = Title("值守电话", "Duty telephone")


class Stay(Options):
    """How long people may stay in a shelter (GB/T 44013-2024, by length of stay)."""

    URGENT = "urgent", "紧急避难（1 天内）", "Urgent (one day)"
    SHORT = "short", "短期避难（15 天内）", "Short (15 days)"
    LONG = "long", "长期避难（15 天以上）", "Long (over 15 days)"


class PumpSort(Options):
    """What pumps."""

    STATION = "station", "固定泵站", "Station"
    TRUCK = "truck", "排涝泵车", "Pump truck"
    PORTABLE = "portable", "便携水泵", "Portable pump"


class Shelter(BaseModel):
    """A place to go to; how many persons it takes is its capacity."""

    stay: Stay = attribute(Title("避难时长", "Stay"), listed=True, filterable=True)
    indoors: bool = attribute(Title("室内", "Indoors"), True, listed=True, filterable=True)
    usable_area: int | None = attribute(
        Title("有效面积", "Usable area"), None, unit=_SQUARE_METRES, ge=1, le=1_000_000
    )
    duty_phone: str = attribute(_PHONE, "", widget="phone", listed=True, max_length=40)
    supplies: str = attribute(
        Title("储备物资", "What is stored"), "", widget="textarea", max_length=1000
    )


class Pump(BaseModel):
    """A station or a machine; what it moves in an hour is its capacity."""

    sort: PumpSort = attribute(Title("类别", "Sort"), listed=True, filterable=True)
    power: str = attribute(Title("动力", "Power"), "", listed=True, max_length=40)
    duty_phone: str = attribute(_PHONE, "", widget="phone", listed=True, max_length=40)
    tested_on: date | None = attribute(Title("上次试运行", "Last test run"), None, listed=True)


class Supply(BaseModel):
    """One article in one store; its stock is moved, never typed."""

    model: str = attribute(Title("规格型号", "Model"), "", listed=True, max_length=80)
    store: str = attribute(Title("存放库室", "Store"), "", listed=True, max_length=80)
    duty_phone: str = attribute(_PHONE, "", widget="phone", max_length=40)
    best_before: date | None = attribute(Title("有效期至", "Best before"), None, listed=True)


def expires(work: Work) -> date | None:
    """A supply is due when it ends."""
    day: date | None = work.values.get("best_before")
    return day


KINDS = (
    Kind(SHELTER, "register", Title("应急避难场所", "Emergency shelters"), "emergency",
         attributes=Shelter, icon="tent", prefix="BNC", name=Title("场所", "Shelter"),
         map_style=MapStyle("square", "tent"), options=Register(capacity=_PERSONS, called_upon=True)),
    Kind(PUMP, "register", Title("排涝泵站和设备", "Drainage pumps"), "emergency", attributes=Pump,
         icon="engine", prefix="PLB", name=Title("泵站或设备", "Pump"),
         map_style=MapStyle("square", "engine"), options=Register(capacity=_FLOW, called_upon=True)),
    Kind(SUPPLY, "register", Title("应急物资", "Emergency supplies"), "emergency",
         attributes=Supply, icon="package", prefix="YWZ", name=Title("物资", "Article"),
         map_style=MapStyle("square", "package"), without=("capacity",),
         options=Register(stock=Title("件", "items"), due=expires)),
)  # fmt: skip
