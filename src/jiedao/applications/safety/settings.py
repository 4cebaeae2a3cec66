"""The town's settings of safety: how often each grade is checked, and when a unit is struck off."""

from pydantic import BaseModel, Field

from jiedao.kernel.declarations import SettingGroup
from jiedao.kernel.titles import Title

KEY = "safety"


class Frequency(BaseModel):
    """Days between two checks, by risk grade; and the score that acceptance asks for."""

    red_days: int = Field(30, title="红色（重大风险）检查间隔（天）", ge=1, le=366)
    orange_days: int = Field(90, title="橙色（较大风险）检查间隔（天）", ge=1, le=366)
    yellow_days: int = Field(180, title="黄色（一般风险）检查间隔（天）", ge=1, le=732)
    blue_days: int = Field(365, title="蓝色（低风险）检查间隔（天）", ge=1, le=1098)
    strike_off_score: int = Field(80, title="火灾高风险区域、单位摘牌最低验收分", ge=1, le=100)
    training_days: int = Field(365, title="企业主要负责人培训有效期（天）", ge=30, le=1098)


class SafetySettings(BaseModel):
    """Settings of safety work."""

    safety: Frequency = Field(default_factory=Frequency, title="安全生产")


SETTINGS = (SettingGroup(KEY, Title("安全生产", "Work safety"), SafetySettings, 75),)
