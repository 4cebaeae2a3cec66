"""The role of a new town that sees these files."""

from jiedao.applications.jobs.kinds import KINDS
from jiedao.kernel.declarations import RoleSuggestion
from jiedao.kernel.titles import Title

ROLES = (
    RoleSuggestion(
        "jobs_office", Title("就业服务专员", "Employment officer"), "town",
        ("records.see", "records.add", "records.edit", "records.import", "records.export"),
        tuple(kind.key for kind in KINDS),
    ),
    RoleSuggestion(
        "jobs_clerk", Title("社区就业协管员", "Community employment clerk"), "area",
        ("records.see", "records.add", "records.edit"), tuple(kind.key for kind in KINDS),
    ),
)  # fmt: skip
