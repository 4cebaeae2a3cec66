"""The role that a new town gets for housing."""

from jiedao.applications.housing.kinds import KINDS
from jiedao.kernel.declarations import RoleSuggestion
from jiedao.kernel.titles import Title

ROLES = (
    RoleSuggestion(
        "housing_office", Title("住房保障专班", "Housing team"), "town",
        ("records.see", "records.add", "records.edit", "records.import", "records.export",
         "projects.approve"),
        tuple(kind.key for kind in KINDS),
    ),
)  # fmt: skip
