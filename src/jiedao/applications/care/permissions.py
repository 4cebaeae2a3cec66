"""Who approves and accepts, and the role that a new town gets for it."""

from jiedao.applications.care.adaptation import ADAPTATION, APPROVE
from jiedao.kernel.declarations import Permission, RoleSuggestion
from jiedao.kernel.titles import Title

PERMISSIONS = (
    Permission(APPROVE, Title("审批、验收适老化改造", "Approve and accept home adaptations")),
)
ROLES = (
    RoleSuggestion(
        "care_office",
        Title("民政养老岗", "Care office"),
        "town",
        ("records.see", "records.add", "records.edit", "records.import", "records.export", APPROVE),
        (ADAPTATION, "elder_canteen", "diner", "meal", "elder_facility", "elder_home"),
    ),
)
