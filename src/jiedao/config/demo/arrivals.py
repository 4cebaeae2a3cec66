"""When something is reported in the demo town, and what: a year with seasons, storms, feasts.

Pure: dates, matters and places in, arrivals out. The same seed and end date give the same year.
"""

import bisect
import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from jiedao.config.demo.matters import Matter
from jiedao.kernel.clock import TOWN_ZONE

# Share of a day's reports in each hour: mornings and evenings, little at night.
_HOURS = (
    0.8, 0.5, 0.3, 0.2, 0.2, 0.4, 1.2, 3.0, 6.2, 8.4, 8.0, 6.6,
    4.2, 4.6, 6.4, 6.8, 6.2, 5.4, 5.0, 5.6, 5.8, 5.2, 3.6, 1.8,
)  # fmt: skip
_NIGHT_HOURS = (
    6.0, 4.2, 2.6, 1.2, 0.8, 1.0, 1.6, 2.2, 3.0, 2.6, 2.0, 2.0,
    3.2, 3.2, 2.0, 2.0, 2.0, 2.6, 3.6, 5.0, 6.6, 8.4, 9.4, 8.2,
)  # fmt: skip
_ROUNDS = (
    0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.2, 1.0, 5.0, 9.0, 9.4, 7.0,
    1.4, 1.6, 7.4, 9.0, 8.0, 5.0, 1.6, 1.4, 1.2, 0.5, 0.1, 0.0,
)  # fmt: skip
_WEEKDAYS = (1.18, 1.08, 1.04, 1.02, 1.0, 0.86, 0.82)
_SEASONS = {"春": (2, 3, 4), "夏": (5, 6, 7, 8, 9), "秋": (9, 10, 11), "冬": (12, 1, 2)}
CHANNELS = {
    "hotline_12345": 0.34, "public_page": 0.16, "snap": 0.12, "district_platform": 0.11,
    "staff": 0.05, "grid": 0.22,
}  # fmt: skip
# What grid workers see on their rounds; the rest they hear from residents.
_GRID_GROUPS = {"网格巡查": 6.0, "消防安全": 1.0, "市容环卫": 0.5, "市政设施": 0.5, "安全生产": 0.6,
                "园林绿化": 0.4, "三防应急": 1.0}  # fmt: skip
_FEAST_GROUPS = frozenset({"噪音扰民", "停车交通", "市容环卫"})
_FEASTS = frozenset(
    {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3), (2, 16), (2, 17), (2, 18), (9, 25)}
)
# Which lots a matter happens on; what is missing here happens anywhere.
_USES = {
    "home": ("estate", "towers", "village", "mixed"),
    "estate": ("estate", "towers"),
    "village": ("village", "mixed"),
    "shop": ("mixed", "market", "village"),
    "street": ("mixed", "village", "market", "estate"),
    "factory": ("industry",),
    "site": ("site",),
    "school": ("school",),
    "office": ("office",),
}


@dataclass(frozen=True)
class Arrival:
    """One report: when, about what, where (index of a place), by which channel."""

    at: datetime
    matter: int
    spot: int
    channel: str
    known: bool
    """Whether the sender leaves a name and a telephone."""
    secret: bool
    same_as: int | None
    """Index of the earlier arrival that this one repeats in other words."""


def storms(end: date) -> tuple[date, ...]:
    """Days of heavy rain or typhoon in the year before ``end``; each is followed by a wet day.

    One lies close before the end, so that a storm day is always among the recent weeks.
    """
    wanted = ((5, 11), (6, 8), (7, 19), (8, 27), (9, 16))
    days = [date(year, month, day) for year in (end.year - 1, end.year) for month, day in wanted]
    past = [day for day in days if end - timedelta(days=365) <= day <= end - timedelta(days=60)]
    return (*past, end - timedelta(days=17))


class Sky:
    """What kind of day it is: wet, a feast, which season."""

    def __init__(self, end: date) -> None:
        self.wet = {day + timedelta(days=n) for day in storms(end) for n in (0, 1)}

    def weight(self, day: date) -> float:
        """How many reports the day brings, beside an ordinary one."""
        weight = _WEEKDAYS[day.weekday()]
        if day in self.wet:
            weight *= 2.6
        if (day.month, day.day) in _FEASTS:
            weight *= 0.7
        return weight * (1.12 if day.month in (6, 7, 8) else 1.0)

    def pull(self, matter: Matter, day: date, channel: str) -> float:
        """How likely a matter is on that day by that channel."""
        weight = matter.weight * _by_channel(matter, channel)
        if matter.season in _SEASONS:
            weight *= 1.9 if day.month in _SEASONS[matter.season] else 0.7
        if matter.season in ("雨", "台风"):
            weight *= 11.0 if day in self.wet else 0.35
        if (day.month, day.day) in _FEASTS and matter.group in _FEAST_GROUPS:
            weight *= 3.0
        return weight


def _by_channel(matter: Matter, channel: str) -> float:
    if channel == "grid":
        return _GRID_GROUPS.get(matter.group, 0.0) * (matter.check == "on_spot" or 0.5)
    if matter.group == "网格巡查":
        return 0.0
    return float(matter.check == "on_spot") if channel == "snap" else 1.0


def draw(
    rng: random.Random,
    matters: Sequence[Matter],
    uses: Sequence[str],
    start: datetime,
    end: datetime,
    count: int,
    channels: Mapping[str, float] = CHANNELS,
) -> list[Arrival]:
    """``count`` arrivals between two aware moments, in order of time.

    ``uses`` says for each place what its lot is used for; an arrival's spot is its index.
    ``channels`` are those by which they come, each with its share.
    """
    return _Draw(rng, matters, uses, start, end, channels).arrivals(count)


@dataclass(frozen=True)
class _Coming:
    """A report before it is known whether it repeats another. ``crowd`` joins those of one
    evening; -1 is nobody's."""

    moment: datetime
    channel: str
    matter: int
    spot: int | None = None
    crowd: int = -1


_CROWD_MATTERS = frozenset({"夜间施工噪音", "自来水停水", "停电故障", "道路积水", "工业废气异味"})


class _Draw:
    def __init__(
        self,
        rng: random.Random,
        matters: Sequence[Matter],
        uses: Sequence[str],
        start: datetime,
        end: datetime,
        channels: Mapping[str, float],
    ) -> None:
        self.channels = channels
        self.rng, self.matters, self.start, self.end = rng, matters, start, end
        self.sky = Sky(end.astimezone(TOWN_ZONE).date())
        self.everywhere = range(len(uses))
        self._by_use: dict[str, list[int]] = {}
        for spot, use in enumerate(uses):
            self._by_use.setdefault(use, []).append(spot)
        self._tables: dict[tuple[date, str], list[float]] = {}
        self._favourites: dict[str, list[int]] = {}

    def arrivals(self, count: int) -> list[Arrival]:
        crowds = list(self._crowds(count))
        found: list[Arrival] = []
        first_of: dict[int, int] = {}
        alone = [_Coming(*each) for each in self._moments(count - len(crowds))]
        for coming in sorted([*alone, *crowds], key=lambda coming: coming.moment):
            repeated = first_of.get(coming.crowd)
            if coming.crowd < 0 and coming.channel != "grid":
                repeated = self._repeated(found, coming.moment, coming.channel)
            spot, matter = coming.spot, coming.matter
            if repeated is not None:
                matter, spot = found[repeated].matter, found[repeated].spot
            elif spot is None:
                spot = self._spot(self.matters[matter].where)
            if coming.crowd >= 0:
                first_of.setdefault(coming.crowd, len(found))
            found.append(self._arrival(coming.moment, coming.channel, matter, spot or 0, repeated))
        return found

    def _crowds(self, count: int) -> Iterator["_Coming"]:
        """Now and then half a street reports one thing in one evening: piling, a blackout."""
        loud = [n for n, matter in enumerate(self.matters) if matter.name in _CROWD_MATTERS]
        days, odds = self._days
        for crowd in range(count // 260 if loud else 0):
            matter = self.rng.choice(loud)
            day = self.rng.choices(days, cum_weights=odds)[0]
            start = self._hour(day, "hotline_12345", self.matters[matter])
            spot = self._spot(self.matters[matter].where)
            for _each in range(self.rng.randrange(4, 11)):
                moment = start + timedelta(minutes=self.rng.randrange(0, 240))
                if self.start <= moment < self.end:
                    channel = self.rng.choice(("hotline_12345", "hotline_12345", "public_page"))
                    yield _Coming(moment, channel, matter, spot, crowd)

    def _moments(self, count: int) -> list[tuple[datetime, str, int]]:
        days, odds = self._days
        found: list[tuple[datetime, str, int]] = []
        while len(found) < count:
            day = self.rng.choices(days, cum_weights=odds)[0]
            channel = self.rng.choices(list(self.channels), list(self.channels.values()))[0]
            matter = self._matter(day, channel)
            moment = self._hour(day, channel, self.matters[matter])
            if self.start <= moment < self.end:
                found.append((moment, channel, matter))
        return found

    @cached_property
    def _days(self) -> tuple[list[date], list[float]]:
        first = self.start.astimezone(TOWN_ZONE).date()
        last = self.end.astimezone(TOWN_ZONE).date()
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return days, list(itertools.accumulate(self.sky.weight(day) for day in days))

    def _matter(self, day: date, channel: str) -> int:
        table = self._tables.get((day, channel))
        if table is None:
            pulls = (self.sky.pull(matter, day, channel) for matter in self.matters)
            table = self._tables[day, channel] = list(itertools.accumulate(pulls))
        return bisect.bisect(table, self.rng.random() * table[-1])

    def _hour(self, day: date, channel: str, matter: Matter) -> datetime:
        hours = _ROUNDS if channel == "grid" else _HOURS
        if channel != "grid" and matter.group == "噪音扰民":
            hours = _NIGHT_HOURS
        hour = self.rng.choices(range(24), hours)[0]
        start = datetime(day.year, day.month, day.day, hour, tzinfo=TOWN_ZONE)
        return start + timedelta(seconds=self.rng.randrange(3600))

    def _spot(self, where: str) -> int:
        """A place of the right use; trouble comes back to the same few places."""
        spots: Sequence[int] = self._spots(where)
        if self.rng.random() < 0.22:
            favourites = self._favourites.setdefault(
                where, [self.rng.choice(spots) for _n in range(max(2, len(spots) // 90))]
            )
            return self.rng.choice(favourites)
        return self.rng.choice(spots)

    def _spots(self, where: str) -> Sequence[int]:
        known = [self._by_use[use] for use in _USES.get(where, ()) if use in self._by_use]
        return self.rng.choice(known) if known else self.everywhere

    def _arrival(
        self, moment: datetime, channel: str, matter: int, spot: int, repeated: int | None
    ) -> Arrival:
        named = channel in ("hotline_12345", "staff", "district_platform")
        known = channel != "grid" and (named or self.rng.random() < 0.7)
        secret = channel != "grid" and self.rng.random() < 0.025
        return Arrival(moment, matter, spot, channel, known, secret, repeated)

    def _repeated(self, earlier: Sequence[Arrival], moment: datetime, channel: str) -> int | None:
        """About one report in thirty speaks of what somebody reported in the last two days."""
        if self.rng.random() > 0.05 or len(earlier) < 10:
            return None
        place = len(earlier) - 1 - self.rng.randrange(10)
        near = earlier[place]
        other_kind = near.channel == "grid" or (near.channel == "snap") != (channel == "snap")
        if other_kind or moment - near.at > timedelta(days=2):
            return None
        return near.same_as if near.same_as is not None else place
