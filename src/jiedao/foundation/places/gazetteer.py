"""Address text → place: what of a message is the name of a place known here.

The text is read from left to right; at each position the longest known name wins, and what
follows it (house number, block, unit, room) is read with it. Each such mention gives
candidates; mentions that agree lift one another. Plain dictionaries: a message of a hundred
characters takes a hundred look-ups, and the index of 15,000 names is made in a fraction of a
second. (An Aho-Corasick automaton was weighed: another compiled dependency, for a gain where
the time is not spent.)
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from jiedao.foundation.places.evidence import Candidate, Mention, weigh
from jiedao.foundation.places.rows import AreaRow, RoadRow
from jiedao.foundation.places.streets import Estate, Street, centre_of, crossing
from jiedao.foundation.places.wording import (
    BLOCK,
    HOUSE,
    ROOM,
    block_key,
    house_of,
    normal,
    split_address,
    split_block,
)

_SCORES = {"premises": 0.85, "building": 0.9, "grid": 0.6, "community": 0.5, "subdistrict": 0.3}
_HOUSE_SCORE = 0.92
_STEM_SCORE = 0.3
_ESTATE_SCORE = 0.6
_ROAD_SCORE = 0.35
_CROSSING_SCORE = 0.75
_BLOCK_MISS = 0.8
_HEAD = 2
_STEMS = ("社区", "街道")
_JOINTS = "与和同及跟、/-到 "


class Match(NamedTuple):
    """A place that a text names.

    ``area_id`` is None for a road or crossing that is no area; ``lon`` and ``lat`` are None
    where the area has no known position. ``score`` is 0..1. ``text[start:end]`` is the
    strongest mention, ``words`` are all mentions that speak for the place, as written.
    """

    area_id: int | None
    lon: float | None
    lat: float | None
    score: float
    start: int
    end: int
    words: tuple[str, ...]


@dataclass(slots=True)
class _Name:
    """Everything that bears one name."""

    spots: list[int] = field(default_factory=list)
    stems: list[int] = field(default_factory=list)
    street: Street | None = None
    estate: Estate | None = None


class Gazetteer:
    """The names of one town's areas and roads, made once and then only read.

    A *spot* is the index of an area in ``areas``.
    """

    def __init__(self, areas: Sequence[AreaRow], roads: Iterable[RoadRow] = ()) -> None:
        self._areas = areas
        self._spot_of = {row.id: spot for spot, row in enumerate(areas)}
        self._names: dict[str, _Name] = {}
        for road in roads:
            self._street(normal(road.name)).lines.append(road.line)
        for spot, row in enumerate(areas):
            self._add_area(spot, row)
        self._names.pop("", None)
        self._lengths = self._heads()

    def find(self, text: str, limit: int = 5) -> list[Match]:
        """The places named in ``text``, best first; empty where it names none."""
        mentions = list(self._mentions(normal(text)))
        if not mentions:
            return []
        self._read_crossings(normal(text), mentions)
        matches = []
        for found in weigh(mentions, self._ancestors)[:limit]:
            best = found.mentions[0]
            words = tuple(dict.fromkeys(text[m.start : m.end] for m in found.mentions))
            area_id = None if found.spot is None else self._areas[found.spot].id
            matches.append(
                Match(area_id, *found.point, round(found.score, 3), best.start, best.end, words)
            )
        return matches

    # -- making the index ---------------------------------------------------------------

    def _add_area(self, spot: int, row: AreaRow) -> None:
        for written in (row.name, *row.aliases):
            name = normal(written).strip()
            self._name(name).spots.append(spot)
            self._add_stem(name, spot, row.level)
            if row.level == "building":
                self._add_block(name, spot)
        parts = split_address(row.address) if row.address else None
        if parts is not None:
            self._street(parts[0]).add_house(parts[1], spot)

    def _add_stem(self, name: str, spot: int, level: str) -> None:
        """People say 六和 for 六和社区."""
        if level in ("community", "subdistrict"):
            for ending in _STEMS:
                stem = name.removesuffix(ending)
                if stem != name and len(stem) >= _HEAD:
                    self._name(stem).stems.append(spot)

    def _add_block(self, name: str, spot: int) -> None:
        parts = split_block(name)
        if parts is None:
            return
        entry = self._name(parts[0])
        if entry.estate is None:
            entry.estate = Estate(parts[0])
        entry.estate.blocks.setdefault(parts[1], []).append(spot)

    def _name(self, name: str) -> _Name:
        return self._names.setdefault(name, _Name())

    def _street(self, name: str) -> Street:
        entry = self._name(name)
        if entry.street is None:
            entry.street = Street(name)
        return entry.street

    def _heads(self) -> dict[str, tuple[int, ...]]:
        """First two characters → the lengths that names beginning so have, longest first."""
        lengths: dict[str, set[int]] = {}
        for name in self._names:
            if len(name) >= _HEAD:
                lengths.setdefault(name[:_HEAD], set()).add(len(name))
        return {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}

    # -- reading a text -----------------------------------------------------------------

    def _mentions(self, text: str) -> Iterator[Mention]:
        position = 0
        while position < len(text) - 1:
            length = self._longest(text, position)
            if not length:
                position += 1
                continue
            mention = self._read(text, position, position + length)
            yield mention
            position = max(mention.end, position + 1)

    def _longest(self, text: str, position: int) -> int:
        for length in self._lengths.get(text[position : position + _HEAD], ()):
            name = text[position : position + length]
            if name in self._names:
                # Shorter than asked for at the end of the text.
                return len(name)
        return 0

    def _read(self, text: str, start: int, end: int) -> Mention:
        """The mention that begins with the name ``text[start:end]``."""
        name = self._names[text[start:end]]
        mention = Mention(start, end, name.street if not name.spots else None)
        mention.candidates = [
            self._candidate(spot, _SCORES[self._areas[spot].level]) for spot in name.spots
        ]
        if name.spots:
            mention.end = self._past_room(text, end)
        if name.estate is not None:
            self._read_block(text, end, name.estate, mention)
        if name.street is not None:
            self._read_house(text, end, name.street, mention)
        if not mention.candidates:
            mention.candidates = [self._candidate(spot, _STEM_SCORE) for spot in name.stems]
        return mention

    def _read_block(self, text: str, end: int, estate: Estate, mention: Mention) -> None:
        block = BLOCK.match(text, end)
        if block is None:
            if not mention.candidates:
                mention.candidates = self._anywhere_in(estate, _ESTATE_SCORE)
            return
        mention.end = self._past_room(text, block.end())
        exact = estate.blocks.get(block_key(block["block"]))
        if exact:
            mention.candidates = [self._candidate(spot, _HOUSE_SCORE) for spot in exact]
        elif not mention.candidates:
            mention.candidates = self._anywhere_in(estate, _ESTATE_SCORE * _BLOCK_MISS)

    def _read_house(self, text: str, end: int, street: Street, mention: Mention) -> None:
        house = HOUSE.match(text, end)
        if house is None:
            point = street.middle() or self._centre(street)
            if point is not None and not mention.candidates:
                mention.candidates = [Candidate(None, point, _ROAD_SCORE)]
            return
        mention.end, mention.street = house.end(), None
        mention.candidates = self._at_house(street, house_of(house))
        block = BLOCK.match(text, house.end())
        if block is not None:
            mention.end = block.end()
            self._keep_block(mention, block_key(block["block"]))
        mention.end = self._past_room(text, mention.end)
        if not mention.candidates and (point := street.middle()) is not None:
            mention.candidates = [Candidate(None, point, _ROAD_SCORE)]

    def _at_house(self, street: Street, house: tuple[int, int]) -> list[Candidate]:
        """Who stands at a number: exactly, or by a stated guess.

        A number that nobody knows is taken for the house next door (``Street.next_door``), with
        less certainty. Without one the answer is the road alone, at the stretch where the
        nearest number stands: to name a building there would send people to the wrong door.
        """
        exact = street.exact(house)
        if exact:
            return [self._candidate(spot, _HOUSE_SCORE) for spot in self._standing(exact)]
        beside = street.next_door(house)
        if beside is not None:
            spots, away = beside
            return [self._candidate(spot, _guess(away)) for spot in self._standing(spots)]
        found = street.nearest(house)
        if found is None:
            return []
        spots, away = found
        point = centre_of((self._areas[spot].lon, self._areas[spot].lat) for spot in spots)
        return [Candidate(None, street.beside(*point), _guess(away))] if point else []

    def _standing(self, spots: Sequence[int]) -> Sequence[int]:
        """The buildings among those at one number; without one, whatever is there."""
        buildings = [spot for spot in spots if self._areas[spot].level == "building"]
        return buildings or spots

    def _keep_block(self, mention: Mention, block: str) -> None:
        """Of several buildings at one number, those whose name has the block."""
        named = []
        for candidate in mention.candidates:
            row = self._areas[candidate.spot] if candidate.spot is not None else None
            parts = split_block(normal(row.name)) if row is not None else None
            if parts is not None and parts[1] == block:
                named.append(candidate)
        if named:
            mention.candidates = named

    def _read_crossings(self, text: str, mentions: list[Mention]) -> None:
        """Two roads named together (建设路与人民路交叉口) mean the place where they meet."""
        for one, other in itertools.pairwise(mentions):
            if one.street is None or other.street is None or one.street is other.street:
                continue
            between = text[one.end : other.start]
            if len(between) > _HEAD or between.strip(_JOINTS):
                continue
            point = crossing(one.street, other.street)
            if point is not None:
                one.end = other.end
                one.candidates = [Candidate(None, point, _CROSSING_SCORE)]
                other.candidates = []

    # -- helpers ------------------------------------------------------------------------

    def _past_room(self, text: str, position: int) -> int:
        room = ROOM.match(text, position)
        if room is None or not room.group().strip():
            return position
        return room.end()

    def _candidate(self, spot: int, score: float) -> Candidate:
        row = self._areas[spot]
        return Candidate(spot, (row.lon, row.lat), score)

    def _anywhere_in(self, estate: Estate, score: float) -> list[Candidate]:
        """The estate as a whole: the building that stands nearest to its middle."""
        spots = estate.spots()
        centre = centre_of((self._areas[spot].lon, self._areas[spot].lat) for spot in spots)
        if centre is None:
            return [self._candidate(spots[0], score)]
        known = [spot for spot in spots if self._areas[spot].lon is not None]
        lon, lat = centre
        nearest = min(
            known,
            key=lambda s: (
                ((self._areas[s].lon or 0) - lon) ** 2 + ((self._areas[s].lat or 0) - lat) ** 2
            ),
        )
        return [Candidate(nearest, centre, score)]

    def _centre(self, street: Street) -> tuple[float, float] | None:
        spots = (spot for spots in street.houses.values() for spot in spots)
        return centre_of((self._areas[spot].lon, self._areas[spot].lat) for spot in spots)

    def _ancestors(self, spot: int) -> Iterator[int]:
        """The spots of the areas above: parent, its parent …, and the community."""
        row = self._areas[spot]
        community = self._spot_of.get(row.community_id or 0)
        if community is not None:
            yield community
        for _ in range(6):
            above = self._spot_of.get(row.parent_id or 0)
            if above is None:
                return
            yield above
            row = self._areas[above]


def _guess(away: int) -> float:
    """Next door is still a good guess, fifty numbers on is only the same road."""
    return max(_ROAD_SCORE, 0.8 - 0.02 * away)
