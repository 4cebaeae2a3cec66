"""The roles a new town begins with, and the permissions they are made of.

Suggestions: the town's security administrator changes them afterwards. Three administrators are
kept apart (等保 2.0, GB/T 22239-2019, 8.1.5): the system administrator knows accounts and settings
and sees no case, the security administrator gives roles, the auditor only reads.
"""

from types import MappingProxyType
from typing import Final

from jiedao.kernel import registry
from jiedao.kernel.declarations import Permission, RoleSuggestion
from jiedao.kernel.titles import Title

PERMISSIONS: Final = MappingProxyType(
    {
        "cases.see": Title("查看工单", "See cases"),
        "cases.report": Title("上报、代录", "Report cases"),
        "cases.accept": Title("受理", "Accept cases"),
        "cases.dispatch": Title("分拨", "Dispatch cases"),
        "cases.decline": Title("不予分拨", "Decline cases"),
        "cases.merge": Title("并案、拆案", "Merge and split cases"),
        "cases.sign": Title("签收", "Sign for cases"),
        "cases.handle": Title("处置", "Handle cases"),
        "cases.check": Title("核查", "Check cases"),
        "cases.close": Title("结案", "Close cases"),
        "cases.visit": Title("回访", "Make follow-up calls"),
        "cases.arbitrate": Title("裁定异议", "Arbitrate objections"),
        "cases.approve_extension": Title("审批延期", "Approve extensions"),
        "cases.approve_suspension": Title("审批挂账", "Approve suspensions"),
        "cases.supervise": Title("督办", "Supervise cases"),
        "cases.lead": Title("领导包案", "Take cases as leader"),
        "cases.reopen": Title("重办", "Reopen cases"),
        "cases.export": Title("导出工单", "Export cases"),
        "cases.print": Title("打印工单", "Print cases"),
        "records.see": Title("查看台账", "See records"),
        "records.add": Title("登记台账", "Add records"),
        "records.edit": Title("办理、修改台账", "Change records"),
        "records.import": Title("批量导入台账", "Import records"),
        "records.export": Title("导出台账", "Export records"),
        "projects.approve": Title("批准、验收项目", "Approve and accept projects"),
        "catalogue.edit": Title("维护事项清单", "Edit the catalogue"),
        "places.edit": Title("维护区域与网格", "Edit areas and grids"),
        "parties.see": Title("查看人员与单位", "See people and organisations"),
        "parties.edit": Title("登记人员与单位", "Record people and organisations"),
        "parties.reveal": Title("查看完整个人信息", "Reveal personal data"),
        "parties.erase": Title("删除个人信息", "Erase personal data"),
        "staff.see": Title("查看机构与人员", "See units and staff"),
        "staff.edit": Title("维护机构与账号", "Edit units and accounts"),
        "staff.roles": Title("授予角色", "Give roles"),
        "duty.see": Title("查看值班表", "See the duty roster"),
        "duty.plan": Title("编排值班表", "Plan the duty roster"),
        "duty.read": Title("查看交接班记录", "Read handover notes"),
        "audit.see": Title("查看审计日志", "Read the audit log"),
        "datasets.import": Title("导入数据", "Import data"),
        "settings.edit": Title("修改系统设置", "Change settings"),
    }
)

TOWN: Final = "town"
UNIT: Final = "unit"
AREA: Final = "area"
_READING: Final = ("cases.see", "cases.print", "records.see", "staff.see", "duty.see")
_WORK: Final = (
    *_READING, "cases.report", "cases.sign", "cases.handle", "parties.see",
    "records.add", "records.edit",
)  # fmt: skip
_FILES: Final = ("records.import", "records.export")
_FIGURES: Final = ("indicators.see", "centre.see")
"""What the whole town has to say: its figures, and the screen of the command centre."""
_COMMAND: Final = ("incidents.see", "incidents.command")
"""To know of every incident, to raise what was reported to one and to command it."""
_SUGGESTIONS: Final = "mining.see"
"""To see what was learned from the cases, how well it suggests, and the classes of matters."""
_MATTERS: Final = (_SUGGESTIONS, "mining.edit")
"""To work on the classes of matters as well."""

STANDARD_ROLES: Final = (
    RoleSuggestion(
        "dispatcher",
        Title("分拨员", "Dispatcher"),
        TOWN,
        (
            *_READING,
            "cases.report",
            "cases.accept",
            "cases.dispatch",
            "cases.decline",
            "cases.merge",
            "cases.close",
            "cases.export",
            "records.add",
            "records.edit",
            *_FILES,
            *_FIGURES,
            "duty.read",
            *_COMMAND,
            *_MATTERS,
            "parties.see",
            "parties.edit",
            "parties.reveal",
        ),
    ),
    RoleSuggestion("handler", Title("经办人", "Handler"), UNIT, (*_WORK, "parties.reveal")),
    RoleSuggestion(
        "unit_lead",
        Title("科室负责人", "Unit lead"),
        UNIT,
        (*_WORK, *_FILES, *_FIGURES, "cases.export", "projects.approve", "parties.reveal"),
    ),
    RoleSuggestion(
        "checker",
        Title("核查员", "Checker"),
        TOWN,
        (*_READING, "cases.check", "parties.see", "parties.reveal"),
    ),
    RoleSuggestion(
        "caller",
        Title("回访员", "Follow-up caller"),
        TOWN,
        (*_READING, "cases.visit", "parties.see", "parties.reveal"),
    ),
    RoleSuggestion(
        "community_dispatcher",
        Title("社区分拨员", "Community dispatcher"),
        AREA,
        (
            *_WORK,
            *_FILES,
            "centre.see",
            "cases.accept",
            "cases.dispatch",
            "cases.export",
            "parties.reveal",
        ),
    ),
    RoleSuggestion("grid_worker", Title("网格员", "Grid worker"), AREA, _WORK),
    RoleSuggestion(
        "leader",
        Title("街道领导", "Leader"),
        TOWN,
        (
            *_READING,
            *_FIGURES,
            "duty.read",
            *_COMMAND,
            *_MATTERS,
            "indicators.sign",
            "cases.lead",
            "projects.approve",
            "cases.supervise",
            "cases.approve_extension",
            "cases.approve_suspension",
            "cases.export",
            "records.export",
            "parties.see",
        ),
    ),
    RoleSuggestion(
        "arbiter",
        Title("异议仲裁员", "Arbiter"),
        TOWN,
        (*_READING, "cases.arbitrate", "parties.see"),
    ),
    RoleSuggestion(
        "supervisor",
        Title("督查专员", "Supervisor"),
        TOWN,
        (
            *_READING,
            *_FIGURES,
            "duty.read",
            "incidents.see",
            *_MATTERS,
            "indicators.sign",
            "cases.supervise",
            "cases.approve_extension",
            "cases.approve_suspension",
            "cases.reopen",
            "cases.export",
            "parties.see",
            "parties.reveal",
        ),
    ),
    RoleSuggestion(
        "catalogue_owner",
        Title("清单管理员", "Catalogue owner"),
        TOWN,
        (
            "catalogue.edit",
            "places.edit",
            "datasets.import",
            "staff.see",
            _SUGGESTIONS,
            "mining.manage",
        ),
    ),
    RoleSuggestion(
        "system_admin",
        Title("系统管理员", "System administrator"),
        TOWN,
        ("staff.see", "staff.edit", "settings.edit", "places.edit", "datasets.import"),
    ),
    RoleSuggestion(
        "security_admin",
        Title("安全管理员", "Security administrator"),
        TOWN,
        ("staff.see", "staff.roles", "audit.see", "parties.see", "parties.erase"),
    ),
    RoleSuggestion("auditor", Title("审计员", "Auditor"), TOWN, ("staff.see", "audit.see")),
    RoleSuggestion("reader", Title("只读", "Read only"), TOWN, (*_READING, *_FIGURES)),
)

_ADMINISTRATION: Final = ("system_admin", "security_admin", "auditor")
SUPERUSER_PERMISSIONS: Final = frozenset(
    permission
    for role in STANDARD_ROLES
    if role.key in _ADMINISTRATION
    for permission in role.permissions
)
"""Of the account made with the installation, until it has appointed the three administrators."""


def permission_title(permission: str) -> str:
    """The permission in the reader's language; a foreign one as it is written."""
    declared = registry.permissions.find(permission)
    return str(declared.titles) if declared else permission


def standard_permissions() -> tuple[Permission, ...]:
    """What the foundation and the engines ask for; applications declare their own beside."""
    return tuple(Permission(key, titles) for key, titles in PERMISSIONS.items())


def suggested_roles() -> tuple[RoleSuggestion, ...]:
    """The standard roles and those that applications declare, in this order."""
    return tuple(registry.roles)
