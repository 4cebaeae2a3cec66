"""Campaigns on the road, parking and its works, and what is put right as a case."""

from datetime import date

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.applications.traffic.hazards import KIND as ROAD_HAZARD
from jiedao.applications.traffic.vehicles import KIND as VEHICLE
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle
from jiedao.kernel.titles import Title

ACTION, SITE, BUILDING = "traffic_action", "parking_site", "parking_building"
SPACES = Title("个", "spaces")
EFFECT = Title("整治成效", "Effect")


class Topic(Options):
    """What a campaign is about."""

    GENERAL = "general", "交通综合整治", "General"
    EBIKES = "ebikes", "电动自行车", "Electric bicycles"
    TRUCKS = "trucks", "货车、泥头车", "Lorries"
    PARKING = "parking", "违停、占道", "Illegal parking"
    SCHOOLS = "schools", "校园周边", "Around schools"


class Action(BaseModel):
    """A campaign action; ``day`` of the visit is its date."""

    topic: Topic = attribute(Title("主题", "Topic"), Topic.GENERAL, listed=True, filterable=True)
    units: str = attribute(Title("参加单位", "Units taking part"), min_length=2, max_length=200)
    spots: str = attribute(
        Title("长期存在的问题点位", "Standing problem spots"),
        "",
        widget="textarea",
        max_length=1000,
    )
    offences: int | None = attribute(
        Title("查处违法", "Offences"), None, later=True, group=EFFECT, listed=True, ge=0,
        le=1_000_000, unit=Title("宗", "cases"), total=True,
    )  # fmt: skip
    spaces: int | None = attribute(
        Title("新增停车位", "Spaces added"), None, group=EFFECT, ge=0, le=100_000, unit=SPACES,
        help=Title("投入使用后另在停车设施中登记，指标以停车设施为准",
                   "Entered as a parking facility as well when in use: figures count those"),
    )  # fmt: skip


class SiteSort(Options):
    """What sort of facility."""

    BUILDING = "building", "立体停车场", "Parking building"
    LOT = "lot", "地面停车场", "Car park"
    EDGE = "edge", "边角地", "Edge plot"
    ROADSIDE = "roadside", "路内泊位", "Roadside"
    CAMPAIGN = "campaign", "整治新增", "Added by a campaign"


class Site(BaseModel):
    """Where one may park: how many spaces, since when."""

    sort: SiteSort = attribute(Title("类别", "Sort"), listed=True, filterable=True)
    locality: str = attribute(
        Title("片区", "Locality"), "", listed=True, filterable=True, max_length=60
    )
    spaces: int = attribute(
        Title("停车位", "Spaces"), unit=SPACES, listed=True, total=True, ge=1, le=100_000
    )
    opened_on: date | None = attribute(
        Title("投入使用日期", "In use since"), None, listed=True, filterable=True
    )


def opened(work: Work) -> str:
    """Spaces count from the day on which somebody may park there: it has come."""
    day = work.values.get("opened_on")
    return _("投入使用日期在将来，建成后再填。") if day and day > clock.today() else ""


class Building(BaseModel):
    """A parking building under construction."""

    locality: str = attribute(
        Title("片区", "Locality"), "", listed=True, filterable=True, max_length=60
    )
    spaces: int = attribute(
        Title("规划停车位", "Spaces planned"),
        unit=SPACES,
        listed=True,
        total=True,
        ge=1,
        le=100_000,
    )


KINDS = (
    Kind(ACTION, "visit", Title("交通整治行动", "Traffic campaigns"), "traffic", attributes=Action,
         icon="traffic-cone", prefix="JTX", without=("organisation",)),
    Kind(SITE, "register", Title("停车设施", "Parking facilities"), "traffic", attributes=Site,
         icon="parking", prefix="TCS", map_style=MapStyle("square", "parking"), rules=(opened,),
         without=("capacity",)),
    Kind(BUILDING, "project", Title("立体停车场建设", "Parking buildings"), "traffic",
         attributes=Building, icon="parking", prefix="TCJ"),
    VEHICLE,
    ROAD_HAZARD,
)  # fmt: skip
