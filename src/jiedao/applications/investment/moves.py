"""The way of a lead: contacted, signed, settled; every step by its day."""

from datetime import date
from typing import Annotated, Any, Final

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.projects.data import YUAN, Money
from jiedao.engines.projects.workflow import DROPPED, common_moves
from jiedao.foundation.records.named import must_exist
from jiedao.foundation.records.saying import Note, Reason
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import OrganisationRef, Ref, attribute
from jiedao.kernel.declarations import Move, State, Workflow
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

EVENT: Final = "promotion_event"
FOUND, TALKING, SIGNED, SETTLED = "found_lead", "talking", "signed", "settled"
_EDIT, _APPROVE = "records.edit", "projects.approve"
EventRef = Annotated[int, Ref(f"record:{EVENT}")]


class Contact(Note, extra="forbid"):
    """The first talk."""

    contacted_on: date = attribute(Title("首次对接", "First contact"), default_factory=clock.today)


class Signing(BaseModel, extra="forbid"):
    """When it was signed, and at which event."""

    signed_on: date = attribute(Title("签约日期", "Signed on"), default_factory=clock.today)
    event: EventRef | None = attribute(Title("签约活动", "Signed at"), None)
    expected_output: Money | None = attribute(
        Title("预计年产值", "Expected output a year"), None, unit=YUAN, widget="money", ge=0
    )


class Settling(BaseModel, extra="forbid"):
    """Which enterprise settled, and the day of its registration here."""

    registered_on: date = attribute(
        Title("注册落户日期", "Registered on"), default_factory=clock.today
    )
    enterprise: OrganisationRef | None = attribute(
        Title("落户企业", "Enterprise"), None,
        help=Title("线索已关联企业的不用填", "Not needed where the lead names it already"),
    )  # fmt: skip


class Output(BaseModel, extra="forbid"):
    """What entered the statistics."""

    output: Money = attribute(
        Title("年内纳统产值", "Output of the year"), unit=YUAN, widget="money", ge=0
    )


def sign(work: Work, said: Signing) -> None:
    """What was said before of its output stands where nothing is said now."""
    must_exist(work, f"record:{EVENT}", said.event, "event")
    work.values.update(signed_on=said.signed_on, event=said.event)
    if said.expected_output is not None:
        work.values["expected_output"] = said.expected_output


def settle(work: Work, said: Settling) -> None:
    """It is settled when an enterprise of the register is."""
    record: Any = work.record
    must_exist(work, "organisation", said.enterprise, "enterprise")
    record.organisation_id = said.enterprise or record.organisation_id
    if record.organisation_id is None:
        raise Invalid(_("请选择落户的企业。"), field="enterprise", code="no_enterprise")
    work.values["registered_on"] = said.registered_on


LEAD_WAY = Workflow(
    "investment_lead",
    Title("招商项目", "Investment lead"),
    (
        State(FOUND, Title("线索", "Found")),
        State(TALKING, Title("洽谈", "Talking")),
        State(SIGNED, Title("已签约", "Signed")),
        State(SETTLED, Title("已落户", "Settled"), open=False),
        State(DROPPED, Title("未落地", "Lost"), open=False),
    ),
    (
        Move("contact", Title("登记对接", "Record the contact"), (FOUND,), TALKING, _EDIT,
             data=Contact, primary=True),
        Move("sign", Title("签约", "Sign"), (FOUND, TALKING), SIGNED, _EDIT, data=Signing,
             effect=sign, primary=True),
        Move("settle", Title("落户", "Settle"), (TALKING, SIGNED), SETTLED, _APPROVE,
             data=Settling, effect=settle, primary=True),
        Move("report_output", Title("登记纳统产值", "Record the output"), (SETTLED,), None, _EDIT,
             data=Output),
        Move("lose", Title("未落地", "Lost"), (FOUND, TALKING, SIGNED), DROPPED, _EDIT,
             data=Reason),
        *common_moves(TALKING, SIGNED),
    ),
    initial=FOUND,
)  # fmt: skip
