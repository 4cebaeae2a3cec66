"""The role that names these restricted kinds: nobody else sees them."""

from jiedao.applications.security.kinds import AREA, HANDOVER, PATROL
from jiedao.kernel.declarations import RoleSuggestion
from jiedao.kernel.titles import Title

ROLES = (
    RoleSuggestion(
        "security_office",
        Title("平安办", "Security office"),
        "town",
        ("records.see", "records.add", "records.edit", "records.export", "projects.approve"),
        (AREA, PATROL, HANDOVER),
    ),
    RoleSuggestion(
        "security_patrol",
        Title("平安巡查员", "Security patrol"),
        "unit",
        ("records.see", "records.add", "records.edit"),
        (AREA, PATROL),
    ),
)
