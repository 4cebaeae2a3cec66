"""The town's settings of its work plan."""

from pydantic import BaseModel, Field

from jiedao.kernel import towns
from jiedao.kernel.declarations import SettingGroup
from jiedao.kernel.titles import Title

KEY = "work_plan"


class Rhythm(BaseModel):
    """When units are reminded, and how letters of supervision are numbered."""

    remind_days: int = Field(7, title="到期前几天提醒", ge=1, le=60)
    report_days: int = Field(35, title="多少天没有报告进展就提醒", ge=7, le=120)
    letter_mark: str = Field("", title="督办函发文代字", description="如“平安督”，不填则用街道名称。",
                             max_length=20)  # fmt: skip


class PlanSettings(BaseModel):
    """Settings of the plan."""

    work_plan: Rhythm = Field(default_factory=Rhythm, title="工作计划")


SETTINGS = (SettingGroup(KEY, Title("工作计划", "Work plan"), PlanSettings, 75),)


def rhythm_of(town_id: int) -> Rhythm:
    """The town's settings."""
    return Rhythm.model_validate(towns.setting(town_id, KEY) or {})
