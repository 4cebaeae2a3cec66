"""Who checks what others entered, and the roles of a new town that see the files at all."""

from jiedao.applications.assistance.kinds import CHECK, KINDS
from jiedao.kernel.declarations import Permission, RoleSuggestion
from jiedao.kernel.titles import Title

PERMISSIONS = (Permission(CHECK, Title("审核津补贴", "Check benefits")),)
_WORK = ("records.see", "records.add", "records.edit", "records.import")
_ALL = tuple(kind.key for kind in KINDS)
ROLES = (
    RoleSuggestion(
        "assistance_clerk", Title("社会救助经办", "Assistance clerk"), "town", _WORK, _ALL
    ),
    RoleSuggestion(
        "assistance_office", Title("社会救助审核", "Assistance office"), "town",
        (*_WORK, "records.export", CHECK), _ALL,
    ),
)  # fmt: skip
