"""The role that a new town gets for the service of enterprises."""

from jiedao.applications.enterprise.kinds import KINDS
from jiedao.kernel.declarations import RoleSuggestion
from jiedao.kernel.titles import Title

ROLES = (
    RoleSuggestion(
        "enterprise_office", Title("企业服务专班", "Enterprise team"), "town",
        ("records.see", "records.add", "records.edit", "records.import", "records.export",
         "projects.approve", "cases.see", "cases.report", "cases.accept", "cases.dispatch",
         "cases.close"),
        tuple(kind.key for kind in KINDS),
    ),
)  # fmt: skip
