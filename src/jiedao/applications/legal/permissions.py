"""Who decides, who gives opinions, and the roles that a new town gets for it."""

from jiedao.applications.legal import names
from jiedao.applications.legal.kinds import KINDS
from jiedao.kernel.declarations import Permission, RoleSuggestion
from jiedao.kernel.titles import Title

PERMISSIONS = (
    Permission(names.DECIDE, Title("登记重大行政决策", "Decide major decisions")),
    Permission(names.OPINE, Title("登记法律意见", "Record legal opinions")),
)
_ALL = tuple(kind.key for kind in KINDS)
ROLES = (
    RoleSuggestion(
        "legal_office", Title("司法所、法制办", "Legal office"), "town",
        ("records.see", "records.add", "records.edit", "records.import", "records.export",
         "cases.see", "cases.report", "cases.dispatch", "cases.handle", names.OPINE,
         "cases.close", "cases.supervise"), _ALL,
    ),
    RoleSuggestion(
        "decision_clerk", Title("重大决策经办", "Clerk of decisions"), "town",
        ("records.see", "records.add", "records.edit", "cases.see", "cases.report", names.DECIDE),
        (names.DECISION, names.OPINION),
    ),
)  # fmt: skip
