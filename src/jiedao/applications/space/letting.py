"""The way of premises: vacant, let, vacant again; what is said with each step."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.projects.data import YUAN, Money
from jiedao.foundation.records.named import must_exist
from jiedao.foundation.records.saying import Reason
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import OrganisationRef, attribute
from jiedao.kernel.declarations import Move, State, Workflow
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

VACANT, LET, WITHDRAWN = "vacant", "let", "withdrawn"
_EDIT = "records.edit"


class Letting(BaseModel, extra="forbid"):
    """To whom, from when until when, for how much."""

    tenant: OrganisationRef = attribute(Title("承租企业", "Tenant"))
    industry: str = attribute(Title("承租企业所属产业", "Tenant's industry"), "", max_length=40)
    lease_from: date = attribute(Title("起租日期", "Let from"), default_factory=clock.today)
    lease_to: date = attribute(Title("租期届满", "Let until"))
    rent: Money | None = attribute(
        Title("月租金（每平方米）", "Rent a month and m²"), None, unit=YUAN, widget="money", ge=0
    )
    resolution: str = attribute(Title("民主决议文号", "Members' resolution"), "", max_length=80)


class Vacated(BaseModel, extra="forbid"):
    """Since when it is free again."""

    vacated_on: date = attribute(Title("腾出日期", "Vacated on"), default_factory=clock.today)


def let(work: Work, said: Letting) -> None:
    """It is let; whether the tenant is of the park's industry follows from the park."""
    must_exist(work, "organisation", said.tenant, "tenant")
    record: Any = work.record
    park = work.subject_record
    wanted = str(park.attributes.get("industry", "")) if park is not None else ""
    record.organisation_id = said.tenant
    work.values.update(
        industry=said.industry, on_target=bool(wanted) and said.industry == wanted,
        lease_from=said.lease_from, lease_to=said.lease_to, rent=said.rent,
        resolution=said.resolution,
    )  # fmt: skip


def vacate(work: Work, said: Vacated) -> None:
    """The tenant is gone: the lease ends with that day."""
    record: Any = work.record
    begun = work.values.get("lease_from")
    if begun is not None and said.vacated_on < begun:
        raise Invalid(_("腾出日期早于起租日期。"), field="vacated_on", code="bad_span")
    record.organisation_id = None
    work.values.update(
        vacated_on=said.vacated_on, lease_from=None, lease_to=None, rent=None, on_target=False,
        industry="", resolution="",
    )  # fmt: skip


def lease_end(work: Any) -> date | None:
    """What is let is due when its lease ends: expiring leases stand first in the list."""
    ends: date | None = work.values.get("lease_to")
    return ends if work.record.state == LET else None


LETTING = Workflow(
    "letting",
    Title("招租", "Letting"),
    (
        State(VACANT, Title("空置", "Vacant")),
        State(LET, Title("已出租", "Let")),
        State(WITHDRAWN, Title("已核销", "Withdrawn"), open=False),
    ),
    (
        Move("let", Title("登记出租", "Let"), (VACANT,), LET, _EDIT, data=Letting, effect=let,
             primary=True),
        Move("vacate", Title("腾空", "Vacate"), (LET, VACANT), VACANT, _EDIT, data=Vacated,
             effect=vacate),
        Move("withdraw", Title("核销", "Withdraw"), (VACANT,), WITHDRAWN, _EDIT, data=Reason,
             danger=True),
    ),
    initial=VACANT,
)  # fmt: skip
