"""The town's settings of signing in (floors after 等保 2.0, GB/T 22239-2019, 8.1.4.1), and of duty."""

from pydantic import BaseModel, Field

from jiedao.foundation.staff.passwords import LEAST_CLASSES, LEAST_LENGTH
from jiedao.foundation.staff.signing.sessions import IDLE_MINUTES
from jiedao.kernel.declarations import SettingGroup
from jiedao.kernel.titles import Title


class SigningSettings(BaseModel):
    idle_minutes: int = Field(
        IDLE_MINUTES, ge=5, le=480, title="无操作几分钟后退出",
        description="等级保护要求无人操作的会话自动结束。",
    )  # fmt: skip
    password_length: int = Field(
        LEAST_LENGTH, ge=LEAST_LENGTH, le=64, title="密码至少几位",
        description="下次设置密码时起作用。",
    )  # fmt: skip
    password_classes: int = Field(
        LEAST_CLASSES, ge=LEAST_CLASSES, le=4, title="密码至少几类字符",
        description="大写、小写、数字、符号四类中的几类。",
    )  # fmt: skip


SETTINGS = SettingGroup(
    "signing", Title("登录与密码", "Sign-in and passwords"), SigningSettings, 50
)


class DutySettings(BaseModel):
    duty_changeover: str = Field(
        "09:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", title="交接班时间",
        description="值班的一天从这时到次日这时，例如 09:00。",
    )  # fmt: skip
    duty_phone: str = Field(
        "", max_length=40, title="值班室电话", description="指挥中心和大屏上公布的就是它。"
    )
    duty_communities: bool = Field(
        True, title="社区须全天有人值班", description="没有排人的时段在值班表上标红。"
    )
    duty_departments: bool = Field(
        False, title="科室须全天有人值班", description="没有排人的时段在值班表上标红。"
    )


DUTY = SettingGroup("duty", Title("值班", "Duty"), DutySettings, 60)
