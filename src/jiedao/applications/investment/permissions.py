"""The role that a new town gets for investment."""

from jiedao.applications.investment.kinds import KINDS
from jiedao.kernel.declarations import RoleSuggestion
from jiedao.kernel.titles import Title

ROLES = (
    RoleSuggestion(
        "investment_office", Title("招商专班", "Investment team"), "town",
        ("records.see", "records.add", "records.edit", "records.import", "records.export",
         "projects.approve"),
        tuple(kind.key for kind in KINDS),
    ),
)  # fmt: skip
