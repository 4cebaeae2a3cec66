"""Cases as grouping and counting read them: words, time, who, where, what."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from jiedao.engines.cases import kinds
from jiedao.engines.cases.models import Case, Request
from jiedao.engines.mining.grouping.reports import Report
from jiedao.engines.mining.matters.words import KIND
from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.foundation.places.locator import locator_for

_BATCH: Final = 5_000
_PLACE_SAID: Final = 4
"""Characters with which an address begins that tell whether the text says it already."""
_COLUMNS: Final = (
    "id", "text", "reported_at", "channel", "item_id", "community_id", "grid_id", "lon", "lat",
    "merged_into_id", "address",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One case. ``people`` are keys of those who asked (digests, good only to tell one from
    another), ``asked`` how many requests it has. ``where`` is the place in words,
    ``community`` the name of the community."""

    id: int
    text: str
    at: datetime
    people: frozenset[str]
    asked: int
    item_id: int | None
    item: str
    community_id: int | None
    grid_id: int | None
    where: str
    community: str
    lon: float | None
    lat: float | None

    def report(self) -> Report:
        """As grouping takes it: the item is its title, so that at one address one matter is told
        from another; the place is what the text says, else where it lies."""
        text = f"{self.item}\n{self.text}" if self.item else self.text
        said = self.where[:_PLACE_SAID] in self.text
        return Report(
            self.id, text, self.at, person=min(self.people), place="" if said else self.where,
            item=self.item, support=max(self.asked - 1, 0), lon=self.lon, lat=self.lat,
        )  # fmt: skip


def kinds_read() -> list[str]:
    """The kinds that classes are found among: what goes the loop and everybody with a right over
    cases may read. What an inspection finds by its own list is counted by that list."""
    return [
        kind.key
        for kind in kinds.case_kinds()
        if kinds.goes_the_loop(kind.key) and not kind.restricted
    ]


def cases_of(town_id: int) -> QuerySet[Case]:
    """Those that may be of a class: no secret ones, and none that was opened for a class."""
    rows = Case.objects.filter(town_id=town_id, secret=False, kind__in=kinds_read())
    return rows.exclude(subject_kind=KIND)


def told(town_id: int, rows: QuerySet[Case]) -> dict[int, Told]:
    """These cases by id, in the order of their ids; a few statements however many."""
    found: dict[int, Told] = {}
    catalogue, locator = catalogue_for(town_id), locator_for(town_id)
    for part in _batches(rows):
        people = _people(part)
        for row in part:
            asked = people.get(row["merged_into_id"] or row["id"], [])
            area = locator.area(row["grid_id"] or row["community_id"] or 0)
            community = locator.area(row["community_id"] or 0)
            found[row["id"]] = Told(
                row["id"], row["text"], row["reported_at"],
                frozenset(asked) or frozenset({f"?{row['channel']}"}),
                1 if row["merged_into_id"] else max(len(asked), 1),
                row["item_id"], catalogue.name(row["item_id"]) if row["item_id"] else "",
                row["community_id"], row["grid_id"],
                row["address"] or (area.name if area else ""), community.name if community else "", row["lon"], row["lat"],
            )  # fmt: skip
    return found


def _batches(rows: QuerySet[Case]) -> Iterator[list[Mapping[str, Any]]]:
    last = 0
    while True:
        part = list(rows.filter(pk__gt=last).order_by("pk").values(*_COLUMNS)[:_BATCH])
        if not part:
            return
        yield part
        last = part[-1]["id"]


def _people(part: Iterable[Mapping[str, Any]]) -> dict[int, list[str]]:
    """Case → a key of each who asked. Requests that were merged stand with the case they went to;
    secret ones are not counted."""
    ids = {row["merged_into_id"] or row["id"] for row in part}
    rows = Request.objects.filter(case_id__in=ids, secret=False)
    found: dict[int, list[str]] = defaultdict(list)
    for case_id, person_id, channel in rows.values_list("case_id", "requester_id", "channel"):
        found[case_id].append(_key(person_id) if person_id else f"?{channel}")
    return found


def _key(person_id: int) -> str:
    # Only ever compared in memory: neither kept nor shown.
    return hashlib.blake2b(str(person_id).encode(), digest_size=9, person=b"matters").hexdigest()
