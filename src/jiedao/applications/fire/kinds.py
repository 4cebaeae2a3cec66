"""Small places with the alarms that they need and have, and the alarms that go off."""

from datetime import date

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.applications.fire.alarms import ALARM, PLACE
from jiedao.applications.fire.alarms import KIND as ALARM_KIND
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle
from jiedao.kernel.titles import Title

__all__ = ["ALARM", "KINDS", "PLACE"]
ALARMS = Title("烟感", "Smoke alarms")
PIECES = Title("个", "pieces")


class Sort(Options):
    """“九小”: the nine sorts of small places."""

    SHOP = "shop", "小商场", "Shop"
    RESTAURANT = "restaurant", "小餐饮", "Restaurant"
    HOTEL = "hotel", "小旅馆", "Guest house"
    AMUSEMENT = "amusement", "小歌舞娱乐", "Amusement"
    INTERNET = "internet", "小网吧", "Internet bar"
    BATH = "bath", "小美容洗浴", "Beauty and bath"
    SCHOOL = "school", "小学校（幼儿园）", "School or kindergarten"
    HOSPITAL = "hospital", "小医院（诊所）", "Clinic"
    WORKSHOP = "workshop", "小生产加工", "Workshop"


class SmallPlace(BaseModel):
    """A small place: alarms required, installed and working."""

    sort: Sort = attribute(Title("场所类别", "Sort"), listed=True, filterable=True)
    required: int = attribute(
        Title("应装烟感", "Required"), group=ALARMS, unit=PIECES, listed=True, total=True, ge=0,
        le=10_000,
    )  # fmt: skip
    installed: int = attribute(
        Title("已装烟感", "Installed"), 0, group=ALARMS, unit=PIECES, listed=True, total=True, ge=0,
        le=10_000,
    )  # fmt: skip
    working: int = attribute(
        Title("在线烟感", "Working"), 0, group=ALARMS, unit=PIECES, listed=True, total=True, ge=0,
        le=10_000,
    )  # fmt: skip
    installed_on: date | None = attribute(
        Title("安装完成日期", "Installed on"), None, group=ALARMS, listed=True
    )
    phone: str = attribute(
        Title("场所电话", "Telephone"), "", widget="phone", personal=True, max_length=40
    )


def alarms_add_up(work: Work) -> str:
    """No more work than are installed; where all that are required hang, the day is known."""
    said = work.values
    if said["working"] > said["installed"]:
        return _("在线烟感多于已装烟感。")
    day = said.get("installed_on")
    if day is not None and day > clock.today():
        return _("安装完成日期在将来。")
    complete = said["required"] and said["installed"] >= said["required"]
    return _("烟感已装齐，请填写安装完成日期。") if complete and day is None else ""


KINDS = (
    Kind(PLACE, "register", Title("九小场所", "Small places"), "fire", attributes=SmallPlace,
         icon="building-store", prefix="JXC", name=Title("场所名称", "Place"),
         map_style=MapStyle("square", "building-store"), without=("capacity",),
         rules=(alarms_add_up,)),
    ALARM_KIND,
)  # fmt: skip
