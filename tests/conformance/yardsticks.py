"""Valid facts of kinds that name their figures: each of another year, since a year has one."""

from datetime import date
from typing import Any

_FIRST = 2000


def yardstick(values: dict[str, Any], indicator: str, unit: str) -> dict[str, Any]:
    """The values as those of a fact of this figure; the number behind the title says which year."""
    number = int("0" + values["title"].lstrip("样例名称")) % 1000
    year = {"period_from": date(_FIRST + number, 1, 1), "day": date(_FIRST + number, 12, 31)}
    return values | year | {"indicator": indicator, "value": "12", "value_unit": unit}
