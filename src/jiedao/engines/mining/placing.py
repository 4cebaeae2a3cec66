"""Where a text plays: the places it names (``foundation.places``) and what it says beside them.

「平安路3号对面」 is not No. 3 and yet near it; 「A与B之间」 is neither; 「往东200米」 is two hundred metres
on. A relation moves the point, widens the circle and lowers the confidence.
"""

import math
import re
from dataclasses import dataclass, replace
from itertools import pairwise, permutations
from typing import Final

from jiedao.foundation.places.gazetteer import Match
from jiedao.foundation.places.geometry import Plane, metres_between
from jiedao.foundation.places.where import NOWHERE, Locator, Place
from jiedao.foundation.places.wording import normal, number, split_address

AT, OPPOSITE, BESIDE, NEAR, BETWEEN, TOWARDS = (
    "at", "opposite", "beside", "near", "between", "towards",
)  # fmt: skip
"""What a text says of the place beside its name: nothing, 对面, 旁边, 附近, 之间, 往…方向N米."""

AT_MOST: Final = 3
_LOOKED_AT: Final = 6
"""Places of the gazetteer that are looked at: 之间 needs two of them."""

_RADIUS: Final = {
    "premises": 30.0, "building": 40.0, "grid": 250.0, "community": 700.0, "subdistrict": 2500.0,
}  # fmt: skip
_POINT_M: Final = 80.0
"""A crossing, or the stretch of a road by a house number."""
_COMPOUND_M: Final = 150.0
_ROAD_M: Final = 500.0
_SAME_M: Final = 15.0
_ROAD_SCORE: Final = 0.4
"""Up to this score the gazetteer knew no more of a road than its name."""

_STEP: Final = {"东": (1, 0), "西": (-1, 0), "南": (0, -1), "北": (0, 1)}
_METRES: Final = r"(?:走|约|大约|大概|左右|再|前行|不到)*\s*(?P<metres>[0-9]{1,4}|[一二两三四五六七八九十百]{1,4})\s*(?:多|余|来)?米"
_COMPASS: Final = re.compile(
    rf"\s*的?(?:再|一直)?(?P<turn>往|向|朝|以)?(?P<way>[东南西北]{{1,2}})(?P<side>边|面|侧|方向|方)?(?:{_METRES})?"
)
_AHEAD: Final = re.compile(rf"\s*的?(?:往前|向前|前方|前行|再往前|过去|往里|旁边?){_METRES}")
_TOWARDS: Final = re.compile(rf"\s*方向(?:{_METRES})?")
_BETWEEN: Final = re.compile(r"\s*的?(?:之间|中间)")
_NEXT_HOUSE: Final = re.compile(
    r"\s*(?:与|和|同|及|跟|到|至|、|-)\s*(?P<house>[0-9]{1,5})号?\s*的?(?:之间|中间)"
)
_AND: Final = re.compile(r"\s*(?:与|和|同|及|跟|到|至|、|-)\s*")
_FROM: Final = re.compile(r"\s*(?:往|向|朝|去)\s*")
_A_LITTLE: Final = 30.0
"""Metres that 「往东一点」 and 「东侧」 mean, where no number is said: the next house."""
_MOVED_SCORE: Final = 0.85
_SAID: Final = (
    # relation, words, what is kept of the confidence, metres added to the radius
    (OPPOSITE, re.compile(r"\s*的?\s*(?:正|斜)?对[面过]|\s*的?马路对面"), 0.8, 50.0),
    (NEAR, re.compile(r"\s*的?(?:附近|付近|周边|周围|一带|不远处|这边|那边)"), 0.8, 120.0),
    (
        BESIDE,
        re.compile(r"\s*的?(?:旁边?|边上|隔壁|侧面|后面|背后|后门|公交站旁?|路口)"),
        0.9,
        40.0,
    ),
)
_DOORS: Final = re.compile(r"\s*的?(?:单元)?(?:门口|门前|大门|正门|前面|楼下|楼道|里面|一楼)")
_DOORS_M: Final = 15.0


@dataclass(frozen=True, slots=True)
class PlaceGuess:
    """A place that a text may mean.

    ``area_ids``: the building, general grid, community and sub-district, the smallest first, as
    far as known. ``lon``, ``lat``: WGS-84 degrees. ``confidence``: 0–1. ``radius_m``: metres round
    the point within which the matter should lie. ``words``: as the text has them, the relation
    included. ``relation``: one of ``AT`` … ``TOWARDS``.
    """

    area_ids: tuple[int, ...]
    lon: float
    lat: float
    confidence: float
    radius_m: float
    words: str
    relation: str
    place: Place = NOWHERE
    area_id: int | None = None
    """The area that is named, where it is one; a road or crossing is none."""


@dataclass(slots=True)
class _Spot:
    """A place the gazetteer found, and where its mention stands."""

    lon: float
    lat: float
    score: float
    radius: float
    start: int
    end: int
    area_id: int | None
    place: Place


def places_in(town_id: int, text: str, *, limit: int = AT_MOST) -> list[PlaceGuess]:
    """The places that a text of this town may mean, the likeliest first; empty where it names none."""
    # Not at the top: all else here is asked without a database too.
    from jiedao.foundation.places.locator import locator_for

    return places_by(locator_for(town_id), text, limit=limit)


def places_by(locator: Locator, text: str, *, limit: int = AT_MOST) -> list[PlaceGuess]:
    """The same, asked of a locator."""
    reading = _Reading(locator, text)
    guesses = sorted(reading.guesses(), key=lambda guess: -guess.confidence)
    known: list[PlaceGuess] = []
    for guess in guesses:
        if all(_apart(guess, other) for other in known):
            known.append(guess)
    return known[:limit]


def _apart(one: PlaceGuess, other: PlaceGuess) -> bool:
    return metres_between(one.lon, one.lat, other.lon, other.lat) > _SAME_M


class _Reading:
    """One text, and the places that the gazetteer finds in it."""

    def __init__(self, locator: Locator, text: str) -> None:
        self._locator, self._text, self._plain = locator, text, normal(text)
        found = (self._spot(match) for match in locator.find(text, _LOOKED_AT))
        self._spots = [spot for spot in found if spot is not None]
        self._widen()

    def _widen(self) -> None:
        """Several houses of one number: the circle of each holds all of them."""
        own = {id(spot): spot.radius for spot in self._spots}
        for one, other in permutations(self._spots, 2):
            if one.start == other.start:
                apart = metres_between(one.lon, one.lat, other.lon, other.lat)
                one.radius = max(one.radius, apart + own[id(other)])

    def guesses(self) -> list[PlaceGuess]:
        """Pairs first: what one is made of is no place of its own."""
        pairs: list[PlaceGuess] = []
        used: set[int] = set()
        firsts = {spot.start: spot for spot in reversed(self._spots)}
        for one, other in pairwise(firsts[start] for start in sorted(firsts)):
            guess = self._between(one, other) or self._towards(one, other)
            if guess is not None:
                pairs.append(guess)
                used |= {one.start, other.start}
        return pairs + [self._single(spot) for spot in self._spots if spot.start not in used]

    def _spot(self, match: Match) -> _Spot | None:
        if match.lon is None or match.lat is None:
            return None
        row = self._locator.area(match.area_id) if match.area_id is not None else None
        if row is None:
            place = replace(self._locator.place_at(match.lon, match.lat), building_id=None)
            radius = _ROAD_M if match.score <= _ROAD_SCORE else _POINT_M
        else:
            # The middle of a community lies in a grid that nobody spoke of.
            place, radius = self._locator.place_of(row.id), _RADIUS[row.level]
            if row.level == "building" and (row.lon, row.lat) != (match.lon, match.lat):
                # The compound as a whole, at its middle.
                place, radius = replace(place, building_id=None), _COMPOUND_M
        return _Spot(
            match.lon, match.lat, match.score, radius, match.start, match.end, match.area_id, place
        )

    def _between(self, one: _Spot, other: _Spot) -> PlaceGuess | None:
        """A与B之间: half way; anywhere between is as good."""
        end = self._joined(one, other, _AND, _BETWEEN)
        return None if end is None else self._half_way(one, other, end)

    def _half_way(self, one: _Spot, other: _Spot, end: int) -> PlaceGuess:
        apart = metres_between(one.lon, one.lat, other.lon, other.lat)
        lon, lat = (one.lon + other.lon) / 2, (one.lat + other.lat) / 2
        radius = apart / 2 + min(one.radius, other.radius)
        return self._moved(one, BETWEEN, (lon, lat), radius, end, min(one.score, other.score))

    def _towards(self, one: _Spot, other: _Spot) -> PlaceGuess | None:
        """A往B方向N米."""
        end = self._joined(one, other, _FROM, _TOWARDS)
        if end is None:
            return None
        match = _TOWARDS.match(self._plain, other.end)
        metres = _metres(match) or _A_LITTLE
        apart = metres_between(one.lon, one.lat, other.lon, other.lat)
        share = min(metres / apart, 1.0) if apart else 0.0
        lon = one.lon + (other.lon - one.lon) * share
        lat = one.lat + (other.lat - one.lat) * share
        return self._moved(one, TOWARDS, (lon, lat), one.radius + metres / 2, end, one.score)

    def _joined(
        self, one: _Spot, other: _Spot, joint: re.Pattern[str], after: re.Pattern[str]
    ) -> int | None:
        """Where what is said of the two ends; None where nothing is."""
        if one.end > other.start or not joint.fullmatch(self._plain, one.end, other.start):
            return None
        match = after.match(self._plain, other.end)
        return match.end() if match else None

    def _single(self, spot: _Spot) -> PlaceGuess:
        return self._next_house(spot) or self._by_compass(spot) or self._said(spot)

    def _next_house(self, spot: _Spot) -> PlaceGuess | None:
        """平安路3号和5号之间: the road is named once."""
        match = _NEXT_HOUSE.match(self._plain, spot.end)
        parts = split_address(self._plain[spot.start : spot.end]) if match else None
        if match is None or parts is None:
            return None
        found = self._locator.find(f"{parts[0]}{match['house']}号", 1)
        other = self._spot(found[0]) if found else None
        return None if other is None else self._half_way(spot, other, match.end())

    def _by_compass(self, spot: _Spot) -> PlaceGuess | None:
        match = _COMPASS.match(self._plain, spot.end)
        if match is None or not (match["turn"] or match["side"] or match["metres"]):
            return None
        steps = [_STEP[sign] for sign in match["way"]]
        east, north = (sum(step[axis] for step in steps) for axis in (0, 1))
        length = math.hypot(east, north)
        if not length:
            return None
        metres = _metres(match) or _A_LITTLE
        plane = Plane(spot.lon, spot.lat)
        point = plane.back(east / length * metres, north / length * metres)
        radius = spot.radius + metres / 2
        return self._moved(spot, TOWARDS, point, radius, match.end(), spot.score)

    def _moved(
        self,
        spot: _Spot,
        relation: str,
        point: tuple[float, float],
        radius: float,
        end: int,
        score: float,
    ) -> PlaceGuess:
        """A guess at a point that is not the named place's own."""
        place = replace(self._locator.place_at(*point), building_id=None)
        return PlaceGuess(
            _ids(place), *point, round(score * _MOVED_SCORE, 3), round(radius),
            self._text[spot.start : end], relation, place,
        )  # fmt: skip

    def _said(self, spot: _Spot) -> PlaceGuess:
        if ahead := _AHEAD.match(self._plain, spot.end):
            return self._around(spot, NEAR, 0.8, _metres(ahead), ahead.end())
        for relation, words, share, metres in _SAID:
            if match := words.match(self._plain, spot.end):
                return self._around(spot, relation, share, metres, match.end())
        doors = _DOORS.match(self._plain, spot.end)
        end, metres = (doors.end(), _DOORS_M) if doors else (spot.end, 0.0)
        return PlaceGuess(
            _ids(spot.place), spot.lon, spot.lat, spot.score, spot.radius + metres,
            self._text[spot.start : end], AT, spot.place, spot.area_id,
        )  # fmt: skip

    def _around(
        self, spot: _Spot, relation: str, share: float, metres: float, end: int
    ) -> PlaceGuess:
        """The named place's point, but not the named place: opposite is another house."""
        place = replace(spot.place, building_id=None)
        return PlaceGuess(
            _ids(place), spot.lon, spot.lat, round(spot.score * share, 3), spot.radius + metres,
            self._text[spot.start : end], relation, place, spot.area_id,
        )  # fmt: skip


def _metres(match: re.Match[str] | None) -> float:
    """The metres said, 0 where none are."""
    return float(number(match["metres"])) if match is not None and match["metres"] else 0.0


def _ids(place: Place) -> tuple[int, ...]:
    ids = (place.building_id, place.grid_id, place.community_id, place.subdistrict_id)
    return tuple(one for one in ids if one is not None)
