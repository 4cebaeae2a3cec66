"""The words of this floor: kinds of units, verbs and fields of history."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from jiedao.foundation.staff.links import record_links
from jiedao.kernel.choices import every_setting
from jiedao.kernel.titles import Title

UNIT_KINDS: Final[Mapping[str, Title]] = MappingProxyType(
    {
        "leadership": Title("领导机构", "Leadership"),
        "department": Title("科室", "Department"),
        "community": Title("社区", "Community"),
        "grid": Title("网格", "Grid"),
        "team": Title("中队", "Team"),
        "contractor": Title("外包单位", "Contractor"),
        "external": Title("外部单位", "External body"),
    }
)

SCOPES: Final[Mapping[str, Title]] = MappingProxyType(
    {
        "town": Title("全街道", "Whole town"),
        "unit": Title("本机构及下级", "Own unit and below"),
        "area": Title("本辖区", "Own area"),
    }
)

VERBS: Final[Mapping[str, Title]] = MappingProxyType(
    {
        "added": Title("新增", "Added"),
        "changed": Title("修改", "Changed"),
        "completed": Title("补充", "Completed"),
        "ended": Title("终止", "Ended"),
        "merged": Title("并入", "Merged"),
        "split": Title("拆分", "Split"),
        "moved": Title("改隶", "Moved"),
        "reshaped": Title("调整边界", "Reshaped"),
        "removed": Title("移除", "Removed"),
        "exported": Title("导出", "Exported"),
        "closed": Title("停用", "Closed"),
        "reopened": Title("启用", "Reopened"),
        "unlocked": Title("解锁", "Unlocked"),
        "covered": Title("安排代岗", "Cover arranged"),
        "cover_ended": Title("结束代岗", "Cover ended"),
        "arranged": Title("调整版面", "Screen arranged"),
        "revealed": Title("查看个人信息", "Personal data revealed"),
        "erased": Title("删除个人信息", "Personal data erased"),
        "issued": Title("签发令牌", "Token issued"),
        "revoked": Title("撤销令牌", "Token revoked"),
        "signed_in": Title("登录", "Signed in"),
        "sign_in_failed": Title("登录失败", "Sign-in failed"),
        "signed_out": Title("退出", "Signed out"),
        "locked": Title("锁定", "Locked"),
        "password_set": Title("设置密码", "Password set"),
        "password_link_made": Title("生成密码链接", "Password link made"),
        "totp_added": Title("开启动态码", "Authenticator on"),
        "totp_removed": Title("关闭动态码", "Authenticator off"),
        "recovery_codes_renewed": Title("更换备用码", "Recovery codes renewed"),
        "recovery_code_used": Title("使用备用码", "Recovery code used"),
    }
)

FIELDS: Final[Mapping[str, Title]] = MappingProxyType(
    {
        "name": Title("名称", "Name"),
        "name_en": Title("英文名", "English name"),
        "code": Title("代码", "Code"),
        "kind": Title("类别", "Kind"),
        "parent_id": Title("上级", "Parent"),
        "area_id": Title("辖区", "Area"),
        "successor_id": Title("接续机构", "Successor"),
        "phone": Title("电话", "Telephone"),
        "email": Title("邮箱", "E-mail"),
        "duties": Title("职责", "Duties"),
        "username": Title("用户名", "User name"),
        "is_active": Title("在用", "In use"),
        "language": Title("语言", "Language"),
        "permissions": Title("权限", "Permissions"),
        "scope": Title("管辖范围", "Scope"),
        "kinds": Title("记录种类", "Kinds of record"),
        "valid_to": Title("结束日期", "Last day"),
        "ends_at": Title("结束时间", "End"),
        "account_id": Title("值班人", "On duty"),
        "withdrawn_at": Title("撤下时间", "Taken off"),
        "happened": Title("当班情况", "What happened"),
        "open_matters": Title("移交事项", "Handed over"),
        "things": Title("钥匙、设备、车辆", "Keys, devices, vehicles"),
        "uscc": Title("统一社会信用代码", "Credit code"),
        "address": Title("地址", "Address"),
        "industry": Title("行业", "Industry"),
    }
)


def unit_kind(kind: str) -> str:
    """A kind of unit in the reader's language."""
    return str(UNIT_KINDS.get(kind) or kind)


def verb_title(kind: str, verb: str) -> str:
    """What was done to a record of this kind, in the reader's language."""
    link = record_links.find(kind)
    own = link.verbs.get(verb) if link else None
    return str(own or VERBS.get(verb) or verb)


def field_title(name: str) -> str:
    """A field of history in the reader's language."""
    setting = every_setting().get(name) if name not in FIELDS else None
    return setting.title if setting else str(FIELDS.get(name) or name)
