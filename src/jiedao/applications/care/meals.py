"""Canteens, those who may dine there, and each meal with its subsidy."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.projects.data import YUAN, Money
from jiedao.engines.services import effects
from jiedao.engines.services.workflow import REFUSED, WORKFLOW
from jiedao.foundation.records.schema import schema_of
from jiedao.foundation.records.work import Work
from jiedao.foundation.things.family import Register
from jiedao.foundation.things.models import Thing
from jiedao.kernel.attributes import Options, Ref, attribute
from jiedao.kernel.declarations import Kind, MapStyle
from jiedao.kernel.titles import Title

CANTEEN, DINER, MEAL = "elder_canteen", "diner", "meal"
CanteenRef = Annotated[int, Ref(f"record:{CANTEEN}")]


class Class(Options):
    """Classes of canteens."""

    FIRST = "first", "一类", "First class"
    SECOND = "second", "二类", "Second class"
    THIRD = "third", "三类", "Third class"
    POINT = "point", "助餐点", "Meal point"


class Canteen(BaseModel):
    """A canteen for elders, since its opening."""

    grade: Class = attribute(Title("类别", "Class"), listed=True, filterable=True)
    opened_on: date | None = attribute(
        Title("开业日期", "Opened on"), None, listed=True, filterable=True
    )
    seats: int | None = attribute(Title("餐位", "Seats"), None, ge=1, le=10_000, total=True)


class Diner(BaseModel):
    """Somebody entitled to subsidised meals: known by the card, everything else masked."""

    card: str = attribute(
        Title("就餐卡号", "Card"), listed=True, filterable=True, min_length=1, max_length=40
    )
    diner: str = attribute(Title("姓名", "Name"), "", personal=True, max_length=60)
    phone: str = attribute(
        Title("联系电话", "Telephone"), "", widget="phone", personal=True, max_length=40
    )
    subsidy: Money = attribute(
        Title("每餐补贴", "Subsidy a meal"), unit=YUAN, widget="money", ge=0, le=100
    )
    entitled_until: date | None = attribute(
        Title("资格有效期至", "Entitled until"), None, listed=True
    )
    daily: bool = attribute(
        Title("每日就餐", "Dines daily"), False, filterable=True,
        help=Title("次日没有就餐的会列为超期，请上门看看",
                   "Whoever misses a day stands late on the list: somebody should look"),
    )  # fmt: skip
    last_meal: date | None = attribute(Title("最近就餐", "Last meal"), None, listed=True)


class Meal(BaseModel):
    """A meal of a diner in a canteen."""

    canteen: CanteenRef = attribute(Title("食堂", "Canteen"), listed=True, filterable=True)
    subsidy: Money = attribute(
        Title("补贴", "Subsidy"),
        Decimal(0),
        unit=YUAN,
        widget="money",
        listed=True,
        total=True,
        ge=0,
    )
    online: bool = attribute(Title("线上订餐配送", "Ordered online"), False, filterable=True)


def entitled(work: Work) -> str:
    """Only a diner who is known and entitled on that day, and no more than the diner's subsidy."""
    service: Any = work.record
    diner = work.subject_record
    if diner is None:
        return _("请选择就餐人（按就餐卡号）。")
    if service.pk is not None or service.state == REFUSED:
        return ""
    until = diner.attributes.get("entitled_until")
    if diner.state != "in_use" or (until and str(service.day) > until):
        return _("就餐资格已停止或过期。")
    most = Decimal(str(diner.attributes.get("subsidy", 0)))
    return _("补贴超过每餐标准。") if work.values["subsidy"] > most else ""


def next_meal(work: Work) -> date | None:
    """Whoever dines daily is expected on the day after the last meal."""
    last: date | None = work.values.get("last_meal")
    return last + timedelta(days=1) if last and work.values.get("daily") else None


def give(work: Work, said: effects.Given) -> None:
    """The diner was seen on that day."""
    effects.give(work, said)
    rows = Thing.objects.select_for_update(of=("self",))
    row = rows.filter(pk=work.record.subject_id, town_id=work.record.town_id, kind=DINER).first()
    if row is None:
        return
    diner = Work(row, actor=work.actor, schema=schema_of(DINER))
    last = diner.values.get("last_meal")
    if last is None or last < said.on:
        diner.values["last_meal"] = said.on
        diner.log("edit", data={"meal": work.record.number})
        diner.finish()


MEALS = replace(
    WORKFLOW,
    key="meal",
    titles=Title("助餐", "Meal"),
    moves=tuple(replace(m, effect=give) if m.key == "give" else m for m in WORKFLOW.moves),
)
KINDS = (
    Kind(CANTEEN, "register", Title("长者食堂", "Canteens"), "care", attributes=Canteen,
         icon="building-store", prefix="ZST", name=Title("食堂", "Canteen"),
         map_style=MapStyle("square", "building-store"), without=("capacity",)),
    Kind(DINER, "register", Title("助餐对象", "Diners"), "care", attributes=Diner, icon="user-heart",
         prefix="ZCR", name=Title("称呼", "Called"), unique=("card",),
         without=("organisation", "capacity", "code"), options=Register(due=next_meal)),
    Kind(MEAL, "service", Title("助餐记录", "Meals"), "care", attributes=Meal, workflow=MEALS,
         icon="receipt", prefix="ZCJ", name=Title("餐次", "Meal"), about=(DINER,),
         without=("organisation",), rules=(entitled,)),
)  # fmt: skip
