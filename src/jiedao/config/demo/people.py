"""Who acts in the demo town's year: looked up once, from what was loaded."""

import random
from collections import defaultdict
from dataclasses import dataclass, field

from jiedao.foundation.places.models import Area
from jiedao.foundation.staff.models import Post, Unit
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel.actors import Actor

_SURNAMES = "林陈黄李张吴郑王蔡许杨谢曾苏叶何梁罗邓冯彭曹袁潘董余钟姜范石"
_GIVEN = "伟芳娜敏静丽强磊洋艳勇军杰娟涛明超霞平刚桂英华玉兰建国志鹏雪梅文博嘉怡子涵"


@dataclass
class Cast:
    """Actors by role, and handlers by unit."""

    by_role: dict[str, list[Actor]] = field(default_factory=dict)
    handlers: dict[int, list[Actor]] = field(default_factory=dict)
    grid_workers: dict[int, Actor] = field(default_factory=dict)
    """By the grid's area id."""
    names: dict[int, str] = field(default_factory=dict)
    poor_units: frozenset[int] = frozenset()

    def one(self, rng: random.Random, role: str) -> Actor:
        """Somebody who holds the role."""
        return rng.choice(self.by_role[role])

    def handler(self, rng: random.Random, unit_id: int) -> Actor:
        """Somebody who handles for the unit; for a unit without accounts the dispatcher, who
        records what it answers by letter."""
        people = self.handlers.get(unit_id)
        return rng.choice(people) if people else self.one(rng, "dispatcher")


@dataclass(frozen=True)
class Place:
    """A building that reports speak of."""

    words: str
    lon: float
    lat: float
    community: str
    grid_id: int | None


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
    cast.by_role, cast.handlers = dict(roles), dict(handlers)
    units = list(Unit.objects.filter(town_id=town_id).order_by("id"))
    cast.names = {unit.pk: unit.name for unit in units}
    # Two departments and one community are slow all year: somebody always is.
    slow = [unit.pk for unit in units if unit.kind in ("department", "community")]
    cast.poor_units = frozenset(slow[5::9])
    return cast


def places_of(town_id: int) -> list[Place]:
    """Every building with an address."""
    rows = Area.objects.filter(town_id=town_id, level="building", lon__isnull=False)
    rows = rows.select_related("community").order_by("id")
    return [
        Place(
            row.address or row.name,
            row.lon or 0.0,
            row.lat or 0.0,
            row.community.name if row.community else "",
            row.parent_id,
        )
        for row in rows
    ]


def resident(rng: random.Random) -> tuple[str, str]:
    """An invented name and a telephone of the form 1380000xxxx."""
    name = rng.choice(_SURNAMES) + "".join(rng.sample(_GIVEN, rng.choice((1, 2, 2))))
    return name, f"1380000{rng.randrange(10_000):04d}"
