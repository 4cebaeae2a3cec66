"""The role that a new town gets for the work with deputies and members."""

from jiedao.applications.consultation.kinds import KINDS
from jiedao.kernel.declarations import RoleSuggestion
from jiedao.kernel.titles import Title

ROLES = (
    RoleSuggestion(
        "deputies_office", Title("代表委员工作办", "Deputies' office"), "town",
        ("records.see", "records.add", "records.edit", "records.import", "records.export",
         "cases.see", "cases.report", "cases.dispatch", "cases.decline", "cases.visit",
         "cases.check", "cases.supervise", "cases.export"),
        tuple(kind.key for kind in KINDS),
    ),
)  # fmt: skip
