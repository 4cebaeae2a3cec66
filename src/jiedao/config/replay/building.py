"""Building a town from a profile: the ground and the people, then one population after another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol

from django.utils import translation
from django.utils.translation import gettext as _

from jiedao.config.demo import loading
from jiedao.config.demo.generator import generate
from jiedao.config.demo.plan import TownPlan
from jiedao.config.replay import facts, loop
from jiedao.config.replay.cases import CaseBuilder
from jiedao.config.replay.crew import Crew
from jiedao.config.replay.guard import refuse_unless_empty
from jiedao.config.replay.profile import Population, Profile
from jiedao.config.replay.records import Builder
from jiedao.config.replay.scene import Scene
from jiedao.engines.cases.kinds import kind_of
from jiedao.foundation.records.schema import is_generated
from jiedao.foundation.staff import notices
from jiedao.kernel import clock, registry, towns
from jiedao.kernel.errors import Conflict, Invalid, Refused
from jiedao.kernel.models import Town
from jiedao.kernel.transactions import durable

Say = Callable[[str, int], Callable[[int], None]]
_PART: Final = 25
"""So many steps of a population make one transaction."""


class _Builds(Protocol):
    def run(self) -> Iterator[int]: ...


@dataclass(slots=True)
class Replayed:
    """What was made: how many records of each kind, and what waits for an application."""

    town: Town
    counts: dict[str, int] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    """Kinds and indicators of the profile that no application here declares."""


def replay(
    key: str, profile: Profile, say: Say, *, plan: TownPlan | None = None, partial: bool = False
) -> Replayed:
    """Build the town of a profile in an empty instance.

    ``plan`` is the town on paper (drawn from the profile's seed where none is given). A kind that
    no application declares is refused in a sentence, or left out where ``partial``. Raises
    Conflict where the instance is not empty.
    """
    refuse_unless_empty()
    populations = [*profile.records, *facts.populations(profile)]
    waiting = [*_unknown(populations), *facts.unknown(profile)]
    if waiting and not partial:
        raise Invalid(
            _("没有应用声明这些种类或指标：%(names)s。启用它们的应用，或加 --partial 先不做。")
            % {"names": "、".join(waiting)},
            code="unknown_kinds",
        )
    town = _ground(key, profile, plan, say)
    done = Replayed(town, waiting=waiting)
    try:
        _populate(done, profile, populations, say)
    except Refused as refusal:
        raise Conflict(
            _("%(why)s（街道只建了一半；改好配置后，在另一个空的数据库里重来。）")
            % {"why": refusal.sentence},
            code=refusal.code,
        ) from refusal
    with durable():
        towns.touch(town.pk)
    return done


def _populate(done: Replayed, profile: Profile, populations: list[Population], say: Say) -> None:
    seed = profile.town(done.town.key).seed
    # What enters the records is the office's own language, whoever runs the command.
    with translation.override("zh-hans"), notices.read_already(clock.now()):
        crew = Crew(Scene(done.town.pk, seed, profile.period, profile.units))
        for population in populations:
            if registry.kinds.find(population.kind) is not None and population.count:
                _make(crew, population, say)
                before = done.counts.get(population.kind, 0)
                done.counts[population.kind] = before + population.count


def _ground(key: str, profile: Profile, plan: TownPlan | None, say: Say) -> Town:
    """Map, units, people, catalogue and enterprises, in one transaction."""
    settings = profile.town(key)
    if plan is None:
        tick = say("绘图 Drawing", 1)
        plan = generate(settings.seed, settings)
        tick(1)
    with durable():
        refuse_unless_empty()
        town = loading.make_town(settings, replayed=key)
        loading.load(town, plan, say)
    return town


def _make(crew: Crew, population: Population, say: Say) -> None:
    kind = registry.kinds.get(population.kind)
    tick = say(f"{kind.titles.zh} {kind.titles.en}", population.count)
    steps = _builder(crew, population).run()
    going = True
    while going:
        with durable():
            going = False
            for number, count in enumerate(steps, 1):
                tick(count)
                if number == _PART:
                    going = True
                    break


def _builder(crew: Crew, population: Population) -> _Builds:
    if is_generated(population.kind):
        return Builder(crew, population)
    if loop.in_the_loop(population.kind):
        return loop.LoopBuilder(crew, population)
    return CaseBuilder(crew, population)


def _unknown(populations: list[Population]) -> list[str]:
    found = [one.kind for one in populations if not (is_generated(one.kind) or kind_of(one.kind))]
    return list(dict.fromkeys(found))


def counted(done: Replayed) -> list[tuple[str, int]]:
    """Title of each kind and how many records of it were made."""
    return [(str(registry.kinds.get(key).titles), n) for key, n in done.counts.items()]
