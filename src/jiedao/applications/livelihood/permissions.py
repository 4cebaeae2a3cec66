"""Who approves projects, and the role that a new town gets for it."""

from jiedao.applications.livelihood.kinds import MENU, ORDER, PROJECT, SESSION
from jiedao.kernel.declarations import Permission, RoleSuggestion
from jiedao.kernel.titles import Title

PERMISSIONS = (
    Permission("livelihood.approve", Title("评审、验收民生微实事", "Review and accept projects")),
)
ROLES = (
    RoleSuggestion(
        "livelihood_office",
        Title("民生微实事专班", "Micro-project team"),
        "town",
        (
            "records.see", "records.add", "records.edit", "records.import", "records.export",
            "livelihood.approve",
        ),
        (PROJECT, SESSION, MENU, ORDER),
    ),
)  # fmt: skip
