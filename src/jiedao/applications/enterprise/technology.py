"""Technical diagnosis and what came of it, needs and who meets them, scenarios, the institute."""

from dataclasses import replace
from datetime import date
from typing import Final

from pydantic import BaseModel

from jiedao.engines.projects.data import Finish
from jiedao.engines.projects.workflow import WORKFLOW
from jiedao.engines.services.effects import ServiceOptions
from jiedao.engines.visits.options import VisitOptions
from jiedao.foundation.records.dates import in_order
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind
from jiedao.kernel.titles import Title

DIAGNOSIS: Final = "technical_diagnosis"
TECH_UPGRADE: Final = "tech_upgrade"
NEED: Final = "technical_need"
SCENARIO_EVENT: Final = "scenario_event"
SCENARIO: Final = "application_scenario"
LINK: Final = "institute_link"


class Diagnosis(BaseModel):
    """An expert looks at a firm's production; the firm is the record's organisation."""

    expert: str = attribute(
        Title("问诊机构、专家", "Expert"), "", listed=True, filterable=True, max_length=80
    )
    advice: str = attribute(
        Title("诊断建议", "Advice"), "", widget="textarea", later=True, max_length=2000
    )


class TechUpgrade(BaseModel):
    """What the firm invests after a diagnosis: the amounts are the project's."""

    content: str = attribute(
        Title("技改内容", "What is upgraded"), "", widget="textarea", max_length=1000
    )


class Need(BaseModel):
    """A technical need, met by who offers research."""

    field: str = attribute(
        Title("技术领域", "Field"), "", listed=True, filterable=True, max_length=40
    )
    need: str = attribute(
        Title("技术需求", "Need"), widget="textarea", min_length=2, max_length=1000
    )


class ScenarioEvent(BaseModel):
    """An event at which scenarios are offered."""

    theme: str = attribute(Title("主题", "Theme"), "", listed=True, max_length=80)


class Offer(Options):
    """Who offers the scenario."""

    TOWN = "town", "街道和社区", "The town"
    FIRM = "firm", "企业和园区", "A firm or park"
    SCHOOL = "school", "学校医院", "A school or hospital"


class Scenario(BaseModel):
    """A scenario from its offer to its landing."""

    offered_by: Offer = attribute(Title("场景提供方", "Offered by"), listed=True, filterable=True)
    product: str = attribute(Title("应用产品", "Product"), "", listed=True, max_length=80)


class Link(BaseModel):
    """A park that is linked with the online research institute."""

    key_park: bool = attribute(Title("重点园区", "Key park"), True, listed=True, filterable=True)
    linked_on: date | None = attribute(Title("链接日期", "Linked since"), None, listed=True)


SCENARIO_WAY = replace(
    WORKFLOW,
    moves=tuple(
        replace(move, titles=Title("落地", "Landed"), data=Finish) if move.key == "accept" else move
        for move in WORKFLOW.moves
    ),
)

KINDS = (
    Kind(DIAGNOSIS, "visit", Title("技改问诊", "Technical diagnoses"), "enterprise",
         attributes=Diagnosis, icon="stethoscope", prefix="QWZ", options=VisitOptions()),
    Kind(TECH_UPGRADE, "project", Title("技改项目", "Technical upgrades"), "enterprise",
         attributes=TechUpgrade, icon="tool", prefix="QJG", name=Title("项目名称", "Project"),
         about=(DIAGNOSIS,), without=("area_size",),
         rules=(in_order("day", "started_on", "finished_on"),)),
    Kind(NEED, "service", Title("技术需求对接", "Technical needs"), "enterprise", attributes=Need,
         icon="puzzle", prefix="QXQ", name=Title("需求名称", "Need"), options=ServiceOptions()),
    Kind(SCENARIO_EVENT, "activity", Title("应用场景活动", "Scenario events"), "enterprise",
         attributes=ScenarioEvent, icon="presentation", prefix="QCH",
         name=Title("活动名称", "Event")),
    Kind(SCENARIO, "project", Title("应用场景项目", "Application scenarios"), "enterprise",
         attributes=Scenario, workflow=SCENARIO_WAY, icon="robot", prefix="QCJ",
         name=Title("场景名称", "Scenario"), about=(SCENARIO_EVENT,), without=("area_size",),
         rules=(in_order("day", "started_on", "finished_on"),)),
    Kind(LINK, "register", Title("线上工研院链接", "Links with the institute"), "enterprise",
         attributes=Link, icon="topology-star-3", prefix="QGY", name=Title("园区名称", "Park"),
         without=("capacity",), unique=("title",), rules=(in_order("linked_on"),)),
)  # fmt: skip
