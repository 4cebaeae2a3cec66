"""The keys of this application's kinds, its permissions and its town settings."""

from typing import Final

PREMISES: Final = "safety_premises"
HOME: Final = "home_door"
CHECK: Final = "safety_check"
CAMPAIGN: Final = "safety_campaign"
SWEEP: Final = "fire_sweep"
TASK: Final = "safety_task"
GAS: Final = "gas_household"
POWER: Final = "power_village"
PRINCIPAL: Final = "safety_principal"
TRAINING: Final = "safety_training"
HAZARD: Final = "hazard"
ACCIDENT: Final = "accident"
FIRE_LISTED: Final = "fire_listed"

ORDER: Final = "safety.order"
"""To inspect and to order: only licensed officers."""
APPROVE: Final = "safety.approve"
"""To grade, accept, and take off the list."""
