"""How fast places are found: `python -m benchmarks.places`, JSON on stdout.

An invented sub-district in memory, without a database: 500 grids of many corners, 6,000
buildings, 9,000 premises, 300 roads. Points to grids singly and in a batch, whole places,
nearest buildings, texts of a hundred characters to places; and how long the indexes take to
make. Coordinates converted, singly and in a batch. Times are processor time of the one thread:
nothing here waits, and other work on the machine is not counted.
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import shapely

from jiedao.foundation.places.coordinates import Datum, from_wgs84, to_wgs84
from jiedao.foundation.places.rows import AreaRow, Snapshot
from jiedao.foundation.places.where import Locator

WEST, SOUTH, SIDE = 114.0, 22.5, 0.1
CORNER = np.array([WEST, SOUTH])
GRIDS, BUILDINGS, PREMISES, ROADS, ESTATES = 500, 6000, 9000, 300, 300
POINTS, SINGLE, TEXTS, ROUNDS = 1_000_000, 20_000, 2000, 5
LETTERS = "建设人民平东西南北中山大学文化光明幸福阳新城龙虎凤凰金银海湖江春夏秋冬花园星月天地风云雨"


def main() -> None:
    rng, numbers = random.Random(1), np.random.default_rng(1)
    snapshot = _snapshot(rng, numbers)
    locator = Locator(snapshot)
    made = {
        "grids_seconds": _once(lambda: locator.grid_at(WEST, SOUTH)),
        "buildings_seconds": _once(lambda: locator.nearest_building(WEST, SOUTH, 1.0)),
        "gazetteer_seconds": _once(lambda: locator.find("建设路")),
    }
    lons, lats = numbers.uniform(0, SIDE, (2, POINTS)) + np.array([[WEST], [SOUTH]])
    some = list(zip(lons[:SINGLE].tolist(), lats[:SINGLE].tolist(), strict=True))
    texts = [_text(rng, snapshot) for _ in range(TEXTS)]
    report = {
        "benchmark": "places",
        "grids": GRIDS,
        "names": len(snapshot.areas) + ROADS,
        "making": made,
        "results": {
            "grid_batch_per_second": _rate(POINTS, lambda: locator.grids_at(lons, lats)),
            "grid_single_us": _each(SINGLE, lambda: [locator.grid_at(x, y) for x, y in some]),
            "place_single_us": _each(SINGLE, lambda: [locator.place_at(x, y) for x, y in some]),
            "nearest_building_us": _each(
                SINGLE, lambda: [locator.nearest_building(x, y, 100.0) for x, y in some]
            ),
            "texts_per_second": _rate(TEXTS, lambda: [locator.find(text) for text in texts]),
            "gcj02_to_wgs84_us": _each(
                SINGLE, lambda: [to_wgs84(x, y, Datum.GCJ02) for x, y in some]
            ),
            "gcj02_to_wgs84_per_second": _rate(
                POINTS, lambda: to_wgs84(*from_wgs84(lons, lats, Datum.GCJ02), Datum.GCJ02)
            ),
        },
    }
    json.dump(report, sys.stdout, indent=2)
    sys.stdout.write("\n")


def _snapshot(rng: random.Random, numbers: np.random.Generator) -> Snapshot:
    frame = shapely.box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE)
    seeds = shapely.MultiPoint(numbers.uniform(0, SIDE, (GRIDS, 2)) + CORNER)
    cells = [
        shapely.segmentize(cell.intersection(frame), 0.0002)
        for cell in shapely.voronoi_polygons(seeds, extend_to=frame).geoms
    ]
    areas = [AreaRow(1, "community", "", "C", "光明社区")]
    shapes = {}
    for index, cell in enumerate(cells):
        areas.append(AreaRow(10 + index, "grid", "general", f"G{index:03}", f"第{index}网格"))
        shapes[10 + index] = shapely.to_wkb(cell)
    roads = ["".join(rng.sample(LETTERS, 2)) + "路" for _ in range(ROADS)]
    estates = ["".join(rng.sample(LETTERS, 2)) + "小区" for _ in range(ESTATES)]
    for index in range(BUILDINGS):
        lon, lat = WEST + rng.random() * SIDE, SOUTH + rng.random() * SIDE
        name = f"{estates[index // 20 % ESTATES]}{index % 20 + 1}栋"
        address = f"{rng.choice(roads)}{rng.randrange(1, 300)}号"
        areas.append(
            AreaRow(1000 + index, "building", "", f"B{index}", name, (), 1, 1, lon, lat, address)
        )
        shapes[1000 + index] = shapely.to_wkb(shapely.box(lon, lat, lon + 2e-4, lat + 1e-4))
    for index in range(PREMISES):
        home = areas[1 + GRIDS + index % BUILDINGS]
        name = "".join(rng.sample(LETTERS, 3)) + rng.choice(("便利店", "餐厅", "药房", "五金店"))
        areas.append(
            AreaRow(
                *(10_000 + index, "premises", "", f"P{index}", name, (), home.id, 1),
                *(home.lon, home.lat, home.address),
            )
        )
    lines = numbers.uniform(0, SIDE, (ROADS, 2, 2)) + CORNER
    named = tuple(
        (name, shapely.to_wkb(shapely.LineString(line)))
        for name, line in zip(roads, lines, strict=True)
    )
    return Snapshot(date.min, date.max, tuple(areas), shapes, named)


def _text(rng: random.Random, snapshot: Snapshot) -> str:
    row = snapshot.areas[rng.randrange(1 + GRIDS, len(snapshot.areas))]
    place = row.name if rng.random() < 0.5 or not row.address else row.address
    return "".join(rng.choices(LETTERS, k=40)) + place + "".join(rng.choices(LETTERS, k=50))


def _once(run: Callable[[], Any]) -> float:
    begun = time.thread_time()
    run()
    return round(time.thread_time() - begun, 3)


def _seconds(run: Callable[[], Any]) -> float:
    return statistics.median(_once_exact(run) for _ in range(ROUNDS))


def _once_exact(run: Callable[[], Any]) -> float:
    begun = time.thread_time()
    run()
    return time.thread_time() - begun


def _rate(count: int, run: Callable[[], Any]) -> int:
    return round(count / _seconds(run))


def _each(count: int, run: Callable[[], Any]) -> float:
    return round(_seconds(run) / count * 1e6, 2)


if __name__ == "__main__":
    main()
