"""Who files and penalises, and the role that a new town gets for it."""

from jiedao.applications.appearance import names
from jiedao.kernel.declarations import Permission, RoleSuggestion
from jiedao.kernel.titles import Title

PERMISSIONS = (
    Permission(names.FILE, Title("立案、处罚（持执法证）", "File and penalise (licensed)")),
)
ROLES = (
    RoleSuggestion(
        "appearance_officer",
        Title("综合执法员", "Enforcement officer"),
        "town",
        (
            "records.see", "records.add", "records.edit", "cases.see", "cases.report",
            "cases.handle", names.FILE,
        ),
        tuple(value for name, value in vars(names).items() if name.isupper() and name != "FILE"),
    ),
)  # fmt: skip
