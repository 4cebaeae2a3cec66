"""What the moves of services do, and how much of a service one is entitled to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import attribute
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title


@dataclass(frozen=True, slots=True)
class ServiceOptions:
    """``times`` so often within ``months`` one beneficiary may get the service (0: no limit);
    ``entitled`` answers from its attributes with a sentence why not, or "" for yes."""

    times: int = 0
    months: int = 12
    entitled: Callable[[Mapping[str, Any]], str] | None = None


class Assign(BaseModel, extra="forbid"):
    """Who provides it."""

    provider: str = attribute(Title("服务方", "Provider"), min_length=1, max_length=160)
    note: str = attribute(Title("说明", "Note"), "", max_length=500)


class Given(BaseModel, extra="forbid"):
    """What was given."""

    on: date = attribute(Title("服务日期", "Provided on"), default_factory=clock.today)
    quantity: int = attribute(Title("数量", "Quantity"), 1, ge=1)
    note: str = attribute(Title("服务情况", "How it went"), "", widget="textarea", max_length=1000)


class Rating(BaseModel, extra="forbid"):
    """The beneficiary's word."""

    rating: int = attribute(
        Title("评分", "Rating"), ge=1, le=5, help=Title("1 最差，5 最好", "1 worst, 5 best")
    )
    note: str = attribute(Title("意见", "Remarks"), "", widget="textarea", max_length=500)


def assign(work: Work, said: Assign) -> None:
    """The provider that is to give it."""
    service: Any = work.record
    service.provider = said.provider


def give(work: Work, said: Given) -> None:
    """It was given, not in the future."""
    if said.on > clock.today():
        raise Invalid(_("服务日期在将来。"), field="on", code="future_date")
    service: Any = work.record
    service.given_on, service.quantity = said.on, said.quantity


def rate(work: Work, said: Rating) -> None:
    """One rating each; a later one replaces it and the earlier stays in history."""
    service: Any = work.record
    service.rating, service.rating_note = said.rating, said.note


def check_entitlement(work: Work) -> None:
    """Refuse what exceeds the entitlement; only for a service that is new."""
    options, service = work.kind.options, work.record
    if not isinstance(options, ServiceOptions) or service.pk is not None:
        return
    if options.entitled is not None and (why_not := options.entitled(work.values)):
        raise Invalid(why_not, code="not_entitled")
    whose = _beneficiary(service)
    if not options.times or whose is None:
        return
    rows = type(service)._default_manager.filter(whose, town_id=service.town_id, kind=service.kind)
    earlier = rows.filter(day__gt=_months_before(service.day, options.months)).exclude(
        state="refused"
    )
    if earlier.count() >= options.times:
        raise Invalid(
            _("%(months)d 个月内已享受 %(times)d 次，达到上限。")
            % {"months": options.months, "times": options.times},
            code="entitlement_used",
        )


def _beneficiary(service: Any) -> Q | None:
    if service.person_id is not None:
        return Q(person_id=service.person_id)
    if service.organisation_id is not None:
        return Q(organisation_id=service.organisation_id)
    return None


def _months_before(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 - months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, 28))
