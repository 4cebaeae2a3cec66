"""The town's setting of who acts where the catalogue names nobody."""

from collections.abc import Iterable

from pydantic import BaseModel, Field

from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel.declarations import SettingGroup
from jiedao.kernel.titles import Title


def _units(town_id: int) -> Iterable[tuple[str, str]]:
    """Units that are there today and may be given work: an external body only gets letters."""
    units = structure_of(town_id).units.values()
    return [(unit.code, unit.name) for unit in units if unit.kind != "external"]


class CatalogueSettings(BaseModel):
    fallback_unit: str = Field(
        "", title="兜底单位", max_length=40, description="清单没有写明、又裁定不下时由它承办。"
    )


SETTINGS = SettingGroup(
    "catalogue",
    Title("事项清单", "Catalogue"),
    CatalogueSettings,
    30,
    options={"fallback_unit": _units},
)
