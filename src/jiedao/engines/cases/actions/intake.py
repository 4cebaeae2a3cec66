"""Intake: from a message to a numbered request on a case, placed, classed and dispatched.

``report_many`` is the rule; ``report`` is the same for one. What we found ourselves is opened as
a case without a request (``open_many``, ``open_case``). A batch costs about as many statements as
a single one, so imports and samples use it. A kind with a workflow of its own begins where that
begins, with its own clocks.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from jiedao.engines.cases import clocks, kinds, tracking, workflow
from jiedao.engines.cases.actions.incoming import SAME_AS, NewCase, NewRequest, Receipt, check
from jiedao.engines.cases.actions.placing import Placed, place
from jiedao.engines.cases.actions.routing import Route, route, start_clocks
from jiedao.engines.cases.models import Assignment, Case, Clock, Request
from jiedao.engines.cases.retries import known_ids
from jiedao.engines.cases.searching import indexed_text
from jiedao.engines.cases.work import CASE
from jiedao.foundation.catalogue.lookup import Catalogue, catalogue_for
from jiedao.foundation.parties.actions import NewPerson, find_or_add_people
from jiedao.foundation.search import index
from jiedao.foundation.workdays.calendar import Calendar, calendar_for
from jiedao.kernel import clock, history, towns
from jiedao.kernel.actors import SYSTEM, Actor
from jiedao.kernel.history import Line
from jiedao.kernel.rows import insert
from jiedao.kernel.transactions import within


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
        batch.take_in()
        taken = dict(zip(fresh, batch.receipts(), strict=True)) | known
    return [
        taken[n] if n in taken else replace(taken[first_of[n]], known=True)
        for n in range(len(news))
    ]


def open_case(town_id: int, new: NewCase, *, actor: Actor) -> Case:
    """Open a case that nobody asked for: what an inspection found, what a sensor tells.

    Raises Invalid as ``report`` does, and for attributes that the kind's model refuses.
    """
    return open_many(town_id, [new], actor=actor)[0]


def open_many(town_id: int, news: Sequence[NewCase], *, actor: Actor) -> list[Case]:
    """Open many cases in one transaction, in the order given."""
    moment = clock.now()
    for new in news:
        check(new, moment)
    with within():
        batch = _Batch(town_id, news, actor, moment)
        batch.take_in()
    return batch.cases


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
    """Cases and requests on their way in: every step is done for all of them at once."""

    def __init__(
        self, town_id: int, news: Sequence[NewCase], actor: Actor, moment: datetime
    ) -> None:
        self.town_id, self.news, self.actor, self.moment = town_id, news, actor, moment
        self.catalogue: Catalogue = catalogue_for(town_id)
        self.calendar: Calendar = calendar_for(town_id)
        self.cases: list[Case] = []
        self.requests: list[Request | None] = []
        self.routes: list[Route] = []
        self.clocks: list[Clock] = []

    def take_in(self) -> None:
        """Build and write everything; ``cases`` and ``receipts`` then stand in the order given."""
        if not self.news:
            return
        for new, person_id in zip(self.news, self._people(), strict=True):
            self._build(new, person_id)
        self._number()
        # Before what refers to it: SQLite looks through every table that does when it comes after.
        insert(self.cases)
        insert([request for request in self.requests if request is not None])
        self._assign()
        self._index()
        self._log()

    def receipts(self) -> list[Receipt]:
        """One for each request."""
        return [
            Receipt(request, case, tracking.code_for(request))
            for request, case in zip(self.requests, self.cases, strict=True)
            if request is not None
        ]

    def _people(self) -> list[int | None]:
        wanted = [
            NewPerson(new.contact_name, new.contact_phone, as_written=new.as_written)
            if isinstance(new, NewRequest)
            else NewPerson()
            for new in self.news
        ]
        if not any(person.name or person.phone for person in wanted):
            return [None] * len(wanted)
        return find_or_add_people(self.town_id, wanted, actor=self.actor)

    def _number(self) -> None:
        """Numbers come last of all that is not writing: whoever takes one makes the others wait
        until it has committed."""
        day = self.moment.astimezone(clock.TOWN_ZONE).strftime("%y%m%d")
        first = towns.take_numbers(self.town_id, f"case-{day}", len(self.cases))
        for count, (case, request) in enumerate(
            zip(self.cases, self.requests, strict=True), start=first
        ):
            case.number = f"C{day}{count:05d}"
            if request is not None:
                request.number = f"R{day}{count:05d}"

    def _build(self, new: NewCase, person_id: int | None) -> None:
        placed = place(self.town_id, new)
        chosen = route(self.catalogue, self.town_id, new, placed)
        received = new.received_at or self.moment
        case = self._case(new, placed, chosen, received)
        request = None
        if isinstance(new, NewRequest):
            request = self._request(new, case, person_id)
        self.cases.append(case)
        self.requests.append(request)
        self.routes.append(chosen)
        self.clocks += self._clocks(new, case, request, chosen)

    def _request(self, new: NewRequest, case: Case, person_id: int | None) -> Request:
        request = Request(
            town_id=self.town_id,
            case=case,
            channel=new.channel,
            foreign_number=new.foreign_number,
            retry_key=new.retry_key,
            requester_id=person_id,
            text=new.text,
            address=new.address,
            secret=case.secret,
            received_at=case.reported_at,
            platform_due_at=new.platform_due_at,
            attributes=new.request_attributes,
        )
        tracking.seal(request)
        if _done_elsewhere(new):
            # Whoever closed it made the visit or did not: ours is not owed.
            request.state = Request.State.ELSEWHERE
        return request

    def _clocks(
        self, new: NewCase, case: Case, request: Request | None, chosen: Route
    ) -> list[Clock]:
        if not new.finished_elsewhere:
            return start_clocks(case, request, chosen, self.calendar, self.moment)
        if request is None or request.platform_due_at is None:
            return []
        platform = clocks.platform(request)
        if new.closed_at is not None:
            clocks.stop(platform, new.closed_at)
        elif kinds.is_open(case):
            clocks.lead(case, [platform])
        else:
            platform.act_at = None  # finished, and the file does not tell when
        return [platform]

    def _case(self, new: NewCase, placed: Placed, chosen: Route, received: datetime) -> Case:
        state = chosen.state
        case = Case(
            town_id=self.town_id,
            kind=new.kind,
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
            subject_kind=new.subject_kind,
            subject_id=new.subject_id,
            attributes=new.attributes | placed.attributes,
            marks=[*new.marks, *placed.marks],
            result=new.result,
        )
        if new.finished_elsewhere:
            # Nothing is invented: only the times that the file tells.
            case.state, case.closed_at = new.state or chosen.state, new.closed_at
            case.closed_elsewhere = _done_elsewhere(new)
            return case
        if kinds.goes_the_loop(new.kind):
            case.accepted_at = self.moment if state != workflow.REPORTED else None
            case.dispatched_at = self.moment if state == workflow.DISPATCHED else None
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
            lines.append(Line(CASE, case.pk, "reported", data=_told(case, request)))
            if case.state == workflow.DISPATCHED and kinds.goes_the_loop(case.kind):
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


def _told(case: Case, request: Request | None) -> dict[str, Any]:
    """What the first line of its history says: how it came in, and what it is about."""
    told: dict[str, Any] = {"request": request.number} if request is not None else {}
    told["channel"] = case.channel
    if request is not None and request.attributes.get(SAME_AS):
        told[SAME_AS] = request.attributes[SAME_AS]
    if case.subject_id is not None:
        told["subject"] = [case.subject_kind, case.subject_id]
    return told


def _done_elsewhere(new: NewCase) -> bool:
    """Imported in a state in which whoever asked has been answered."""
    if kinds.goes_the_loop(new.kind):
        return new.state in workflow.DONE
    return bool(new.state) and new.state not in kinds.open_states()
