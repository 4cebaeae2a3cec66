"""The town as the builder sees it: days, units, people, places, and what has been made so far."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.config.demo.pictures import ready_picture
from jiedao.config.replay.profile import Population, Span, Where
from jiedao.config.replay.spreading import days_between
from jiedao.foundation.parties.models import Organisation
from jiedao.foundation.places.models import Area
from jiedao.foundation.records.sampling import Spot, Stage
from jiedao.foundation.staff.models import Account, Post
from jiedao.foundation.workdays.calendar import calendar_for
from jiedao.kernel import clock
from jiedao.kernel.errors import Invalid

_GRIDS: Final = {"level": "grid", "grid_kind": "general"}


class Scene:
    """One town being replayed; ``made`` holds the ids of the records by population and by kind."""

    def __init__(self, town_id: int, seed: int, period: Span, units: Mapping[str, str]) -> None:
        self.town_id, self.seed, self.period = town_id, seed, period
        self._units_of = dict(units)
        start = datetime.combine(period.start, time(8), clock.TOWN_ZONE)
        end = datetime.combine(period.end, time(18), clock.TOWN_ZONE)
        self.stage = Stage(town_id, seed, start, start, end, ready_picture)
        self.calendar = calendar_for(town_id)
        self.made: dict[str, list[int]] = defaultdict(list)
        self.kinds: dict[str, str] = {}
        """Name of a population → its kind."""

    def add(self, population: Population, record_id: int) -> None:
        """Remember a record by its population and by its kind."""
        self.made[population.kind].append(record_id)
        self.kinds[population.kind] = population.kind
        if population.name:
            self.made[population.name].append(record_id)
            self.kinds[population.name] = population.kind

    def rng(self, *words: object) -> random.Random:
        """A generator of its own for each population."""
        return self.stage.rng("replay", *words)

    def workdays(self, days: Any) -> list[date]:
        """The workdays among some days (``"period"``, or first and last); all of them where none
        is one."""
        first, last = (self.period.start, self.period.end) if days == "period" else days
        found = days_between(first, last)
        return [day for day in found if self.calendar.is_workday(day)] or found

    # -- who ----------------------------------------------------------------------------------

    def unit(self, code: str) -> int:
        """The id of the unit of that code; Invalid where there is none."""
        if code not in self.stage.units:
            raise Invalid(_("没有代号为“%(code)s”的单位。") % {"code": code}, code="no_unit")
        return self.stage.units[code]

    def unit_of(self, application: str) -> int:
        """The unit that an application's records belong to where they say nothing else."""
        return self.unit(self._units_of.get(application, "office"))

    def account(self, unit_id: int | None, n: int) -> int:
        """One of the people of a unit; of the office where it has none."""
        people = self._people.get(unit_id or 0) or self._people[self.unit("office")]
        return people[n % len(people)]

    @cached_property
    def _people(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        posts = Post.objects.filter(unit__town_id=self.town_id, valid_to=None).order_by("id")
        for unit_id, account_id in posts.values_list("unit_id", "account_id"):
            found[unit_id].append(account_id)
        return found

    @cached_property
    def everybody(self) -> list[Account]:
        """All accounts that hold a post."""
        rows = Account.objects.filter(town_id=self.town_id, is_active=True)
        return list(rows.filter(posts__valid_to=None).distinct().order_by("id"))

    # -- what ---------------------------------------------------------------------------------

    def organisation(self, n: int) -> int:
        """An enterprise of the town; those of numbers that follow one another are different."""
        if not self._organisations:
            raise Invalid(_("这个街道没有企业。"), code="no_organisation")
        return self._organisations[n % len(self._organisations)]

    @cached_property
    def _organisations(self) -> list[int]:
        rows = Organisation.objects.filter(town_id=self.town_id).order_by("uscc", "id")
        return list(rows.values_list("id", flat=True))

    def record_of(self, name: str, n: int) -> int:
        """A record of the population (or kind) of that name, one after another."""
        there = self.made.get(name)
        if not there:
            raise Invalid(
                _("“%(name)s”还没有记录；请把它写在前面。") % {"name": name}, code="no_records"
            )
        return there[n % len(there)]

    # -- where --------------------------------------------------------------------------------

    def areas(self, level: str) -> list[int]:
        """The communities, or the general grids, in the order of their codes."""
        chosen: dict[str, str] = dict(_GRIDS) if level == "grid" else {"level": level}
        rows = Area.objects.filter(town_id=self.town_id, **chosen).order_by("code")
        return list(rows.values_list("id", flat=True))

    def spots(self, where: Where, count: int, rng: random.Random) -> list[Spot]:
        """Where the records of a population lie: buildings or premises drawn over the whole town;
        for communities and grids one after another, and a building in each."""
        pool = self.stage.premises if where == "premises" else self.stage.buildings
        if where not in ("community", "grid"):
            return [pool[rng.randrange(len(pool))] for _each in range(count)]
        inside = self._inside(where)
        areas = [area for area in self.areas(where) if area in inside]
        return [rng.choice(inside[areas[n % len(areas)]]) for n in range(count)]

    def _inside(self, level: str) -> dict[int, Sequence[Spot]]:
        found: dict[int, list[Spot]] = defaultdict(list)
        for spot in self.stage.buildings:
            found[spot.grid if level == "grid" else spot.community].append(spot)
        return dict(found)

    def at_work(self, day: date, rng: random.Random) -> datetime:
        """A moment of the day in office hours."""
        return datetime.combine(day, time(9), clock.TOWN_ZONE) + timedelta(
            minutes=rng.randrange(8 * 60)
        )
