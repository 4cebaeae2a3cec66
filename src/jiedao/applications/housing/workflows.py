"""The ways of an allotment and of an application for a home, and what their moves ask."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.services.models import Service
from jiedao.foundation.records.saying import Reason
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import attribute
from jiedao.kernel.declarations import Move, State, Workflow
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

TAKING, ENDED = "taking", "allotted_all"
APPLIED, ALLOTTED, LEASED, LEFT, REFUSED = "applied", "allotted", "leased", "left", "refused"
_EDIT, _APPROVE = "records.edit", "projects.approve"


class Allotting(BaseModel, extra="forbid"):
    """Which home."""

    home: str = attribute(Title("房号", "Home"), min_length=1, max_length=60)


class Lease(BaseModel, extra="forbid"):
    """From when until when."""

    lease_from: date = attribute(Title("起租日期", "Let from"), default_factory=clock.today)
    lease_to: date = attribute(Title("租期届满", "Let until"))


def homes_left(work: Any) -> str:
    """No more homes than the allotment offers."""
    allotment = work.subject_record
    if allotment is None:
        return _("申请没有对应的配租批次。")
    rows = Service.objects.filter(
        town_id=work.record.town_id, kind=work.record.kind, subject_kind=allotment.kind,
        subject_id=allotment.pk, state__in=(ALLOTTED, LEASED),
    )  # fmt: skip
    offered = int(allotment.attributes.get("homes", 0))
    return "" if rows.count() < offered else _("这一批次的房源已经配完。")


def lease(work: Work, said: Lease) -> None:
    """A lease ends after it begins, and the home was given with it."""
    if said.lease_to <= said.lease_from:
        raise Invalid(_("租期届满早于起租。"), field="lease_to", code="bad_span")
    service: Any = work.record
    service.given_on = said.lease_from
    work.values.update(lease_from=said.lease_from, lease_to=said.lease_to)


ALLOTMENT_WAY = Workflow(
    "housing_allotment",
    Title("配租", "Allotment"),
    (
        State(TAKING, Title("受理申请", "Taking applications")),
        State(ENDED, Title("配租结束", "Ended"), open=False),
    ),
    (
        Move("end", Title("结束配租", "End"), (TAKING,), ENDED, _APPROVE, data=Reason),
        Move("reopen", Title("继续配租", "Go on"), (ENDED,), TAKING, _APPROVE, data=Reason),
    ),
    initial=TAKING,
)  # fmt: skip
APPLICATION_WAY = Workflow(
    "housing_application",
    Title("住房申请", "Application for a home"),
    (
        State(APPLIED, Title("已申请", "Applied")),
        State(ALLOTTED, Title("已配租", "Allotted")),
        State(LEASED, Title("已签约入住", "Leased")),
        State(LEFT, Title("已退出", "Left"), open=False),
        State(REFUSED, Title("不符合条件", "Not entitled"), open=False),
    ),
    (
        Move("allot", Title("配租选房", "Allot"), (APPLIED,), ALLOTTED, _APPROVE, data=Allotting,
             rule=homes_left, primary=True),
        Move("lease", Title("签约", "Sign the lease"), (ALLOTTED,), LEASED, _EDIT, data=Lease,
             effect=lease, primary=True),
        Move("leave", Title("退出", "Leave"), (ALLOTTED, LEASED), LEFT, _EDIT, data=Reason),
        Move("refuse", Title("不予配租", "Refuse"), (APPLIED,), REFUSED, _APPROVE, data=Reason,
             danger=True),
    ),
    initial=APPLIED,
)  # fmt: skip
