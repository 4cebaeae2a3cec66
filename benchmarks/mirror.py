"""How fast the mirror follows: ``python -m benchmarks.mirror [COUNT]``.

On SQLite and PostgreSQL, each in an installation of its own, with the settings of service. COUNT
(1,000,000) cases with a request each, of 700 days, written by plain SQL; JSON on stdout.
``rebuild``: the mirror from nothing. ``refresh``: every case has changed and says so in a line of
history. ``one_change``: a resident reports, then the worker's turn, until the new case is counted;
the worker begins a turn every second. ``reading``: figures over all rows by DuckDB, in
milliseconds, the median of some rounds, the first apart (a new version is opened).
"""

import argparse
import json
import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

TOWN: Final = "demo"
KIND: Final = "request"
ROUNDS: Final = 7


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        json.dump(inside(options.count), sys.stdout)
        return
    from benchmarks.service import installation

    for database in options.database or ["sqlite", "postgresql"]:
        with installation(database) as place:
            place.run("migrate")
            place.python("benchmarks.ground", TOWN)
            said = place.python("benchmarks.mirror", str(options.count), "--inside")
        report = {"benchmark": "mirror", "database": database, "cases": options.count}
        print(json.dumps(report | json.loads(said), ensure_ascii=False), flush=True)


def inside(count: int) -> dict[str, Any]:
    """Measured in the installation whose environment this process has."""
    import django

    django.setup()
    from jiedao.engines.mirror import refreshing
    from jiedao.kernel.towns import town_by_key

    town_id = town_by_key(TOWN).pk
    filled = taken(lambda: fill(town_id, count))
    highest = [megabytes()]
    rebuilt = taken(refreshing.rebuild)
    highest.append(megabytes())
    first = {"one_change": one_change(town_id), "reading": reading(town_id)}
    change(town_id)
    refreshed = taken(refreshing.refresh)
    highest.append(megabytes())
    return {
        "fill": filled,
        "rebuild": rebuilt | {"rows_per_second": round(count / rebuilt["seconds"])},
        **first,
        "refresh": refreshed | {"rows_per_second": round(count / refreshed["seconds"])},
        "reading_after": reading(town_id),
        "checked": taken(check_is_empty),
        "megabytes": disk(),
        "memory_mb": dict(zip(("before", "rebuilt", "refreshed"), highest, strict=True)),
    }


def fill(town_id: int, count: int) -> None:
    """Cases with a request each, and nothing that the mirror does not read."""
    from benchmarks.filling import BATCH, CASE_COLUMNS, REQUEST_COLUMNS
    from benchmarks.filling import _case as case_of
    from benchmarks.filling import _ground as ground_of
    from benchmarks.filling import _request as request_of
    from benchmarks.filling import _settle as settle
    from benchmarks.filling import _write as write
    from jiedao.kernel import clock

    ground, rng, moment = ground_of(town_id), random.Random(7), clock.now()
    nobody: list[Any] = [None]
    for start in range(0, count, BATCH):
        numbers = range(start + 1, min(start + BATCH, count) + 1)
        cases = [case_of(n, ground, rng, moment) for n in numbers]
        write("cases_case", CASE_COLUMNS, cases)
        write("cases_request", REQUEST_COLUMNS, (request_of(c, nobody, rng) for c in cases))
    settle()


def change(town_id: int) -> None:
    """Every case has changed."""
    from django.db import transaction
    from django.db.models import F

    from benchmarks.filling import HISTORY_COLUMNS
    from benchmarks.filling import _write as write
    from jiedao.engines.cases.models import Case
    from jiedao.kernel import clock

    with transaction.atomic():
        Case.objects.filter(town_id=town_id).update(urge_count=F("urge_count") + 1)
    moment = clock.now()
    said = json.dumps({"urge_count": [0, 1]})
    ids = Case.objects.filter(town_id=town_id).values_list("id", flat=True)
    write(
        "kernel_history",
        HISTORY_COLUMNS,
        ((town_id, moment, "case", n, "urge", "system", "", "", said, "{}") for n in ids),
    )


def one_change(town_id: int) -> dict[str, float]:
    """From the action's return until a figure counts it, without the wait for the turn."""
    from jiedao.engines.cases.actions import NewRequest, report
    from jiedao.engines.mirror import refreshing, source
    from jiedao.kernel.actors import RESIDENT
    from jiedao.kernel.transactions import durable

    def counted() -> int:
        with source.open(town_id) as town:
            return int(town.table(KIND).count().to_pyarrow().as_py())

    times, opening = [], []
    for number in range(ROUNDS):
        before = counted()
        new = NewRequest(text=f"路灯不亮，第{number}次反映", channel="public_page")
        with durable():
            report(town_id, new, actor=RESIDENT)
        begun = time.perf_counter()
        while refreshing.turn():
            pass
        turned = time.perf_counter()
        assert counted() == before + 1
        times.append((turned - begun) * 1000)
        opening.append((time.perf_counter() - turned) * 1000)
    return {
        "turn_ms": round(statistics.median(times), 1),
        "counted_ms": round(statistics.median(opening), 1),
        "worst_seconds_with_wait": round(1 + (max(times) + max(opening)) / 1000, 2),
    }


def reading(town_id: int) -> dict[str, Any]:
    """Figures as indicators ask them."""
    from jiedao.engines.mirror import source
    from jiedao.kernel import clock

    before = clock.now() - timedelta(days=30)
    month = (clock.today() - timedelta(days=60), clock.today() - timedelta(days=31))

    def ask(figure: Callable[[Any], Any], **options: Any) -> Callable[[], Any]:
        def run() -> Any:
            with source.open(town_id, **options) as town:
                return figure(town.table(KIND)).to_pyarrow()

        return run

    figures: dict[str, Callable[[], Any]] = {
        "count": ask(lambda t: t.count()),
        "closed_in_a_month": ask(lambda t: t.filter(t.closed_at.date().between(*month)).count()),
        "by_community_and_month": ask(
            lambda t: t.group_by(t.community_id, month=t.received_at.strftime("%Y-%m")).agg(
                n=t.count()
            )
        ),
        "as_of_30_days_ago": ask(lambda t: t.count(), as_of=before),
    }
    return {name: milliseconds(run) for name, run in figures.items()}


def milliseconds(run: Callable[[], Any]) -> dict[str, float]:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        run()
        times.append((time.perf_counter() - begun) * 1000)
    return {"median": round(statistics.median(times[1:]), 1), "first": round(times[0], 1)}


def check_is_empty() -> None:
    """The mirror is held against the database, row for row."""
    from jiedao.engines.mirror import checking

    assert list(checking.check()) == []


def taken(run: Callable[[], object]) -> dict[str, float]:
    """Seconds by the clock, and of this process's own processor time."""
    clock, own = time.perf_counter(), time.process_time()
    run()
    return {
        "seconds": round(time.perf_counter() - clock, 2),
        "own_cpu": round(time.process_time() - own, 2),
    }


def megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def disk() -> float:
    from jiedao.engines.mirror import store

    return round(sum(path.stat().st_size for path in store.root().rglob("*.parquet")) / 1e6, 1)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiedao.config.settings")
    main()
