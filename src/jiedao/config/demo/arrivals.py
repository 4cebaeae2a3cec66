"""When something is reported in the demo town, and what: a year with seasons, storms, feasts.

Pure: dates and weights in, arrivals out. The same seed and end date give the same year.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jiedao.config.demo.matters import Matter
from jiedao.kernel.clock import TOWN_ZONE

# Share of a day's reports in each hour: mornings and evenings, little at night.
_HOURS = (
    0.8, 0.5, 0.3, 0.2, 0.2, 0.4, 1.2, 3.0, 6.2, 8.4, 8.0, 6.6,
    4.2, 4.6, 6.4, 6.8, 6.2, 5.4, 5.0, 5.6, 5.8, 5.2, 3.6, 1.8,
)  # fmt: skip
_WEEKDAYS = (1.18, 1.08, 1.04, 1.02, 1.0, 0.86, 0.82)
_SEASONS = {"春": (2, 3, 4), "夏": (5, 6, 7, 8, 9), "秋": (9, 10, 11), "冬": (12, 1, 2)}
_CHANNELS = {
    "hotline_12345": 0.34, "public_page": 0.15, "snap": 0.12, "district_platform": 0.11,
    "staff": 0.05, "grid": 0.23,
}  # fmt: skip
# What grid workers see on their rounds; the rest they hear from residents.
_GRID_GROUPS = ("网格巡查", "消防安全", "市容环卫", "市政设施", "安全生产", "园林绿化", "矛盾调解")
_FEAST_GROUPS = ("噪音", "交通停车", "市容环卫")


@dataclass(frozen=True)
class Arrival:
    """One report: when, about what, where (index of a spot), by which channel."""

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


def draw(
    rng: random.Random,
    matters: Sequence[Matter],
    spots: int,
    start: datetime,
    end: datetime,
    count: int,
) -> list[Arrival]:
    """``count`` arrivals between two aware moments, in order of time."""
    days = _days(start, end)
    weights = [_weight(day, end.date()) for day in days]
    moments: list[datetime] = []
    while len(moments) < count:
        moment = _moment(rng, rng.choices(days, weights)[0])
        if start <= moment < end:
            moments.append(moment)
    moments.sort()
    # Trouble comes back to the same places: a few spots carry many reports.
    favourites = [rng.randrange(spots) for _n in range(max(1, spots // 60))]
    arrivals: list[Arrival] = []
    for moment in moments:
        arrivals.append(_arrival(rng, matters, spots, favourites, moment, arrivals, end.date()))
    return arrivals


def _days(start: datetime, end: datetime) -> list[date]:
    first, last = start.astimezone(TOWN_ZONE).date(), end.astimezone(TOWN_ZONE).date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _weight(day: date, end: date) -> float:
    weight = _WEEKDAYS[day.weekday()]
    if any(day in (storm, storm + timedelta(days=1)) for storm in storms(end)):
        weight *= 3.2
    if (day.month, day.day) in _FEASTS:
        weight *= 0.7
    return weight * (1.12 if day.month in (6, 7, 8) else 1.0)


_FEASTS = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3), (2, 16), (2, 17), (2, 18)}


def _moment(rng: random.Random, day: date) -> datetime:
    hour = rng.choices(range(24), _HOURS)[0]
    start = datetime(day.year, day.month, day.day, hour, tzinfo=TOWN_ZONE)
    return start + timedelta(seconds=rng.randrange(3600))


def _arrival(
    rng: random.Random,
    matters: Sequence[Matter],
    spots: int,
    favourites: Sequence[int],
    moment: datetime,
    earlier: Sequence[Arrival],
    end: date,
) -> Arrival:
    channel = rng.choices(list(_CHANNELS), list(_CHANNELS.values()))[0]
    repeated = _repeated(rng, earlier, moment) if channel != "grid" else None
    if repeated is not None:
        first = earlier[repeated]
        matter, spot = first.matter, first.spot
    else:
        matter = rng.choices(range(len(matters)), _odds(matters, moment, channel, end))[0]
        spot = rng.choice(favourites) if rng.random() < 0.2 else rng.randrange(spots)
    known = channel in ("hotline_12345", "staff", "district_platform") or rng.random() < 0.7
    return Arrival(
        moment, matter, spot, channel, known and channel != "grid", rng.random() < 0.02, repeated
    )


def _repeated(rng: random.Random, earlier: Sequence[Arrival], moment: datetime) -> int | None:
    """About one report in thirty speaks of what somebody reported in the last two days."""
    if rng.random() > 0.033 or len(earlier) < 10:
        return None
    place = len(earlier) - 1 - rng.randrange(10)
    near = earlier[place]
    if near.channel == "grid" or moment - near.at > timedelta(days=2):
        return None
    return near.same_as if near.same_as is not None else place


def _odds(matters: Sequence[Matter], moment: datetime, channel: str, end: date) -> list[float]:
    day = moment.astimezone(TOWN_ZONE).date()
    storm = any(day in (wet, wet + timedelta(days=1)) for wet in storms(end))
    feast = (day.month, day.day) in _FEASTS
    return [_odd(matter, day, channel, storm, feast) for matter in matters]


def _odd(matter: Matter, day: date, channel: str, storm: bool, feast: bool) -> float:
    weight = {1: 0.7, 2: 0.9, 3: 1.3, 4: 0.9}[matter.level]
    if matter.season in _SEASONS and day.month in _SEASONS[matter.season]:
        weight *= 1.8
    if matter.season in ("雨", "台风"):
        weight *= 18.0 if storm else 0.5
    if feast and matter.group in _FEAST_GROUPS:
        weight *= 3.0
    if channel == "grid":
        weight *= 1.0 if matter.group in _GRID_GROUPS else 0.02
    elif matter.group == "网格巡查":
        weight *= 0.1
    if channel == "snap":
        weight *= 1.0 if "after_photo" in matter.evidence else 0.1
    return weight
