"""What officers alone may do, and the roles that a new town gets for it."""

from jiedao.applications.safety import names
from jiedao.kernel.declarations import Permission, RoleSuggestion
from jiedao.kernel.titles import Title

PERMISSIONS = (
    Permission(
        names.ORDER, Title("行政检查、责令整改（持执法证）", "Inspect and order (licensed)")
    ),
    Permission(names.APPROVE, Title("安全生产评级、验收、摘牌", "Grade, accept and delist")),
)
_WORK = ("records.see", "records.add", "records.edit")
_CASES = ("cases.see", "cases.report", "cases.handle")
_ALL = tuple(
    value for name, value in vars(names).items()
    if name.isupper() and name not in ("ORDER", "APPROVE")
)  # fmt: skip
ROLES = (
    RoleSuggestion(
        "safety_officer", Title("安全执法员", "Safety officer"), "town",
        (*_WORK, *_CASES, names.ORDER), _ALL,
    ),
    RoleSuggestion(
        "safety_office", Title("应急管理办", "Safety office"), "town",
        (*_WORK, *_CASES, "cases.check", "cases.supervise", "records.import", "records.export", "projects.approve", names.APPROVE), _ALL,
    ),
)  # fmt: skip
