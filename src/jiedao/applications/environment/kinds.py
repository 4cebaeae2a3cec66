"""Greening projects, the green spaces that come of them, their upkeep, and planting."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.activities import effects as activities
from jiedao.engines.activities.workflow import WORKFLOW as ACTIVITY
from jiedao.engines.projects.workflow import WORKFLOW as PROJECT
from jiedao.engines.visits.options import VisitOptions
from jiedao.foundation.records.dates import in_order
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle
from jiedao.kernel.titles import Title

GREENING: Final = "greening_project"
GREEN_SPACE: Final = "green_space"
UPKEEP: Final = "green_upkeep"
PLANTING: Final = "planting"
TREES = Title("株", "trees")


class Sort(Options):
    """What is made green."""

    PARK = "park", "公园绿地", "Park"
    GREENWAY = "greenway", "绿道", "Greenway"
    BLUEWAY = "blueway", "碧道", "Waterside greenway"
    BARE_PLOT = "bare_plot", "裸露地块覆绿", "Bare plot"


class Greening(BaseModel):
    """A project of greening."""

    sort: Sort = attribute(Title("类别", "Sort"), listed=True, filterable=True)
    approved_on: date | None = attribute(
        Title("立项日期", "Approved on"), None, later=True, listed=True
    )


class Approval(BaseModel, extra="forbid"):
    """The day of the approval."""

    approved_on: date = attribute(Title("立项日期", "Approved on"), default_factory=clock.today)
    note: str = attribute(Title("说明", "Note"), "", widget="textarea", max_length=500)


class Space(BaseModel):
    """A green space as an asset."""

    sort: Sort = attribute(Title("类别", "Sort"), listed=True, filterable=True)
    green_area: float | None = attribute(
        Title("绿化面积", "Green area"), None, unit=Title("平方米", "m²"), ge=0, listed=True,
        total=True,
    )  # fmt: skip
    opened_on: date | None = attribute(Title("开放日期", "Opened on"), None)
    upkeep_days: int = attribute(
        Title("养护周期", "Looked after every"), 30, unit=Title("天", "days"), ge=1, le=366
    )


class Condition(Options):
    """How it was found."""

    GOOD = "good", "良好", "Good"
    POOR = "poor", "需整改", "Poor"


class Upkeep(BaseModel):
    """What whoever looks after it found."""

    condition: Condition | None = attribute(
        Title("养护情况", "Condition"), None, later=True, listed=True, filterable=True
    )


class Planting(BaseModel):
    """Trees of one species that are planted together."""

    species: str = attribute(
        Title("树种", "Species"), listed=True, filterable=True, min_length=1, max_length=40
    )
    trees: int | None = attribute(
        Title("种植株数", "Trees planted"), None, unit=TREES, later=True, ge=0, listed=True,
        total=True,
    )  # fmt: skip


class Planted(activities.Held, extra="forbid"):
    """What came of it."""

    trees: int = attribute(Title("种植株数", "Trees planted"), unit=TREES, ge=1, le=1_000_000)


def hold(work: Work, said: Planted) -> None:
    """It took place, and so many trees stand."""
    activities.hold(work, said)
    work.values["trees"] = said.trees


def has_area(work: Any) -> str:
    """The area of a bare plot is what is counted."""
    if work.values["sort"] == Sort.BARE_PLOT and not work.record.area_size:
        return _("请填写面积。")
    return ""


APPROVED_BY_DAY = replace(
    PROJECT,
    moves=tuple(
        replace(move, data=Approval) if move.key == "approve" else move for move in PROJECT.moves
    ),
)
PLANTING_WAY = replace(
    ACTIVITY,
    moves=tuple(
        replace(move, data=Planted, effect=hold) if move.key == "hold" else move
        for move in ACTIVITY.moves
    ),
)

KINDS = (
    Kind(GREENING, "project", Title("公园绿道与覆绿项目", "Greening projects"), "environment",
         attributes=Greening, workflow=APPROVED_BY_DAY, icon="trees", prefix="LXM",
         name=Title("项目名称", "Project"), map_style=MapStyle("diamond", "trees"),
         rules=(has_area, in_order("day", "approved_on", "started_on", "finished_on"))),
    Kind(GREEN_SPACE, "register", Title("绿地台账", "Green spaces"), "environment",
         attributes=Space, icon="leaf", prefix="LZC", name=Title("名称", "Green space"),
         map_style=MapStyle("square", "leaf"), without=("capacity",), about=(GREENING,),
         rules=(in_order("opened_on"),)),
    Kind(UPKEEP, "visit", Title("绿化养护巡查", "Upkeep"), "environment", attributes=Upkeep,
         icon="walk", prefix="LYH", about=(GREEN_SPACE,), without=("organisation",),
         options=VisitOptions(every=lambda space: timedelta(days=space.get("upkeep_days") or 30))),
    Kind(PLANTING, "activity", Title("植树活动", "Planting"), "environment", attributes=Planting,
         workflow=PLANTING_WAY, icon="seedling", prefix="LZS", name=Title("活动名称", "Planting")),
)  # fmt: skip
