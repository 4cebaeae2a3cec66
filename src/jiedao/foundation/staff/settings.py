"""The town's settings of signing in; floors after 等保 2.0 (GB/T 22239-2019, 8.1.4.1)."""

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
