"""Keys of the kinds of this application."""

from typing import Final

LAND_PROJECT: Final = "land_project"
LAND_STAGE: Final = "land_stage"
LAND_OBSTACLE: Final = "land_obstacle"
DEMOLITION: Final = "land_demolition"
PARCEL: Final = "land_parcel"
LAND_YARDSTICK: Final = "land_yardstick"
PARK: Final = "industrial_park"
SPACE: Final = "industrial_space"
PARK_UPGRADE: Final = "park_upgrade"
PARK_INVESTMENT: Final = "park_investment"
LEASE_CHECK: Final = "lease_check"
LEASING_CASE: Final = "leasing_case"
COMPANY: Final = "stock_company"
FINDING: Final = "supervision_finding"

LAND_TASK: Final = "land_preparation_task"
INDUSTRIAL_LAND_TASK: Final = "industrial_land_task"
DISTRICT_HANDED_OVER: Final = "district_land_handed_over"
"""Figures that the district sets or publishes, against which the town's are held."""
