"""Who plans and who supervises, and the roles that a new town gets for it."""

from jiedao.applications.plan.names import (
    ACCEPT,
    ASSIGN,
    FACT,
    HONOUR,
    PLATFORM,
    REPORTED,
    SUPERVISE,
    TASK,
)
from jiedao.kernel.declarations import Permission, RoleSuggestion
from jiedao.kernel.titles import Title

FACTS = (FACT, HONOUR, REPORTED, PLATFORM)

PERMISSIONS = (
    Permission(ASSIGN, Title("读入计划、交办任务", "Read plans in, assign tasks")),
    Permission(ACCEPT, Title("验收任务", "Accept tasks as done")),
    Permission(SUPERVISE, Title("催办、督办任务", "Urge and supervise tasks")),
)
ROLES = (
    RoleSuggestion(
        "plan_office", Title("计划督查专员", "Plan officer"), "town",
        ("records.see", "records.add", "records.edit", "records.import", "records.export",
         "indicators.see", ASSIGN, ACCEPT, SUPERVISE),
        (TASK, *FACTS),
    ),
    RoleSuggestion(
        "plan_leader", Title("分管计划的领导", "Leader of the plan"), "town",
        ("records.see", "records.export", "indicators.see", "indicators.sign", ACCEPT, SUPERVISE),
        (TASK, *FACTS),
    ),
    RoleSuggestion(
        "plan_reader", Title("查看全街道计划", "Reader of the whole plan"), "town",
        ("records.see",), (TASK,),
    ),
)  # fmt: skip
