"""A year of the demo town's life, through the actions, with the clock set to each moment.

Reports arrive, lives go on, the worker's steps run once a simulated day. Everything happens in
order of simulated time, in small durable transactions, so that people can use the town
meanwhile.
"""

import heapq
import itertools
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from jiedao.config.demo import arrivals as drawing
from jiedao.config.demo import words
from jiedao.config.demo.arrivals import Arrival
from jiedao.config.demo.lives import Fate, Life, Step, live
from jiedao.config.demo.matters import matters
from jiedao.config.demo.people import Place, cast_of, places_of, resident
from jiedao.config.demo.pictures import picture
from jiedao.engines.cases import worker
from jiedao.engines.cases.actions import NewRequest, make_move, report
from jiedao.engines.cases.actions.filing import Upload, attach
from jiedao.engines.cases.models import Case
from jiedao.foundation.catalogue.models import Item
from jiedao.foundation.staff.models import Unit
from jiedao.foundation.workdays.calendar import calendar_for
from jiedao.kernel import clock
from jiedao.kernel.actors import RESIDENT, Actor, machine
from jiedao.kernel.errors import Refused
from jiedao.kernel.transactions import durable

logger = logging.getLogger(__name__)
Tick = Callable[[int], None]
_EVENTS_AT_ONCE = 12


@dataclass(order=True)
class _Event:
    at: datetime
    order: int
    arrival: int | None = field(default=None, compare=False)
    life: Life | None = field(default=None, compare=False)
    step: Step | None = field(default=None, compare=False)
    number: str = field(default="", compare=False)


class Simulator:
    """One stretch of time of one town. ``batch`` names it, so that a run that was broken off
    goes on: a report that is already there is recognised by its number and not lived again.
    Reports arrive until ``last_arrival``; what they set going goes on until ``end``."""

    def __init__(
        self,
        town_id: int,
        *,
        seed: int,
        start: datetime,
        end: datetime,
        count: int,
        batch: str,
        last_arrival: datetime | None = None,
    ) -> None:
        self.town_id, self.end, self.batch = town_id, end, batch
        self.rng = random.Random(f"{seed}-{batch}")  # noqa: S311
        self.matters = matters()
        self.places: list[Place] = places_of(town_id)
        self.cast = cast_of(town_id)
        self.calendar = calendar_for(town_id)
        self.items = dict(Item.objects.filter(town_id=town_id).values_list("code", "id"))
        self.units = dict(Unit.objects.filter(town_id=town_id).values_list("code", "id"))
        self.arrivals = drawing.draw(
            self.rng, self.matters, len(self.places), start, last_arrival or end, count
        )
        self.numbers: dict[int, str] = {}
        self.refused = 0
        self._order = itertools.count()
        self._events = [
            _Event(arrival.at, next(self._order), arrival=n)
            for n, arrival in enumerate(self.arrivals)
        ]
        heapq.heapify(self._events)

    def run(self, tick: Tick | None = None) -> int:
        """Live until the end; returns how many reports were taken in."""
        day = self._events[0].at.date() if self._events else None
        taken = 0
        while self._events and self._events[0].at < self.end:
            if self._events[0].at.date() != day:
                day = self._events[0].at.date()
                self._worker(self._events[0].at)
            with durable():
                for _n in range(_EVENTS_AT_ONCE):
                    if not self._events or self._events[0].at >= self.end:
                        break
                    event = heapq.heappop(self._events)
                    taken += event.arrival is not None
                    if event.arrival is not None and tick is not None:
                        tick(1)
                    self._happen(event)
        return taken

    def _worker(self, moment: datetime) -> None:
        with clock.at(moment):
            for step in (worker.mind_clocks, worker.resume_suspended, worker.rule_by_default):
                while step() >= 200:
                    pass

    def _happen(self, event: _Event) -> None:
        try:
            with clock.at(event.at), transaction.atomic():
                case = self._arrive(event) if event.arrival is not None else self._step(event)
        except Refused as refusal:
            # A rule forbids what the story wanted: the case stays as it is, like in life.
            self.refused += 1
            logger.debug(
                "%s %s: %s",
                event.number,
                event.step and (event.step.move, event.step.actor.name),
                refusal,
            )
            return
        if case is None or event.life is None:
            return
        try:
            step = event.life.send(case) if event.step is not None else next(event.life)
        except StopIteration:
            return
        at = max(step.at, event.at + timedelta(seconds=20))
        following = _Event(at, next(self._order), life=event.life, step=step, number=case.number)
        heapq.heappush(self._events, following)

    def _step(self, event: _Event) -> Case:
        assert event.step is not None
        step = event.step
        if step.photos:
            case = Case.objects.get(town_id=self.town_id, number=event.number)
            for stage in step.photos:
                upload = Upload(f"{stage}.jpg", picture(stage, self.rng))
                attach(case, [upload], stage=stage, account_id=step.actor.id)
        return make_move(self.town_id, event.number, step.move, step.data, actor=step.actor)

    def _arrive(self, event: _Event) -> Case | None:
        assert event.arrival is not None
        arrival = self.arrivals[event.arrival]
        place = self.places[arrival.spot]
        new, actor = self._request(event.arrival, arrival, place)
        receipt = report(self.town_id, new, actor=actor)
        self.numbers[event.arrival] = receipt.case.number
        if receipt.known:
            return self._go_on(event, receipt.case)
        if arrival.channel in ("snap", "grid") or self.rng.random() < 0.15:
            upload = Upload("现场.jpg", picture("report", self.rng))
            attach(receipt.case, [upload], stage="report", request=receipt.request, public=True)
        if arrival.same_as is not None and self._merge(arrival.same_as, receipt.case):
            return None
        return self._begin(event, receipt.case)

    def _begin(self, event: _Event, case: Case) -> Case:
        assert event.arrival is not None
        matter = self.matters[self.arrivals[event.arrival].matter]
        item_id = self.items[matter.code]
        fate = Fate(self.rng, self.cast, self.calendar, matter, item_id, self.units)
        event.life = live(fate, case, event.at)
        event.number = case.number
        return case

    def _go_on(self, event: _Event, case: Case) -> Case | None:
        """A run that was broken off: what is still open goes on from where it stands."""
        if case.state not in ("reported", "accepted", "dispatched", "handling"):
            return None
        return self._begin(event, case)

    def _request(self, n: int, arrival: Arrival, place: Place) -> tuple[NewRequest, Actor]:
        matter = self.matters[arrival.matter]
        spot = words.Spot(place.words, place.community)
        name, phone = resident(self.rng) if arrival.known else ("", "")
        platform = arrival.channel in ("hotline_12345", "district_platform")
        on_map = arrival.channel in ("snap", "grid", "public_page") or self.rng.random() < 0.25
        new = NewRequest(
            text=words.compose(self.rng, matter, spot, arrival.channel, arrival.at),
            channel=arrival.channel,
            kind="grid_event" if arrival.channel == "grid" else "request",
            item_id=self.items[matter.code] if self.rng.random() < 0.5 or platform else None,
            longitude=place.lon if on_map else None,
            latitude=place.lat if on_map else None,
            address=place.words,
            contact_name=name,
            contact_phone=phone,
            foreign_number=f"{self.batch}{n:06d}" if platform else "",
            retry_key="" if platform else f"demo-{self.batch}-{n}",
            secret=arrival.secret,
            received_at=arrival.at,
        )
        if arrival.channel == "district_platform":
            new.platform_due_at = arrival.at + timedelta(days=matter_days(matter.level))
        return new, self._actor(arrival, place)

    def _actor(self, arrival: Arrival, place: Place) -> Actor:
        if arrival.channel == "grid":
            worker_here = self.cast.grid_workers.get(place.grid_id or 0)
            return worker_here or self.cast.one(self.rng, "grid_worker")
        if arrival.channel == "staff":
            return self.cast.one(self.rng, "dispatcher")
        if arrival.channel in ("hotline_12345", "district_platform"):
            return machine(arrival.channel)
        return RESIDENT

    def _merge(self, first: int, case: Case) -> bool:
        """The dispatcher joins a repeated report to the earlier case while that is open."""
        number = self.numbers.get(first, "")
        target = Case.objects.filter(town_id=self.town_id, number=number).first()
        open_ones = ("reported", "accepted", "dispatched", "handling")
        if target is None or target.kind != case.kind or target.state not in open_ones:
            return False
        actor = self.cast.one(self.rng, "dispatcher")
        make_move(self.town_id, case.number, "merge", {"into": number}, actor=actor)
        return True


def matter_days(level: int) -> int:
    """Days that the district platform gives by level."""
    return {1: 2, 2: 4, 3: 8, 4: 12}[level]
