"""The role that a new town gets for greening."""

from jiedao.applications.environment.kinds import KINDS
from jiedao.kernel.declarations import RoleSuggestion
from jiedao.kernel.titles import Title

ROLES = (
    RoleSuggestion(
        "greening_office", Title("绿化管理专班", "Greening team"), "town",
        ("records.see", "records.add", "records.edit", "records.import", "records.export",
         "projects.approve"),
        tuple(kind.key for kind in KINDS),
    ),
)  # fmt: skip
