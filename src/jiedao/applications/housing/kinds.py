"""Projects of affordable housing, the homes they give, allotments, and who applied."""

from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.applications.housing.workflows import ALLOTMENT_WAY, APPLICATION_WAY
from jiedao.engines.services.effects import ServiceOptions
from jiedao.foundation.records.dates import in_order
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle
from jiedao.kernel.titles import Title

PROJECT: Final = "housing_project"
BATCH: Final = "housing_batch"
ALLOTMENT: Final = "housing_allotment"
APPLICATION: Final = "housing_application"
HOMES = Title("套", "homes")


class Sort(Options):
    """For whom homes are."""

    RENTAL = "rental", "保障性租赁住房", "Affordable rental"
    PUBLIC = "public", "公共租赁住房", "Public rental"
    TALENT = "talent", "人才住房", "For talents"
    SALE = "sale", "配售型保障性住房", "For sale"


class Project(BaseModel):
    """A project of affordable housing."""

    sort: Sort = attribute(Title("住房类别", "Sort"), listed=True, filterable=True)
    homes: int = attribute(
        Title("建设套数", "Homes"), 0, unit=HOMES, ge=0, le=1_000_000, listed=True, total=True
    )


class Batch(BaseModel):
    """Homes that were recognised, or came on offer, together."""

    sort: Sort = attribute(Title("住房类别", "Sort"), listed=True, filterable=True)
    homes: int = attribute(
        Title("套数", "Homes"), unit=HOMES, ge=1, le=1_000_000, listed=True, total=True
    )
    recognised_on: date | None = attribute(Title("认定日期", "Recognised on"), None, listed=True)
    supplied_on: date | None = attribute(Title("供应日期", "On offer since"), None, listed=True)


class Allotment(BaseModel):
    """A round in which homes are let."""

    sort: Sort = attribute(Title("住房类别", "Sort"), listed=True, filterable=True)
    opened_on: date = attribute(
        Title("配租启动日期", "Opened on"), default_factory=clock.today, listed=True
    )
    homes: int = attribute(
        Title("配租套数", "Homes offered"), unit=HOMES, ge=1, le=1_000_000, listed=True, total=True
    )


class HousingApplication(BaseModel):
    """Who asks for a home; masked in lists and left out of files."""

    applicant: str = attribute(Title("申请人", "Applicant"), "", personal=True, max_length=60)
    contact: str = attribute(
        Title("联系方式", "Contact"), "", widget="phone", personal=True, max_length=40
    )
    home: str = attribute(Title("房号", "Home"), "", later=True, personal=True, max_length=60)
    lease_from: date | None = attribute(Title("起租日期", "Let from"), None, later=True)
    lease_to: date | None = attribute(Title("租期届满", "Let until"), None, later=True)


def of_the_projects_sort(work: Any) -> str:
    """Homes are of a project, and for whom the project is."""
    project = work.subject_record
    if project is None:
        return _("请从住房项目的页面登记。")
    if project.attributes.get("sort") != work.values["sort"]:
        return _("住房类别与项目不一致。")
    return ""


KINDS = (
    Kind(PROJECT, "project", Title("保障性住房项目", "Housing projects"), "housing",
         attributes=Project, icon="building-community", prefix="ZXM",
         name=Title("项目名称", "Project"), map_style=MapStyle("diamond", "building-community"),
         rules=(in_order("day", "started_on", "finished_on"),)),
    Kind(BATCH, "register", Title("保障性住房房源", "Homes"), "housing", attributes=Batch,
         icon="home", prefix="ZFY", about=(PROJECT,), without=("capacity", "organisation"),
         rules=(of_the_projects_sort, in_order("recognised_on", "supplied_on"))),
    Kind(ALLOTMENT, "register", Title("配租批次", "Allotments"), "housing", attributes=Allotment,
         workflow=ALLOTMENT_WAY, icon="key", prefix="ZPZ", about=(PROJECT,),
         without=("capacity", "organisation"), rules=(of_the_projects_sort, in_order("opened_on"))),
    Kind(APPLICATION, "service", Title("住房申请与租约", "Applications and leases"), "housing",
         attributes=HousingApplication, workflow=APPLICATION_WAY, icon="file-certificate",
         prefix="ZSQ", about=(ALLOTMENT,), without=("provider", "quantity", "organisation"),
         options=ServiceOptions()),
)  # fmt: skip
