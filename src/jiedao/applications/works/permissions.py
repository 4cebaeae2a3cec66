"""The role that a new town gets for works."""

from jiedao.applications.works.kinds import KINDS
from jiedao.kernel.declarations import RoleSuggestion
from jiedao.kernel.titles import Title

ROLES = (
    RoleSuggestion(
        "works_office", Title("工程建设专班", "Works team"), "town",
        ("records.see", "records.add", "records.edit", "records.import", "records.export",
         "projects.approve"),
        tuple(kind.key for kind in KINDS),
    ),
)  # fmt: skip
