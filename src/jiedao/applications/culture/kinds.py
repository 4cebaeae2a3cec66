"""Points that are inspected, findings, practice sites, and what is held."""

from datetime import date, timedelta

from pydantic import BaseModel

from jiedao.applications.culture import events, findings
from jiedao.applications.culture.checklists import CIVILITY
from jiedao.engines.visits.options import VisitOptions
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle
from jiedao.kernel.titles import Title

POINT, CHECK, SITE = findings.POINT, "civility_check", events.SITE


class PointSort(Options):
    """Sorts of points of the assessment."""

    COMMUNITY = "community", "社区", "Community"
    VILLAGE = "village", "城中村", "Urban village"
    MARKET = "market", "农贸市场", "Market"
    STREET = "street", "主次干道、商业街", "Street"
    PARK = "park", "公园广场", "Park or square"
    SERVICE = "service", "政务大厅、窗口", "Service hall"
    OTHER = "other", "其他", "Other"


class Point(BaseModel):
    """A point of the assessment."""

    sort: PointSort = attribute(Title("点位类别", "Sort"), listed=True, filterable=True)


class SiteSort(Options):
    """What sort of site."""

    STATION = "station", "实践所、站", "Station"
    SPOT = "spot", "实践点、阵地", "Site"
    POST = "post", "文明劝导岗", "Persuasion post"


class Site(BaseModel):
    """A site of civility practice, since its opening."""

    sort: SiteSort = attribute(Title("类别", "Sort"), SiteSort.SPOT, listed=True, filterable=True)
    opened_on: date | None = attribute(
        Title("启用日期", "Opened on"), None, listed=True, filterable=True
    )
    volunteers: int = attribute(
        Title("志愿者", "Volunteers"), 0, unit=Title("人", "persons"), ge=0, le=100_000, total=True
    )


KINDS = (
    Kind(POINT, "register", Title("测评点位", "Points of assessment"), "culture", attributes=Point,
         icon="map-pin", prefix="CPD", name=Title("点位", "Point"), without=("capacity",),
         map_style=MapStyle("circle", "map-pin")),
    Kind(CHECK, "visit", Title("文明城市巡查", "Civility inspections"), "culture", icon="walk",
         prefix="CPX", about=(POINT,), without=("organisation",),
         options=VisitOptions(checklist=CIVILITY, finds=findings.finding_of,
                              every=lambda point: timedelta(days=30))),
    findings.KIND,
    Kind(SITE, "register", Title("文明实践阵地", "Practice sites"), "culture", attributes=Site,
         icon="flag", prefix="SJD", name=Title("阵地", "Site"), map_style=MapStyle("square", "flag")),
    *events.KINDS,
)  # fmt: skip
