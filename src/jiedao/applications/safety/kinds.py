"""The kinds of safety that one goes to and looks at, and what is planned and held."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel

from jiedao.applications.safety import names, rules, workflows
from jiedao.applications.safety.checklists import Lists
from jiedao.applications.safety.findings import hazard_of
from jiedao.applications.safety.food import KINDS as FOOD
from jiedao.applications.safety.hazards import KINDS as HAZARDS
from jiedao.applications.safety.options import Field, Grade, Nature, Occupied, Sort
from jiedao.applications.safety.tasks import KINDS as TASKS
from jiedao.engines.visits.checklists import Answer
from jiedao.engines.visits.options import PlanOptions, Selection, VisitOptions
from jiedao.foundation.records.work import Work
from jiedao.foundation.things.family import Register
from jiedao.kernel.attributes import Ref, attribute
from jiedao.kernel.declarations import Kind, MapStyle
from jiedao.kernel.titles import Title

RISK = Title("风险", "Risk")
FIRE = Title("火灾高风险整治", "High fire risk")
FireArea = Annotated[int, Ref(f"record:{names.FIRE_LISTED}")]
TaskRef = Annotated[int, Ref(f"record:{names.TASK}")]


class Premises(BaseModel):
    """The file of a place where people work, trade or gather."""

    sort: Sort = attribute(Title("场所类别", "Class"), listed=True, filterable=True)
    grade: Grade = attribute(
        Title("风险等级", "Risk grade"), Grade.YELLOW, group=RISK, listed=True, filterable=True
    )
    responsible: str = attribute(
        Title("安全负责人", "Responsible person"), "", personal=True, max_length=60
    )
    phone: str = attribute(
        Title("负责人电话", "Telephone"), "", widget="phone", personal=True, max_length=40
    )
    staff: int | None = attribute(
        Title("从业人数", "Staff"), None, unit=Title("人", "persons"), ge=0, le=1_000_000
    )
    risks: str = attribute(
        Title("主要风险", "Main risks"), "", group=RISK, widget="textarea", max_length=1000
    )
    checked_on: date | None = attribute(
        Title("上次检查", "Last checked"), None, group=RISK, listed=True
    )
    faults: int = attribute(
        Title("上次检查问题数", "Problems at the last check"), 0, group=RISK, ge=0, le=1000
    )
    fire_area: FireArea | None = attribute(
        Title("所属火灾高风险区域", "High fire-risk area"), None, group=FIRE
    )
    fire_cleared_on: date | None = attribute(
        Title("整改和设备安装完成", "Rectified and equipped"), None, group=FIRE
    )


class Home(BaseModel):
    """A door that a sweep knocks at; nothing about who lives behind it (PIPL art. 6)."""

    occupied: Occupied = attribute(
        Title("使用情况", "Use"), Occupied.OWNER, listed=True, filterable=True
    )
    barred: bool = attribute(
        Title("外窗有防盗网且未开逃生口", "Barred windows without an escape"), False, listed=True,
        filterable=True,
    )  # fmt: skip
    checked_on: date | None = attribute(Title("上次入户", "Last visited"), None, listed=True)
    faults: int = attribute(Title("上次入户问题数", "Problems at the last visit"), 0, ge=0, le=1000)


class Check(BaseModel):
    """In what right somebody went, and by which list."""

    nature: Nature = attribute(
        Title("性质", "Nature"), Nature.PATROL, listed=True, filterable=True,
        help=Title("巡查、宣传不是行政检查；网格员、临时人员和第三方只能巡查，行政检查由执法人员实施",
                   "A patrol is no inspection: grid workers, temporary staff and third parties "
                   "only patrol, officers inspect"),
    )  # fmt: skip
    by_list: Lists | None = attribute(
        Title("检查表", "Checklist"), None, filterable=True,
        help=Title("不选则按专项要求或场所类别", "Left empty, by the campaign or the class of place"),
    )  # fmt: skip
    reference: str = attribute(
        Title("粤执法检查编号", "Number in the enforcement system"), "", max_length=60,
        help=Title("在粤执法办理的检查只引用编号，不重复录入",
                   "Inspections filed there are referred to, not filed twice"),
    )  # fmt: skip


class Campaign(BaseModel):
    """A special campaign: its field, its list, and the programme task that it serves."""

    field: Field = attribute(Title("领域", "Field"), listed=True, filterable=True)
    by_list: Lists | None = attribute(Title("检查表", "Checklist"), None)
    task: TaskRef | None = attribute(
        Title("对应三年行动任务", "Task of the three-year programme"), None
    )
    grounds: str = attribute(
        Title("方案要求", "What the plan asks"), "", widget="textarea", max_length=2000
    )


class Sweep(BaseModel):
    """A fire sweep over homes and shops."""

    by_list: Lists | None = attribute(
        Title("检查表", "Checklist"), None,
        help=Title("不选则住户、场所各用各的", "Left empty, homes and shops each have their own"),
    )  # fmt: skip
    task: TaskRef | None = attribute(
        Title("对应三年行动任务", "Task of the three-year programme"), None
    )


class Places(Selection, extra="forbid"):
    """Which places a campaign concerns."""

    sort: list[Sort] = attribute(Title("场所类别", "Class"), default_factory=list)
    grade: list[Grade] = attribute(Title("风险等级", "Risk grade"), default_factory=list)


def list_for(visit: Work) -> str:
    """The checklist that suits what is visited."""
    subject = visit.subject_record
    if subject is None:
        return ""
    by_kind = {names.HOME: Lists.HOME, names.GAS: Lists.GAS}
    large = subject.attributes.get("sort") in (Sort.FACTORY, Sort.PARK)
    return str(by_kind.get(subject.kind, Lists.FACTORY if large else Lists.FIRE))


def learn(subject: Work, visit: Work) -> None:
    """When it was looked at last, and what was not in order; a check that was written down late
    and lies before the last one teaches nothing."""
    if (seen := subject.values.get("checked_on")) is not None and seen > visit.record.day:
        return
    if "checked_on" in subject.values:
        record: Any = visit.record
        subject.values.update(checked_on=record.day, faults=record.faults)
    if "barred" in subject.values and (said := record.answers.get("bars")):
        subject.values["barred"] = said["answer"] == Answer.FAULT


KINDS = (
    Kind(names.PREMISES, "register", Title("场所风险档案", "Premises"), "safety",
         attributes=Premises, workflow=workflows.PREMISES, icon="building-store", prefix="CS",
         name=Title("场所名称", "Premises"), map_style=MapStyle("square", "building-store"),
         without=("capacity",), options=Register(due=rules.next_check), rules=(rules.by_its_move,)),
    Kind(names.HOME, "register", Title("住户门牌", "Household addresses"), "safety", attributes=Home,
         icon="home", prefix="MH", name=Title("门牌", "Door number"), without=("capacity", "organisation"),
         map_style=MapStyle("square", "home")),
    Kind(names.CHECK, "visit", Title("安全检查", "Safety checks"), "safety", attributes=Check,
         icon="clipboard-check", prefix="AJ", about=(names.PREMISES, names.HOME, names.GAS),
         options=VisitOptions(checklist=list_for, learns=learn, finds=hazard_of), rules=(rules.lawful_check,)),
    Kind(names.CAMPAIGN, "plan", Title("专项整治", "Campaigns"), "safety", attributes=Campaign,
         icon="target", prefix="ZX",
         options=PlanOptions((names.PREMISES,), names.CHECK, Places)),
    Kind(names.SWEEP, "plan", Title("消防大排查", "Fire sweeps"), "safety", attributes=Sweep,
         icon="target", prefix="PC",
         options=PlanOptions((names.PREMISES, names.HOME), names.CHECK)),
    *HAZARDS,
    *TASKS,
    *FOOD,
)  # fmt: skip
