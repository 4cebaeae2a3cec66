"""The role that a new town gets for schools and health centres."""

from jiedao.applications.health_education.kinds import KINDS
from jiedao.kernel.declarations import RoleSuggestion
from jiedao.kernel.titles import Title

ROLES = (
    RoleSuggestion(
        "schools_and_health", Title("教育卫生专员", "Schools and health officer"), "town",
        ("records.see", "records.add", "records.edit", "records.import", "records.export",
         "projects.approve"),
        tuple(kind.key for kind in KINDS),
    ),
)  # fmt: skip
