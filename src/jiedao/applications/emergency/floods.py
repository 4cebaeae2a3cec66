"""A flood-prone point: who answers for it, its level and threshold, and the works that end it."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.projects.workflow import WORKFLOW
from jiedao.foundation.records.work import Work
from jiedao.foundation.staff.notices import NewNotice, notify
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle, Move
from jiedao.kernel.titles import Title

POINT: Final = "flood_point"
CM = Title("厘米", "cm")
LEVEL = Title("水位", "Level")


class By(Options):
    """How the level is known."""

    SENSOR = "sensor", "传感器", "Sensor"
    MANUAL = "manual", "人工", "Somebody looks"


class Point(BaseModel):
    """Where water stands after rain; unit and person in charge are every project's."""

    cause: str = attribute(Title("内涝成因", "Cause"), "", listed=True, max_length=200)
    level_by: By = attribute(Title("水位来源", "Level by"), By.MANUAL, group=LEVEL, filterable=True)
    sensor: str = attribute(
        Title("传感器编号", "Sensor"), "", group=LEVEL, max_length=60, when=f"level_by={By.SENSOR}"
    )
    threshold: int = attribute(
        Title("预警水位", "Threshold"), group=LEVEL, unit=CM, listed=True, ge=1, le=1000
    )
    level: int | None = attribute(
        Title("最近水位", "Last level"), None, group=LEVEL, unit=CM, listed=True, ge=0, le=1000
    )
    level_at: datetime | None = attribute(Title("测报时间", "Measured at"), None, group=LEVEL)


class Measured(BaseModel, extra="forbid"):
    """A level that was read."""

    level: int = attribute(Title("水位", "Level"), unit=CM, ge=0, le=1000)


def answered_for(work: Work) -> str:
    """An alarm must reach somebody."""
    return "" if work.record.owner_id and work.record.unit_id else _("请指定责任单位和责任人。")


def measure(work: Work, said: Measured) -> None:
    """Keep the level; from the threshold on, unit and person in charge are told."""
    work.values.update(level=said.level, level_at=work.moment)
    if said.level < work.values["threshold"]:
        return
    row: Any = work.record
    text = _("%(point)s积水 %(level)d 厘米，已达预警水位，请立即处置。") % {
        "point": row.title, "level": said.level,
    }  # fmt: skip
    told = {"record_kind": POINT, "record_id": row.pk}
    notify(row.town_id, [NewNotice("flood", text, account_id=row.owner_id, **told),
                         NewNotice("flood", text, unit_id=row.unit_id, **told)])  # fmt: skip


def flooded(row: Any) -> str:
    """The last level that was read, where it has reached the threshold."""
    level, threshold = (row.attributes.get(name) for name in ("level", "threshold"))
    if level is None or threshold is None or level < threshold:
        return ""
    return _("积水 %(level)d 厘米，达到预警水位 %(threshold)d 厘米") % {
        "level": level, "threshold": threshold,
    }  # fmt: skip


_OPEN = WORKFLOW.open_states()
POINTS = replace(
    WORKFLOW,
    key="flood_point",
    titles=Title("易涝点", "Flood-prone point"),
    moves=(
        *WORKFLOW.moves,
        Move("measure", Title("登记水位", "Record the level"), _OPEN, None, "records.edit",
             data=Measured, effect=measure),
    ),
)  # fmt: skip
KIND = Kind(
    POINT, "project", Title("易涝点整治", "Flood-prone points"), "emergency", attributes=Point,
    workflow=POINTS, icon="droplet", prefix="YLD", name=Title("点位", "Point"),
    map_style=MapStyle("diamond", "droplet"), without=("organisation",), rules=(answered_for,), alarm=flooded,
)  # fmt: skip
