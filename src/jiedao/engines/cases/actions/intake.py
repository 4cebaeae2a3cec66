"""Intake: from a message to a numbered request on a case, placed, classed and dispatched.

``report_many`` is the rule; ``report`` is the same for one. A batch costs about as many
statements as a single request, so imports and samples use it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from jiedao.engines.cases import clocks, tracking, workflow
from jiedao.engines.cases.actions.placing import Placed, check_point, place
from jiedao.engines.cases.actions.routing import Route, route, start_clocks
from jiedao.engines.cases.models import Assignment, Case, Clock, Request
from jiedao.engines.cases.retries import known_ids
from jiedao.engines.cases.searching import indexed_text
from jiedao.engines.cases.work import CASE, REQUEST
from jiedao.foundation.catalogue.lookup import Catalogue, catalogue_for
from jiedao.foundation.parties.actions import NewPerson, find_or_add_people
from jiedao.foundation.places.coordinates import Datum
from jiedao.foundation.search import index
from jiedao.foundation.workdays.calendar import Calendar, calendar_for
from jiedao.kernel import clock, history, towns
from jiedao.kernel.actors import SYSTEM, Actor
from jiedao.kernel.errors import Invalid
from jiedao.kernel.history import Line
from jiedao.kernel.rows import insert
from jiedao.kernel.texts import clean
from jiedao.kernel.transactions import within

MAX_TEXT = 20_000
CLOCK_SKEW = timedelta(minutes=5)


@dataclass(slots=True)
class NewRequest:
    """What somebody asks, as it came in.

    ``item_id`` is the catalogue item where the sender knows it. Coordinates are in ``datum``.
    ``received_at`` defaults to now; a future time is refused. ``marks`` says what is not as
    it seems (``composed_text``). ``state`` and ``closed_at`` are for imports of work that another
    system has already taken somewhere: no clocks of ours run on it, but a platform's deadline of
    what is still open is watched like any other.
    """

    text: str
    channel: str
    kind: str = "request"
    item_id: int | None = None
    longitude: float | None = None
    latitude: float | None = None
    datum: Datum = Datum.WGS84
    address: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    foreign_number: str = ""
    retry_key: str = ""
    secret: bool = False
    received_at: datetime | None = None
    platform_due_at: datetime | None = None
    level: int | None = None
    unit_id: int | None = None
    community_id: int | None = None
    attributes: dict[str, Any] = field(default_factory=dict)
    request_attributes: dict[str, Any] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)
    as_written: bool = False
    """Take the contact as it stands, even when it cannot be a telephone (imports)."""
    find_place: bool = True
    """Whether a place may be looked for in the words."""
    state: str = ""
    closed_at: datetime | None = None
    result: str = ""

    @property
    def finished_elsewhere(self) -> bool:
        """Imported with the state it already has: no clocks of ours run on it."""
        return bool(self.state)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender gets back. ``tracking_code`` is known only now: its digest is kept."""

    request: Request
    case: Case
    tracking_code: str
    known: bool = False


def report(town_id: int, new: NewRequest, *, actor: Actor) -> Receipt:
    """Take in one request. A retry (same channel and number or key) gets the first one back.

    Raises Invalid for text that is empty or too long, unknown items, future times, and
    coordinates that are none.
    """
    return report_many(town_id, [new], actor=actor)[0]


def report_many(town_id: int, news: Sequence[NewRequest], *, actor: Actor) -> list[Receipt]:
    """Take in many requests in one transaction; receipts in the order given."""
    moment = clock.now()
    for new in news:
        check(new, moment)
    with within():
        known = _known(town_id, news)
        first_of = _first_of_each(news)
        fresh = [n for n in range(len(news)) if n not in known and first_of[n] == n]
        batch = _Batch(town_id, [news[n] for n in fresh], actor, moment)
        taken = dict(zip(fresh, batch.take_in(), strict=True)) | known
    return [
        taken[n] if n in taken else replace(taken[first_of[n]], known=True)
        for n in range(len(news))
    ]


def _first_of_each(news: Sequence[NewRequest]) -> list[int]:
    """For each request the position of the first one in the batch that is the same."""
    seen: dict[tuple[str, str, str], int] = {}
    result = []
    for n, new in enumerate(news):
        names = ("foreign_number", "retry_key")
        keys = [(new.channel, name, getattr(new, name)) for name in names if getattr(new, name)]
        first = min((seen[key] for key in keys if key in seen), default=n)
        for key in keys:
            seen.setdefault(key, first)
        result.append(first)
    return result


def check(new: NewRequest, moment: datetime) -> None:
    """Refuse what cannot be a request, in a sentence; clean what can."""
    new.text = clean(new.text)
    new.address = clean(new.address)[:300]
    if not new.text:
        raise Invalid(_("请写明要反映的事情。"), field="text", code="empty_text")
    if len(new.text) > MAX_TEXT:
        raise Invalid(
            _("内容超过 %(n)d 字，请精简，其余可作附件。") % {"n": MAX_TEXT},
            field="text",
            code="text_too_long",
        )
    if new.received_at is not None and new.received_at > moment + CLOCK_SKEW:
        raise Invalid(_("收到的时间在将来，请检查。"), field="received_at", code="future_date")
    if (new.longitude is None) != (new.latitude is None):
        raise Invalid(_("经度和纬度要一起给出。"), field="longitude", code="half_point")
    if new.longitude is not None and new.latitude is not None:
        check_point(new.longitude, new.latitude)


def _known(town_id: int, news: Sequence[NewRequest]) -> dict[int, Receipt]:
    """Requests that are already there: position in the batch → their receipt."""
    wanted: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for n, new in enumerate(news):
        for column in ("foreign_number", "retry_key"):
            if getattr(new, column):
                wanted[column, new.channel, getattr(new, column)].append(n)
    # Nearly always nothing is found: only the ids are asked for, which is the cheaper question.
    ids = known_ids(town_id, wanted) if wanted else []
    found: dict[int, Receipt] = {}
    for row in Request.objects.filter(pk__in=ids).select_related("case") if ids else ():
        receipt = Receipt(row, row.case, tracking.code_for(row), known=True)
        for column in ("foreign_number", "retry_key"):
            for n in wanted.get((column, row.channel, getattr(row, column)), ()):
                found[n] = receipt
    return found


class _Batch:
    """Requests on their way in: every step is done for all of them at once."""

    def __init__(
        self, town_id: int, news: list[NewRequest], actor: Actor, moment: datetime
    ) -> None:
        self.town_id, self.news, self.actor, self.moment = town_id, news, actor, moment
        self.catalogue: Catalogue = catalogue_for(town_id)
        self.calendar: Calendar = calendar_for(town_id)
        self.cases: list[Case] = []
        self.requests: list[Request] = []
        self.routes: list[Route] = []
        self.clocks: list[Clock] = []

    def take_in(self) -> list[Receipt]:
        if not self.news:
            return []
        people = self._people()
        day = self.moment.astimezone(clock.TOWN_ZONE).strftime("%y%m%d")
        first = towns.take_numbers(self.town_id, f"case-{day}", len(self.news))
        for offset, new in enumerate(self.news):
            number = f"{day}{first + offset:05d}"
            self._build(new, number, people[offset])
        insert(self.cases)
        insert(self.requests)
        self._assign()
        self._index()
        self._log()
        return [
            Receipt(request, case, tracking.code_for(request))
            for request, case in zip(self.requests, self.cases, strict=True)
        ]

    def _people(self) -> list[int | None]:
        wanted = [
            NewPerson(new.contact_name, new.contact_phone, as_written=new.as_written)
            for new in self.news
        ]
        if not any(person.name or person.phone for person in wanted):
            return [None] * len(wanted)
        return find_or_add_people(self.town_id, wanted, actor=self.actor)

    def _build(self, new: NewRequest, number: str, person_id: int | None) -> None:
        placed = place(self.town_id, new)
        chosen = route(self.catalogue, self.town_id, new, placed)
        received = new.received_at or self.moment
        case = self._case(new, number, placed, chosen, received)
        request = Request(
            town_id=self.town_id,
            case=case,
            number=f"R{number}",
            channel=new.channel,
            foreign_number=new.foreign_number,
            retry_key=new.retry_key,
            requester_id=person_id,
            text=new.text,
            address=new.address,
            secret=case.secret,
            received_at=received,
            platform_due_at=new.platform_due_at,
            attributes=new.request_attributes,
        )
        tracking.seal(request)
        if new.state in workflow.DONE:
            # Whoever closed it made the visit or did not: ours is not owed.
            request.state = Request.State.ELSEWHERE
        self.cases.append(case)
        self.requests.append(request)
        self.routes.append(chosen)
        self.clocks += self._clocks(new, case, request, chosen)

    def _clocks(self, new: NewRequest, case: Case, request: Request, chosen: Route) -> list[Clock]:
        if not new.finished_elsewhere:
            return start_clocks(case, request, chosen, self.calendar, self.moment)
        if new.platform_due_at is None:
            return []
        platform = clocks.platform(request)
        if new.closed_at is not None:
            clocks.stop(platform, new.closed_at)
        elif case.state in workflow.OPEN_STATES:
            clocks.lead(case, [platform])
        else:
            platform.act_at = None  # finished, and the file does not tell when
        return [platform]

    def _case(
        self, new: NewRequest, number: str, placed: Placed, chosen: Route, received: datetime
    ) -> Case:
        state = chosen.state
        case = Case(
            town_id=self.town_id,
            kind=new.kind,
            number=f"C{number}",
            state=state,
            text=new.text,
            item_id=chosen.item_id,
            level=new.level or chosen.level,
            channel=new.channel,
            secret=new.secret or chosen.secret,
            unit_id=chosen.unit_id,
            community_id=new.community_id or placed.community_id,
            grid_id=placed.grid_id,
            building_id=placed.building_id,
            lon=placed.lon,
            lat=placed.lat,
            address=placed.address,
            reported_at=received,
            attributes=new.attributes | placed.attributes,
            marks=[*new.marks, *placed.marks],
            result=new.result,
        )
        if new.finished_elsewhere:
            # Nothing is invented: only the times that the file tells.
            case.state, case.closed_at = new.state or chosen.state, new.closed_at
            case.closed_elsewhere = case.state in workflow.DONE
            return case
        if state != workflow.REPORTED:
            case.accepted_at = self.moment
        if state == workflow.DISPATCHED:
            case.dispatched_at = self.moment
        return case

    def _assign(self) -> None:
        rows = [
            Assignment(case=case, unit_id=unit_id, part=part, assigned_at=self.moment)
            for case, chosen in zip(self.cases, self.routes, strict=True)
            if case.unit_id is not None
            for unit_id, part in chosen.parts()
        ]
        insert(rows)
        insert(self.clocks)

    def _index(self) -> None:
        index(CASE, [(case.pk, indexed_text(case)) for case in self.cases])

    def _log(self) -> None:
        lines: list[Line] = []
        for case, request, chosen in zip(self.cases, self.requests, self.routes, strict=True):
            lines.append(
                Line(
                    CASE,
                    case.pk,
                    "reported",
                    data={"request": request.number, "channel": request.channel},
                )
            )
            if case.state == workflow.DISPATCHED:
                lines.append(
                    Line(
                        CASE,
                        case.pk,
                        "dispatch",
                        data={"unit": case.unit_id, "item": case.item_id, "by": chosen.why},
                        actor=SYSTEM,
                    )
                )
        history.record(self.town_id, lines, actor=self.actor)


__all__ = ["REQUEST", "NewRequest", "Receipt", "check", "report", "report_many"]
