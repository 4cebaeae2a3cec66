"""Keys of the kinds and rights of city appearance."""

from typing import Final

ACTION: Final = "enforcement_action"
DISORDER: Final = "street_disorder"
BUILDING: Final = "illegal_building"
TASK: Final = "illegal_building_task"
STATION: Final = "recycling_station"
CHECK: Final = "recycling_check"
VIOLATION: Final = "recycling_violation"
FILE: Final = "appearance.file"
"""The right to file and to penalise: licensed officers."""
