"""Rights of the application's own, and the roles that a new town gets for them."""

from jiedao.applications.command.bulletin.rights import MAKE, RELEASE
from jiedao.applications.command.duty.models import CALL
from jiedao.applications.command.incident.names import COMMAND, SEE_ALL
from jiedao.foundation.staff.duty import PLAN, READ, SEE
from jiedao.kernel.declarations import Permission, RoleSuggestion
from jiedao.kernel.titles import Title

PERMISSIONS = (
    Permission(CALL, Title("点名调度", "Call people out")),
    Permission(SEE_ALL, Title("查看全部应急事件", "See every incident")),
    Permission(COMMAND, Title("升级、指挥应急事件", "Raise and command incidents")),
    Permission(MAKE, Title("编制领导专报", "Make bulletins")),
    Permission(RELEASE, Title("发布领导专报", "Release bulletins")),
)
ROLES = (
    RoleSuggestion(
        "duty_officer", Title("值班员", "Duty officer"), "town",
        ("cases.see", "cases.print", "cases.report", "cases.accept", "cases.dispatch",
         "records.see", "staff.see", "indicators.see", "centre.see", "parties.see",
         SEE, READ, CALL, SEE_ALL),
    ),
    RoleSuggestion(
        "duty_planner", Title("值班管理员", "Planner of the duty roster"), "town",
        ("staff.see", "cases.see", SEE, READ, PLAN, CALL, "datasets.import"),
    ),
    RoleSuggestion(
        "duty_leader", Title("带班领导", "Leader on duty"), "town",
        ("cases.see", "staff.see", "centre.see", SEE, READ, CALL, SEE_ALL),
    ),
    RoleSuggestion("bulletin_maker", Title("专报编制人", "Maker of bulletins"), "town",
                   ("cases.see", "centre.see", MAKE)),
    RoleSuggestion("bulletin_releaser", Title("专报发布人", "Releaser of bulletins"), "town",
                   ("cases.see", "centre.see", RELEASE)),
)  # fmt: skip
