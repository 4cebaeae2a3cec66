"""Order in the leasing market: contracts compared with use, and what is put right, park by park."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.applications.space import names, rules
from jiedao.engines.cases.actions.own import keep_fields
from jiedao.engines.cases.kinds import CaseOptions
from jiedao.engines.cases.move_data import MoveData, WithReason
from jiedao.engines.cases.taking_over import taken_over
from jiedao.engines.projects.data import M2
from jiedao.foundation.records.dates import in_order
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle, Move, Party, State, Workflow
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

CHECKED, RECTIFIED = "checked_lease", "rectified"
FOUND, RECTIFYING, RECHECK = "found", "rectifying", "recheck"
_OPEN = (FOUND, RECTIFYING, RECHECK)


class Measure(Options):
    """What was done for the enterprise that uses the premises."""

    DIRECT = "direct", "改为直租", "Rents directly now"
    RENT = "rent", "降低租金", "Lower rent"
    FEES = "fees", "清退加价水电费", "Surcharges paid back"
    CONTRACT = "contract", "规范合同", "Contract put in order"


class LeaseCheck(BaseModel):
    """Who holds the contract; who uses the premises is the record's organisation."""

    holder: str = attribute(
        Title("合同承租方", "Holder of the contract"), listed=True, min_length=2, max_length=160
    )
    sublet: bool = attribute(Title("二房东转租", "Sub-let"), False, listed=True, filterable=True)
    rectified_on: date | None = attribute(
        Title("规范日期", "Put right on"), None, later=True, listed=True
    )
    measure: Measure | None = attribute(
        Title("整治措施", "Measure"), None, later=True, filterable=True
    )


class PuttingRight(BaseModel, extra="forbid"):
    """What the enterprise has of it, since when."""

    rectified_on: date = attribute(Title("规范日期", "Put right on"), default_factory=clock.today)
    measure: Measure = attribute(Title("整治措施", "Measure"), Measure.DIRECT)


class Sort(Options):
    """What is put in order."""

    PARK = "park", "重点园区整治", "A key park"
    SUBLANDLORD = "sublandlord", "清退“二房东”", "A sub-landlord"


class LeasingFacts(BaseModel, extra="forbid"):
    """What a case of leasing order is besides a case."""

    sort: Sort = attribute(Title("整治类别", "Sort"), Sort.PARK, listed=True, filterable=True)
    park: str = attribute(Title("园区", "Park"), "", listed=True, filterable=True, max_length=80)
    holder: str = attribute(Title("二房东", "Sub-landlord"), "", max_length=160)
    closed_on: date | None = attribute(Title("整治完成日期", "Put in order on"), None, listed=True)
    recovered_area: Decimal | None = attribute(
        Title("收回面积", "Area recovered"), None, unit=M2, ge=0
    )


class Begin(MoveData):
    """What is to be done."""

    plan: str = attribute(
        Title("整治方案", "Plan"), widget="textarea", min_length=2, max_length=1000
    )


class Closing(MoveData):
    """What came of it."""

    closed_on: date = attribute(
        Title("整治完成日期", "Put in order on"), default_factory=clock.today
    )
    recovered_area: Decimal = attribute(
        Title("收回面积", "Area recovered"), Decimal(0), unit=M2, ge=0
    )
    note: str = attribute(
        Title("复核情况", "What the check found"), widget="textarea", min_length=2, max_length=1000
    )  # fmt: skip


def close(work: Any, said: Closing) -> None:
    """A park is named; a sub-landlord is gone when the premises are back."""
    facts = work.case.attributes
    if said.closed_on > clock.today():
        raise Invalid(_("整治完成日期在将来。"), field="closed_on", code="future_date")
    if facts.get("sort", Sort.PARK) == Sort.SUBLANDLORD and not said.recovered_area:
        raise Invalid(_("请填写收回面积。"), field="recovered_area", code="no_area")
    keep_fields(work, said)


# fmt: off
ORDER = Workflow(
    "leasing", Title("租赁市场整治", "Leasing order"),
    (
        State(FOUND, Title("已列入", "Listed")),
        State(RECTIFYING, Title("整治中", "Being put in order")),
        State(RECHECK, Title("待复核", "To check")),
        State(RECTIFIED, Title("整治完成", "In order"), open=False),
    ),
    (
        Move("begin", Title("开始整治", "Begin"), (FOUND,), RECTIFYING, "cases.handle", data=Begin,
             primary=True),
        Move("ask_check", Title("申请复核", "Ask for the check"), (RECTIFYING,), RECHECK,
             "cases.handle", Party.LEAD, primary=True),
        Move("close", Title("复核完成", "Close"), (RECHECK,), RECTIFIED, "cases.check",
             Party.NOT_HANDLER, data=Closing, effect=close, primary=True),
        Move("fail", Title("复核退回", "Send back"), (RECHECK,), RECTIFYING, "cases.check",
             Party.NOT_HANDLER, data=WithReason, danger=True),
        *(taken_over(key, sources=_OPEN) for key in ("urge", "supervise", "unsupervise")),
        taken_over("remark", sources=(*_OPEN, RECTIFIED)),
    ),
    initial=FOUND,
)
# fmt: on
CHECK_WAY = Workflow(
    "lease_check",
    Title("租赁核查", "Lease check"),
    (
        State(CHECKED, Title("已核查", "Compared")),
        State(RECTIFIED, Title("已规范", "Put right"), open=False),
    ),
    (
        Move(
            "rectify",
            Title("登记规范", "Put right"),
            (CHECKED,),
            RECTIFIED,
            "records.edit",
            data=PuttingRight,
            primary=True,
        ),
    ),
    initial=CHECKED,
)  # fmt: skip

KINDS = (
    Kind(names.LEASE_CHECK, "register", Title("租赁合同核查", "Lease checks"), "space",
         attributes=LeaseCheck, workflow=CHECK_WAY, icon="file-search", prefix="KZL",
         about=(names.PARK,), without=("capacity",),
         rules=(rules.compared, in_order("rectified_on"))),
    Kind(names.LEASING_CASE, "case", Title("租赁市场整治", "Leasing order"), "space",
         attributes=LeasingFacts, workflow=ORDER, icon="gavel",
         map_style=MapStyle("diamond", "gavel"), about=(names.PARK, names.SPACE),
         options=CaseOptions(by_moves=("closed_on", "recovered_area"))),
)  # fmt: skip
