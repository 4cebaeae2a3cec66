"""Land: projects of preparation and renewal, their stages and obstacles, buildings, parcels, and
the tasks that the district sets for them."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from jiedao.applications.space import names, rules
from jiedao.applications.space.following import FOLLOWED, Clearing, has_owner_and_deadline
from jiedao.applications.space.parcels import PARCEL_WAY, Handover, Use
from jiedao.engines.indicators import yardsticks
from jiedao.engines.indicators.options import FactOptions
from jiedao.engines.projects.data import M2, Money
from jiedao.foundation.records.dates import in_order
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle
from jiedao.kernel.titles import Title


class Sort(Options):
    """Ways of getting land."""

    PREPARATION = "preparation", "土地整备利益统筹", "Preparation by shared benefit"
    RENEWAL = "renewal", "城市更新", "Urban renewal"
    REQUISITION = "requisition", "房屋征收", "Requisition"


class LandProject(BaseModel):
    """A project of land preparation or renewal."""

    sort: Sort = attribute(Title("项目类别", "Sort"), listed=True, filterable=True)
    leading_body: str = attribute(Title("实施主体", "Carried out by"), "", max_length=120)


class Stage(Options):
    """What is reached one after another, each by its day."""

    SCHEME = "scheme", "方案批复", "Scheme approved"
    SIGNING = "signing", "集中签约", "Signing"
    AGREEMENT = "agreement", "搬迁补偿协议签订完毕", "Agreements signed"
    FIRST_DEMOLITION = "first_demolition", "首拆", "First demolition"
    CLEARANCE = "clearance", "清场", "Clearance"
    LEVELLING = "levelling", "土地平整", "Levelling"


class LandStage(BaseModel):
    """A stage that a project reached: the days between the two dates are what it took."""

    stage: Stage = attribute(Title("阶段", "Stage"), listed=True, filterable=True)
    began_on: date = attribute(Title("起算日期", "Counted from"))
    reached_on: date = attribute(Title("完成日期", "Reached on"), listed=True)
    levelled_area: Money | None = attribute(
        Title("平整面积", "Area levelled"), None, unit=M2, gt=0, when="stage=levelling", total=True
    )


class LandObstacle(Clearing):
    """What is in the way."""

    what: str = attribute(
        Title("堵点情况", "Obstacle"), widget="textarea", min_length=2, max_length=1000
    )


class Demolition(BaseModel):
    """A building that is pulled down."""

    floor_area: Money = attribute(
        Title("建筑面积", "Floor area"), unit=M2, gt=0, listed=True, total=True
    )
    accepted_on: date | None = attribute(
        Title("清拆验收日期", "Demolition accepted on"), None, listed=True
    )


class Parcel(BaseModel):
    """A parcel on its way into the land reserve."""

    project: str = attribute(
        Title("所属项目", "Project"), "", listed=True, filterable=True, max_length=80
    )
    use: Use = attribute(Title("规划用途", "Use"), listed=True, filterable=True)
    released_on: date | None = attribute(
        Title("释放使用日期", "Released for use on"), None, later=True, listed=True
    )
    handed_over_on: date | None = attribute(
        Title("移交日期", "Handed over on"), None, later=True, listed=True
    )
    handover: Handover | None = attribute(
        Title("移交类别", "Handed over as"), None, later=True, filterable=True
    )
    surveyed_area: Decimal | None = attribute(
        Title("移交测绘面积", "Surveyed area"), None, later=True, unit=M2, ge=0, total=True
    )
    receiver: str = attribute(Title("接收单位", "Received by"), "", later=True, max_length=120)


KINDS = (
    Kind(names.LAND_PROJECT, "project", Title("整备与更新项目", "Land and renewal projects"),
         "space", attributes=LandProject, icon="map-2", prefix="KZB",
         name=Title("项目名称", "Project"), map_style=MapStyle("diamond", "map-2"),
         rules=(in_order("day", "started_on", "finished_on"),)),
    Kind(names.LAND_STAGE, "register", Title("整备阶段", "Stages of land projects"), "space",
         attributes=LandStage, icon="progress-check", prefix="KJD", about=(names.LAND_PROJECT,),
         without=("capacity", "organisation"),
         rules=(in_order("began_on", "reached_on"), rules.of_a_begun_project)),
    Kind(names.LAND_OBSTACLE, "project", Title("整备堵点", "Obstacles"), "space",
         attributes=LandObstacle, workflow=FOLLOWED, icon="traffic-cone", prefix="KDW",
         about=(names.LAND_PROJECT,), without=("amount_planned", "area_size"),
         rules=(has_owner_and_deadline, in_order("day", "cleared_on"))),
    Kind(names.DEMOLITION, "register", Title("清拆建筑物", "Buildings pulled down"), "space",
         attributes=Demolition, icon="hammer", prefix="KCQ", about=(names.LAND_PROJECT,),
         without=("capacity",), rules=(in_order("accepted_on"),)),
    Kind(names.PARCEL, "project", Title("整备地块台账", "Parcels"), "space", attributes=Parcel,
         workflow=PARCEL_WAY, icon="map", prefix="KDK", name=Title("地块名称", "Parcel"),
         map_style=MapStyle("square", "map"), about=(names.LAND_PROJECT,),
         without=("amount_planned",),
         rules=(rules.has_area, in_order("started_on", "finished_on", "released_on"),
                in_order("started_on", "handed_over_on"))),
    Kind(names.LAND_YARDSTICK, "fact", Title("土地任务与全区数", "Land tasks and district totals"),
         "space", icon="ruler-2", prefix="KRW", without=yardsticks.WITHOUT,
         unique=yardsticks.UNIQUE,
         options=FactOptions(figures=(names.LAND_TASK, names.INDUSTRIAL_LAND_TASK,
                                      names.DISTRICT_HANDED_OVER))),
)  # fmt: skip
