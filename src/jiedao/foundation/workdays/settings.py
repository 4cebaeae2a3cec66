"""The town's setting that the calendar reads."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field

from jiedao.foundation.workdays import hours
from jiedao.kernel.declarations import SettingGroup
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title


def _pairs(value: Any) -> Any:
    """Pairs of times, or a line of them; the sentence of ``hours`` for nonsense."""
    try:
        pairs = hours.pairs_of(value) if isinstance(value, str) else value
        return hours.write(hours.parse(pairs))
    except Invalid as fault:
        raise ValueError(fault.sentence) from None


class WorkdaySettings(BaseModel):
    office_hours: Annotated[list[list[str]], BeforeValidator(_pairs)] = Field(
        [list(pair) for pair in hours.DEFAULT], title="办公时间",
        description="例如：09:00-12:00，14:00-18:00；跨零点的夜班写成 22:00-06:00。",
    )  # fmt: skip


SETTINGS = SettingGroup(
    "workdays", Title("办公时间", "Office hours"), WorkdaySettings, 10, page="workdays:year"
)
