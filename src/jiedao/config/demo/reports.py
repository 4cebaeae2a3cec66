"""What arrives at the intake of the demo town: an arrival put into the words of its channel."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

from jiedao.config.demo import words
from jiedao.config.demo.people import resident
from jiedao.engines.cases.actions import NewRequest
from jiedao.foundation.places.locator import locator_for
from jiedao.kernel.actors import RESIDENT, Actor, machine

if TYPE_CHECKING:
    from jiedao.config.demo.arrivals import Arrival
    from jiedao.config.demo.people import Place
    from jiedao.config.demo.story import Stage

_MACHINES = frozenset({"hotline_12345", "district_platform"})
_PINNED = frozenset({"snap", "grid", "public_page"})
_KINDS = {"grid": "grid_event", "snap": "snap"}
# Days that the district platform gives, by level.
_PLATFORM_DAYS = {1: 2, 2: 4, 3: 8, 4: 12}


def request_of(
    stage: Stage, arrival: Arrival, key: str, rng: random.Random
) -> tuple[NewRequest, Actor]:
    """The request and who brings it in. ``key`` makes a second run find it again."""
    matter, place = stage.matters[arrival.matter], stage.places[arrival.spot]
    spot = words.Spot(place.words, place.community, place.use)
    by_machine = arrival.channel in _MACHINES
    name, phone = resident(rng) if arrival.known else ("", "")
    pinned = arrival.channel in _PINNED or rng.random() < 0.2
    # Platforms and grid workers choose the item, operators not always; few residents do.
    sorted_before = rng.random() < _SORTED.get(arrival.channel, 0.14)
    # Degrees beside the building: a grid worker stands in his own cell, others nearby.
    lon, lat = _beside(stage, place, rng, 2e-5 if arrival.channel == "grid" else 9e-5)
    new = NewRequest(
        text=words.compose(rng, matter, spot, arrival.channel, arrival.at),
        channel=arrival.channel,
        kind=_KINDS.get(arrival.channel, "request"),
        item_id=stage.items[matter.code] if sorted_before else None,
        longitude=lon if pinned else None,
        latitude=lat if pinned else None,
        address=place.words,
        contact_name=name,
        contact_phone=phone,
        foreign_number=f"{_prefix(arrival.channel)}{key}" if by_machine else "",
        retry_key="" if by_machine else key,
        secret=arrival.secret,
        received_at=arrival.at,
    )
    if arrival.channel == "district_platform":
        new.platform_due_at = arrival.at + timedelta(days=_PLATFORM_DAYS[matter.level])
    if arrival.channel == "grid":
        new.attributes = {"sort": "hazard" if matter.group in _HAZARDS else "event"}
        if matter.lead == "community" and rng.random() < 0.6:
            # What the cell can do itself it does itself.
            new.unit_id = stage.cast.grid_units.get(place.grid_id or 0)
    return new, _actor(stage, arrival, place, rng)


_SORTED = {"hotline_12345": 0.6, "district_platform": 0.85, "grid": 1.0, "staff": 0.3}
_HAZARDS = frozenset({"消防安全", "安全生产", "燃气用电"})


def _beside(stage: Stage, place: Place, rng: random.Random, aside: float) -> tuple[float, float]:
    """A point up to ``aside`` degrees from the building, which itself may stand at the border."""
    lon, lat = place.lon + rng.uniform(-aside, aside), place.lat + rng.uniform(-aside, aside)
    inside = locator_for(stage.town_id).contains(lon, lat)
    return (lon, lat) if inside else (place.lon, place.lat)


def _prefix(channel: str) -> str:
    return "12345-" if channel == "hotline_12345" else "QPT-"


def _actor(stage: Stage, arrival: Arrival, place: Place, rng: random.Random) -> Actor:
    if arrival.channel == "grid":
        worker = stage.cast.grid_workers.get(place.grid_id or 0)
        return worker or stage.cast.one(rng, "grid_worker")
    if arrival.channel == "staff":
        return stage.cast.one(rng, "dispatcher")
    return machine(arrival.channel) if arrival.channel in _MACHINES else RESIDENT
