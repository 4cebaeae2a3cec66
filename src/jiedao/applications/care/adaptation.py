"""A home is adapted for elders: applied for, assessed, approved, fitted, accepted."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.projects.data import YUAN, Money
from jiedao.foundation.records.saying import Note, Reason
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import attribute
from jiedao.kernel.declarations import Kind, Move, Party, State, Workflow
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

ADAPTATION: Final = "home_adaptation"
APPROVE: Final = "care.approve"
APPLIED, ASSESSED, APPROVED, FITTED = "applied", "assessed", "approved", "fitted"
ACCEPTED, REFUSED = "accepted", "refused"
_EDIT = "records.edit"
DONE = Title("评估与改造", "Assessment and works")


class Adaptation(BaseModel):
    """One household's application in one year; ``day`` is when it applied."""

    household: str = attribute(
        Title("户编号", "Household"), filterable=True, min_length=1, max_length=60,
        help=Title("门牌或户籍编号，同一户一年登记一次", "One application a household and year"),
    )  # fmt: skip
    year: int = attribute(
        Title("年度", "Year"), ge=2015, le=2100, listed=True, filterable=True,
        default_factory=lambda: clock.today().year,
    )  # fmt: skip
    contact: str = attribute(
        Title("联系电话", "Telephone"), "", widget="phone", personal=True, max_length=40
    )
    needs: str = attribute(
        Title("评估需求", "Needs"), "", group=DONE, widget="textarea", max_length=1000
    )
    score: Decimal | None = attribute(Title("评估得分", "Score"), None, group=DONE, ge=0, le=100)
    accepted_on: date | None = attribute(
        Title("验收日期", "Accepted on"), None, group=DONE, listed=True
    )


class Assessment(BaseModel, extra="forbid"):
    """What the home needs."""

    needs: str = attribute(
        Title("评估需求", "Needs"), widget="textarea", min_length=2, max_length=1000
    )
    score: Decimal = attribute(Title("评估得分", "Score"), ge=0, le=100)


class Fitting(BaseModel, extra="forbid"):
    """When it was fitted, and what it cost."""

    on: date = attribute(Title("完工日期", "Fitted on"), default_factory=clock.today)
    amount: Money = attribute(Title("改造费用", "Cost"), unit=YUAN, widget="money", ge=0)


class Acceptance(BaseModel, extra="forbid"):
    """When the household accepted it."""

    accepted_on: date = attribute(Title("验收日期", "Accepted on"), default_factory=clock.today)
    note: str = attribute(Title("验收意见", "Opinion"), "", widget="textarea", max_length=500)


def fit(work: Work, said: Fitting) -> None:
    """Not in the future, not before the application."""
    service: Any = work.record
    if not service.day <= said.on <= clock.today():
        raise Invalid(_("完工日期应在申请之后、今天之前。"), field="on", code="bad_date")
    service.given_on, service.amount = said.on, said.amount


def accept(work: Work, said: Acceptance) -> None:
    """Completed homes are counted from this day."""
    service: Any = work.record
    if not service.given_on <= said.accepted_on <= clock.today():
        raise Invalid(_("验收日期应在完工之后、今天之前。"), field="accepted_on", code="bad_date")
    work.values["accepted_on"] = said.accepted_on


ADAPTATIONS = Workflow(
    "home_adaptation",
    Title("适老化改造", "Home adaptation"),
    (
        State(APPLIED, Title("已申请", "Applied")),
        State(ASSESSED, Title("已评估", "Assessed")),
        State(APPROVED, Title("已审批", "Approved")),
        State(FITTED, Title("已施工", "Fitted")),
        State(ACCEPTED, Title("已验收", "Accepted"), open=False),
        State(REFUSED, Title("不符合", "Refused"), open=False),
    ),
    (
        Move("assess", Title("入户评估", "Assess"), (APPLIED,), ASSESSED, _EDIT, data=Assessment,
             primary=True),
        Move("approve", Title("审批", "Approve"), (ASSESSED,), APPROVED, APPROVE, data=Note,
             primary=True),
        Move("fit", Title("登记完工", "Fitted"), (APPROVED,), FITTED, _EDIT, data=Fitting,
             effect=fit, primary=True),
        Move("accept", Title("验收", "Accept"), (FITTED,), ACCEPTED, APPROVE, Party.NOT_HANDLER,
             data=Acceptance, effect=accept, evidence=("photo",), primary=True),
        Move("refuse", Title("不符合条件", "Refuse"), (APPLIED, ASSESSED), REFUSED, APPROVE,
             data=Reason, danger=True),
    ),
    initial=APPLIED,
)  # fmt: skip
KIND = Kind(
    ADAPTATION, "service", Title("居家适老化改造", "Home adaptations"), "care",
    attributes=Adaptation, workflow=ADAPTATIONS, icon="home-heart", prefix="SLH",
    name=Title("申请事由", "Application"), unique=("household", "year"),
    without=("organisation", "quantity"),
)  # fmt: skip
