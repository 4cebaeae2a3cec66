"""The town's setting of events that are reported from the cells."""

from pydantic import BaseModel, Field

from jiedao.kernel.declarations import SettingGroup
from jiedao.kernel.titles import Title


class GridSettings(BaseModel):
    grid_first: bool = Field(
        True, title="网格先办",
        description="清单没有写明单位的网格事件，由事件所在网格自己的单位先办。",
    )  # fmt: skip


SETTINGS = (SettingGroup("grid", Title("网格", "Grid"), GridSettings, 70),)
