"""Populations of the generated families: drafts added day by day, each then led through its moves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from jiedao.config.demo.pictures import ready_document
from jiedao.config.replay import paths
from jiedao.config.replay.crew import Crew
from jiedao.config.replay.draws import NOTHING, Drawing, draw, known
from jiedao.config.replay.moments import ADDED, moments_of
from jiedao.config.replay.profile import Population
from jiedao.config.replay.samples import Facing, fill_in
from jiedao.foundation.records import rules
from jiedao.foundation.records.actions import Draft, add_many, make
from jiedao.foundation.records.actions.changing import parse
from jiedao.foundation.records.evidence import FILE, PHOTO
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.sampling import Spot
from jiedao.foundation.records.schema import Schema, schema_of
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.actors import Actor
from jiedao.kernel.declarations import Move
from jiedao.kernel.errors import Invalid, Refused

_PLACED: Final = ("building", "premises")
_NEAR: Final = ("community", "grid")


@dataclass(slots=True)
class Life:
    """One record that is to be: what it says, where, and when it is added and moved on."""

    n: int
    spot: Spot
    unit_id: int | None
    moments: list[datetime]
    values: dict[str, Any]
    said: list[dict[str, Any]]
    subject: tuple[str, int] | None = None
    record: Record | None = None


@dataclass
class Builder:
    """Makes one population; ``run`` yields after each step how many records were finished, the
    caller commits when it likes."""

    crew: Crew
    population: Population
    schema: Schema = field(init=False)
    moves: list[Move] = field(init=False)

    def __post_init__(self) -> None:
        said = self.population
        self.schema = schema_of(said.kind)
        self.scene = self.crew.scene
        self.names = {spec.name for spec in self.schema.specs}
        workflow = self.schema.workflow
        self.moves = (
            paths.named(workflow, said.moves)
            if said.moves
            else paths.path_to(workflow, said.state or workflow.initial)
        )

    def run(self) -> Iterator[int]:
        """Add the records of each day together, then lead each to where it ends."""
        lives = self.lives()
        for day in sorted({life.moments[0].date() for life in lives}):
            todays = [life for life in lives if life.moments[0].date() == day]
            self._add(todays)
            for life in todays:
                self._lead(life)
            yield len(todays)

    # -- what is to be ------------------------------------------------------------------------

    def lives(self) -> list[Life]:
        """The whole population on paper."""
        said, scene = self.population, self.scene
        rng = scene.rng(said.kind, said.name, said.count, said.title)
        drawing = Drawing(said.count, rng, scene)
        spots = scene.spots(said.where, said.count, rng)
        values = by_record(said.values, drawing)
        speech = [by_record(said.say.get(move.key, {}), drawing) for move in self.moves]
        days = [first_day(one) for one in values]
        when = moments_of(said, [move.key for move in self.moves], drawing, days)
        return [
            Life(
                n, spots[n], self._unit(spots[n]), when[n], self._named(values[n], n),
                [each[n] for each in speech], self._subject(n),
            )
            for n in range(said.count)
        ]  # fmt: skip

    def _unit(self, spot: Spot) -> int | None:
        if "unit" not in self.names:
            return None
        if self.population.unit == "community":
            return spot.unit
        code = self.population.unit
        return self.scene.unit(code) if code else self.scene.unit_of(self.schema.kind.application)

    def _named(self, values: Mapping[str, Any], n: int) -> dict[str, Any]:
        """With a name: the profile's, else the kind's with a number."""
        if "title" in values:
            return dict(values)
        said = self.population
        if said.title:
            return {"title": said.title.format(n=n + 1), **values}
        if not self.schema.spec("title").required:
            return dict(values)
        return {"title": f"{self.schema.kind.titles.zh}{n + 1}", **values}

    def _subject(self, n: int) -> tuple[str, int] | None:
        about = self.population.about
        if not about:
            return None
        kinds = self.schema.kind.about
        kind = self.scene.kinds.get(about, about if about in kinds else "")
        return (kind, self.scene.record_of(about, n))

    # -- what is done -------------------------------------------------------------------------

    def _add(self, lives: Sequence[Life]) -> None:
        """In one batch for each actor; a refusal is a fault."""
        moment = lives[0].moments[0]
        batches: dict[int, tuple[Actor, list[Life]]] = {}
        for life in lives:
            turn = moment.toordinal()
            actor = self.crew.able(rules.ADD, self.schema.kind.key, life.unit_id, (), turn)[0]
            batches.setdefault(actor.id or 0, (actor, []))[1].append(life)
        for actor, batch in batches.values():
            with clock.at(moment):
                drafts = [self._draft(life) for life in batch]
                added = add_many(self.scene.town_id, self.schema.kind.key, drafts, actor=actor)
            for life, one in zip(batch, added, strict=True):
                if one.refusal is not None:
                    raise told(one.refusal, self.population, "add")
                life.record = one.record
                assert one.record is not None
                self.scene.add(self.population, one.record.pk)

    def _draft(self, life: Life) -> Draft:
        shown = [self._shown(PHOTO, life.n)] if ADDED in self.population.photos else []
        return Draft(self._values(life), subject=life.subject, files=shown)

    def _values(self, life: Life) -> dict[str, Any]:
        facing = self._facing(life, life.moments[0])
        given = {name: known(value, facing) for name, value in life.values.items()}
        placed = self._placed(life.spot) if not {"place", "address", "area"} & set(given) else {}
        if life.unit_id is not None:
            placed.setdefault("unit", life.unit_id)
        return fill_in(self.schema.model, placed | given, facing)

    def _placed(self, spot: Spot) -> dict[str, Any]:
        """Where it lies, as far as the kind asks."""
        where = self.population.where
        if where in _PLACED and "place" in self.names:
            return {name: value for name, value in spot.where.items() if name in self.names}
        if where != "none" and "area" in self.names:
            return {"area": spot.grid if where == "grid" else spot.community}
        return {}

    def _facing(self, life: Life, moment: datetime) -> Facing:
        return Facing(self.scene, life.n, moment, life.spot, life.unit_id)

    def _lead(self, life: Life) -> None:
        for move, moment, said in zip(self.moves, life.moments[1:], life.said, strict=True):
            try:
                self._move(life, move, moment, said)
            except Refused as refusal:
                raise told(refusal, self.population, move.key) from refusal

    def _move(self, life: Life, move: Move, moment: datetime, said: Mapping[str, Any]) -> None:
        assert life.record is not None
        number, facing = life.record.number, self._facing(life, moment)
        with clock.at(moment):
            work = self._opened(number, move, life)
            given = {name: known(value, facing) for name, value in said.items()}
            data = parse(move.data_for(work), fill_in(move.data_for(work), given, facing))
            wanted = (*move.evidence, *([PHOTO] if move.key in self.population.photos else []))
            shown = [self._shown(name, life.n) for name in wanted]
            life.record = make(work, move, data, files=shown)

    def _opened(self, number: str, move: Move, life: Life) -> Work:
        """The record in the hands of somebody who may make the move."""
        people = self.crew.able(move.permission, self.schema.kind.key, life.unit_id, (), life.n)
        town_id = self.scene.town_id
        work = Work.open(self.schema, town_id, number, actor=people[0])

        def refusal(actor: Actor) -> str:
            work.actor = actor
            return rules.refusal(work, move)

        self.crew.first(people, refusal, str(move.titles))
        return work

    def _shown(self, evidence: str, n: int) -> Any:
        if evidence == FILE:
            return ready_document("")
        assert evidence == PHOTO
        return self.scene.stage.photo("after", "", n % 60)


def by_record(said: Mapping[str, Any], drawing: Drawing) -> list[dict[str, Any]]:
    """Field → what was said, as the values of each record."""
    found: list[dict[str, Any]] = [{} for _each in range(drawing.count)]
    for name, one in said.items():
        for place, value in enumerate(draw(one, drawing)):
            if value is not NOTHING:
                found[place][name] = value
    return found


def first_day(values: Mapping[str, Any]) -> date | None:
    """The last of the days that a record's values tell: it is written down when all is known."""
    return max((one for one in values.values() if type(one) is date), default=None)


def told(refusal: Refused, population: Population, step: str) -> Invalid:
    """The refusal with the population and step that it is about."""
    errors = getattr(refusal, "errors", {}) or {}
    details = "；".join(f"{name}：{sentence}" for name, sentence in errors.items())
    sentence = f"{population.kind}.{step}：{refusal.sentence}{details}"
    return Invalid(sentence, code=refusal.code, field=refusal.field)
