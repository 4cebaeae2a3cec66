"""Where enterprises are served: stations and meetings, and the requests taken in there."""

from datetime import date
from typing import Final

from pydantic import BaseModel

from jiedao.engines.cases.workflow import LOOP
from jiedao.foundation.records.dates import in_order
from jiedao.kernel.attributes import Options, OrganisationRef, attribute
from jiedao.kernel.declarations import Kind, MapStyle
from jiedao.kernel.titles import Title

STATION: Final = "enterprise_station"
MEETING: Final = "enterprise_meeting"
REQUEST: Final = "enterprise_request"
PERSONS = Title("人", "persons")


class Station(BaseModel):
    """A station in a park, with its staff and the firms that it looks after."""

    park: str = attribute(
        Title("所在园区", "Park"), "", listed=True, filterable=True, max_length=80
    )
    opened_on: date | None = attribute(Title("成立日期", "Opened on"), None, listed=True)
    staff: int = attribute(Title("服务人员", "Staff"), 0, unit=PERSONS, ge=0, le=1000, total=True)
    firms: int = attribute(
        Title("服务企业", "Firms"), 0, unit=Title("家", "firms"), ge=0, le=100_000, total=True
    )


class Sort(Options):
    """How one meets enterprises."""

    SERVICE_DAY = "service_day", "企业服务日", "Service day"
    BREAKFAST = "breakfast", "企业早餐会", "Breakfast"
    SECRETARY = "secretary", "书记会商例会", "The secretary's meeting"


class Meeting(BaseModel):
    """A day, breakfast or meeting; what is asked for there becomes a request."""

    sort: Sort = attribute(Title("形式", "Sort"), listed=True, filterable=True)


class Source(Options):
    """Where a request was taken in."""

    VISIT = "visit", "走访", "A visit"
    SERVICE_DAY = "service_day", "服务日", "A service day"
    BREAKFAST = "breakfast", "早餐会", "A breakfast"
    STATION = "station", "企业服务站", "A station"
    ONLINE = "online", "线上", "Online"


class RequestFacts(BaseModel, extra="forbid"):
    """What the request of a firm is besides a case."""

    source: Source = attribute(
        Title("诉求来源", "Taken in"), Source.ONLINE, listed=True, filterable=True
    )
    firm: OrganisationRef | None = attribute(Title("企业", "Firm"), None, listed=True)
    hard: bool = attribute(
        Title("疑难诉求", "Hard"), False, listed=True, filterable=True,
        help=Title("疑难诉求提交书记会商，并由领导包案",
                   "Hard ones go to the secretary's meeting, and a leader takes them"),
    )  # fmt: skip


KINDS = (
    Kind(STATION, "register", Title("企业服务站", "Service stations"), "enterprise",
         attributes=Station, icon="building-bank", prefix="QFZ", name=Title("站名", "Station"),
         map_style=MapStyle("square", "building-bank"), without=("capacity",), unique=("title",),
         rules=(in_order("opened_on"),)),
    Kind(MEETING, "activity", Title("服务日与早餐会", "Service days and breakfasts"),
         "enterprise", attributes=Meeting, icon="calendar-event", prefix="QHD",
         name=Title("活动名称", "Meeting")),
    Kind(REQUEST, "case", Title("企业诉求", "Enterprise requests"), "enterprise",
         attributes=RequestFacts, workflow=LOOP, icon="building",
         map_style=MapStyle("square", "building"), about=(STATION, MEETING)),
)  # fmt: skip
