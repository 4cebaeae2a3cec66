"""Where the rules ask for more than the fields say: areas that figures add up."""

from typing import Any

from jiedao.applications.space import names
from tests.conformance.yardsticks import yardstick


def example(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """Parcels and upgrades have an area, a task is of a figure in its unit."""
    if kind in (names.PARCEL, names.PARK_UPGRADE):
        return values | {"area_size": "1200.50"}
    if kind == names.LAND_YARDSTICK:
        return yardstick(values, names.LAND_TASK, "公顷")
    return values
