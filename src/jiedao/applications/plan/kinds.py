"""The tasks of the plan; outside figures and honours: nothing without its source document."""

from pydantic import BaseModel

from jiedao.applications.plan import rules
from jiedao.applications.plan.names import FACT, HONOUR, PLATFORM, REPORTED, TASK
from jiedao.applications.plan.tasks import WorkTask
from jiedao.applications.plan.workflows import TASKS
from jiedao.engines.indicators import statements
from jiedao.engines.indicators.options import FactOptions, Stands
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind
from jiedao.kernel.titles import Title

NOWHERE = ("place", "address", "area", "organisation")


class Field(Options):
    """What a figure is about."""

    ECONOMY = "economy", "经济统计", "Economy"
    POLICE = "police", "公安", "Police"
    APPRAISAL = "appraisal", "考核", "Appraisal"
    SURVEY = "survey", "测评", "Survey"


class Figure(BaseModel):
    """Besides value, rank, period and source, which every fact has."""

    field: Field = attribute(Title("类别", "Field"), listed=True, filterable=True)


class Level(Options):
    """Who honours."""

    NATION = "nation", "国家级", "National"
    PROVINCE = "province", "省级", "Provincial"
    CITY = "city", "市级", "City"
    DISTRICT = "district", "区级", "District"


class Honour(BaseModel):
    """Besides grantor (who issued it), year (its period) and proof (its source)."""

    level: Level = attribute(Title("级别", "Level"), listed=True, filterable=True)
    award: str = attribute(
        Title("奖项", "Award"), "", filterable=True, max_length=60,
        help=Title("年年评选的奖项写同一个名称，如“五一劳动奖章”",
                   "One name for an award that is given every year"),
    )  # fmt: skip
    work: str = attribute(Title("所表彰的工作", "Work honoured"), "", max_length=200)
    persons: int = attribute(Title("获奖人数", "Persons"), 0, ge=0, total=True)


KINDS = (
    Kind(TASK, "project", Title("计划任务", "Tasks of the plan"), "plan", attributes=WorkTask,
         workflow=TASKS, icon="target-arrow", prefix="JH", name=Title("任务", "Task"),
         unique=("period", "code"),
         without=(*NOWHERE, "area_size", "amount_planned"),
         rules=(rules.has_unit, rules.known_co_units, rules.sound_targets, rules.by_its_move)),
    Kind(FACT, "fact", Title("外部指标与排名", "External figures"), "plan", attributes=Figure,
         icon="chart-line", prefix="WB", without=NOWHERE, unique=("title", "day")),
    Kind(HONOUR, "fact", Title("荣誉与评选", "Honours"), "plan", attributes=Honour, icon="award",
         prefix="RY", name=Title("荣誉称号", "Honour"), unique=("title", "day", "level"),
         without=(*NOWHERE, "indicator", "value", "value_unit", "rank", "rank_of", "scope"),
         options=FactOptions(figure=False)),
    *(Kind(key, "fact", titles, "plan", attributes=statements.Statement, icon=icon, prefix=prefix,
           workflow=statements.WORKFLOW, unique=(),
           without=(*NOWHERE, "rank", "rank_of", "scope"),
           options=FactOptions(stands=stands, told_apart=("audience", "narrowed")))
      for key, titles, icon, prefix, stands in (
          (REPORTED, Title("曾报数", "Figures reported before"), "report", "BS", Stands.REPORTED),
          (PLATFORM, Title("平台数", "Platform's figures"), "building", "PT", Stands.PLATFORM))),
)  # fmt: skip
