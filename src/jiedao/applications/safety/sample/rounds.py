"""Rounds of checks: who goes where, what was not in order, and the hazards that follow."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Any, Final

from jiedao.applications.safety import names
from jiedao.applications.safety.options import Grade, Nature
from jiedao.applications.safety.sample import desk, hazards, words
from jiedao.applications.safety.sample.places import Registered
from jiedao.engines.visits.checklists import NOTE, Answer, Question
from jiedao.engines.visits.effects import checklist_of
from jiedao.engines.visits.models import Visit
from jiedao.foundation.records.actions import add
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.sampling import Chapter, Stage
from jiedao.foundation.records.work import Work
from jiedao.foundation.things.models import Thing
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM, Actor

_AT_ONCE: Final = 2
_LONGEST: Final = timedelta(hours=1)
_FAULTS: Final = {Grade.RED: 1.1, Grade.ORANGE: 0.8, Grade.YELLOW: 0.5, Grade.BLUE: 0.3}


@dataclass(frozen=True, slots=True)
class Round:
    """Somebody goes to a place, so many days before the end; ``seed`` tells the visits apart."""

    at: datetime
    place: Registered
    seed: int


def chapters(stage: Stage, registered: list[Registered]) -> Iterator[Chapter]:
    """The year's visits, some at a time, and those that are planned."""
    rng = stage.rng("safety", "rounds")
    every = [
        Round(stage.desk(stage.day(days, rng.uniform(8.5, 16.5))), place, rng.randrange(10**9))
        for place in registered
        for days in place.visits
    ]
    every = sorted((one for one in every if one.at < stage.end), key=lambda one: one.at)
    for recent, found in groupby(every, lambda one: one.at >= stage.recent):
        rounds = list(found)
        for start in range(0, len(rounds), _AT_ONCE):
            part = rounds[start : start + _AT_ONCE]
            yield Chapter(part[0].at, partial(_go_round, stage, part), first=recent)
    yield Chapter(stage.day(2), partial(_plan, stage, registered), first=True)


def _go_round(stage: Stage, part: list[Round]) -> None:
    for one in part:
        rows = Thing.objects.filter(town_id=stage.town_id, kind=names.PREMISES, state="in_use")
        row = rows.filter(code=one.place.code).first()
        if row is not None:
            look(stage, row, one.at, one.seed, _FAULTS[one.place.grade])


def look(stage: Stage, row: Record, at: datetime, seed: int, faults: float) -> None:
    """One check of a record, and what becomes of the hazards it finds."""
    if at + _LONGEST >= stage.end:
        return
    rng = stage.rng("safety", "visit", seed)
    nature, actor = _who(stage, rng, row)
    with clock.at(at):
        about = (row.kind, row.pk)
        values = {"nature": nature, "day": clock.today()}
        visit = add(stage.town_id, names.CHECK, values, actor=actor, subject=about)
        assert isinstance(visit, Visit)
        form = _answers(stage, rng, visit, at, faults)
    if rng.random() < 0.05:
        stage.go(at, visit, "give_up", actor, reason=rng.choice(words.NOBODY))
        return
    faulty = form["result"] in words.BAD
    picture = stage.photo("report" if faulty else "after", "安全生产", seed)
    done: Any = stage.go(at + timedelta(minutes=rng.randrange(12, 45)), visit, "complete",
                        actor, shown=[picture] if faulty or seed % 3 == 0 else (), **form)  # fmt: skip
    for number in hazards.opened_by(stage, done):
        licensed = nature == Nature.INSPECTION
        hazards.Story(stage, number, actor, seed).tell(licensed=licensed)


def _who(stage: Stage, rng: random.Random, row: Record) -> tuple[Nature, Actor]:
    """Licensed officers inspect, everybody else patrols."""
    if row.kind == names.PREMISES and rng.random() < 0.22:
        return Nature.INSPECTION, desk.officer(stage, rng)
    assert row.unit_id is not None
    nature = Nature.CROSS if rng.random() < 0.06 else Nature.PATROL
    return nature, desk.patrol(stage, rng, row.grid_id, row.unit_id)


def _answers(
    stage: Stage, rng: random.Random, visit: Visit, at: datetime, faults: float
) -> dict[str, str]:
    """What was found at each question of the list.

    Of what is told later and lies earlier other questions are at fault than of the recent weeks:
    a hazard that is open since must not count as known.
    """
    checklist = checklist_of(Work(visit, actor=SYSTEM))
    assert checklist is not None
    asked = checklist.questions[at >= stage.recent :: 2]
    chance = faults / len(asked)
    bad = {one.key: one for one in asked if rng.random() < chance * (0.2 if one.grave else 1.4)}
    form: dict[str, str] = {"result": rng.choice(words.BAD if bad else words.GOOD)}
    for question in checklist.questions:
        form[question.key] = Answer.FAULT if question.key in bad else _sound(rng, question)
        if question.key in bad:
            form[f"{question.key}{NOTE}"] = rng.choice(words.FAULTS[question.key])
    return form


def _sound(rng: random.Random, question: Question) -> Answer:
    return Answer.NONE if rng.random() < words.RARE.get(question.key, 0.02) else Answer.OK


def _plan(stage: Stage, registered: list[Registered]) -> None:
    """What is planned for the coming days, and what should have been gone to already."""
    rng = stage.rng("safety", "planned")
    for place in rng.sample(registered, min(16, len(registered))):
        row = Thing.objects.get(town_id=stage.town_id, kind=names.PREMISES, code=place.code)
        day = stage.end.date() + timedelta(days=rng.randrange(-1, 8))
        add(stage.town_id, names.CHECK, {"day": day, "nature": Nature.PATROL},
            actor=desk.patrol(stage, rng, row.grid_id, place.spot.unit),
            subject=(row.kind, row.pk))  # fmt: skip
