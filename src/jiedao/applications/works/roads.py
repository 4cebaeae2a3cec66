"""Roads and what belongs to them, from the reserve to the opening: every stage by its day."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.projects import effects
from jiedao.engines.projects.data import Finish
from jiedao.engines.projects.workflow import DROPPED, UNDER_WAY, common_moves
from jiedao.foundation.records.dates import in_order
from jiedao.foundation.records.saying import Reason
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle, Move, State, Workflow
from jiedao.kernel.titles import Title

ROAD: Final = "road_project"
RESERVED, PRELIMINARY, SITE_ENTRY, OPENED = "reserved", "preliminary", "site_entry", "opened"
_EDIT, _APPROVE = "records.edit", "projects.approve"
METRES = Title("米", "m")


class Sort(Options):
    """What is built or mended."""

    ROAD = "road", "市政道路", "Road"
    FOOTBRIDGE = "footbridge", "人行天桥", "Footbridge"
    SLOW_LANE = "slow_lane", "慢行系统", "Walking and cycling"
    LIGHTING = "lighting", "照明设施", "Lighting"
    REPAIR = "repair", "道路修缮", "Repair"
    LAMPS = "lamps", "路灯接电", "Connection of lamps"


_BY_LENGTH: Final = (Sort.ROAD, Sort.SLOW_LANE)


class Road(BaseModel):
    """A road or section, and how far it has come."""

    sort: Sort = attribute(Title("类别", "Sort"), listed=True, filterable=True)
    length: Decimal | None = attribute(
        Title("长度", "Length"), None, unit=METRES, ge=0, le=1_000_000, listed=True, total=True
    )
    preliminary_on: date | None = attribute(
        Title("启动前期工作", "Preliminary work since"), None, later=True
    )
    entered_on: date | None = attribute(Title("进场日期", "Site entered on"), None, later=True)


class Preliminary(BaseModel, extra="forbid"):
    """Since when it is prepared."""

    preliminary_on: date = attribute(
        Title("启动前期工作", "Preliminary work since"), default_factory=clock.today
    )


class SiteEntry(BaseModel, extra="forbid"):
    """Since when the builder is there."""

    entered_on: date = attribute(Title("进场日期", "Site entered on"), default_factory=clock.today)


def has_length(work: Any) -> str:
    """Of a road that opens the length is counted."""
    if work.values["sort"] in _BY_LENGTH and not work.values.get("length"):
        return _("请先填写长度。")
    return ""


ROAD_WAY = Workflow(
    "road",
    Title("道路建设", "Building a road"),
    (
        State(RESERVED, Title("谋划储备", "In the reserve")),
        State(PRELIMINARY, Title("前期工作", "Preliminary work")),
        State(SITE_ENTRY, Title("已进场", "Site entered")),
        State(UNDER_WAY, Title("施工中", "Under construction")),
        State(OPENED, Title("已完工开通", "Opened"), open=False),
        State(DROPPED, Title("已终止", "Dropped"), open=False),
    ),
    (
        Move("begin_preliminary", Title("启动前期工作", "Begin preliminary work"), (RESERVED,),
             PRELIMINARY, _APPROVE, data=Preliminary, primary=True),
        Move("enter_site", Title("进场", "Enter the site"), (PRELIMINARY,), SITE_ENTRY, _EDIT,
             data=SiteEntry, primary=True),
        Move("start", Title("开工", "Start"), (PRELIMINARY, SITE_ENTRY), UNDER_WAY, _EDIT,
             data=Finish, effect=effects.start, primary=True),
        Move("open", Title("完工开通", "Open"), (UNDER_WAY,), OPENED, _APPROVE, data=Finish,
             effect=effects.finish, rule=has_length, primary=True),
        Move("drop", Title("终止", "Drop"), (RESERVED, PRELIMINARY, SITE_ENTRY, UNDER_WAY),
             DROPPED, _APPROVE, data=Reason, danger=True),
        *common_moves(PRELIMINARY, SITE_ENTRY, UNDER_WAY),
    ),
    initial=RESERVED,
)  # fmt: skip

KINDS = (
    Kind(ROAD, "project", Title("道路与照明项目", "Roads and lighting"), "works", attributes=Road,
         workflow=ROAD_WAY, icon="road", prefix="GDL", name=Title("路名、项目名称", "Road"),
         map_style=MapStyle("diamond", "road"),
         rules=(in_order("day", "preliminary_on", "entered_on", "started_on", "finished_on"),)),
)  # fmt: skip
