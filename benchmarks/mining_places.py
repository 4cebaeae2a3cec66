"""How well the place is found in a text: `python -m benchmarks.mining_places`, a JSON line.

The demo town's map in memory and invented texts, each about a building that is known; nothing but
the text is given, not the address that the demo sends with it. ``first``, ``three``: the share of
texts whose true general grid is that of the first guess, or among three. ``metres``: from the
building to the first guess, of those texts that have one. ``within``: the building lies in the
circle that the first guess draws. ``none``: texts in which no place is found. ``bare`` is the
gazetteer alone, without relations. By relation: what the text says beside the name. The truth is
the building that the writer had in mind: where he wrote “opposite”, the matter may lie across.

The demo's writers call a building by its own name. ``spoken`` asks of other ways to say where it is:
by road and number, in Chinese numerals, by the compound without the block, by the road alone.
"""

import argparse
import json
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import shapely

from jiedao.config.demo.arrivals import CHANNELS
from jiedao.config.demo.generator import generate
from jiedao.config.demo.matters import matters
from jiedao.config.demo.plan import TownPlan
from jiedao.config.demo.voices import Spot, compose
from jiedao.engines.mining.placing import PlaceGuess, places_by
from jiedao.foundation.places.geometry import metres_between
from jiedao.foundation.places.rows import AreaRow, Snapshot
from jiedao.foundation.places.where import Locator
from jiedao.foundation.places.wording import split_address
from jiedao.kernel.clock import TOWN_ZONE

SEED, TEXTS = 11, 5000
START = datetime(2026, 1, 1, 8, tzinfo=TOWN_ZONE)


@dataclass(frozen=True, slots=True)
class Question:
    """A text and where it plays."""

    text: str
    channel: str
    lon: float
    lat: float
    grid_id: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What is counted of one text: the rank of its true grid, and the first guess."""

    rank: int | None
    metres: float | None = None
    radius: float = 0.0
    relation: str = ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=TEXTS)
    options = parser.parse_args()
    plan = generate(7)
    snapshot = snapshot_of(plan)
    locator = Locator(snapshot)
    asked = questions(snapshot, plan, locator, options.texts)
    locator.find("")  # the index is made before the time is taken
    begun = time.thread_time()
    answers = [answer(one, places_by(locator, one.text)) for one in asked]
    taken = time.thread_time() - begun
    spoken = otherwise(snapshot, plan, locator, max(options.texts // 5, 1))
    report = {
        "benchmark": "mining_places",
        "texts": len(asked),
        "buildings": sum(row.level == "building" for row in snapshot.areas),
        **told(answers),
        "bare": told([_bare(locator, one) for one in asked]),
        "by_relation": _by(answers, [one.relation or "none" for one in answers]),
        "by_channel": _by(answers, [one.channel for one in asked]),
        "spoken": {
            way: {"texts": len(rows), **told([answer(q, places_by(locator, q.text)) for q in rows])}
            for way, rows in spoken.items()
        },
        "ms_each": round(taken / len(asked) * 1000, 3),
    }
    print(json.dumps(report, ensure_ascii=False))


def snapshot_of(plan: TownPlan) -> Snapshot:
    """The map as the locator reads it, numbered in the order of the plan."""
    ids = {row.code: number for number, row in enumerate(plan.areas, 1)}
    rows: dict[str, AreaRow] = {}
    for plan_row in plan.areas:
        above = rows.get(plan_row.parent)
        community = None
        if above is not None:
            community = above.id if above.level == "community" else above.community_id
        rows[plan_row.code] = AreaRow(
            ids[plan_row.code], plan_row.level, plan_row.grid_kind, plan_row.code, plan_row.name,
            plan_row.aliases, above.id if above else None, community, plan_row.lon, plan_row.lat,
            plan_row.address,
        )  # fmt: skip
    shapes = {ids[row.code]: shapely.to_wkb(row.shape) for row in plan.areas if row.shape}
    roads = tuple((f.name, shapely.to_wkb(f.shape)) for f in plan.features if _is_road(f))
    ordered = tuple(sorted(rows.values(), key=lambda row: row.code))
    return Snapshot(date.min, date.max, ordered, shapes, roads)


def _is_road(feature: object) -> bool:
    return getattr(feature, "kind", "") == "road" and bool(getattr(feature, "name", ""))


def questions(
    snapshot: Snapshot, plan: TownPlan, locator: Locator, count: int
) -> Sequence[Question]:
    """So many texts, each about a building drawn at random, in the manner of some channel."""
    rng = random.Random(SEED)
    names = {row.id: row.name for row in snapshot.areas}
    uses = {row.code: str(row.attributes.get("use", "")) for row in plan.areas}
    buildings = [row for row in snapshot.areas if row.level == "building"]
    all_matters = matters()
    channels = rng.choices(list(CHANNELS), list(CHANNELS.values()), k=count)
    found = []
    for number, channel in enumerate(channels):
        row = rng.choice(buildings)
        spot = Spot(row.name, names.get(row.community_id or 0, ""), uses[row.code])
        at = START + timedelta(hours=number % 8000)
        text = compose(rng, rng.choice(all_matters), spot, channel, at)
        grid = locator.place_of(row.id).grid_id
        assert row.lon is not None
        assert row.lat is not None
        assert grid is not None
        found.append(Question(text, channel, row.lon, row.lat, grid))
    return found


def otherwise(
    snapshot: Snapshot, plan: TownPlan, locator: Locator, count: int
) -> dict[str, list[Question]]:
    """So many texts for each way of saying where a building is, as far as it has one."""
    rng = random.Random(SEED)
    compounds = {row.code: str(row.attributes.get("compound", "")) for row in plan.areas}
    buildings = [row for row in snapshot.areas if row.level == "building" and row.address]
    found: dict[str, list[Question]] = defaultdict(list)
    for row in rng.sample(buildings, min(count, len(buildings))):
        road = split_address(row.address)
        grid = locator.place_of(row.id).grid_id
        if road is None or grid is None:
            continue
        ways = {
            "address": row.address,
            "numerals": f"{road[0]}{_numerals(road[1][0])}号" if not road[1][1] else "",
            "compound": compounds[row.code],
            "road": road[0],
        }
        for way, words in ways.items():
            if words:
                text = f"您好，{words}这里晚上太吵，请管一管"
                found[way].append(Question(text, "", row.lon or 0, row.lat or 0, grid))
    return found


def _numerals(number: int) -> str:
    """Up to 999, as spoken: 一百零三."""
    signs = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{signs[hundreds]}百" if hundreds else ""
    if tens:
        words += f"{signs[tens] if hundreds or tens > 1 else ''}十"
    elif hundreds and ones:
        words += "零"
    return words + (signs[ones] if ones else "")


def answer(asked: Question, guesses: Sequence[PlaceGuess]) -> Answer:
    """Where the truth stands among the guesses."""
    grids = [guess.place.grid_id for guess in guesses]
    rank = grids.index(asked.grid_id) if asked.grid_id in grids else None
    if not guesses:
        return Answer(None)
    first = guesses[0]
    metres = metres_between(first.lon, first.lat, asked.lon, asked.lat)
    return Answer(rank, metres, first.radius_m, first.relation)


def _bare(locator: Locator, asked: Question) -> Answer:
    matches = [match for match in locator.find(asked.text, 3) if match.lon is not None]
    grids = [locator.place_of_match(match).grid_id for match in matches]
    rank = grids.index(asked.grid_id) if asked.grid_id in grids else None
    if not matches:
        return Answer(None)
    best = matches[0]
    return Answer(rank, metres_between(best.lon or 0, best.lat or 0, asked.lon, asked.lat))


def told(answers: Sequence[Answer]) -> dict[str, float | None]:
    """The figures of some answers."""
    metres = [one.metres for one in answers if one.metres is not None]

    def share(holds: Callable[[Answer], bool]) -> float:
        return round(sum(map(holds, answers)) / len(answers), 4)

    return {
        "first": share(lambda one: one.rank == 0),
        "three": share(lambda one: one.rank is not None),
        "metres": round(statistics.median(metres), 1) if metres else None,
        "within": share(lambda one: one.metres is not None and one.metres <= one.radius),
        "none": share(lambda one: one.metres is None),
    }


def _by(answers: Sequence[Answer], keys: Sequence[str]) -> dict[str, dict[str, float | None]]:
    groups: dict[str, list[Answer]] = defaultdict(list)
    for one, key in zip(answers, keys, strict=True):
        groups[key].append(one)
    return {key: {"texts": len(own), **told(own)} for key, own in sorted(groups.items())}


if __name__ == "__main__":
    main()
