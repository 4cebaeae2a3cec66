"""Two hundred open screens of the command centre while fifty things happen a second.

``python -m benchmarks.screens [--database sqlite|postgresql] [--screens 200] [--rate 50]
[--seconds 60] [--cases 100000]`` prints one JSON line a database: processor cores that the server's
processes used (and PostgreSQL's, apart), how long an event took from its commit to each screen
(``event_s``) and until the panels that it concerns were answered (``shown_s``), in the storm and in
calm. The screens, and who writes the changes, are not counted; they share the machine.
"""

import argparse
import asyncio
import contextlib
import json
import sys
import time
from collections.abc import AsyncIterator
from typing import Any

from benchmarks.limits import used
from benchmarks.open_screens import Heard, Pace, Screen
from benchmarks.requests import prepare
from benchmarks.service import Installation, Served, installation, server

TOWN = "demo"
CALM_RATE, CALM_SECONDS = 0.5, 30.0
SETTLE_SECONDS = 8.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--screens", type=int, default=200)
    parser.add_argument("--rate", type=float, default=50.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--sessions", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--write", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.sessions:
        json.dump(sessions(options.screens), sys.stdout)
    elif options.write:
        write(options.rate, options.seconds)
    else:
        for database in options.database or ["sqlite", "postgresql"]:
            with installation(database) as place:
                prepare(place)
                place.python("benchmarks.filling", TOWN, str(options.cases))
                told = measure(place, database, options)
                print(json.dumps(told, ensure_ascii=False), flush=True)


def measure(place: Installation, database: str, options: argparse.Namespace) -> dict[str, Any]:
    """Calm, then the storm."""
    given = json.loads(place.python("benchmarks.screens", "--sessions", "--screens", str(options.screens)))  # fmt: skip
    head = {"benchmark": "screens", "database": database, "screens": options.screens,
            "reaches": given["reaches"], "cases": options.cases}  # fmt: skip
    with server(place) as served:
        return head | asyncio.run(both(place, served, database, given["keys"], options))


async def both(
    place: Installation,
    served: Served,
    database: str,
    keys: list[str],
    options: argparse.Namespace,
) -> dict[str, Any]:
    heard = Heard()
    screens = [Screen(served.port, key, Pace.real(), heard) for key in keys]
    begun = time.perf_counter()
    for some in _eights(screens):
        await asyncio.gather(*(screen.open() for screen in some))
    told: dict[str, Any] = {"all_open_after_s": round(time.perf_counter() - begun, 1)}
    # What the worker caught up with at its start is no part of the calm.
    await asyncio.sleep(Pace.real().window)
    for name, rate, seconds in (
        ("calm", CALM_RATE, CALM_SECONDS),
        ("storm", options.rate, options.seconds),
    ):
        for part in (heard.events, heard.shown, heard.answers):
            part.clear()
        heard.requests = heard.bytes = heard.failed = heard.reloads = 0
        with used(served.pid, postgresql=database == "postgresql") as span:
            written = await writing(place, rate, seconds)
        told[name] = {
            "changes_per_second": round(len(written) / seconds, 1),
            "server_cores": round(span.seconds["server"] / span.wall, 2),
            **({"database_cores": round(span.seconds["database"] / span.wall, 2)} if "database" in span.seconds else {}),
            "requests_per_second": round(heard.requests / span.wall, 1),
            "failed": heard.failed,
            "reloads": heard.reloads,
        }  # fmt: skip
        await asyncio.sleep(SETTLE_SECONDS)
        told[name] |= {
            "heard": round(len(heard.events) / max(len(written) * len(screens), 1), 4),
            "event_s": spread([at - written[number] for number, at in heard.events if number in written]),
            "shown_s": spread([at - written[number] for number, at in heard.shown if number in written]),
            "panels_ms": spread([1000 * one for one in heard.answers]),
        }  # fmt: skip
    for screen in screens:
        screen.close()
    return told


def _eights(screens: list[Screen]) -> list[list[Screen]]:
    return [screens[n : n + 8] for n in range(0, len(screens), 8)]


async def writing(place: Installation, rate: float, seconds: float) -> dict[int, float]:
    """Let changes happen; history line → when its change began to be written."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.screens", "--write", "--rate", str(rate),
        "--seconds", str(seconds), env=place.environment, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    found: dict[int, float] = {}
    assert process.stdout is not None
    async for line in _lines(process.stdout):
        number, at = line.split()
        found[int(number)] = float(at)
    if await process.wait():
        raise SystemExit("the changes could not be written")
    return found


async def _lines(stream: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while line := await stream.readline():
        yield line


def spread(values: list[float]) -> dict[str, float]:
    """Median, p95 and the most."""
    ordered = sorted(values)
    if not ordered:
        return {}
    at = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    told = {name: ordered[int((len(ordered) - 1) * share)] for name, share in at.items()}
    return {name: round(value, 3) for name, value in {**told, "max": ordered[-1]}.items()}


def write(rate: float, seconds: float) -> None:
    """What actions leave behind, in a transaction each: a case of the newest takes a step."""
    import django

    django.setup()
    from jiedao.engines.cases.models import Case
    from jiedao.kernel import history
    from jiedao.kernel.actors import SYSTEM
    from jiedao.kernel.towns import town_by_key
    from jiedao.kernel.transactions import durable

    town_id = town_by_key(TOWN).pk
    ids = list(Case.objects.filter(town_id=town_id, due_at__isnull=False).order_by("-id").values_list("id", flat=True)[:500])  # fmt: skip
    begun = time.monotonic()
    for number in range(int(rate * seconds)):
        with contextlib.suppress(ValueError):
            time.sleep(begun + number / rate - time.monotonic())
        at = time.time()
        pk = ids[number % len(ids)]
        with durable():
            Case.objects.filter(pk=pk).update(state=("handling", "handled")[number % 2])
            (row,) = history.record(town_id, [history.Line("case", pk, "sign")], actor=SYSTEM)
        print(row.id, at, flush=True)


def sessions(count: int) -> dict[str, Any]:
    """So many browsers in which somebody is signed in who may open the centre."""
    import django

    django.setup()
    from dataclasses import replace

    from benchmarks.ground import session_of
    from jiedao.centre.frame import SEE
    from jiedao.foundation.staff.models import Account
    from jiedao.foundation.staff.reach import reach_of
    from jiedao.kernel.towns import town_by_key

    accounts = Account.objects.filter(town_id=town_by_key(TOWN).pk, is_active=True).order_by("id")
    readers = [one for one in accounts if reach_of(one).anywhere(SEE)]
    chosen = [readers[n % len(readers)] for n in range(count)]
    reaches = {replace(reach_of(one), account_id=0) for one in chosen}
    return {"keys": [session_of(one) for one in chosen], "reaches": len(reaches)}


if __name__ == "__main__":
    main()
