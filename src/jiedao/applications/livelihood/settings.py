"""The town's settings of micro livelihood projects; amounts in yuan, 0 for no limit."""

from pydantic import BaseModel, Field

from jiedao.kernel.declarations import SettingGroup
from jiedao.kernel.titles import Title

KEY = "micro_projects"


class Caps(BaseModel):
    """What one project and one community may cost, and how long a decision is put up."""

    project_cap: int = Field(500_000, title="民生微实事单个项目上限（元）", ge=0)
    community_budget: int = Field(2_000_000, title="民生微实事每个社区年度资金（元）", ge=0)
    notice_days: int = Field(5, title="民生微实事公示天数", ge=1, le=60)


class LivelihoodSettings(BaseModel):
    """Settings of livelihood."""

    micro_projects: Caps = Field(default_factory=Caps, title="民生微实事")


SETTINGS = (SettingGroup(KEY, Title("民生服务", "Livelihood"), LivelihoodSettings, 80),)
