"""Where the rules ask for more than the fields say: areas that figures add up."""

from typing import Any

from jiedao.applications.space import names


def example(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """Parcels and upgrades have an area, a task is of a figure in its unit."""
    if kind in (names.PARCEL, names.PARK_UPGRADE):
        return values | {"area_size": "1200.50"}
    if kind == names.LAND_YARDSTICK:
        return values | {"indicator": names.LAND_TASK, "value": "12.5", "value_unit": "公顷"}
    return values
