"""Leads, the teams, trips and events that bring them, and the tasks that the district sets."""

from datetime import date
from typing import Final

from pydantic import BaseModel

from jiedao.applications.investment.moves import EVENT, LEAD_WAY, EventRef
from jiedao.engines.indicators import yardsticks
from jiedao.engines.indicators.options import FactOptions
from jiedao.engines.projects.data import M2, YUAN, Money
from jiedao.engines.visits.options import VisitOptions
from jiedao.foundation.records.dates import in_order
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind
from jiedao.kernel.titles import Title

LEAD: Final = "investment_lead"
TEAM: Final = "investment_team"
TRIP: Final = "promotion_trip"
TASK: Final = "investment_task"
PROJECTS_TASK: Final = "investment_projects_task"
OUTPUT_TASK: Final = "investment_output_task"
"""Figures that the district sets for a year, against which the town's are held."""
PERSONS = Title("人", "persons")
STEPS = Title("进展", "Progress")


class Source(Options):
    """Where a lead comes from; which team, trip or event, its record says."""

    TEAM = "team", "招商小分队", "A team"
    TRIP = "trip", "外出招商", "A trip"
    EVENT = "event", "招商大会", "An event"
    REFERRAL = "referral", "企业推荐", "A recommendation"
    OWN = "own", "主动上门", "It came by itself"


class Lead(BaseModel):
    """A project that may come; the amount planned is what is intended."""

    source: Source = attribute(Title("线索来源", "Source"), listed=True, filterable=True)
    industry: str = attribute(
        Title("产业", "Industry"), "", listed=True, filterable=True, max_length=40
    )
    quality: bool = attribute(Title("优质企业", "Of high quality"), False, filterable=True)
    space_needed: Money | None = attribute(
        Title("空间需求", "Space needed"), None, unit=M2, ge=0, total=True
    )
    expected_output: Money | None = attribute(
        Title("预计年产值", "Expected output a year"), None, unit=YUAN, widget="money", ge=0
    )
    contacted_on: date | None = attribute(
        Title("首次对接", "First contact"), None, group=STEPS, later=True
    )
    signed_on: date | None = attribute(
        Title("签约日期", "Signed on"), None, group=STEPS, later=True
    )
    event: EventRef | None = attribute(
        Title("签约活动", "Signed at"), None, group=STEPS, later=True
    )
    registered_on: date | None = attribute(
        Title("注册落户日期", "Registered on"), None, group=STEPS, later=True, listed=True
    )
    output: Money | None = attribute(
        Title("年内纳统产值", "Output of the year"), None, group=STEPS, later=True, unit=YUAN,
        widget="money", ge=0, total=True,
    )  # fmt: skip


class Team(BaseModel):
    """A team for investment, there since its day."""

    professional: bool = attribute(
        Title("专业招商团队", "Professional"), False, listed=True, filterable=True
    )
    members: int = attribute(
        Title("人数", "Members"), unit=PERSONS, ge=1, le=1000, listed=True, total=True
    )


class Trip(BaseModel):
    """A trip to where enterprises are."""

    destination: str = attribute(Title("目的地", "Destination"), listed=True, max_length=80)


class Event(BaseModel):
    """A conference or other event of promotion."""

    theme: str = attribute(Title("主题产业", "Theme"), "", listed=True, max_length=80)


KINDS = (
    Kind(LEAD, "project", Title("招商项目", "Investment leads"), "investment", attributes=Lead,
         workflow=LEAD_WAY, icon="trending-up", prefix="SZX", name=Title("项目名称", "Project"),
         about=(TEAM, TRIP, EVENT), without=("area_size",),
         rules=(in_order("day", "contacted_on", "signed_on", "registered_on"),)),
    Kind(TEAM, "register", Title("招商小分队", "Investment teams"), "investment", attributes=Team,
         icon="users-group", prefix="STD", name=Title("队名", "Team"), without=("capacity",),
         unique=("title",)),
    Kind(TRIP, "visit", Title("外出招商", "Promotion trips"), "investment", attributes=Trip,
         icon="briefcase", prefix="SWC", about=(TEAM,), options=VisitOptions()),
    Kind(EVENT, "activity", Title("招商活动", "Promotion events"), "investment", attributes=Event,
         icon="presentation", prefix="SHD", name=Title("活动名称", "Event")),
    Kind(TASK, "fact", Title("招商年度任务", "Yearly tasks of investment"), "investment",
         icon="target", prefix="SRW", without=yardsticks.WITHOUT,
         unique=yardsticks.UNIQUE,
         options=FactOptions(figures=(PROJECTS_TASK, OUTPUT_TASK))),
)  # fmt: skip
