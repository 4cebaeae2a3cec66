"""The role that a new town gets for land, premises and companies."""

from jiedao.applications.space.kinds import KINDS
from jiedao.kernel.declarations import RoleSuggestion
from jiedao.kernel.titles import Title

ROLES = (
    RoleSuggestion(
        "space_office", Title("空间整备专班", "Space team"), "town",
        ("records.see", "records.add", "records.edit", "records.import", "records.export",
         "projects.approve", "cases.see", "cases.report", "cases.handle", "cases.check"),
        tuple(kind.key for kind in KINDS),
    ),
)  # fmt: skip
