"""What a life in the demo town is made of: steps, and what they are drawn from."""

import random
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from jiedao.config.demo import words
from jiedao.config.demo.matters import Matter
from jiedao.config.demo.people import Cast
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.work import Work
from jiedao.foundation.catalogue.entries import CatalogueItem
from jiedao.foundation.workdays.calendar import Calendar
from jiedao.kernel.actors import Actor

_LEFT_LYING = timedelta(hours=60)
AT_WORK = ("dispatched", "handling")


@dataclass(frozen=True)
class Step:
    """A move at a time by an actor; pictures of the stages ``photos`` are attached before it.

    A move ``resident.NAME`` is something the requester does by tracking code; ``data`` holds
    the arguments of the function of that name.
    """

    at: datetime
    move: str
    actor: Actor | None
    data: dict[str, Any] = field(default_factory=dict)
    photos: tuple[str, ...] = ()


Life = Generator[Step, Work, None]
Part = Generator[Step, Work, tuple[Work, datetime]]


@dataclass
class Fate:
    """What a life is drawn from."""

    rng: random.Random
    cast: Cast
    calendar: Calendar
    matter: Matter
    item_id: int
    units: dict[str, int]
    trackable: bool
    """Whether the requester has a tracking code and looks at it."""
    end: datetime
    """When all stories end, however far they are."""

    @property
    def urgent(self) -> bool:
        """Whether somebody on duty takes it up at night: its limit runs on then as well."""
        return self.matter.level == 1 or self.matter.limits[0].unit == "urgent_hours"

    def later(self, moment: datetime, low: float, high: float) -> datetime:
        """So many office hours later; urgent matters do not wait for the office to open."""
        hours = timedelta(hours=self.rng.uniform(low, high))
        if self.urgent:
            return moment + hours / 4
        return self.calendar.add_working(moment, hours)

    def on_a_desk(self, moment: datetime, low: float, high: float) -> datetime:
        """When a desk gets to it: so many office hours later. What reached it lately mostly
        waits until the end, for whoever opens the demo."""
        if not self.urgent and self.end - moment < _LEFT_LYING and self.chance(0.8):
            return self.end
        return self.later(moment, low, high)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def slow(self, case: Case) -> bool:
        """Whether the case lies with one of the town's slow units."""
        return case.unit_id in self.cast.poor_units

    def handler(self, case: Case) -> Actor:
        """Who acts for the lead unit: the one who has it, else somebody of the unit."""
        people = self.cast.handlers.get(case.unit_id or 0, ())
        own = next((actor for actor in people if actor.id == case.handler_id), None)
        back = "returned_to_dispatch" in case.step_actors
        but = (case.step_actors.get("dispatch"),) if back else ()
        return own or self.cast.handler(self.rng, case.unit_id or 0, but=but)


def item_of(work: Work) -> CatalogueItem | None:
    """The catalogue's item of the case as it stands: its evidence and way of checking count."""
    return work.catalogue.item(work.case.item_id) if work.case.item_id else None


def signed(fate: Fate, work: Work, moment: datetime) -> Part:
    """The unit signs, gives it to somebody, and speaks with the requester first.

    The 24 hours of the first contact run through nights and weekends: whoever is on duty calls,
    and a call signs for the case as well.
    """
    if work.case.state != "dispatched":
        return work, moment
    sent = work.case.dispatched_at or moment
    call_at = _call_at(fate, work, sent)
    sign_at = max(moment, fate.later(sent, 0.05, 3.6 if fate.slow(work.case) else 1.45))
    if call_at is None or sign_at < call_at:
        work = yield Step(sign_at, "sign", fate.handler(work.case))
        moment = sign_at
        if fate.chance(0.1):
            work = yield from _handed_on(fate, work, moment)
    if call_at is not None:
        moment = max(moment, call_at)
        data = {"reached": fate.chance(0.93), "note": fate.rng.choice(words.CONTACT_NOTES)}
        work = yield Step(moment, "contact", fate.handler(work.case), data)
    return work, moment


def _call_at(fate: Fate, work: Work, sent: datetime) -> datetime | None:
    """When the requester is called; None where nobody can be, or nobody thinks of it."""
    known = any(row.requester_id for row in work.requests)
    if not known or work.case.contacted_at is not None or fate.chance(0.03):
        return None
    hours = timedelta(hours=fate.rng.uniform(0.2, 34.0 if fate.slow(work.case) else 21.0))
    due = min((row.due_at for row in work.clocks if row.kind == "inner"), default=sent + hours)
    return sent + min(hours, (due - sent) * fate.rng.uniform(0.05, 0.4))


def _handed_on(fate: Fate, work: Work, moment: datetime) -> Generator[Step, Work, Work]:
    handler = fate.handler(work.case)
    if handler.unit_id != work.case.unit_id:
        return work
    colleague = fate.cast.handler(fate.rng, work.case.unit_id or 0)
    at = moment + timedelta(minutes=fate.rng.randrange(5, 50))
    return (yield Step(at, "assign", handler, {"handler": colleague.id}))
