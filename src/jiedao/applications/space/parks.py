"""Industrial parks, their premises, and the projects that upgrade old ones."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel

from jiedao.applications.space import names, rules
from jiedao.applications.space.letting import LETTING, lease_end
from jiedao.engines.projects.data import M2, YUAN, Money
from jiedao.foundation.records.dates import in_order
from jiedao.foundation.things.family import Register
from jiedao.kernel.attributes import Options, Ref, attribute
from jiedao.kernel.declarations import Kind, MapStyle
from jiedao.kernel.titles import Title

LEASE = Title("租赁", "Lease")
UpgradeRef = Annotated[int, Ref(f"record:{names.PARK_UPGRADE}")]


class Park(BaseModel):
    """A park, specialised or not."""

    industry: str = attribute(
        Title("主导产业", "Target industry"), "", listed=True, filterable=True, max_length=40
    )
    key_park: bool = attribute(Title("重点园区", "Key park"), False, listed=True, filterable=True)


class OwnedBy(Options):
    """Whose premises they are."""

    COLLECTIVE = "collective", "集体物业", "A collective company"
    PRIVATE = "private", "私人业主", "A private owner"
    STATE = "state", "国有物业", "The state"


class Space(BaseModel):
    """A building or unit: its area, and who uses it on what lease."""

    park: str = attribute(Title("园区", "Park"), listed=True, filterable=True, max_length=80)
    owned_by: OwnedBy = attribute(Title("权属", "Owned by"), listed=True, filterable=True)
    floor_area: Money = attribute(
        Title("建筑面积", "Floor area"), unit=M2, gt=0, listed=True, total=True
    )
    load: float | None = attribute(
        Title("楼板荷载", "Floor load"), None, unit=Title("千克/平方米", "kg/m²"), ge=0
    )
    lettable: bool = attribute(Title("可招租", "Lettable"), True, filterable=True)
    high_quality: bool = attribute(Title("高品质空间", "High quality"), True, filterable=True)
    upgrade: UpgradeRef | None = attribute(Title("由改造项目释放", "Released by the upgrade"), None)
    guide_rent: Money | None = attribute(
        Title("指导租金（每平方米月）", "Guide rent a month and m²"), None, group=LEASE, unit=YUAN,
        widget="money", ge=0,
    )  # fmt: skip
    industry: str = attribute(
        Title("承租企业所属产业", "Tenant's industry"), "", group=LEASE, later=True,
        filterable=True, max_length=40,
    )  # fmt: skip
    on_target: bool = attribute(
        Title("符合园区主导产业", "Of the park's industry"), False, group=LEASE, later=True
    )
    lease_from: date | None = attribute(
        Title("起租日期", "Let from"), None, group=LEASE, later=True
    )
    lease_to: date | None = attribute(
        Title("租期届满", "Let until"), None, group=LEASE, later=True, listed=True
    )
    rent: Money | None = attribute(
        Title("月租金（每平方米）", "Rent a month and m²"), None, group=LEASE, unit=YUAN,
        widget="money", later=True, ge=0,
    )  # fmt: skip
    resolution: str = attribute(
        Title("民主决议文号", "Members' resolution"), "", group=LEASE, later=True, max_length=80
    )
    vacated_on: date | None = attribute(
        Title("腾出日期", "Vacated on"), None, group=LEASE, later=True
    )


class Mode(Options):
    """How a park is upgraded."""

    RENOVATION = "renovation", "改造提升", "Renovated"
    EFFICIENCY = "efficiency", "转型增效", "Turned to better use"
    VERTICAL = "vertical", "工业上楼", "Vertical factory"


class Upgrade(BaseModel):
    """The upgrade of a park."""

    mode: Mode = attribute(Title("改造方式", "How"), listed=True, filterable=True)
    investor: str = attribute(Title("改造主体", "Carried out by"), "", max_length=120)


class Investment(BaseModel):
    """What an upgrade invested in a month."""

    amount: Money = attribute(
        Title("当月固定资产投资", "Investment of the month"), unit=YUAN, widget="money", ge=0,
        listed=True, total=True,
    )  # fmt: skip


KINDS = (
    Kind(names.PARK, "register", Title("产业园区", "Industrial parks"), "space", attributes=Park,
         icon="building-factory", prefix="KYQ", name=Title("园区名称", "Park"),
         map_style=MapStyle("square", "building-factory"), without=("capacity",),
         unique=("title",)),
    Kind(names.SPACE, "register", Title("产业空间台账", "Industrial space"), "space",
         attributes=Space, workflow=LETTING, icon="building-warehouse", prefix="KFY",
         name=Title("物业名称", "Premises"), about=(names.PARK,), without=("capacity",),
         options=Register(due=lease_end), rules=(rules.lawful_lease, in_order("vacated_on"))),
    Kind(names.PARK_UPGRADE, "project", Title("老旧园区转型升级", "Park upgrades"), "space",
         attributes=Upgrade, icon="building-skyscraper", prefix="KYS",
         name=Title("园区名称", "Park"), about=(names.PARK,),
         map_style=MapStyle("diamond", "building-skyscraper"),
         rules=(rules.has_area, in_order("started_on", "finished_on"))),
    Kind(names.PARK_INVESTMENT, "register", Title("园区改造投资月报", "Monthly investment"),
         "space", attributes=Investment, icon="currency-yuan", prefix="KGT",
         about=(names.PARK_UPGRADE,), without=("capacity", "organisation"),
         unique=("title", "day"), rules=(rules.of_an_upgrade, in_order("day"))),
)  # fmt: skip
