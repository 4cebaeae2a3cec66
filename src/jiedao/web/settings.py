"""The town's setting of what lies under its maps."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from jiedao.kernel.declarations import SettingGroup
from jiedao.kernel.titles import Title


class Tiles(BaseModel):
    """A source of tiles; further members (matrix set, projection …) go to the map as they are."""

    model_config = ConfigDict(extra="allow")

    kind: Literal["xyz", "wmts"] = "xyz"
    url: str = Field(pattern=r"^https?://")


class MapSettings(BaseModel):
    map_tiles: list[Tiles] = Field(
        [], title="地图底图", description="瓦片服务；其主机名须列入 JIEDAO_TILE_HOSTS。",
        json_schema_extra={"form": False},
    )  # fmt: skip


SETTINGS = SettingGroup("map", Title("地图", "Map"), MapSettings, 80)
