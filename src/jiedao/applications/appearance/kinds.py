"""Campaign actions and what they find, illegal buildings with the yearly task, recycling."""

from decimal import Decimal

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.applications.appearance import buildings, names, recycling, street
from jiedao.engines.projects.data import M2
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind
from jiedao.kernel.titles import Title


class ActionSort(Options):
    """What an action is held as."""

    ENFORCEMENT = "enforcement", "执法专项行动", "Enforcement campaign"
    APPEARANCE = "appearance", "市容专项整治行动", "City-appearance campaign"
    NIGHT = "night", "夜间整治行动", "Night campaign"


class Action(BaseModel):
    """A campaign action: what it follows, who takes part, what it found."""

    sort: ActionSort = attribute(Title("类别", "Sort"), listed=True, filterable=True)
    topic: str = attribute(Title("专项", "Topic"), "", listed=True, filterable=True, max_length=60)
    scheme: str = attribute(
        Title("行动方案", "Plan of the action"), widget="textarea", min_length=2, max_length=2000
    )
    units: str = attribute(Title("参加单位", "Units taking part"), "", max_length=200)
    forces: int | None = attribute(
        Title("出动人数", "People deployed"), None, later=True, listed=True, ge=1, le=100_000,
        unit=Title("人", "persons"),
    )  # fmt: skip


class Task(BaseModel):
    """What the district asks for in a year, and how much of it is done."""

    year: int = attribute(
        Title("年度", "Year"), ge=2015, le=2100, listed=True, filterable=True,
        default_factory=lambda: clock.today().year,
    )  # fmt: skip
    target: Decimal = attribute(Title("年度任务", "Target"), unit=M2, gt=0, listed=True)
    done: Decimal = attribute(
        Title("已消化", "Disposed of"), Decimal(0), unit=M2, ge=0, listed=True,
        help=Title("由核验通过的违建自动累计", "Summed up from what was confirmed"),
    )  # fmt: skip


def counted(work: Work) -> str:
    """What is done is counted from the buildings, never typed in."""
    before = Decimal(str(work.record.attributes.get("done", 0)))
    if work.actor.is_system or work.values.get("done") == before:
        return ""
    return _("已消化面积由核验通过的违建自动累计，不能填写。")


KINDS = (
    Kind(names.ACTION, "visit", Title("专项整治行动", "Campaign actions"), "appearance",
         attributes=Action, icon="target", prefix="SRX", without=("organisation",)),
    street.KIND,
    buildings.KIND,
    Kind(names.TASK, "register", Title("违建治理年度任务", "Yearly tasks"), "appearance",
         attributes=Task, icon="target-arrow", prefix="WJR", unique=("title",),
         without=("place", "address", "area", "organisation", "capacity", "code"),
         rules=(counted,)),
    *recycling.KINDS,
)  # fmt: skip
