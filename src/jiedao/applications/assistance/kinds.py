"""Entitlements to benefits, from application to dropping out, and what is paid on them.

Both are restricted: only roles that name the kind see them. A file goes by its number, not by a
name; whom it is about stands in the masked field, or is a person of the parties foundation.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.projects.data import YUAN, Money
from jiedao.engines.services.effects import ServiceOptions
from jiedao.foundation.records.saying import Note, Reason
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, Move, Party, State, Workflow
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

ENTITLEMENT, PAYMENT = "benefit_entitlement", "benefit_payment"
CHECK = "assistance.check"
_EDIT = "records.edit"
APPLIED, ENTITLED, DROPPED, TURNED_DOWN = "applied", "entitled", "dropped_out", "turned_down"
ENTERED, CHECKED, PAID, NOT_PAID = "entered", "checked", "paid", "not_paid"


class Benefit(Options):
    """Kinds of benefit."""

    STARTUP = "startup", "创业补贴", "Start-up subsidy"
    EMPLOYMENT = "employment", "就业补贴", "Employment subsidy"
    MINIMUM = "minimum", "最低生活保障", "Minimum living allowance"
    AGE = "age", "高龄津贴", "Old-age allowance"
    CARE = "care", "失能照护补贴", "Care allowance"
    DISABILITY = "disability", "残疾人补贴", "Disability allowance"
    RELIEF = "relief", "临时救助", "Temporary relief"


class Entitlement(BaseModel):
    """Who may have what; ``day`` is when it was applied for."""

    benefit: Benefit = attribute(Title("补贴类别", "Benefit"), listed=True, filterable=True)
    holder: str = attribute(Title("对象姓名", "Holder"), "", personal=True, max_length=60)
    monthly: Money | None = attribute(
        Title("月标准", "Monthly amount"), None, unit=YUAN, widget="money", ge=0
    )
    entitled_from: date | None = attribute(Title("享受起始", "From"), None, listed=True)
    ended_on: date | None = attribute(Title("停发日期", "Ended on"), None, listed=True)
    ended_because: str = attribute(Title("停发原因", "Why it ended"), "", max_length=500)


class Payment(BaseModel):
    """One payment; the column ``amount`` is what was paid, in yuan."""

    benefit: Benefit = attribute(Title("补贴类别", "Benefit"), listed=True, filterable=True)
    batch: str = attribute(
        Title("发放批次", "Batch"), listed=True, filterable=True, min_length=1, max_length=40
    )
    amount_due: Money = attribute(
        Title("应发金额", "Due"), unit=YUAN, widget="money", gt=0, listed=True, total=True
    )
    voucher: str = attribute(Title("支付凭证号", "Voucher"), "", max_length=60)


class Granting(BaseModel, extra="forbid"):
    """From when, how much a month, and what was checked."""

    entitled_from: date = attribute(Title("享受起始", "From"), default_factory=clock.today)
    monthly: Money | None = attribute(
        Title("月标准", "Monthly amount"), None, unit=YUAN, widget="money", ge=0
    )
    note: str = attribute(
        Title("核查情况", "What was checked"), widget="textarea", min_length=2, max_length=500
    )


class Ending(Reason, extra="forbid"):
    """Since when no longer, and why."""

    on: date = attribute(Title("停发日期", "Ended on"), default_factory=clock.today)


class Paying(BaseModel, extra="forbid"):
    """When and by which voucher; less than what was due where it says so."""

    on: date = attribute(Title("发放日期", "Paid on"), default_factory=clock.today)
    voucher: str = attribute(Title("支付凭证号", "Voucher"), min_length=2, max_length=60)
    amount: Money | None = attribute(
        Title("实发金额", "Paid"), None, unit=YUAN, widget="money", gt=0,
        help=Title("与应发一致的不用填", "Not needed where it is what was due"),
    )  # fmt: skip


def grant(work: Work, said: Granting) -> None:
    """It was checked, and stands from a day on."""
    monthly = said.monthly if said.monthly is not None else work.values["monthly"]
    work.values.update(entitled_from=said.entitled_from, monthly=monthly)


def end(work: Work, said: Ending) -> None:
    """No longer entitled, for a reason that stays with the file."""
    start = work.values.get("entitled_from")
    if start is not None and said.on < start:
        raise Invalid(_("停发早于享受起始。"), field="on", code="bad_span")
    work.values.update(ended_on=said.on, ended_because=said.reason)


def pay(work: Work, said: Paying) -> None:
    """Figures count it by this day; never more than was due."""
    if said.on > clock.today():
        raise Invalid(_("发放日期在将来。"), field="on", code="future_date")
    due: Decimal = work.values["amount_due"]
    if said.amount is not None and said.amount > due:
        raise Invalid(_("实发多于应发。"), field="amount", code="too_much")
    service: Any = work.record
    service.given_on, service.amount = said.on, due if said.amount is None else said.amount
    work.values["voucher"] = said.voucher


def same_benefit(work: Work) -> str:
    """What is paid on a file is what the file is about."""
    file = work.subject_record
    if file is None or file.attributes.get("benefit") == work.values.get("benefit"):
        return ""
    return _("补贴类别与对象档案不一致。")


def still_entitled(work: Work) -> str:
    """Nobody is paid on a file that is not granted, or no longer."""
    file = work.subject_record
    return "" if file is None or file.state == ENTITLED else _("对象不在享受期内，不能发放。")


_ENTITLEMENTS = Workflow("benefit_entitlement", Title("补贴对象", "Entitlement"), (
    State(APPLIED, Title("已申请", "Applied for")),
    State(ENTITLED, Title("享受中", "Entitled")),
    State(DROPPED, Title("已停发", "Dropped out"), open=False),
    State(TURNED_DOWN, Title("不符合条件", "Not entitled"), open=False),
), (
    Move("grant", Title("核准", "Grant"), (APPLIED,), ENTITLED, CHECK, Party.NOT_HANDLER,
         data=Granting, effect=grant, primary=True),
    Move("turn_down", Title("不予核准", "Turn down"), (APPLIED,), TURNED_DOWN, CHECK, data=Reason,
         danger=True),
    Move("drop_out", Title("停发", "End"), (ENTITLED,), DROPPED, _EDIT, data=Ending, effect=end),
), initial=APPLIED)  # fmt: skip
_PAYMENTS = Workflow("benefit_payment", Title("补贴发放", "Payment"), (
    State(ENTERED, Title("已录入", "Entered")),
    State(CHECKED, Title("已审核", "Checked")),
    State(PAID, Title("已发放", "Paid"), open=False),
    State(NOT_PAID, Title("不予发放", "Not paid"), open=False),
), (
    Move("check", Title("审核", "Check"), (ENTERED,), CHECKED, CHECK, Party.NOT_HANDLER, data=Note,
         rule=still_entitled, primary=True),
    Move("pay", Title("登记发放", "Record the payment"), (CHECKED,), PAID, _EDIT, data=Paying,
         effect=pay, rule=still_entitled, primary=True),
    Move("refuse", Title("不予发放", "Do not pay"), (ENTERED, CHECKED), NOT_PAID, CHECK,
         data=Reason, danger=True),
), initial=ENTERED)  # fmt: skip

KINDS = (
    Kind(ENTITLEMENT, "register", Title("补贴对象", "Entitlements"), "assistance",
         attributes=Entitlement, workflow=_ENTITLEMENTS, icon="id", prefix="ASA",
         name=Title("对象编号", "File number"), without=("capacity", "place", "address"),
         restricted=True),
    Kind(PAYMENT, "service", Title("津补贴发放", "Benefit payments"), "assistance",
         attributes=Payment, workflow=_PAYMENTS, icon="currency-yuan", prefix="ASB",
         name=Title("发放事项", "Payment"), about=(ENTITLEMENT,), options=ServiceOptions(),
         without=("place", "address", "quantity", "provider"), rules=(same_benefit,),
         restricted=True),
)  # fmt: skip
