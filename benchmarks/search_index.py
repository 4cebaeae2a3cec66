"""How fast the text index answers and takes in: `python -m benchmarks.search_index [COUNT]`.

On SQLite and PostgreSQL, each in a database of its own that is dropped afterwards, with the
settings of service. COUNT (1,000,000) records of 60 to 150 characters; JSON on stdout:
milliseconds for the newest 20, the median and the worst of several rounds, the first round
apart (what it reads may not be in memory), and what one more record costs. ``own_cpu`` is the
processor time of this process: with SQLite all of the work, whatever else the machine does.

Words: 噪音 stands in every tenth text, 油烟 in every hundredth, 蜂窝 in every ten-thousandth,
旧城 in every third of the older 30 % only, 的 in nearly all. Filters, on indexed columns:
one state in twenty, one unit in 150, a matter (one in twenty) that never goes with 噪音, and
the newest tenth.
"""

import argparse
import contextlib
import itertools
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

ROUNDS = 7
NEEDLES = ("噪音", "油烟", "蜂窝", "旧城")
FAMILIAR = (
    "的是了在有人这中大来上个国到说们为子和你地出会也时要就可以对生能而那得于着下自之年过发后作里"
)
POSTS = 3000


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
            said = place.python("benchmarks.search_index", str(options.count), "--inside")
            results[database] = json.loads(said)
    report = {"benchmark": "search_index", "records": options.count, "results": results}
    json.dump(report, sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")


def texts(count: int) -> Iterator[tuple[int, str]]:
    """(number, text): words of two to four characters, some of them far commoner than others."""
    rng = random.Random(7)
    rare = [chr(code) for code in rng.sample(range(0x4E00, 0x6500), 2500)]
    letters = list(FAMILIAR) + [one for one in rare if one not in "".join(NEEDLES)]
    weights = list(itertools.accumulate(1 / (rank + 4) for rank in range(len(letters))))
    words = [
        "".join(rng.choices(letters, cum_weights=weights, k=rng.choice([2, 2, 2, 3, 4])))
        for _ in range(8000)
    ]
    ranks = list(itertools.accumulate(1 / (rank + 20) for rank in range(len(words))))
    for number in range(1, count + 1):
        found = rng.choices(words, cum_weights=ranks, k=rng.randrange(22, 52))
        for needle, wanted in zip(NEEDLES, _needles(number, count), strict=True):
            if wanted:
                found.insert(rng.randrange(len(found)), needle)
        yield number, "，".join("".join(found[i : i + 4]) for i in range(0, len(found), 4))


def _needles(number: int, count: int) -> tuple[bool, bool, bool, bool]:
    old = number < count * 3 // 10 and number % 3 == 0
    return number % 10 == 3, number % 100 == 7, number % 10_000 == 11, old


def measure(count: int) -> dict[str, Any]:
    """Fill, measure, in the database that the environment names."""
    import django

    django.setup()
    from django.db import connection

    record = _model()
    begun = time.perf_counter()
    with _index_made_afterwards():
        _fill(record, count)
    filled = time.perf_counter() - begun
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    answers = {name: _timed(run) for name, run in _questions(record, count).items()}
    return {
        "fill_seconds": round(filled, 1),
        "megabytes": _sizes(),
        "newest_20": answers,
        "insert": _inserts(record, count),
    }


def _model() -> Any:
    """A table of records beside the index, with the columns that lists are filtered by."""
    from django.db import connection, models
    from django.db.migrations.state import ProjectState

    from jiedao.foundation.search.operations import CreateTextIndex

    class Record(models.Model):
        town_id = models.IntegerField()
        state = models.CharField(max_length=12)
        unit_id = models.IntegerField()
        item_id = models.IntegerField()
        text = models.TextField()
        address = models.CharField(max_length=200, blank=True)

        class Meta:
            app_label = "search"
            indexes = [
                models.Index(fields=["town_id", "id"], name="bench_all"),
                models.Index(fields=["town_id", "state", "id"], name="bench_state"),
                models.Index(fields=["town_id", "unit_id", "state", "id"], name="bench_unit"),
                models.Index(fields=["town_id", "item_id", "id"], name="bench_item"),
            ]

    with connection.schema_editor() as editor:
        editor.create_model(Record)
        state = ProjectState()
        CreateTextIndex("bench").database_forwards("search", editor, state, state)
    return Record


@contextlib.contextmanager
def _index_made_afterwards() -> Iterator[None]:
    """GIN is made several times faster in one go; filling is not what is measured."""
    from django.db import connection

    from jiedao.foundation.search.operations import statements

    if connection.vendor != "postgresql":
        yield
        return
    (create,) = (one for one in statements("bench", "postgresql") if "USING gin" in one)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX search_bench_words")
        yield
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(create)


def _fill(record: Any, count: int) -> None:
    from django.db import transaction

    from jiedao.foundation.search import index

    rows = texts(count)
    while part := list(itertools.islice(rows, 5000)):
        with transaction.atomic():
            record.objects.bulk_create(_record(record, number, text) for number, text in part)
            index("bench", part)


def _record(record: Any, number: int, text: str) -> Any:
    mixed = number * 2654435761 % 2**32 >> 8
    return record(
        id=number,
        town_id=1,
        state="open" if mixed % 20 == 4 else "closed",
        unit_id=mixed // 20 % 150,
        # Matter 3 is one record in twenty and never speaks of 噪音 (which is number % 10 == 3).
        item_id=3 if number % 20 == 5 else number % 17 + 10,
        text=text,
    )


def _questions(record: Any, count: int) -> dict[str, Callable[[], list[int]]]:
    from jiedao.foundation.search import search

    every = record.objects.filter(town_id=1)
    filters = {
        "": every,
        "state": every.filter(state="open"),
        "most states": every.filter(state="closed"),
        "unit": every.filter(unit_id=77),
        "unit and state": every.filter(unit_id=77, state="open"),
        "matter that never": every.filter(item_id=3),
        "newest tenth": every.filter(id__gt=count * 9 // 10),
    }
    words = (*NEEDLES, "没有这词", "噪音 油烟", "的", "噪", "蜂")

    def question(word: str, name: str) -> Callable[[], list[int]]:
        return lambda: search(
            "bench",
            word,
            filters[name],
            columns=("text", "address"),
            limit=20,
            narrow=bool(name),
        )

    return {
        " + ".join(filter(None, (word, name))): question(word, name)
        for word in words
        for name in filters
    }


def _timed(run: Callable[[], list[int]]) -> dict[str, Any]:
    times, busy = [], []
    found: list[int] = []
    for _ in range(ROUNDS):
        begun, own = time.perf_counter(), time.process_time()
        found = run()
        times.append((time.perf_counter() - begun) * 1000)
        busy.append((time.process_time() - own) * 1000)
    return {
        "own_cpu_ms": round(statistics.median(busy[1:]), 2),
        "median_ms": round(statistics.median(times[1:]), 2),
        "worst_ms": round(max(times[1:]), 2),
        "first_ms": round(times[0], 2),
        "found": len(found),
    }


def _inserts(record: Any, count: int) -> dict[str, float]:
    """What the index adds to a POST: one record, one durable transaction."""
    from django.db import transaction

    from jiedao.foundation.search import index

    entering, committing = [], []
    for number, text in itertools.islice(texts(POSTS + 1), POSTS):
        fresh = _record(record, count + number, text)
        with transaction.atomic():
            record.objects.bulk_create([fresh])
            begun, busy = time.perf_counter(), time.process_time()
            index("bench", [(fresh.pk, text)])
            entering.append((time.perf_counter() - begun) * 1000)
            committing.append((time.process_time() - busy) * 1000)
    entering.sort()
    return {
        "mean_ms": round(statistics.mean(entering), 3),
        "median_ms": round(statistics.median(entering), 3),
        "p99_ms": round(entering[len(entering) * 99 // 100], 3),
        "worst_ms": round(entering[-1], 3),
        "mean_own_cpu_ms": round(statistics.mean(committing), 3),
    }


def _sizes() -> dict[str, float]:
    from django.db import connection

    if connection.vendor == "postgresql":
        sql = (
            "SELECT relname, pg_relation_size(oid) FROM pg_class"
            " WHERE relname LIKE 'search_bench%%'"
        )
    else:
        sql = "SELECT name, sum(pgsize) FROM dbstat WHERE name LIKE 'search_bench%%' GROUP BY name"
    with connection.cursor() as cursor:
        cursor.execute(sql, [])
        return {name: round(size / 1e6, 1) for name, size in cursor.fetchall()}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiedao.config.settings")
    main()
