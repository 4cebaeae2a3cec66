"""Cooperative companies: the steps of their reform, who supervises them, what was found."""

from dataclasses import replace
from datetime import date

from pydantic import BaseModel

from jiedao.applications.space import names, rules
from jiedao.applications.space.following import FOLLOWED, Clearing, has_owner_and_deadline
from jiedao.foundation.records.dates import in_order
from jiedao.foundation.records.evidence import FILE
from jiedao.foundation.things.workflow import IN_USE, WORKFLOW
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, Move
from jiedao.kernel.titles import Title

CHAIR = Title("监事会", "Supervisory board")


class Level(Options):
    """First-level companies hold the land; second-level ones are of their parts."""

    FIRST = "first", "一级公司", "First level"
    SECOND = "second", "二级公司", "Second level"


class Step(Options):
    """The steps of the share reform, each shown by its papers."""

    NOT_BEGUN = "not_begun", "未启动", "Not begun"
    ASSETS = "assets", "清产核资", "Assets counted"
    SHARES = "shares", "股权界定", "Shares settled"
    CHARTER = "charter", "章程表决", "Charter voted"
    REGISTERED = "registered", "登记完成", "Registered"


class Company(BaseModel):
    """A cooperative company of a former village."""

    level: Level = attribute(Title("层级", "Level"), listed=True, filterable=True)
    step: Step = attribute(
        Title("股改进度", "Reform step"), Step.NOT_BEGUN, listed=True, filterable=True
    )
    step_on: date | None = attribute(Title("进度日期", "Step reached on"), None, later=True)
    chair: str = attribute(
        Title("监事会主席", "Chair of the board"), "", group=CHAIR, personal=True, max_length=60
    )
    full_time: bool = attribute(
        Title("主席专职", "Full-time chair"), False, group=CHAIR, listed=True, filterable=True
    )
    full_time_since: date | None = attribute(
        Title("专职起始日期", "Full-time since"), None, group=CHAIR
    )


class Reform(BaseModel, extra="forbid"):
    """A step that was taken."""

    step: Step = attribute(Title("股改进度", "Reform step"))
    step_on: date = attribute(Title("进度日期", "Step reached on"), default_factory=clock.today)


class Appointment(BaseModel, extra="forbid"):
    """Who chairs the board, and whether that is the whole work."""

    chair: str = attribute(
        Title("监事会主席", "Chair of the board"), personal=True, min_length=2, max_length=60
    )
    full_time: bool = attribute(Title("主席专职", "Full-time chair"), True)
    full_time_since: date | None = attribute(
        Title("专职起始日期", "Full-time since"), default_factory=clock.today
    )


class Finding(Clearing):
    """What the board found, followed until it is cleared."""

    what: str = attribute(
        Title("发现问题", "Finding"), widget="textarea", min_length=2, max_length=1000
    )


COMPANY_WAY = replace(
    WORKFLOW,
    moves=(
        Move("reform", Title("登记股改进度", "Record a reform step"), (IN_USE,), None,
             "records.edit", data=Reform, evidence=(FILE,), primary=True),
        Move("appoint_chair", Title("登记监事会主席", "Record the chair"), (IN_USE,), None,
             "records.edit", data=Appointment),
        *WORKFLOW.moves,
    ),
)  # fmt: skip

KINDS = (
    Kind(names.COMPANY, "register", Title("股份合作公司", "Cooperative companies"), "space",
         attributes=Company, workflow=COMPANY_WAY, icon="building-community", prefix="KGS",
         name=Title("公司名称", "Company"), without=("capacity",), unique=("title",),
         rules=(rules.full_time_since_a_day, in_order("full_time_since"), in_order("step_on"))),
    Kind(names.FINDING, "project", Title("监督发现问题", "Findings of supervision"), "space",
         attributes=Finding, workflow=FOLLOWED, icon="report-search", prefix="KFX",
         about=(names.COMPANY,), without=("amount_planned", "area_size"),
         rules=(has_owner_and_deadline, in_order("day", "cleared_on"))),
)  # fmt: skip
