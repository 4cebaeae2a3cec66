"""All figures at once: ``python -m benchmarks.figures [--rows N …]``.

Random rows of every kind that a figure counts (two thirds requests, the rest shared out), kept by
the mirror as in service. ``cold``: a new process opens the mirror and asks all figures of a year by
month and community, everything from the first import of the libraries on; ``warm``: again, as other
figures of the same records would be asked; ``one_page``: what the page of one figure asks, nothing kept;
``page``, ``records``, ``overview``: these pages as they are served, after a change of the records, so
that nothing is kept; ``page_first``, ``overview_first``: each the first one of a new process, with
what others compiled before. Beside them, of the same rows: ``postgresql``: the same expressions as SQL, tables with an index on each
date field, community first; ``scan``: DuckDB reads the columns that the figures need and counts
them, which nothing that reads these files can undercut. Seconds; medians of some rounds. JSON on
stdout.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus
from typing import Any, Final

SIZES: Final = (1_000_000, 10_000_000)
LARGEST_IN_SQL: Final = 1_000_000
TOWN, ROUNDS, CHUNK, CHANGED = "demo", 5, 250_000, 20
REQUEST: Final = "request"
SHARE_OF_REQUESTS: Final = 2 / 3
BY: Final = ("month", "community_id")
ONE: Final = "requests_handled"
OVERVIEW: Final = "/figures/"
PAGE: Final = f"/figures/{ONE}/"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=list(SIZES))
    parser.add_argument(
        "--inside",
        choices=["fill", "ask", "sql", "scan", "pages", "first", "all"],
        help=argparse.SUPPRESS,
    )
    options = parser.parse_args()
    if options.inside:
        json.dump(inside(options.inside, options.rows[0]), sys.stdout)
        return
    from benchmarks.service import installation

    for count in options.rows:
        with installation("sqlite") as place:
            place.run("migrate")
            place.python("benchmarks.ground", TOWN)
            parts: dict[str, Any] = {}
            more = ("sql",) if count <= LARGEST_IN_SQL else ()
            for part in ("fill", "ask", "pages", "first", "all", "scan", *more):
                said = place.python("benchmarks.figures", "--inside", part, "--rows", str(count))
                parts |= json.loads(said)
        print(json.dumps({"benchmark": "figures", "rows": count} | parts), flush=True)


def inside(part: str, count: int) -> dict[str, Any]:
    """Measured in the installation whose environment this process has."""
    import django

    django.setup()
    from jiedao.kernel.towns import town_by_key

    town_id = town_by_key(TOWN).pk
    work: dict[str, Callable[[int, int], dict[str, Any]]] = {
        "fill": fill, "ask": ask, "scan": scan, "sql": in_sql, "pages": pages,
        "first": partial(first, name="page_first", path=PAGE),
        "all": partial(first, name="overview_first", path=OVERVIEW),
    }  # fmt: skip
    return work[part](town_id, count)


def counts(total: int) -> dict[str, int]:
    """How many rows each kind gets."""
    kinds = sorted({one.kind for one in asked()})
    others = [kind for kind in kinds if kind != REQUEST]
    requests = int(total * SHARE_OF_REQUESTS)
    share, more = divmod(total - requests, len(others))
    return {REQUEST: requests} | {kind: share + (place < more) for place, kind in enumerate(others)}


def asked() -> list[Any]:
    """The figures that are counted by month and community: a stock of today has no months, a
    quotient is two of the others."""
    from jiedao.engines.indicators.listing import computed_indicators
    from jiedao.engines.indicators.quotients import is_quotient
    from jiedao.engines.indicators.values import dimensions_of

    return [
        one for one in computed_indicators()
        if set(BY) <= set(dimensions_of(one)) and not is_quotient(one)
    ]  # fmt: skip


def fill(town_id: int, count: int) -> dict[str, Any]:
    """Write the rows into the mirror, by its own way of building."""
    from benchmarks.figure_rows import rows
    from jiedao.engines.mirror import merging, store
    from jiedao.engines.mirror.columns import shape_of

    def chunks(kind: str, number: int) -> Iterator[Any]:
        for place, start in enumerate(range(0, number, CHUNK)):
            yield rows(kind, min(CHUNK, number - start), seed=place)

    begun = time.perf_counter()
    with store.turn():
        draft = store.Draft(town_id)
        for kind, number in counts(count).items():
            merging.build(draft, shape_of(kind), chunks(kind, number))
        draft.commit()
    kept = [path.stat().st_size for path in store.folder(town_id).rglob("*.parquet")]
    return {
        "indicators": len(asked()),
        "kinds": len(counts(count)),
        "filled_in": round(time.perf_counter() - begun, 1),
        "files": len(kept),
        "megabytes": round(sum(kept) / 1e6),
    }


def ask(town_id: int, _count: int) -> dict[str, Any]:
    from jiedao.engines.indicators.keeping import states_of
    from jiedao.engines.indicators.values import values_of

    keys, year = [one.key for one in asked()], _year()

    def all_of_them() -> Any:
        return values_of(keys, town_id=town_id, period=year, by=BY)

    def one_page() -> None:
        states_of(town_id, [REQUEST])
        for by in ((), ("month",), ("community_id",)):
            for period in (year, year.year_before()):
                values_of([ONE], town_id=town_id, period=period, by=by)

    cold = seconds(all_of_them)
    found = all_of_them()
    return {
        "cold": cold,
        "warm": median(all_of_them),
        "one_page": median(one_page),
        "answers": sum(len(groups) for groups in found.values()),
        "counted": sum(v.records for groups in found.values() for v in groups.values()),
    }


def pages(town_id: int, _count: int) -> dict[str, Any]:
    """Each page again and again, the records changed before each time."""
    get = reader(town_id)

    def rounds(path: str) -> float:
        get(path)
        spans = []
        for _round in range(ROUNDS):
            changed(town_id)
            spans.append(seconds(partial(get, path)))
        return round(statistics.median(spans), 3)

    paths = {"page": PAGE, "records": f"{PAGE}records/", "overview": OVERVIEW}
    return {name: rounds(path) for name, path in paths.items()}


def first(town_id: int, _count: int, *, name: str, path: str) -> dict[str, Any]:
    """A page in a process that has shown none of figures."""
    get = reader(town_id)
    return {name: seconds(partial(get, path))}


def reader(town_id: int) -> Callable[[str], None]:
    """Gets a page as the head of the sub-district sees it; the frame's own work is done before."""
    from django.test import Client

    from jiedao.engines.indicators.rights import SEE
    from jiedao.foundation.staff.models import Account
    from jiedao.foundation.staff.reach import reach_of

    accounts = Account.objects.filter(town_id=town_id).order_by("id")
    account = next(one for one in accounts if reach_of(one).anywhere(SEE))
    client = Client()
    client.force_login(account, backend="jiedao.foundation.staff.signing.backend.AccountBackend")

    def get(path: str) -> None:
        answer = client.get(path, HTTP_HOST="127.0.0.1")
        assert answer.status_code == HTTPStatus.OK, answer.status_code

    get("/cases/mine/")
    return get


def changed(town_id: int) -> None:
    """Some requests written again: what was kept of the records before is of no use."""
    from jiedao.engines.mirror import merging, store
    from jiedao.engines.mirror.columns import shape_of

    with store.turn():
        draft, shape = store.Draft(town_id), shape_of(REQUEST)
        some = store.read(town_id, draft.kinds[REQUEST].parts[0])[:CHANGED]
        merging.changed(draft, shape, some, [])
        merging.tidy(draft, shape, more_waits=False)
        draft.commit()


def scan(town_id: int, count: int) -> dict[str, Any]:
    """DuckDB alone, over the same files."""
    import duckdb

    from jiedao.engines.mirror import store

    connection = duckdb.connect()
    statements = []
    for kind in counts(count):
        parts = store.manifest_of(town_id).kinds[kind].parts
        files = [str(store.folder(town_id) / part.path) for part in parts]
        columns = ", ".join(f"count({name})" for name in _columns(kind))
        statements.append(f"SELECT count(*), {columns} FROM read_parquet({files!r})")

    def run() -> None:
        for statement in statements:
            connection.execute(statement).fetchall()

    return {"scan_cold": seconds(run), "scan": median(run)}


def _columns(kind: str) -> list[str]:
    """The columns that the figures of a kind read."""
    import ibis.expr.operations as ops

    found = {"community_id"}
    for expression in _expressions(kind):
        found |= {node.name for node in expression.op().find(ops.Field)}
    from jiedao.engines.mirror.columns import shape_of

    return sorted(found & set(shape_of(kind).schema.names))


def _expressions(kind: str) -> list[Any]:
    """What is asked of a kind: one expression for each of its date fields."""
    import ibis

    from jiedao.engines.indicators import compiling
    from jiedao.engines.mirror.columns import shape_of

    table = ibis.table(ibis.Schema.from_pyarrow(shape_of(kind).schema), name=f"figures_{kind}")
    found = []
    of_kind = [one for one in asked() if one.kind == kind]
    for field in sorted({one.date_field for one in of_kind}):
        some = [one for one in of_kind if one.date_field == field]
        rows = compiling.rows(some[0], table, _year())
        by = {"month": compiling.month_of(some[0], rows), "community_id": rows.community_id}
        found.append(compiling.aggregated(some, rows, by))
    return found


def in_sql(town_id: int, count: int) -> dict[str, Any]:
    """The same rows and the same expressions in PostgreSQL."""
    import ibis
    import psycopg

    from benchmarks.figures_sql import load
    from tests.postgresql import find

    url = find()
    if url is None:
        return {"postgresql": None}
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET TIME ZONE 'Asia/Shanghai'")
        loaded = seconds(lambda: load(connection, town_id, counts(count), asked()))
        statements = [
            str(ibis.to_sql(expression, dialect="postgres"))
            for kind in counts(count) for expression in _expressions(kind)
        ]  # fmt: skip

        def run() -> None:
            for statement in statements:
                connection.execute(statement).fetchall()  # type: ignore[arg-type]

        return {"postgresql_loaded_in": loaded, "postgresql": median(run, rounds=3)}


def _year() -> Any:
    from jiedao.engines.indicators.periods import Period

    return Period.parse("2026")


def seconds(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return round(time.perf_counter() - begun, 3)


def median(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    return round(statistics.median(seconds(work) for _round in range(rounds)), 3)


if __name__ == "__main__":
    main()
