"""What the demo town hands to an application that lives through a year in it.

An application's ``sample.py`` has one function, ``sample(stage)``, which yields chapters in the
order of their telling. Everything in them is done through the actions, by people of the town.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from jiedao.foundation.places.models import Area
from jiedao.foundation.records.actions import Draft, add_many, make_move
from jiedao.foundation.records.models import Record
from jiedao.foundation.staff import actions as staff
from jiedao.foundation.staff.actions import NewPost
from jiedao.foundation.staff.models import Account, Post, Unit
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM, Actor


@dataclass(frozen=True, slots=True)
class Chapter:
    """A piece of the year, told in one transaction with the clock at ``at``: short, since others
    use the town meanwhile.

    A ``first`` chapter is told before anybody uses the town, the others by the worker. Chapters
    are told once; after a break the telling goes on with the next one, so a chapter finds what it
    needs of earlier ones in the database.
    """

    at: datetime
    tell: Callable[[], None]
    first: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Premises or a building of the town; areas and unit by id."""

    name: str
    address: str
    lon: float
    lat: float
    grid: int
    community: int
    unit: int
    """The community's unit."""
    facts: Mapping[str, Any]

    @property
    def where(self) -> dict[str, str]:
        """Its place as records take it."""
        return {"place": f"{self.lon:.6f},{self.lat:.6f}", "address": self.address}


@dataclass
class Stage:
    """The town, the span of its simulated time, and who and what is in it.

    What lies before ``recent`` and is not ``first`` is told while the town is in use already:
    lists show it behind what is newer, and it must not overwrite what came after it.
    """

    town_id: int
    seed: int
    start: datetime
    recent: datetime
    end: datetime
    photo: Callable[[str, str, int], Any]
    """A stored picture by stage ("report", "after" …), group of matters and variant."""
    _posts: dict[str, list[tuple[int, Account]]] = field(default_factory=dict)
    _actors: dict[int, Actor] = field(default_factory=dict)

    def rng(self, *words: object) -> random.Random:
        """A generator of its own for each use, so that what is left out shifts nothing else."""
        return random.Random("-".join(map(str, (self.seed, *words))))  # noqa: S311

    def day(self, days: float, hour: float = 9) -> datetime:
        """A moment of the day so many days before the end (civil time), never after the end."""
        end = self.end.astimezone(clock.TOWN_ZONE)
        midnight = end.replace(hour=0, minute=0, second=0, microsecond=0)
        moment = midnight - timedelta(days=int(days)) + timedelta(hours=hour)
        return min(moment, end - timedelta(minutes=5))

    def desk(self, moment: datetime, days: float = 0.0) -> datetime:
        """A moment so many days later, put off to office hours of a weekday."""
        later = (moment + timedelta(days=days)).astimezone(clock.TOWN_ZONE)
        if not 8 <= later.hour < 18:
            later = later.replace(hour=9) + timedelta(days=later.hour >= 18)
        return later + timedelta(days=(7 - later.weekday()) % 7 if later.weekday() > 4 else 0)

    # -- people -------------------------------------------------------------------------------

    def people(self, role: str = "", unit: int | None = None) -> list[Actor]:
        """Who holds the role (any that handles cases for ""), of one unit or of all."""
        if role not in self._posts:
            rows = Post.objects.filter(unit__town_id=self.town_id, valid_to=None)
            rows = rows.filter(role__key=role) if role else rows
            self._posts[role] = [
                (post.unit_id, post.account)
                for post in rows.select_related("account", "role").order_by("id")
                if role or "cases.handle" in post.role.permissions
            ]
        return [self._actor(one) for unit_id, one in self._posts[role] if unit in (None, unit_id)]

    def _actor(self, account: Account) -> Actor:
        """Kept: what somebody may do takes longer to find than what he does."""
        if account.pk not in self._actors:
            self._actors[account.pk] = actor_of(account, self.town_id)
        return self._actors[account.pk]

    def appoint(self, role: str, unit: str, places: slice) -> None:
        """Give a role to some people of a unit (its code): what the application's work needs."""
        rows = Post.objects.filter(unit__town_id=self.town_id, unit__code=unit, valid_to=None)
        names = dict.fromkeys(rows.order_by("id").values_list("account__username", flat=True))
        posts = [
            NewPost(name, unit, role, valid_from=self.start.date() - timedelta(days=1))
            for name in (list(names)[places] or list(names)[:1])
        ]
        staff.add_posts(self.town_id, posts, actor=SYSTEM)
        self._posts.clear()
        self._actors.clear()

    @cached_property
    def units(self) -> dict[str, int]:
        """Code of the unit → its id."""
        return dict(Unit.objects.filter(town_id=self.town_id).values_list("code", "id"))

    @cached_property
    def unit_of(self) -> dict[int, int]:
        """Area id → id of the unit that looks after it."""
        rows = Unit.objects.filter(town_id=self.town_id, area__isnull=False).order_by("-id")
        return dict(rows.values_list("area_id", "id"))

    # -- what is done -------------------------------------------------------------------------

    def enter(self, kind: str, drafts: Sequence[Mapping[str, Any]], actor: Actor) -> list[Record]:
        """Add many records of a kind; a refusal is raised."""
        found = []
        for added in add_many(self.town_id, kind, [Draft(dict(d)) for d in drafts], actor=actor):
            if added.refusal is not None:
                raise added.refusal
            assert added.record is not None
            found.append(added.record)
        return found

    def go(
        self,
        at: datetime,
        row: Record,
        key: str,
        actor: Actor,
        *,
        shown: Sequence[Any] = (),
        **data: Any,
    ) -> Record:
        """Make a move on a record at a moment; ``shown`` are the stored pictures with it."""
        with clock.at(at):
            return make_move(
                self.town_id, row.kind, row.number, key, data, actor=actor, files=shown
            )

    # -- places -------------------------------------------------------------------------------

    @cached_property
    def communities(self) -> dict[int, str]:
        """Id → name."""
        rows = Area.objects.filter(town_id=self.town_id, level="community").order_by("code")
        return dict(rows.values_list("id", "name"))

    @cached_property
    def buildings(self) -> list[Spot]:
        """Every building, in a stable order."""
        return self._spots("building")

    @cached_property
    def premises(self) -> list[Spot]:
        """Every shop, workshop, firm; the buildings where the town knows no premises."""
        return self._spots("premises") or self.buildings

    def _spots(self, level: str) -> list[Spot]:
        rows = Area.objects.filter(town_id=self.town_id, level=level, lon__isnull=False)
        grid = "parent_id" if level == "building" else "parent__parent_id"
        names = ("name", "address", "lon", "lat", grid, "community_id", "attributes")
        return [
            Spot(name, address or name, lon, lat, grid_id, community_id,
                 self.unit_of[community_id], facts)
            for name, address, lon, lat, grid_id, community_id, facts
            in rows.order_by("code").values_list(*names)
            if grid_id in self.unit_of and community_id in self.unit_of
        ]  # fmt: skip
