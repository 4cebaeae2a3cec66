"""Who acts in the demo town's year, and where: looked up once, from what was loaded."""

import random
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from jiedao.config.demo import names
from jiedao.foundation.places.models import Area
from jiedao.foundation.staff.models import Post, Unit
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel.actors import Actor


@dataclass
class Cast:
    """Actors by role, and handlers by unit."""

    by_role: dict[str, list[Actor]] = field(default_factory=dict)
    handlers: dict[int, list[Actor]] = field(default_factory=dict)
    grid_workers: dict[int, Actor] = field(default_factory=dict)
    """By the grid's area id."""
    grid_units: dict[int, int] = field(default_factory=dict)
    """Grid's area id → the unit that looks after it."""
    names: dict[int, str] = field(default_factory=dict)
    poor_units: frozenset[int] = frozenset()

    def one(self, rng: random.Random, role: str, *, but: Collection[int | None] = ()) -> Actor:
        """Somebody who holds the role, none of the accounts ``but`` where there is a choice."""
        people = self.by_role[role]
        others = [actor for actor in people if actor.id not in but] if but else people
        return rng.choice(others or people)

    def handler(
        self, rng: random.Random, unit_id: int, *, but: Collection[int | None] = ()
    ) -> Actor:
        """Somebody who handles for the unit; for a unit without accounts a dispatcher (not
        ``but``), who records what it answers by letter."""
        people = self.handlers.get(unit_id)
        return rng.choice(people) if people else self.one(rng, "dispatcher", but=but)


@dataclass(frozen=True)
class Place:
    """A building that reports speak of; ``use`` is what its lot is used for."""

    words: str
    lon: float
    lat: float
    community: str
    grid_id: int | None
    use: str
    building_id: int


def cast_of(town_id: int) -> Cast:
    """Read accounts, posts and units of the town."""
    cast = Cast()
    posts = Post.objects.filter(unit__town_id=town_id, valid_to=None)
    actors: dict[int, Actor] = {}
    roles: dict[str, list[Actor]] = defaultdict(list)
    handlers: dict[int, list[Actor]] = defaultdict(list)
    for post in posts.select_related("account", "unit", "role").order_by("id"):
        actor = actors.get(post.account_id)
        if actor is None:
            actor = actors[post.account_id] = actor_of(post.account, town_id)
        roles[post.role.key].append(actor)
        if "cases.handle" in post.role.permissions:
            handlers[post.unit_id].append(actor)
        if post.role.key == "grid_worker" and post.unit.area_id is not None:
            cast.grid_workers.setdefault(post.unit.area_id, actor)
            cast.grid_units.setdefault(post.unit.area_id, post.unit_id)
    cast.by_role, cast.handlers = dict(roles), dict(handlers)
    units = list(Unit.objects.filter(town_id=town_id).order_by("id"))
    cast.names = {unit.pk: unit.name for unit in units}
    # Two departments and one community are slow all year: somebody always is.
    slow = [unit.pk for unit in units if unit.kind in ("department", "community")]
    cast.poor_units = frozenset(slow[4::7])
    return cast


def places_of(town_id: int) -> list[Place]:
    """Every building, in a stable order."""
    rows = Area.objects.filter(town_id=town_id, level="building", lon__isnull=False)
    rows = rows.select_related("community").order_by("code")
    return [
        Place(
            row.name,
            row.lon or 0.0,
            row.lat or 0.0,
            row.community.name if row.community else "",
            row.parent_id,
            str(row.attributes.get("use", "")),
            row.pk,
        )
        for row in rows
    ]


def resident(rng: random.Random) -> tuple[str, str]:
    """An invented name and a telephone of the form 1380000xxxx; some people ask again."""
    number = rng.randrange(10_000)
    known = random.Random(number)  # noqa: S311  the same number is the same person
    return (
        known.choice(names.SURNAMES) + known.choice((*names.GIVEN, "先生", "女士")),
        f"1380000{number:04d}",
    )
