"""The town's settings of classes of matters."""

from pydantic import BaseModel, Field

from jiedao.kernel import towns
from jiedao.kernel.declarations import SettingGroup
from jiedao.kernel.titles import Title


class MatterSettings(BaseModel):
    matters_days: int = Field(
        90, ge=14, le=730, title="归集最近多少天的事件",
        description="热点一类事由这些天收到的事件归集而成；更早的仍算在已有的一类事里。",
    )  # fmt: skip
    matters_hour: int = Field(
        3, ge=0, le=23, title="每天几点重新归集",
        description="夜里全部重新归集一次；白天只把新收到的事件归进去。",
    )  # fmt: skip
    matters_least: int = Field(
        3, ge=3, le=100, title="至少多少件才算一类事", description="并且至少由两个人反映。"
    )
    signals_rate: float = Field(
        0.05, gt=0, le=0.5, title="早期信号的误报率",
        description="提示的信号中，预期不真的比例不超过它；0.05 即 5%。",
    )  # fmt: skip


GROUP = SettingGroup("matters", Title("热点一类事", "Hot matters"), MatterSettings, 31)


def settings_of(town_id: int) -> MatterSettings:
    """The town's settings, defaults where it says nothing."""
    kept = towns.town(town_id).settings
    return MatterSettings(**{k: kept[k] for k in MatterSettings.model_fields if k in kept})
