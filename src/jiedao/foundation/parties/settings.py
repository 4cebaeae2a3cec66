"""The town's setting that telephone numbers are read by."""

from pydantic import BaseModel, Field

from jiedao.kernel.declarations import SettingGroup
from jiedao.kernel.titles import Title


class PartySettings(BaseModel):
    area_code: str = Field(
        "", title="电话区号", pattern=r"^(0\d{2,3})?$",
        description="没写区号的固定电话按它认，如 0755。",
    )  # fmt: skip


SETTINGS = SettingGroup("parties", Title("电话", "Telephones"), PartySettings, 60)
