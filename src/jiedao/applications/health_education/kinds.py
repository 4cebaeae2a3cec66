"""School projects until they open, community health centres, their works and services."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.projects.workflow import ACCEPTED, WORKFLOW
from jiedao.engines.services.effects import ServiceOptions
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle, Move, State
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

SCHOOL, CENTRE, WORKS, SERVICE = "school_project", "health_centre", "health_works", "health_service"
OPENED = "opened"
PLACES = Title("学位", "Places")
CLASSES = Title("班数", "Classes")
OPENED_ON = Title("开学日期", "Opened on")


class Stage(Options):
    """Stages of education; a school of several is entered once for each."""

    KINDERGARTEN = "kindergarten", "幼儿园", "Kindergarten"
    PRIMARY = "primary", "小学", "Primary"
    JUNIOR = "junior", "初中", "Junior secondary"
    NINE_YEAR = "nine_year", "九年一贯制", "Nine-year"
    SENIOR = "senior", "高中", "Senior secondary"


class Ownership(Options):
    """Who runs it."""

    PUBLIC = "public", "公办", "Public"
    PRIVATE = "private", "民办", "Private"


class Construction(Options):
    """What is built."""

    NEW = "new", "新建", "New"
    ENLARGE = "enlarge", "改扩建、扩容提升", "Enlarged"


class School(BaseModel):
    """A school that is built or enlarged; places and classes are those added."""

    school: str = attribute(
        Title("学校", "School"), listed=True, filterable=True, min_length=2, max_length=80
    )
    stage: Stage = attribute(Title("学段", "Stage"), listed=True, filterable=True)
    ownership: Ownership = attribute(
        Title("办学性质", "Ownership"), Ownership.PUBLIC, listed=True, filterable=True
    )
    construction: Construction = attribute(Title("建设性质", "Works"), filterable=True)
    places: int = attribute(PLACES, listed=True, total=True, ge=0, le=100_000)
    classes: int = attribute(CLASSES, 0, total=True, ge=0, le=1000)
    opens_on: date | None = attribute(Title("计划开学", "To open on"), None, listed=True)
    opened_on: date | None = attribute(OPENED_ON, None, later=True, listed=True)


class Opening(BaseModel, extra="forbid"):
    """It opened, with so many places and classes."""

    opened_on: date = attribute(OPENED_ON, default_factory=clock.today)
    places: int | None = attribute(
        PLACES, None, ge=0, le=100_000,
        help=Title("与计划一致的不用填", "Not needed where it is as planned"),
    )  # fmt: skip
    classes: int | None = attribute(CLASSES, None, ge=0, le=1000)


class Centre(BaseModel):
    """A community health centre; ``capacity`` is how many it serves in a day."""

    opened_on: date | None = attribute(Title("启用日期", "Open since"), None, listed=True)
    services: str = attribute(Title("服务项目", "Services"), "", widget="textarea", max_length=1000)


class Works(BaseModel):
    """What is built or enlarged for a centre."""

    construction: Construction = attribute(Title("建设性质", "Works"), listed=True, filterable=True)
    room: int | None = attribute(
        Title("新增面积", "Room added"),
        None,
        ge=0,
        le=1_000_000,
        unit=Title("平方米", "m²"),
        total=True,
    )


class Sort(Options):
    """Services of a centre outside its walls."""

    HOME_VISIT = "home_visit", "上门服务", "Home visit"
    SCREENING = "screening", "筛查体检", "Screening"
    CLINIC = "clinic", "义诊咨询", "Free clinic"


class Service(BaseModel):
    """A health service; nothing about whom it was given to, only how many."""

    sort: Sort = attribute(Title("类别", "Sort"), listed=True, filterable=True)


def opened(work: Work, said: Opening) -> None:
    """It counts from the day on which it opened, with what it opened with."""
    if said.opened_on > clock.today():
        raise Invalid(_("开学日期在将来。"), field="opened_on", code="future_date")
    given: dict[str, Any] = said.model_dump(exclude_none=True)
    work.values.update(given)


# A school is finished when it opens, not when its building is accepted.
_SCHOOL = replace(
    WORKFLOW,
    key="school_project",
    titles=Title("学校建设", "School project"),
    states=(
        *(replace(one, open=True) if one.key == ACCEPTED else one for one in WORKFLOW.states),
        State(OPENED, Title("已开学", "Open"), open=False),
    ),
    moves=(
        *WORKFLOW.moves,
        Move("open", Title("登记开学", "Record the opening"), (ACCEPTED,), OPENED, "records.edit",
             data=Opening, effect=opened, primary=True),
    ),
)  # fmt: skip
KINDS = (
    Kind(SCHOOL, "project", Title("学校建设", "School projects"), "health_education",
         attributes=School, workflow=_SCHOOL, icon="school", prefix="HEA",
         map_style=MapStyle("diamond", "school"), name=Title("项目名称", "Project")),
    Kind(CENTRE, "register", Title("社康中心", "Community health centres"), "health_education",
         attributes=Centre, icon="building-hospital", prefix="HEB",
         map_style=MapStyle("square", "building-hospital")),
    Kind(WORKS, "project", Title("社康建设", "Works of health centres"), "health_education",
         attributes=Works, icon="hammer", prefix="HEC", about=(CENTRE,)),
    Kind(SERVICE, "service", Title("健康服务", "Health services"), "health_education",
         attributes=Service, icon="heartbeat", prefix="HED", about=(CENTRE,),
         options=ServiceOptions()),
)  # fmt: skip
