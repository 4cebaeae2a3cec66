"""The kinds of safety that are worked off: tasks, gas and power, training, accidents, fire lists."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from jiedao.applications.safety import names, rules, workflows
from jiedao.applications.safety.options import AccidentGrade, AccidentSort, Field, Listed
from jiedao.foundation.things.family import Register
from jiedao.kernel import clock
from jiedao.kernel.attributes import attribute
from jiedao.kernel.declarations import Kind, MapStyle
from jiedao.kernel.titles import Title

COUNT = Title("人", "persons")


class Task(BaseModel):
    """A task of the three-year programme; owner, unit and date are every project's."""

    field: Field = attribute(Title("领域", "Field"), listed=True, filterable=True)
    measure: str = attribute(
        Title("任务和措施", "Task and measures"), widget="textarea", min_length=2, max_length=2000
    )
    year: int = attribute(
        Title("年度", "Year"), ge=2015, le=2100, filterable=True,
        default_factory=lambda: clock.today().year,
    )  # fmt: skip


class GasHousehold(BaseModel):
    """A household whose hose and valve are looked at or replaced."""

    bottled: bool = attribute(Title("瓶装气", "Bottled gas"), False, filterable=True)
    contact: str = attribute(
        Title("联系电话", "Telephone"), "", widget="phone", personal=True, max_length=40
    )
    appointed_on: date | None = attribute(Title("预约日期", "Appointment"), None, listed=True)
    replaced_on: date | None = attribute(Title("更换日期", "Replaced on"), None, listed=True)
    hose: bool = attribute(Title("更换软管", "Hose replaced"), False)
    valve: bool = attribute(Title("更换减压阀", "Valve replaced"), False)
    refusal: str = attribute(Title("拒绝情况", "Refusal"), "", widget="textarea", max_length=500)
    passed_on: date | None = attribute(Title("检查合格日期", "Passed on"), None, listed=True)
    checked_on: date | None = attribute(Title("上次检查", "Last checked"), None)
    faults: int = attribute(Title("上次检查问题数", "Problems at the last check"), 0, ge=0, le=1000)


class PowerVillage(BaseModel):
    """The power supply of an urban village, made safe."""

    village: str = attribute(
        Title("城中村", "Urban village"), listed=True, filterable=True, min_length=1, max_length=80
    )
    households: int | None = attribute(
        Title("涉及户数", "Households"), None, unit=Title("户", "households"), ge=0, le=1_000_000,
        total=True,
    )  # fmt: skip


class Principal(BaseModel):
    """The one in charge of an enterprise, who must be trained every year (《安全生产法》 art. 27)."""

    head: str = attribute(
        Title("主要负责人", "Head of enterprise"), "", personal=True, max_length=60
    )
    phone: str = attribute(
        Title("联系电话", "Telephone"), "", widget="phone", personal=True, max_length=40
    )
    trained_on: date | None = attribute(Title("最近培训", "Last trained"), None, listed=True)
    score: Decimal | None = attribute(Title("考试成绩", "Score"), None, listed=True, ge=0, le=100)


class Training(BaseModel):
    """What a training is about."""

    field: Field = attribute(Title("领域", "Field"), Field.OTHER, listed=True, filterable=True)
    teacher: str = attribute(Title("授课单位", "Taught by"), "", max_length=120)


class Accident(BaseModel):
    """What happened and what it cost; ``day`` of the record is when."""

    sort: AccidentSort = attribute(Title("类别", "Type"), listed=True, filterable=True)
    grade: AccidentGrade = attribute(
        Title("等级", "Grade"), AccidentGrade.GENERAL, listed=True, filterable=True
    )
    deaths: int = attribute(
        Title("死亡", "Deaths"), 0, ge=0, le=100_000, unit=COUNT, listed=True, total=True
    )
    injuries: int = attribute(
        Title("重伤", "Serious injuries"), 0, ge=0, le=100_000, unit=COUNT, listed=True, total=True
    )
    loss: Decimal | None = attribute(
        Title("直接经济损失", "Direct loss"), None, ge=0, le=100_000_000, total=True,
        unit=Title("万元", "10,000 yuan"),
    )  # fmt: skip
    cause: str = attribute(
        Title("经过和原因", "What happened and why"), "", widget="textarea", max_length=4000
    )


class FireListed(BaseModel):
    """An area or unit on the list; its issues are the project's milestones."""

    sort: Listed = attribute(Title("挂牌类别", "Listed as"), listed=True, filterable=True)
    works: str = attribute(
        Title("整治内容", "Work to be done"), widget="textarea", min_length=2, max_length=2000
    )
    score: Decimal | None = attribute(Title("验收得分", "Score"), None, listed=True, ge=0, le=100)


KINDS = (
    Kind(names.TASK, "project", Title("三年行动任务", "Programme tasks"), "safety", attributes=Task,
         icon="list-check", prefix="RW", name=Title("任务名称", "Task"),
         without=("area_size", "place")),
    Kind(names.GAS, "register", Title("燃气用户整治", "Gas households"), "safety",
         attributes=GasHousehold, workflow=workflows.GAS, icon="flame", prefix="RQ",
         name=Title("用户地址", "Household address"), without=("capacity", "organisation")),
    Kind(names.POWER, "project", Title("城中村供用电整治", "Urban-village power supply"), "safety",
         attributes=PowerVillage, icon="bolt", prefix="GD"),
    Kind(names.PRINCIPAL, "register", Title("企业主要负责人", "Heads of enterprises"), "safety",
         attributes=Principal, icon="user-shield", prefix="FZ", name=Title("企业名称", "Enterprise"),
         without=("capacity",), options=Register(due=rules.next_training)),
    Kind(names.TRAINING, "activity", Title("安全培训", "Safety training"), "safety",
         attributes=Training, workflow=workflows.TRAINING, icon="school", prefix="PX"),
    Kind(names.ACCIDENT, "register", Title("事故台账", "Accidents"), "safety", attributes=Accident,
         icon="flame", prefix="SG", name=Title("事故简称", "Accident"), without=("capacity",),
         about=(names.PREMISES,), map_style=MapStyle("triangle", "flame"),
         rules=(rules.true_accident,)),
    Kind(names.FIRE_LISTED, "project", Title("火灾高风险挂牌", "High fire-risk list"), "safety",
         attributes=FireListed, workflow=workflows.FIRE_LISTED, icon="alert-triangle", prefix="HZ",
         name=Title("区域或单位", "Area or unit"), about=(names.PREMISES,)),
)  # fmt: skip
