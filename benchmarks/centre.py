"""The command centre over a million cases: its first paint in a browser, and each of its questions.

``python -m benchmarks.centre [--database sqlite|postgresql] [--cases 1000000]`` prints one JSON line
a database: ``first_paint_ms`` (first contentful paint) and ``filled_ms`` (every panel has its
content) in headless Chromium with an empty cache, and of each question the page asks the latencies
in milliseconds, each asked for as if something had just happened, so that none is answered from
what another was told.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.client import Client, Timing, timed
from benchmarks.requests import prepare
from benchmarks.service import Served, installation, server

TOWN = "demo"
ROUNDS = 40
PAINTS = 5
ZOOM = 14
"""Of the whole town on a screen."""
FILLED = "document.querySelector('[data-panel-body]') && !document.querySelector('[data-panel-body][aria-busy]')"
PAINTED = """performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--sessions", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.sessions:
        json.dump(sessions(), sys.stdout)
        return
    for database in options.database or ["sqlite", "postgresql"]:
        with installation(database) as place:
            prepare(place)
            place.python("benchmarks.filling", TOWN, str(options.cases))
            given = json.loads(place.python("benchmarks.centre", "--sessions"))
            with server(place) as served:
                told = measure(served, given)
        head = {"benchmark": "centre", "database": database, "cases": options.cases}
        print(json.dumps(head | told, ensure_ascii=False), flush=True)


def sessions() -> dict[str, Any]:
    """One who sees the town, one who sees a unit, one who sees a community; and the panels."""
    import django

    django.setup()
    from benchmarks.ground import session_of
    from jiedao.centre import layouts
    from jiedao.centre.frame import SEE
    from jiedao.foundation.staff.models import Account
    from jiedao.foundation.staff.reach import reach_of
    from jiedao.kernel.towns import town_by_key

    found: dict[str, Any] = {}
    for account in Account.objects.filter(town_id=town_by_key(TOWN).pk).order_by("id"):
        reach = reach_of(account)
        scope = reach.grants[0].scope if reach.grants else ""
        if scope and scope not in found and reach.anywhere(SEE):
            panels = [panel.key for panel in layouts.panels_for(reach) if panel.shown]
            found[scope] = {"session": session_of(account), "panels": panels, "map": whole_town(account.town_id)}  # fmt: skip
    return found


def whole_town(town_id: int) -> str:
    """What the map asks at first: the layers of open requests and events, in tiles over the town."""
    from jiedao.centre.tiling import tile_of
    from jiedao.foundation.places.queries import extent
    from jiedao.web.points import to_square

    box = extent(town_id)
    assert box is not None
    x, y = to_square(np.array([box[0], box[2]]), np.array([box[3], box[1]]))
    west, east = (int(one * 2**ZOOM) for one in x)
    north, south = (int(one * 2**ZOOM) for one in y)
    tiles = [f"{ZOOM}/{a}/{b}" for a in range(west, east + 1) for b in range(north, south + 1)]
    assert all(tile_of(one) for one in tiles)
    return f"/centre/layers/?layer=requests.open&tiles={','.join(tiles)}"


def measure(served: Served, given: dict[str, Any]) -> dict[str, Any]:
    """Paints of who sees the whole town, and everybody's questions."""
    told: dict[str, Any] = paints(served.port, given["town"]["session"])
    told["requests_ms"] = {
        scope: questions(served.port, one["session"], one["panels"], one["map"])
        for scope, one in given.items()
    }
    worst = [one["p95_ms"] for asked in told["requests_ms"].values() for one in asked.values()]
    told["worst_p95_ms"] = max(worst)
    return told


def questions(
    port: int, session: str, panels: list[str], tiles: str
) -> dict[str, dict[str, float | int]]:
    """The page, the map, every panel alone, and all of them in one question."""
    client = Client(port, session=session)
    every = "&".join(f"key={key}" for key in panels)
    asked = {"page": "/centre/", "map": tiles, "all": f"/centre/panels/?fresh=0&{every}"}
    asked |= {key: f"/centre/panels/?fresh=0&key={key}" for key in panels}
    for path in asked.values():  # what is usual is found out once in a quarter of an hour
        for _process in range(6):
            client.call("GET", path)
    return {name: repeated(client, path) for name, path in asked.items()}


def repeated(client: Client, path: str) -> dict[str, float | int]:
    timing = Timing()
    ask: Callable[[], bool] = lambda: client.call("GET", path)[0] == 200  # noqa: E731
    begun = time.perf_counter()
    for _round in range(ROUNDS):
        timed(ask, timing)
    timing.wall = time.perf_counter() - begun
    return timing.figures()


def paints(port: int, session: str) -> dict[str, float]:
    """Medians over some openings, each with nothing in the browser's memory."""
    from playwright.sync_api import sync_playwright

    from tests import browser

    first, filled = [], []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser.find(), args=["--no-sandbox", "--disable-gpu"]
        )
        address = f"http://127.0.0.1:{port}"
        for _opening in range(PAINTS):
            context = chromium.new_context(
                base_url=address, viewport={"width": 1366, "height": 768}
            )
            context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
            page = context.new_page()
            page.goto("/centre/", wait_until="commit")
            page.wait_for_function(f"() => {FILLED}")
            filled.append(float(page.evaluate("performance.now()")))
            first.append(float(page.wait_for_function(f"() => {PAINTED}").json_value()))
            context.close()
        chromium.close()
    return {
        "first_paint_ms": round(statistics.median(first)),
        "first_paint_worst_ms": round(max(first)),
        "filled_ms": round(statistics.median(filled)),
        "filled_worst_ms": round(max(filled)),
    }


if __name__ == "__main__":
    main()
