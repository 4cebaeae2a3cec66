"""Populations of cases that go the loop: each lived whole, from the report to the return visit.

The machinery is that of the demo town's stories; here every life ends as the profile says: closed
in time, and answered by its requester as wanted. What a rule forbids is a fault.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.config.demo import arrivals as arriving
from jiedao.config.demo import words
from jiedao.config.demo.aftercare import GOOD
from jiedao.config.demo.arrivals import Arrival
from jiedao.config.demo.fate import Fate, Life, Part, Step, signed
from jiedao.config.demo.lives import checked, received, worked
from jiedao.config.demo.simulate import stage_of
from jiedao.config.demo.story import Stage, Story, Telling
from jiedao.config.replay.crew import Crew
from jiedao.config.replay.draws import NOTHING, Drawing, draw, known
from jiedao.config.replay.profile import Population
from jiedao.config.replay.samples import Facing, fill_in
from jiedao.config.replay.spreading import allot
from jiedao.engines.cases import kinds, workflow
from jiedao.engines.cases.actions import NewRequest
from jiedao.engines.cases.attributes import model_of
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.work import Work
from jiedao.kernel import clock
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Invalid, Refused

SATISFIED, BASICALLY, DISSATISFIED, NO_ANSWER = (
    "satisfied", "basically", "dissatisfied", "no_answer",
)  # fmt: skip
_AFTER: Final = timedelta(days=90)
"""What came in on the last days is closed within so many days more."""
_CHANNELS: Final = {
    key: share for key, share in arriving.CHANNELS.items() if key not in ("grid", "snap")
}
"""Without those whose reports are of kinds of their own."""
_AT_ONCE: Final = 20


@dataclass
class LoopBuilder:
    """Makes one population; ``run`` yields how many were lived after every few."""

    crew: Crew
    population: Population
    stage: Stage = field(init=False)

    def __post_init__(self) -> None:
        self.scene = self.crew.scene
        self.stage = stage_of(self.scene.town_id)
        # Nobody is slow: what happens by chance in the demo town is said by the profile here.
        self.stage.cast.poor_units = frozenset()
        last = datetime.combine(self.scene.period.end, time(23), clock.TOWN_ZONE) + _AFTER
        self.end = min(last, clock.now() - timedelta(hours=1))

    def run(self) -> Iterator[int]:
        """Every story, in the order in which they begin."""
        said = self.population
        rng = self.scene.rng(said.kind, said.name, said.count)
        drawing = Drawing(said.count, rng, self.scene)
        wishes = _wishes(said, rng)
        values = {name: draw(one, drawing) for name, one in said.values.items()}
        since = 0
        for n, arrival in enumerate(self._arrivals(rng)):
            own = {name: drawn[n] for name, drawn in values.items() if drawn[n] is not NOTHING}
            Lived(self, arrival, n, wishes[n], own).tell()
            since += 1
            if since == _AT_ONCE:
                yield since
                since = 0
        yield since

    def _arrivals(self, rng: random.Random) -> list[Arrival]:
        """As many as wanted, each a matter of its own, on the days of the population."""
        said = self.population
        matters = [n for n, one in enumerate(self.stage.matters)
                   if not said.groups or one.group in said.groups]  # fmt: skip
        if not matters:
            raise Invalid(_("没有这些类别的事项：%(groups)s。") % {"groups": "、".join(said.groups)},
                          code="no_matters")  # fmt: skip
        days = self.scene.workdays(said.dates.get("added", "period"))
        start = datetime.combine(days[0], time(0), clock.TOWN_ZONE)
        end = datetime.combine(days[-1], time(23, 59), clock.TOWN_ZONE)
        chosen = [self.stage.matters[n] for n in matters]
        uses = [place.use for place in self.stage.places]
        drawn = arriving.draw(rng, chosen, uses, start, end, said.count, _CHANNELS)
        return [replace(one, same_as=None, matter=matters[one.matter]) for one in drawn]


def _wishes(said: Population, rng: random.Random) -> list[str]:
    """What each requester answers. Who is never content is among the earlier ones, so that his
    case is over before the period is."""
    ratings = {key: count for key, count in said.ratings.items() if count}
    others = said.count - sum(ratings.values())
    if others < 0 or set(ratings) - {SATISFIED, BASICALLY, DISSATISFIED, NO_ANSWER}:
        raise Invalid(_("ratings 与件数不符，或有不认识的评价。"), code="bad_ratings")
    ratings[SATISFIED] = ratings.get(SATISFIED, 0) + others
    found = allot(ratings, said.count)
    rng.shuffle(found)
    early = said.count * 2 // 3
    for place in [n for n, wish in enumerate(found) if wish == DISSATISFIED and n >= early]:
        other = rng.choice([n for n in range(early) if found[n] == SATISFIED] or [place])
        found[place], found[other] = found[other], found[place]
    return found


class QuietFate(Fate):
    """Nothing unlikely happens: no objection, no return, nothing late."""

    def chance(self, share: float) -> bool:
        return share > 0.5


class Lived(Story):
    """One report and what becomes of it."""

    def __init__(
        self, builder: LoopBuilder, arrival: Arrival, n: int, wish: str, values: Mapping[str, Any]
    ) -> None:
        said, scene = builder.population, builder.scene
        key = f"replay-{said.kind}-{said.name}-{n:06d}"
        super().__init__(builder.stage, [Telling(arrival, key)], f"{scene.seed}-{key}", builder.end)
        self.builder, self.n, self.wish, self.values = builder, n, wish, values

    def request(self, telling: Telling) -> tuple[NewRequest, Actor]:
        """Of the population's kind, with its attributes."""
        new, actor = super().request(telling)
        new.kind = self.builder.population.kind
        new.attributes = self._attributes(telling.arrival.at)
        return new, actor

    def _attributes(self, moment: datetime) -> dict[str, Any]:
        model = model_of(self.builder.population.kind)
        if model is None:
            return dict(self.values)
        scene = self.builder.scene
        spot = scene.stage.buildings[self.n % len(scene.stage.buildings)]
        facing = Facing(scene, self.n, moment, spot, None)
        given = {name: known(value, facing) for name, value in self.values.items()}
        return fill_in(model, given, facing)

    def life(self, telling: Telling, case: Case) -> Life:
        """From the dispatch desk to the archive."""
        matter, stage = self.matter(telling), self.stage
        fate = QuietFate(
            self.rng, stage.cast, stage.calendar, matter, stage.items[matter.code], stage.units,
            False, self.end,
        )  # fmt: skip
        assert self._work is not None
        return _live(fate, self._work, telling.arrival.at, self.wish)

    def note(self, refusal: Refused, move: str, case: Case, who: str = "") -> None:
        """A fault here."""
        raise Invalid(f"{case.number}.{move} {who}：{refusal.sentence}", code=refusal.code)


def _live(fate: Fate, work: Work, arrived: datetime, wish: str) -> Life:
    moment = arrived
    if work.case.state in (workflow.REPORTED, workflow.ACCEPTED):
        work, moment = yield from received(fate, work, moment)
    if work.case.state == workflow.DISPATCHED:
        work, moment = yield from signed(fate, work, moment)
    work, moment = yield from _done(fate, work, moment)
    work, moment = yield from _visited(fate, work, moment, _answers(fate, wish))
    if wish == DISSATISFIED:
        # Done again and still not content: three persons find that nothing more can be done.
        work, moment = yield from _done(fate, work, moment)
        work, moment = yield from _visited(fate, work, moment, _answers(fate, wish))
        work, moment = yield from _exempted(fate, work, moment)


def _done(fate: Fate, work: Work, moment: datetime) -> Part:
    """Handled, checked by somebody else, closed with a reply."""
    work, moment = yield from worked(fate, work, moment)
    work, moment = yield from checked(fate, work, moment)
    moment = fate.later(moment, 0.2, 3)
    unit = fate.cast.names.get(work.case.unit_id or 0, "承办单位")
    data = {"reply": words.reply(fate.rng, fate.matter, unit, moment)}
    work = yield Step(moment, "close", fate.cast.one(fate.rng, "dispatcher"), data)
    return work, moment


def _visited(fate: Fate, work: Work, moment: datetime, answers: dict[str, Any]) -> Part:
    moment = fate.later(moment, 1.5, 12)
    caller = fate.cast.one(fate.rng, "caller")
    work = yield Step(moment, "visit", caller, {"request": work.requests[0].number, **answers})
    return work, fate.later(moment, 0.5, 4)


def _answers(fate: Fate, wish: str) -> dict[str, Any]:
    if wish == NO_ANSWER:
        return {"answered": False}
    if wish == SATISFIED:
        return {"answered": True, **GOOD}
    return {"answered": True, **GOOD, fate.rng.choice(("speed", "effect", "feedback")): wish}


def _exempted(fate: Fate, work: Work, moment: datetime) -> Part:
    """Two persons ask that the case be left at that, a third agrees; the answer stays."""
    caller = fate.cast.one(fate.rng, "caller")
    second = fate.cast.one(fate.rng, "caller", but=(caller.id,))
    data = {"reason": "诉求超出法律法规规定，已两次当面解释。", "request": work.requests[0].number}
    work = yield Step(moment, "ask_exemption", caller, data)
    moment = fate.later(moment, 0.5, 3)
    work = yield Step(moment, "second_exemption", second, {"note": "同意联署"})
    moment = fate.later(moment, 1, 6)
    verdict = {"upheld": True, "note": "复核属实"}
    work = yield Step(moment, "decide_exemption", fate.cast.one(fate.rng, "supervisor"), verdict)
    if work.case.supervised:
        moment = fate.later(moment, 3, 12)
        release = {"reason": fate.rng.choice(words.RELEASES)}
        boss = fate.cast.one(fate.rng, "supervisor")
        work = yield Step(moment, "unsupervise", boss, release)
    return work, moment


def in_the_loop(kind: str) -> bool:
    """Whether cases of that kind go the loop."""
    return kinds.kind_of(kind) is not None and kinds.goes_the_loop(kind)


__all__: Sequence[str] = ("LoopBuilder", "in_the_loop")
