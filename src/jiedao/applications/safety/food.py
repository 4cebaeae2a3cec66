"""Food safety: each business has a cadre by name, checks fall due by its grade, a fault becomes a
case that is put right or filed as an offence; campaign actions stand beside them.
"""

from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.applications.safety import names
from jiedao.applications.safety.checklists import FOOD
from jiedao.applications.safety.findings import CHANNEL, known_about
from jiedao.applications.safety.hazards import only_officers
from jiedao.engines.cases.actions import NewCase
from jiedao.engines.cases.actions.own import keep_fields
from jiedao.engines.cases.kinds import CaseOptions, ClockKind
from jiedao.engines.cases.move_data import MoveData, WithReason
from jiedao.engines.cases.taking_over import taken_over
from jiedao.engines.cases.work import Work as CaseWork
from jiedao.engines.projects.data import YUAN, Money
from jiedao.engines.visits.checklists import Question
from jiedao.engines.visits.options import VisitOptions
from jiedao.foundation.records.work import Work
from jiedao.foundation.things.family import Register
from jiedao.foundation.workdays.units import Limit, LimitUnit
from jiedao.kernel import clock
from jiedao.kernel.attributes import AccountRef, Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle, Move, Party, State, Workflow
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

_RECTIFY: Final = "rectify_food"


class Trade(Options):
    """What the business does."""

    CATERING = "catering", "餐饮服务", "Catering"
    CANTEEN = "canteen", "单位食堂", "Canteen"
    RETAIL = "retail", "食品销售", "Retail"
    MAKER = "maker", "食品生产加工", "Production"
    MARKET = "market", "农贸市场", "Market"


class FoodGrade(Options):
    """Grades by risk and size; each is looked at within so many days."""

    A = "a", "A级", "Grade A"
    B = "b", "B级", "Grade B"
    C = "c", "C级", "Grade C"
    D = "d", "D级", "Grade D"


DAYS: Final[dict[str, int]] = {
    FoodGrade.A: 365, FoodGrade.B: 365, FoodGrade.C: 182, FoodGrade.D: 91,
}  # fmt: skip


class Business(BaseModel):
    """A food business, its grade, and the cadre who answers for looking after it."""

    trade: Trade = attribute(Title("业态", "Trade"), listed=True, filterable=True)
    food_grade: FoodGrade = attribute(Title("分级", "Grade"), listed=True, filterable=True)
    cadre: AccountRef = attribute(Title("包保干部", "Cadre"), listed=True, filterable=True)
    licence: str = attribute(Title("许可证编号", "Licence"), "", max_length=60)
    checked_on: date | None = attribute(Title("上次检查", "Last checked"), None, listed=True)
    faults: int = attribute(Title("上次检查问题数", "Problems at the last check"), 0, ge=0, le=1000)


class FoodCheck(BaseModel):
    """A check by the cadre or an officer."""

    promised: bool = attribute(Title("已签承诺书", "Pledge signed"), False, filterable=True)


class Action(BaseModel):
    """A campaign action: somebody goes out against one thing, over many businesses."""

    theme: str = attribute(
        Title("整治主题", "Against"), listed=True, filterable=True, min_length=2, max_length=80
    )
    businesses: int | None = attribute(
        Title("检查家数", "Businesses checked"), None, later=True, listed=True, total=True, ge=0,
        le=100_000,
    )  # fmt: skip


class Fault(Options):
    """What is wrong."""

    HYGIENE = "hygiene", "场所卫生", "Hygiene"
    EXPIRED = "expired", "过期、变质食品", "Expired food"
    LICENCE = "licence", "无证、超范围经营", "Licence"
    LABEL = "label", "标签标识", "Labels"
    ADDITIVE = "additive", "添加剂、农兽药残留", "Additives and residues"
    OTHER = "other", "其他", "Other"


class CaseFacts(BaseModel, extra="forbid"):
    """What was found, how it was put right, or under which number it was filed as an offence."""

    fault: Fault = attribute(Title("问题类别", "Fault"), listed=True, filterable=True)
    visit: str = attribute(Title("发现于检查", "Found on the check"), "", max_length=24)
    question: str = attribute(Title("检查项", "Question"), "", max_length=200)
    basis: str = attribute(Title("依据", "Basis"), "", max_length=300)
    rectified_on: date | None = attribute(Title("整改日期", "Put right on"), None, listed=True)
    filed_on: date | None = attribute(Title("立案日期", "Filed on"), None, listed=True)
    filing_number: str = attribute(Title("立案编号", "Case number"), "", max_length=80)
    decided_on: date | None = attribute(Title("处罚决定日期", "Decided on"), None)
    penalty: Money | None = attribute(Title("罚没金额", "Penalty"), None, unit=YUAN, ge=0)


class Rectified(MoveData):
    """It was put right, and how."""

    rectified_on: date = attribute(Title("整改日期", "Put right on"), default_factory=clock.today)
    note: str = attribute(
        Title("整改情况", "What was done"), widget="textarea", min_length=2, max_length=1000
    )


class Filed(MoveData):
    """It is an offence, and was filed under a number."""

    filed_on: date = attribute(Title("立案日期", "Filed on"), default_factory=clock.today)
    filing_number: str = attribute(Title("立案编号", "Case number"), min_length=2, max_length=80)


class Decided(MoveData):
    """What was decided about the offence."""

    decided_on: date = attribute(Title("处罚决定日期", "Decided on"), default_factory=clock.today)
    penalty: Money = attribute(Title("罚没金额", "Penalty"), unit=YUAN, widget="money", ge=0)
    note: str = attribute(Title("处罚决定书文号", "Document"), min_length=2, max_length=200)


def say(work: CaseWork, given: MoveData) -> None:
    """Keep what was said; none of its days lies ahead."""
    for name, value in given:
        if isinstance(value, date) and value > clock.today():
            raise Invalid(_("日期在将来。"), field=name, code="future_date")
    keep_fields(work, given)


def next_food_check(work: Work) -> date | None:
    """By which day the cadre is to look again: as often as the grade asks."""
    if work.record.state != "in_use":
        return None
    seen: date | None = work.values.get("checked_on")
    return (seen or work.record.day) + timedelta(days=DAYS[work.values["food_grade"]])


def learn(business: Work, visit: Work) -> None:
    """When it was looked at last; a check that is told late teaches nothing."""
    record: Any = visit.record
    seen = business.values.get("checked_on")
    if seen is None or seen <= record.day:
        business.values.update(checked_on=record.day, faults=record.faults)


def case_of(visit: Work, question: Question, note: str) -> NewCase | str:
    """The case that a fault makes; the number of the one that is open about it already."""
    record: Any = visit.record
    kind, record_id = visit.subject or ("", 0)
    known = known_about(record.town_id, names.FOOD_CASE, (kind, record_id), question.titles.zh)
    if known:
        return known
    return NewCase(
        f"{record.title}：{question.titles.zh}——不符合。{note}", CHANNEL, names.FOOD_CASE,
        unit_id=record.unit_id or visit.actor.unit_id, longitude=record.lon, latitude=record.lat,
        address=record.address, community_id=record.community_id, grid_id=record.grid_id,
        find_place=False, subject_kind=kind, subject_id=record_id or None,
        attributes={"fault": _FAULTS[question.key], "visit": record.number,
                    "question": question.titles.zh, "basis": question.basis},
    )  # fmt: skip


_FAULTS: Final = {
    "food_licence": Fault.LICENCE, "food_clean": Fault.HYGIENE, "food_dates": Fault.EXPIRED,
    "food_sources": Fault.OTHER, "food_labels": Fault.LABEL, "food_additives": Fault.ADDITIVE,
}  # fmt: skip

FOUND, RECTIFIED, FILED = "food_found", "food_rectified", "offence_filed"
CLEARED, PUNISHED = "food_cleared", "offence_decided"
# fmt: off
_WAY = Workflow("food_cases", Title("食品安全问题", "Food-safety cases"), (
    State(FOUND, Title("待整改", "To be put right")),
    State(RECTIFIED, Title("待复查", "To be rechecked")),
    State(FILED, Title("已立案", "Filed as an offence")),
    State(CLEARED, Title("已整改", "Put right"), open=False),
    State(PUNISHED, Title("已处罚结案", "Decided"), open=False),
), (
    Move("rectify", Title("登记整改", "Put right"), (FOUND,), RECTIFIED, "cases.handle", Party.LEAD,
         data=Rectified, effect=say, stops=(_RECTIFY,), primary=True),
    Move("clear", Title("复查通过", "Pass the recheck"), (RECTIFIED,), CLEARED, "cases.check",
         Party.NOT_HANDLER, primary=True),
    Move("again", Title("复查不通过", "Fail the recheck"), (RECTIFIED,), FOUND, "cases.check",
         Party.NOT_HANDLER, data=WithReason, starts=(_RECTIFY,), danger=True),
    Move("file", Title("立案", "File as an offence"), (FOUND, RECTIFIED), FILED, names.ORDER,
         data=Filed, rule=only_officers, effect=say, stops=(_RECTIFY,)),
    Move("decide", Title("登记处罚决定", "Record the decision"), (FILED,), PUNISHED, names.ORDER,
         data=Decided, rule=only_officers, effect=say, primary=True),
    *(taken_over(key, sources=(FOUND, RECTIFIED, FILED))
      for key in ("urge", "supervise", "unsupervise", "take_lead", "remark")),
), initial=FOUND)
# fmt: on

KINDS = (
    Kind(names.FOOD, "register", Title("食品经营主体", "Food businesses"), "safety",
         attributes=Business, icon="building-store", prefix="SFA",
         name=Title("主体名称", "Business"), map_style=MapStyle("square", "building-store"),
         without=("capacity",), options=Register(due=next_food_check)),
    Kind(names.FOOD_CHECK, "visit", Title("食品包保检查", "Food checks"), "safety",
         attributes=FoodCheck, icon="clipboard-check", prefix="SFB", about=(names.FOOD,),
         options=VisitOptions(checklist=FOOD, learns=learn, finds=case_of)),
    Kind(names.FOOD_ACTION, "visit", Title("食品安全专项行动", "Food campaign actions"), "safety",
         attributes=Action, icon="target", prefix="SFC", name=Title("行动名称", "Action"),
         options=VisitOptions()),
    Kind(names.FOOD_CASE, "case", Title("食品安全问题", "Food-safety cases"), "safety",
         attributes=CaseFacts, workflow=_WAY, icon="alert-circle", about=(names.FOOD,),
         map_style=MapStyle("diamond", "alert-circle"),
         options=CaseOptions(
             clocks=(ClockKind(_RECTIFY, Title("整改", "Put right"), Limit(7, LimitUnit.WORKDAYS),
                               from_start=True),),
             by_moves=("rectified_on", "filed_on", "filing_number", "decided_on", "penalty"),
         )),
)  # fmt: skip
