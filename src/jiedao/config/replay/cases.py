"""Populations of cases that go a way of their own: opened day by day, each led through its moves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.config.demo.pictures import ready_document, ready_picture
from jiedao.config.replay import paths
from jiedao.config.replay.crew import Crew
from jiedao.config.replay.draws import Drawing, known
from jiedao.config.replay.moments import ADDED, moments_of
from jiedao.config.replay.profile import Population
from jiedao.config.replay.records import Life, by_record, first_day, told
from jiedao.config.replay.samples import Facing, fill_in
from jiedao.engines.cases import kinds, rules
from jiedao.engines.cases.actions import NewCase, filing, making, open_case
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.work import Work
from jiedao.foundation.records.sampling import Spot
from jiedao.kernel import clock
from jiedao.kernel.actors import Actor
from jiedao.kernel.declarations import Kind, Move
from jiedao.kernel.errors import Invalid, Refused

_REPORT: Final = "cases.report"


def _day_of(case: Case) -> date:
    return case.reported_at.astimezone(clock.TOWN_ZONE).date()


@dataclass
class CaseBuilder:
    """Makes one population; ``run`` yields after each case."""

    crew: Crew
    population: Population
    kind: Kind = field(init=False)
    moves: list[Move] = field(init=False)

    def __post_init__(self) -> None:
        said = self.population
        self.scene = self.crew.scene
        found = kinds.kind_of(said.kind)
        assert found is not None
        self.kind, workflow = found, kinds.workflow_of(said.kind)
        self.moves = (
            paths.named(workflow, said.moves)
            if said.moves
            else paths.path_to(workflow, said.state or workflow.initial)
        )

    def run(self) -> Iterator[int]:
        """Open each and lead it to where it ends, in the order of their opening."""
        lives = self.lives()
        there = self._there() if self.population.found else []
        for life in sorted(lives, key=lambda life: life.moments[0]):
            try:
                case = there[life.n] if there else self._open(life)
            except Refused as refusal:
                raise told(refusal, self.population, "open") from refusal
            self._lead(life, case)
            yield 1

    def _there(self) -> list[Case]:
        """Those that came to be by others' steps and have not been led on, the oldest first."""
        rows = Case.objects.filter(town_id=self.scene.town_id, kind=self.kind.key)
        rows = rows.filter(state=kinds.workflow_of(self.kind.key).initial)
        found = list(rows.order_by("reported_at", "id")[: self.population.count])
        if len(found) < self.population.count:
            raise Invalid(
                _("“%(kind)s”只有 %(there)d 件，配置要 %(count)d 件。")
                % {"kind": self.kind.titles, "there": len(found), "count": self.population.count},
                code="too_few",
            )
        return found

    def lives(self) -> list[Life]:
        """The whole population on paper."""
        said, scene = self.population, self.scene
        rng = scene.rng(said.kind, said.name, said.count, said.title)
        drawing = Drawing(said.count, rng, scene)
        spots = scene.spots(said.where, said.count, rng)
        values = by_record(said.values, drawing)
        speech = [by_record(said.say.get(move.key, {}), drawing) for move in self.moves]
        days = [first_day(one) for one in values]
        if said.found:
            days = [_day_of(case) for case in self._there()]
        when = moments_of(said, [move.key for move in self.moves], drawing, days)
        return [
            Life(n, spots[n], self._unit(spots[n]), when[n], values[n],
                 [each[n] for each in speech], self._subject(n))
            for n in range(said.count)
        ]  # fmt: skip

    def _unit(self, spot: Spot) -> int | None:
        code = self.population.unit
        if code == "community":
            return spot.unit
        return self.scene.unit(code) if code else self.scene.unit_of(self.kind.application)

    def _subject(self, n: int) -> tuple[str, int] | None:
        about = self.population.about
        if not about:
            return None
        return (self.scene.kinds.get(about, about), self.scene.record_of(about, n))

    def _open(self, life: Life) -> Case:
        said, moment = self.population, life.moments[0]
        actor = self.crew.able(_REPORT, said.kind, life.unit_id, (), life.n)[0]
        with clock.at(moment):
            case = open_case(self.scene.town_id, self._new(life), actor=actor)
            if ADDED in said.photos:
                _attach(case, "report", life.n, actor.id)
        self.scene.add(said, case.pk)
        return case

    def _new(self, life: Life) -> NewCase:
        said, spot = self.population, life.spot
        facing = self._facing(life, life.moments[0])
        given = {name: known(value, facing) for name, value in life.values.items()}
        text = said.text or said.title or f"{self.kind.titles.zh}{{n}}"
        kind, subject = life.subject or ("", None)
        placed = said.where != "none"
        return NewCase(
            text.format(n=life.n + 1),
            said.channel,
            said.kind,
            unit_id=life.unit_id,
            longitude=spot.lon if placed else None,
            latitude=spot.lat if placed else None,
            address=spot.address if placed else "",
            subject_kind=kind,
            subject_id=subject,
            attributes=self._attributes(given, facing),
        )

    def _attributes(self, given: dict[str, Any], facing: Facing) -> dict[str, Any]:
        """The kind's own; what only moves fill in is left to them."""
        by_moves = kinds.by_moves_of(self.kind.key)
        found = fill_in(self.kind.attributes, given, facing)
        return {name: value for name, value in found.items() if name not in by_moves}

    def _facing(self, life: Life, moment: datetime) -> Facing:
        return Facing(self.scene, life.n, moment, life.spot, life.unit_id)

    def _lead(self, life: Life, case: Case) -> None:
        work: Work | None = None
        for move, moment, said in zip(self.moves, life.moments[1:], life.said, strict=True):
            try:
                work = self._move(life, case, move, moment, said)
            except Refused as refusal:
                raise told(refusal, self.population, move.key) from refusal
            case = work.case

    def _move(
        self, life: Life, case: Case, move: Move, moment: datetime, said: Mapping[str, Any]
    ) -> Work:
        with clock.at(moment):
            work = self._opened(life, case, move)
            asked = making.as_asked(move, work)
            facing = self._facing(life, moment)
            given = {name: known(value, facing) for name, value in said.items()}
            self._show(work, move, life.n)
            making.make(work, move, making.parse(asked, fill_in(asked.data, given, facing)))
        return work

    def _opened(self, life: Life, case: Case, move: Move) -> Work:
        """The case in the hands of somebody who may make the move."""
        kind, unit_id = self.kind.key, case.unit_id or life.unit_id
        people = self.crew.able(move.permission, kind, unit_id, (), life.n)
        work = Work.open(self.scene.town_id, case.number, actor=people[0])

        def refusal(actor: Actor) -> str:
            work.actor = actor
            return rules.refusal(work, move)

        self.crew.first(people, refusal, str(move.titles))
        return work

    def _show(self, work: Work, move: Move, n: int) -> None:
        """What the move asks to be attached: ``after_photo``, ``document`` …"""
        for name in move.evidence:
            _attach(work.case, name.removesuffix("_photo"), n, work.actor.id)


def _attach(case: Case, stage: str, n: int, account_id: int | None) -> None:
    document = stage == "document"
    ready = ready_document("") if document else ready_picture(stage, "", n % 60)
    filing.add(case, [ready], stage="after" if document else stage, account_id=account_id)
