"""One story: a report, what others report of the same matter, and the life that follows.

A story is told from beginning to end inside the caller's transaction, with the clock set to
each moment, so that nobody ever sees it half told: the worker, who lives in the present, finds
only cases that stand as they would today.
"""

import logging
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from jiedao.config.demo.arrivals import Arrival
from jiedao.config.demo.fate import Fate, Life, Step
from jiedao.config.demo.lives import live
from jiedao.config.demo.matters import Matter
from jiedao.config.demo.people import Cast, Place
from jiedao.config.demo.pictures import ready_document, ready_picture
from jiedao.config.demo.reports import request_of
from jiedao.engines.cases import worker, workflow
from jiedao.engines.cases.actions import NewRequest, filing, make_move, making, report, residents
from jiedao.engines.cases.models import Case, Request
from jiedao.engines.cases.work import Work
from jiedao.foundation.files import checking
from jiedao.foundation.workdays.calendar import Calendar
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM, Actor
from jiedao.kernel.errors import Refused

logger = logging.getLogger(__name__)
_HEARTBEAT = timedelta(seconds=20)
_TRIED = 3
"""So many steps of one story may be refused before it is given up."""


@dataclass(frozen=True)
class Stage:
    """What all stories of a town share."""

    town_id: int
    matters: Sequence[Matter]
    places: Sequence[Place]
    cast: Cast
    calendar: Calendar
    items: Mapping[str, int]
    """Code of the item → its id."""
    units: dict[str, int]
    """Code of the unit → its id."""


@dataclass(frozen=True)
class Telling:
    """One report of a story, with the key by which a later run knows it."""

    arrival: Arrival
    key: str


class Story:
    """Tells one story; ``refused`` counts the steps that a rule forbade."""

    def __init__(self, stage: Stage, tellings: Sequence[Telling], seed: str, end: datetime) -> None:
        self.stage, self.end = stage, end
        self.rng = random.Random(seed)  # noqa: S311
        self.first, self.others = tellings[0], list(tellings[1:])
        self.refused = 0
        self.variant = self.rng.randrange(60)
        self._work: Work | None = None
        self._apart: list[tuple[Telling, Case]] = []
        """Reports of the same matter that came when it was closed, with their cases."""

    def tell(self) -> int:
        """From the first report to the end of time; returns how many reports were taken in."""
        return 1 + self._live(self._report(self.first))

    def go_on_with(self, case: Case) -> None:
        """Tell on of a case that is there already: its first report has come in."""
        self._moment = self.first.arrival.at
        self._work = Work.open(self.stage.town_id, case.number, actor=SYSTEM)
        self._live(self._work.case)

    def _live(self, case: Case) -> int:
        """What becomes of the case; returns how many further reports were taken in."""
        taken = 0
        life = self.life(self.first, case)
        step = self._next(life, None)
        while step is not None and step.at < self.end:
            joined = self._others_before(case, step.at)
            taken += joined
            moment = max(step.at, self._moment + _HEARTBEAT)
            if moment >= self.end:
                break
            self._until(moment)
            if not self._happen(step, moment) and self.refused > _TRIED:
                break
            # What a rule forbade is left out, and the life goes on from where the case stands.
            step = self._next(life, self._work)
        self._until(self.end)
        return taken + self._stragglers()

    # -- reports --------------------------------------------------------------------------

    def request(self, telling: Telling) -> tuple[NewRequest, Actor]:
        """What comes in with a report, and who brings it."""
        return request_of(self.stage, telling.arrival, telling.key, self.rng)

    def _report(self, telling: Telling) -> Case:
        new, actor = self.request(telling)
        with clock.at(telling.arrival.at):
            receipt = report(self.stage.town_id, new, actor=actor)
            if _has_photo(new, self.rng):
                ready = ready_picture("report", self.matter(telling).group, self.variant)
                filing.add(
                    receipt.case, [ready], stage="report", request=receipt.request, public=True
                )
            self._work = Work(receipt.case, actor=actor)
            # Nobody else knows of it yet: one request, and nothing asked.
            self._work.requests, self._work.approvals = [receipt.request], []
        self._moment = telling.arrival.at
        return receipt.case

    def life(self, telling: Telling, case: Case) -> Life:
        """What becomes of the case, as a generator of steps."""
        matter, stage = self.matter(telling), self.stage
        trackable = telling.arrival.channel in ("public_page", "snap") and telling.arrival.known
        fate = Fate(
            self.rng, stage.cast, stage.calendar, matter, stage.items[matter.code], stage.units,
            trackable, self.end,
        )  # fmt: skip
        assert self._work is not None
        return live(fate, self._work, telling.arrival.at)

    def matter(self, telling: Telling) -> Matter:
        return self.stage.matters[telling.arrival.matter]

    def _others_before(self, case: Case, moment: datetime) -> int:
        """Reports of the same matter that come in before ``moment`` join the open case."""
        joined = 0
        while self.others and self.others[0].arrival.at < moment:
            if case.state not in (*workflow.AT_WORK, "reported", "accepted"):
                break
            if self.others[0].arrival.at <= self._moment:
                break
            joined += 1
            self._join(self.others.pop(0), case.number)
            assert self._work is not None
            case.refresh_from_db()
        return joined

    def _join(self, telling: Telling, number: str) -> None:
        self._until(telling.arrival.at)
        double = self._report(telling)
        dispatcher = self.stage.cast.one(self.rng, "dispatcher")
        self._moment += timedelta(minutes=self.rng.randrange(3, 40))
        with clock.at(self._moment):
            try:
                with transaction.atomic():
                    make_move(
                        self.stage.town_id, double.number, "merge", {"into": number},
                        actor=dispatcher,
                    )  # fmt: skip
            except Refused as refusal:
                self.note(refusal, "merge", double)
                self._apart.append((telling, double))
            self._work = Work.open(self.stage.town_id, number, actor=dispatcher)

    def _stragglers(self) -> int:
        """Reports that came too late to join live on their own."""
        taken = 0
        for telling in self.others:
            seed = f"{self.rng.random()}"
            alone = Story(self.stage, [telling], seed, self.end)
            taken += alone.tell()
            self.refused += alone.refused
        for telling, case in self._apart:
            alone = Story(self.stage, [telling], f"{self.rng.random()}", self.end)
            alone.go_on_with(case)
            self.refused += alone.refused
        return taken

    # -- moves ----------------------------------------------------------------------------

    def _next(self, life: Life, work: Work | None) -> Step | None:
        try:
            return next(life) if work is None else life.send(work)
        except StopIteration:
            return None

    def _happen(self, step: Step, moment: datetime) -> bool:
        """Make a step; False when a rule forbids it: then the case stays as it is, as in life."""
        self._moment = moment
        assert self._work is not None
        try:
            with clock.at(moment), transaction.atomic():
                if step.move.startswith("resident."):
                    self._resident(step)
                else:
                    self._move(step)
        except Refused as refusal:
            who = step.actor.name if step.actor else ""
            self.note(refusal, step.move, self._work.case, who)
            return False
        return True

    def _evidence(self, stage: str) -> checking.Ready:
        group = self.matter(self.first).group
        if stage == "document":
            return ready_document(group)
        upload, sound, path = ready_picture(stage, group, self.variant)
        taken = replace(upload, lon=self._spot.lon, lat=self._spot.lat, taken_at=self._moment)
        return taken, sound, path

    @property
    def _spot(self) -> Place:
        """The building that the first report spoke of, where pictures are taken."""
        return self.stage.places[self.first.arrival.spot]

    def _move(self, step: Step) -> None:
        assert self._work is not None
        assert step.actor is not None
        work = self._work.following(actor=step.actor)
        for stage in step.photos:
            shown = "after" if stage == "document" else stage
            filing.add(work.case, [self._evidence(stage)], stage=shown, account_id=step.actor.id)
        move = making.find_move(work.case.kind, step.move)
        making.make(work, move, making.parse(move, step.data))
        self._work = work

    def _resident(self, step: Step) -> None:
        """What the requester does; the case is opened anew by the action, and after it here."""
        assert self._work is not None
        request = next(iter(self._work.requests))
        act: Callable[..., Any] = getattr(residents, step.move.removeprefix("resident."))
        act(Request.objects.get(pk=request.pk), **step.data)
        self._work = self._opened(SYSTEM)

    def _opened(self, actor: Actor) -> Work:
        assert self._work is not None
        return Work.open(self.stage.town_id, self._work.case.number, actor=actor)

    def _until(self, moment: datetime) -> None:
        """What the worker would have done meanwhile: warn, record lateness, escalate, resume."""
        for _turn in range(60):
            due = self._next_due(moment)
            if due is None:
                return
            at, resumes = due
            self._moment = max(self._moment, at)
            assert self._work is not None
            with clock.at(self._moment):
                work = self._work.following(actor=SYSTEM)
                if resumes:
                    resume = making.find_move(work.case.kind, "resume")
                    making.make(work, resume, making.parse(resume, None))
                else:
                    worker.mind(work)
                self._work = work

    def _next_due(self, moment: datetime) -> tuple[datetime, bool] | None:
        assert self._work is not None
        case = self._work.case
        if case.suspended_until is not None:
            return (case.suspended_until, True) if case.suspended_until <= moment else None
        if case.due_at is None or (case.warn_at or case.due_at) > moment:
            return None
        acts = [row.act_at for row in self._work.clocks if row.act_at is not None and row.running]
        at = min(acts, default=None)
        return (at, False) if at is not None and at <= moment else None

    def note(self, refusal: Refused, move: str, case: Case, who: str = "") -> None:
        """A rule forbade a step: in life that is no fault."""
        self.refused += 1
        logger.debug("%s %s by %s: %s", case.number, move, who, refusal)


def _has_photo(new: NewRequest, rng: random.Random) -> bool:
    return new.kind in ("snap", "grid_event") or (
        new.channel == "public_page" and rng.random() < 0.4
    )
