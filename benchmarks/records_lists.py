"""How fast the lists of a generated kind answer: `python -m benchmarks.records_lists [COUNT]`.

On SQLite and PostgreSQL, each in a database of its own that is dropped afterwards, with the
settings of service. COUNT (1,000,000) records of one kind, written by plain SQL as the actions
would leave them, with three filterable attributes; JSON on stdout: milliseconds for a page of 50
from the API and from the HTML list, signed in, in this process and without a network, the median
and the worst of several rounds, the first apart; and the statements each takes. ``own_cpu`` is the
processor time of this process: with SQLite all of the work, whatever else the machine does. Besides, the
points of a map for the whole town, a community and a street.

Attributes: grade A (a half), B (three tenths), C (a fifth), D (one in a thousand); trade 1 to 400, the first of
them every fourth record, the rest seldom; hours day or night. Where grade and hours meet: of A
nearly none is open at night, so that each is common and both together are rare.
"""

import argparse
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, Final

ROUNDS: Final = 7
BATCH: Final = 20_000
TARGET_MS, TARGET_QUERIES = 50, 10
KIND: Final = "shop"
QUERIES: Final = {
    "no filter": "",
    "common": "grade=A",
    "rare": "grade=D",
    "rarer": "trade=trade-399",
    "two common": "grade=B&hours=night",
    "common and rare": "grade=A&trade=trade-399",
    "three common": "grade=B&hours=night&trade=trade-0",
    "three, one rare": "grade=A&hours=day&trade=trade-200",
    "two common, seldom together": "grade=A&hours=night",
    "two common, never together": "grade=D&hours=night",
    "three common, seldom together": "grade=A&hours=night&trade=trade-0",
    "several values": "grade=B,C&hours=night",
    "state and two": "state=out_of_use&grade=A&hours=day",
    "unit and one": "unit=UNIT&grade=C",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        json.dump(measure(options.count), sys.stdout)
        return
    from benchmarks.service import installation

    results = {}
    for database in options.database or ["sqlite", "postgresql"]:
        with installation(database) as place:
            place.run("migrate")
            place.python("benchmarks.ground", "bench")
            said = place.python("benchmarks.records_lists", str(options.count), "--inside")
            results[database] = json.loads(said)
    report = {"benchmark": "records_lists", "records": options.count, "results": results}
    json.dump(report, sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")


def declare() -> None:
    """Enter the kind before the house is closed: no application needs it."""
    from pydantic import BaseModel

    from jiedao.kernel import registry
    from jiedao.kernel.attributes import Options, attribute
    from jiedao.kernel.declarations import Kind
    from jiedao.kernel.titles import Title

    class Grade(Options):
        A = "A", "甲", "A"
        B = "B", "乙", "B"
        C = "C", "丙", "C"
        D = "D", "丁", "D"

    class Hours(Options):
        DAY = "day", "白天", "Day"
        NIGHT = "night", "夜间", "Night"

    class Shop(BaseModel):
        grade: Grade = attribute(Title("等级", "Grade"), listed=True, filterable=True)
        trade: str = attribute(Title("行业", "Trade"), listed=True, filterable=True, max_length=40)
        hours: Hours = attribute(Title("时段", "Hours"), filterable=True)

    registry.kinds.add(
        Kind(
            KIND, "register", Title("门店", "Shop"), "heritage_trees", attributes=Shop, prefix="MD"
        )
    )


def setup() -> None:
    """Django with the kind of this benchmark."""
    import django

    declare()
    django.setup()


def measure(count: int) -> dict[str, Any]:
    """Fill, measure, in the database that the environment names."""
    setup()
    begun = time.perf_counter()
    fill(count)
    filled = time.perf_counter() - begun
    return {"fill_seconds": round(filled, 1), **answers()}


def answers() -> dict[str, Any]:
    """What the lists and the map take, in a database that is filled."""
    lists = {
        way: {name: timed(ask, query) for name, query in QUERIES.items()}
        for way, ask in (("api", _api()), ("html", _html()))
    }
    over = [
        f"{way}: {name}"
        for way, found in lists.items()
        for name, one in found.items()
        if one["median_ms"] > TARGET_MS or one["queries"] > TARGET_QUERIES
    ]
    return {**lists, "map": _map(), "over_target": over}


# What is there


def fill(count: int) -> None:
    """Records, their facets, and statistics for the planner."""
    from jiedao.foundation.places.models import Area
    from jiedao.foundation.records import blocks
    from jiedao.foundation.staff.models import Unit
    from jiedao.kernel.models import Town

    town = Town.objects.get(key="bench").pk
    grids = Area.objects.filter(town_id=town, level="grid", grid_kind="general")
    places = [(row.pk, row.community_id, row.lon, row.lat) for row in grids]
    units = list(Unit.objects.filter(town_id=town).values_list("id", flat=True))
    indexes = _drop_indexes()
    rng = random.Random(7)
    for start in range(0, count, BATCH):
        numbers = range(start + 1, min(start + BATCH, count) + 1)
        rows = [_row(n, count, town, rng, places, units) for n in numbers]
        _write("things_thing", COLUMNS, rows)
        _write("records_facet", FACETS, (f for row in rows for f in _facets(row)))
        print(f"{numbers[-1]} of {count}", file=sys.stderr)
    _settle(indexes)
    blocks.rebuild(town, KIND)


COLUMNS: Final = (
    "id", "town_id", "kind", "number", "key", "title", "code", "state", "version", "day",
    "created_at", "unit_id", "community_id", "grid_id", "lon", "lat", "address", "attributes",
    "subject_kind",
)  # fmt: skip
FACETS: Final = ("town_id", "kind", "attribute", "value", "record")


def _row(
    n: int, count: int, town: int, rng: random.Random, places: Any, units: Any
) -> tuple[Any, ...]:
    grid, community, lon, lat = rng.choice(places)
    grade = "D" if n % 1000 == 7 else "AAAAABBBCC"[rng.randrange(10)]
    # The few of A that are open at night were all registered long ago.
    night = (rng.random() < 0.5 and grade in "BC") or (
        grade == "A" and n < count // 10 and n % 997 == 3
    )
    trade = 0 if n % 4 == 0 else rng.randrange(1, 400)
    kept = {"grade": grade, "trade": f"trade-{trade}", "hours": "night" if night else "day"}
    state = "in_use" if rng.random() < 0.95 else rng.choice(("out_of_use", "ended"))
    moment = "2026-01-01 00:00:00+00:00"
    return (
        n, town, KIND, f"MD26{n:07d}", f"K{n}", f"第{n}号门店", f"K{n}", state, 1,
        (date(2020, 1, 1) + timedelta(days=n % 2000)).isoformat(), moment, rng.choice(units),
        community, grid, lon + rng.uniform(-0.004, 0.004), lat + rng.uniform(-0.004, 0.004),
        f"文化路{n % 900}号", json.dumps(kept), "",
    )  # fmt: skip


def _facets(row: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    for attribute, value in json.loads(row[17]).items():
        yield row[1], KIND, attribute, value, row[0]


def _write(table: str, columns: tuple[str, ...], rows: Any) -> None:
    from benchmarks.filling import _write as write

    write(table, columns, rows)


_INDEXES: Final = {
    "sqlite": (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        " AND tbl_name IN ('things_thing', 'records_facet')"
    ),
    "postgresql": (
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN"
        " ('things_thing', 'records_facet') AND indexdef NOT LIKE '%%UNIQUE%%'"
    ),
}


def _drop_indexes() -> list[str]:
    """An index is made several times faster in one go; filling is not what is measured."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_INDEXES[connection.vendor], [])
        found = [(name, sql) for name, sql in cursor.fetchall()]
        for name, _sql in found:
            cursor.execute(f'DROP INDEX "{name}"')
    return [sql for _name, sql in found]


def _settle(indexes: list[str]) -> None:
    import io

    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        for sql in indexes:
            cursor.execute(sql)
        if connection.vendor == "postgresql":
            out = io.StringIO()
            call_command("sqlsequencereset", "things", "records", stdout=out, no_color=True)
            cursor.execute(out.getvalue())
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


# What is asked


def _reader() -> Any:
    from jiedao.foundation.staff.models import Post

    post = Post.objects.filter(unit__town__key="bench", role__key="dispatcher").first()
    assert post is not None
    return post.account


def _api() -> Callable[[str], Any]:
    from django.test import Client

    from jiedao.foundation.staff import tokens
    from jiedao.kernel.actors import SYSTEM

    who = _reader()
    bearer = tokens.issue(who.town_id, account=who, actor=SYSTEM)
    client = Client(headers={"Authorization": f"Bearer {bearer}", "Host": "localhost"})

    def ask(query: str) -> int:
        answer = client.get(f"/api/v1/records/{KIND}?limit=50&{_with_unit(query)}")
        assert answer.status_code == 200, answer.content
        return len(answer.json()["items"])

    return ask


def _html() -> Callable[[str], Any]:
    from django.test import Client
    from django.urls import reverse

    client = Client(headers={"Host": "localhost"})
    client.force_login(_reader())
    address = reverse("records:list", args=[KIND])

    def ask(query: str) -> int:
        pairs = [pair.split("=") for pair in query.split("&") if pair]
        words = "&".join(
            f"{'' if name in ('state', 'unit') else 'a.'}{name}={value}"
            for name, values in pairs
            for value in values.split(",")
        )
        answer = client.get(f"{address}?size=50&{_with_unit(words, by_id=True)}")
        assert answer.status_code == 200, answer.content
        return int(answer.content.count(b"data-row"))

    return ask


def _with_unit(query: str, *, by_id: bool = False) -> str:
    from jiedao.foundation.staff.models import Unit

    if "UNIT" not in query:
        return query
    unit = Unit.objects.filter(town__key="bench").order_by("id").first()
    assert unit is not None
    return query.replace("UNIT", str(unit.pk) if by_id else unit.code)


def _map() -> dict[str, Any]:
    from jiedao.kernel import registry

    layer, reach = registry.layers.get(f"records.{KIND}"), _reader().reach
    west, south, east, north = _extent()
    middle = ((west + east) / 2, (south + north) / 2)

    def part(share: float) -> tuple[float, float, float, float]:
        x, y = (east - west) * share / 2, (north - south) * share / 2
        return middle[0] - x, middle[1] - y, middle[0] + x, middle[1] + y

    return {
        name: timed(lambda box: len(list(layer.features(reach, box))), part(share))
        for name, share in (("town", 1.0), ("community", 0.2), ("street", 0.02), ("house", 0.002))
    }


def _extent() -> tuple[float, float, float, float]:
    from jiedao.foundation.places.models import Area

    found = Area.objects.filter(town__key="bench", level="grid").values_list("lon", "lat")
    lons, lats = zip(*found, strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def timed(run: Callable[[Any], int], asked: Any) -> dict[str, Any]:
    """Milliseconds and statements of several rounds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times, busy, found = [], [], 0
    for _ in range(ROUNDS):
        begun, own = time.perf_counter(), time.process_time()
        found = run(asked)
        times.append((time.perf_counter() - begun) * 1000)
        busy.append((time.process_time() - own) * 1000)
    with CaptureQueriesContext(connection) as captured:
        run(asked)
    return {
        "own_cpu_ms": round(statistics.median(busy[1:]), 1),
        "median_ms": round(statistics.median(times[1:]), 1),
        "worst_ms": round(max(times[1:]), 1),
        "first_ms": round(times[0], 1),
        "queries": len(captured),
        "found": found,
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiedao.config.settings")
    main()
