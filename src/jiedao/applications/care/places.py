"""Where elders are cared for, and who lives beyond the reach of it; what is there for children."""

from datetime import date

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.foundation.records.work import Work
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle
from jiedao.kernel.titles import Title

FACILITY, HOME = "elder_facility", "elder_home"
CHILD_SITE, CHILD_COMMUNITY, FAMILY_EVENT = "child_site", "child_community", "family_event"
BEDS = Title("张", "beds")
PEOPLE = Title("人", "persons")


class FacilitySort(Options):
    """Sorts of facilities."""

    STATION = "station", "居家社区养老服务驿站", "Home-care station"
    DAY_CARE = "day_care", "日间照料中心", "Day care"
    NURSING = "nursing", "养老院、长者服务中心", "Nursing home"
    HOME_BEDS = "home_beds", "家庭养老床位", "Beds at home"


class Facility(BaseModel):
    """A facility with its beds, staff and services, since the day it was put into service."""

    sort: FacilitySort = attribute(Title("类别", "Sort"), listed=True, filterable=True)
    opened_on: date | None = attribute(
        Title("挂牌、投用日期", "In service since"), None, listed=True, filterable=True
    )
    beds: int = attribute(
        Title("床位", "Beds"), 0, unit=BEDS, listed=True, total=True, ge=0, le=10_000
    )
    staff: int = attribute(Title("服务人员", "Staff"), 0, unit=PEOPLE, ge=0, le=10_000, total=True)
    services: str = attribute(Title("服务内容", "Services"), "", widget="textarea", max_length=500)


class Home(BaseModel):
    """A door behind which elders live: how many, not who."""

    elders: int = attribute(
        Title("老年人", "Elders"), unit=PEOPLE, listed=True, total=True, ge=1, le=50
    )
    alone: bool = attribute(Title("独居", "Living alone"), False, listed=True, filterable=True)


class SiteSort(Options):
    """Sorts of sites for children and families."""

    COMMUNITY = "community", "儿童友好社区示范点", "Child-friendly community site"
    SPACE = "space", "儿童友好空间", "Child-friendly space"
    HOME = "home", "妇女儿童之家", "Home of women and children"
    ROOM = "room", "母婴室", "Nursing room"


class ChildSite(BaseModel):
    """A site, by which criteria, since when, and how it is used."""

    sort: SiteSort = attribute(Title("类别", "Sort"), listed=True, filterable=True)
    criteria: str = attribute(Title("建设标准", "Criteria"), "", max_length=300)
    demonstration: bool = attribute(
        Title("示范点", "Model site"), False, listed=True, filterable=True
    )
    completed_on: date | None = attribute(
        Title("建成日期", "Completed on"), None, listed=True, filterable=True
    )
    visits: int = attribute(
        Title("年服务人次", "Visits a year"), 0, unit=Title("人次", "visits"), ge=0, le=10_000_000
    )


class Level(Options):
    """Who gave the title."""

    NONE = "none", "未授牌", "None"
    DISTRICT = "district", "区级", "District"
    CITY = "city", "市级", "City"
    PROVINCE = "province", "省级以上", "Province or nation"


class ChildCommunity(BaseModel):
    """Every community of the sub-district, and the title that it holds."""

    level: Level = attribute(
        Title("儿童友好社区", "Title held"), Level.NONE, listed=True, filterable=True
    )
    awarded_on: date | None = attribute(Title("授牌日期", "Awarded on"), None, listed=True)


def awarded(work: Work) -> str:
    """A title has its day."""
    held = work.values["level"] != Level.NONE
    return _("请填写授牌日期。") if held and not work.values.get("awarded_on") else ""


class Audience(Options):
    """For whom an event is."""

    WOMEN = "women", "妇女", "Women"
    CHILDREN = "children", "儿童", "Children"
    FAMILY = "family", "家庭", "Families"


class FamilyEvent(BaseModel):
    """An event for women, children, families."""

    audience: Audience = attribute(Title("对象", "For"), listed=True, filterable=True)
    series: str = attribute(Title("系列", "Series"), "", filterable=True, max_length=60)


KINDS = (
    Kind(FACILITY, "register", Title("养老服务设施", "Facilities for elders"), "care",
         attributes=Facility, icon="bed", prefix="YLS", name=Title("设施", "Facility"),
         map_style=MapStyle("square", "bed"), without=("capacity",)),
    Kind(HOME, "register", Title("老年人家庭", "Homes of elders"), "care", attributes=Home,
         icon="home", prefix="LNJ", name=Title("门牌", "Door number"),
         without=("organisation", "capacity")),
    Kind(CHILD_SITE, "register", Title("儿童友好阵地", "Sites for children"), "care",
         attributes=ChildSite, icon="friends", prefix="ETZ", name=Title("阵地", "Site"),
         map_style=MapStyle("circle", "friends"), without=("capacity",)),
    Kind(CHILD_COMMUNITY, "register", Title("儿童友好社区", "Child-friendly communities"), "care",
         attributes=ChildCommunity, icon="award", prefix="ETS", name=Title("社区", "Community"),
         unique=("title",), without=("organisation", "capacity", "code"), rules=(awarded,)),
    Kind(FAMILY_EVENT, "activity", Title("妇儿友好活动", "Family events"), "care",
         attributes=FamilyEvent, icon="friends", prefix="FEH"),
)  # fmt: skip
