"""The locators of this process: one for each town and stretch of days, made when asked for."""

import threading
from datetime import date, datetime

from jiedao.foundation.places.loading import load
from jiedao.foundation.places.where import BUILDING_M, NOWHERE, Locator, Parts, Place
from jiedao.kernel import clock, towns

__all__ = ["BUILDING_M", "NOWHERE", "Locator", "Place", "forget", "locator_for"]

_KEPT = 4
"""Stretches of days kept for each town: today's, and those of a simulation or an old map."""

_Stamp = tuple[datetime, int]


class _Shelf:
    """What is kept for one town."""

    def __init__(self) -> None:
        self.stamp: _Stamp | None = None
        self.spans: list[tuple[date, date, Locator]] = []
        # Today's indexes are shared between revisions; those of other days are made apart,
        # lest they push today's out.
        self.parts = Parts()
        self.lock = threading.Lock()

    def find(self, day: date) -> Locator | None:
        for first, last, locator in self.spans:
            if first <= day < last:
                return locator
        return None


_shelves: dict[int, _Shelf] = {}
_shelves_lock = threading.Lock()


def locator_for(town_id: int, on: date | None = None) -> Locator:
    """The locator of a town, for today or for the day ``on``.

    Follows ``Town.revision`` within a second. While one thread makes a new locator, the
    others go on with the one before.
    """
    town = towns.town(town_id)
    # The time of creation tells a town from another that had the same id before it.
    stamp = (town.created_at, town.revision)
    day = on or clock.today()
    shelf = _shelf(town_id)
    spans_stamp, known = shelf.stamp, shelf.find(day)
    if known is not None and spans_stamp == stamp:
        return known
    stale = known is not None and spans_stamp is not None and spans_stamp[0] == stamp[0]
    if not shelf.lock.acquire(blocking=not stale):
        assert known is not None
        return known
    try:
        return _renew(town_id, shelf, stamp, day)
    finally:
        shelf.lock.release()


def forget() -> None:
    """Drop every locator of this process (tests: towns of the same id follow one another)."""
    with _shelves_lock:
        _shelves.clear()


def _shelf(town_id: int) -> _Shelf:
    shelf = _shelves.get(town_id)
    if shelf is None:
        with _shelves_lock:
            shelf = _shelves.setdefault(town_id, _Shelf())
    return shelf


def _renew(town_id: int, shelf: _Shelf, stamp: _Stamp, day: date) -> Locator:
    """The locator for ``day`` at ``stamp``; called with the shelf's lock held."""
    spans = list(shelf.spans) if shelf.stamp == stamp else []
    for first, last, locator in spans:
        if first <= day < last:
            return locator
    snapshot = load(town_id, day)
    current = snapshot.first <= clock.today() < snapshot.last
    locator = Locator(snapshot, shelf.parts if current else None)
    # Replaced as a whole: readers take no lock.
    shelf.spans = [(snapshot.first, snapshot.last, locator), *spans][:_KEPT]
    shelf.stamp = stamp
    return locator
