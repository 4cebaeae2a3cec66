"""Records of a generated kind from files and into them: ``python -m benchmarks.records``.

The register of heritage trees in the demo town, on SQLite and PostgreSQL with durable writes, in
an installation of its own. ``import``: rows a second through ``add_many`` with every rule, in
transactions of 500; the whole of an Excel file with its check beforehand, parsing apart; the same
file again; and the highest memory. ``export``: rows a second into CSV and Excel. JSON on stdout.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

TOWN = "demo"
BATCH = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        json.dump(inside(options.rows), sys.stdout)
        return
    from benchmarks.service import installation

    for database in options.database or ["sqlite", "postgresql"]:
        with installation(database) as place:
            place.run("migrate")
            place.python("benchmarks.ground", TOWN)
            said = place.python("benchmarks.records", "--inside", "--rows", str(options.rows))
        report = {"benchmark": "records", "database": database, "rows": options.rows}
        print(json.dumps(report | json.loads(said), ensure_ascii=False), flush=True)


def inside(rows: int) -> dict[str, Any]:
    """Measured in the installation whose environment this process has."""
    import django

    django.setup()
    from jiedao.kernel.towns import town_by_key

    town_id = town_by_key(TOWN).pk
    with tempfile.TemporaryDirectory() as folder:
        return {
            "import": importing(town_id, rows, Path(folder)),
            "export": exporting(town_id, Path(folder)),
        }


def trees(count: int, first: int = 0) -> Iterator[dict[str, Any]]:
    """Trees in the demo town, every fourth with a unit, as a file would give them."""
    for number in range(first, first + count):
        yield {
            "title": f"古榕{number}",
            "code": f"GS-{number:06d}",
            "species": ("榕树", "樟树", "荔枝", "龙眼", "木棉")[number % 5],
            "grade": ("first", "second", "third")[number % 3],
            "age": 100 + number % 600,
            "girth": 120.5 + number % 300,
            "place": f"{115.085 + (number % 40) * 0.0002:.6f},22.452",
            "address": f"建设路{number % 300 + 1}号",
        }


def importing(town_id: int, rows: int, folder: Path) -> dict[str, Any]:
    from jiedao.applications.heritage_trees.kinds import TREE
    from jiedao.foundation.records.actions import Draft, add_many
    from jiedao.foundation.records.files import import_records
    from jiedao.foundation.sheets.readers import open_table
    from jiedao.kernel.actors import SYSTEM
    from jiedao.kernel.transactions import durable

    few = min(rows, 10_000)
    drafts = [Draft(tree) for tree in trees(few, first=rows)]

    def add_all() -> None:
        for start in range(0, few, BATCH):
            with durable():
                add_many(town_id, TREE, drafts[start : start + BATCH], actor=SYSTEM)

    path = folder / "trees.xlsx"
    write(path, rows)

    def parse() -> None:
        with open_table(path, ["树名", "树种"]) as table:
            for _row in table.rows():
                pass

    def load() -> None:
        run = import_records(town_id, TREE, path, actor=SYSTEM)
        assert run.rows == rows == run.created + run.known
        assert run.rejected == 0

    begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    adding, parsing = taken(add_all), taken(parse)
    whole, again = taken(load), taken(load)
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    few_path = folder / "few.xlsx"
    write(few_path, few, age=7)
    updating = taken(lambda: change(town_id, few_path, few))
    return {
        "add_many_per_second": per_second(few, adding),
        "file": {"parse_once": parsing, "import": whole, "again": again},
        # The file is read twice: looked over first, that nothing is half loaded.
        "after_parsing_per_second": {
            how: round(rows / (whole[how] - 2 * parsing[how])) for how in whole
        },
        "update_per_second": per_second(few, updating),
        "memory_mb": {"before": begun // 1024, "highest": highest // 1024},
    }


def change(town_id: int, path: Path, rows: int) -> None:
    from jiedao.applications.heritage_trees.kinds import TREE
    from jiedao.foundation.records.files import import_records
    from jiedao.kernel.actors import SYSTEM

    run = import_records(town_id, TREE, path, update=True, actor=SYSTEM)
    assert run.changed == rows


def write(path: Path, rows: int, **other: Any) -> None:
    """A file as an office would send it."""
    from jiedao.foundation.sheets.writers import write_table

    header = ["树名", "编号", "树种", "保护等级", "估测树龄（年）", "胸围（厘米）", "位置", "地址"]
    grades = {"first": "一级", "second": "二级", "third": "三级"}
    lines = ([*(tree | {"grade": grades[tree["grade"]]} | other).values()] for tree in trees(rows))
    write_table(path, header, lines)


def exporting(town_id: int, folder: Path) -> dict[str, Any]:
    from jiedao.applications.heritage_trees.kinds import TREE
    from jiedao.foundation.records.files import export_file
    from jiedao.foundation.things.models import Thing

    rows = Thing.objects.filter(town_id=town_id, kind=TREE)
    figures: dict[str, Any] = {"rows": rows.count()}
    for form in ("csv", "xlsx"):
        target = folder / f"out.{form}"
        figures[form] = taken(lambda: export_file(target, TREE, town_id, rows, form=form))  # noqa: B023
    figures["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return figures


def taken(run: Callable[[], object]) -> dict[str, float]:
    """Seconds by the clock, and of this process's own processor time."""
    clock, own = time.perf_counter(), time.process_time()
    run()
    return {
        "seconds": round(time.perf_counter() - clock, 2),
        "own_cpu": round(time.process_time() - own, 2),
    }


def per_second(rows: int, time_taken: dict[str, float]) -> dict[str, int]:
    return {how: round(rows / spent) for how, spent in time_taken.items()}


if __name__ == "__main__":
    main()
