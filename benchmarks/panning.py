"""How smoothly the centre's map moves: `python -m benchmarks.panning [COUNT]`.

In a fresh installation with the demo town's map and COUNT (100,000) open requests spread over it, a
headless Chromium (JIEDAO_CHROMIUM, or the system's) opens the command centre at 1920×1080 and moves
the map to and fro for some seconds at several zooms, new tiles loading on the way. JSON on stdout:
frames a second, median and p95 of a frame's time in milliseconds, how many features the map draws
at most, processor time a frame of browser and server together (what else runs on the machine makes
frames late, but not that), and of the server how long the first view took and the largest answer. COUNT 0 shows the
base alone.
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
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

TARGET_FPS, MOST_DRAWN = 30, 3000
SECONDS: Final = 5
DEEPER: Final = (0, 1.5, 3, 5)
"""Zoom steps from the whole town on."""
SIZE: Final = {"width": 1920, "height": 1080}

_PAN: Final = """
async ({seconds, deeper}) => {
  const box = document.querySelector("[data-centre-map]"), map = box.jiedaoMap, view = map.getView();
  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
  view.setZoom(view.getZoom() + deeper);
  await sleep(1500);
  const times = [], begun = performance.now(), start = view.getCenter();
  let last = begun, most = 0;
  view.beginInteraction();
  await new Promise((done) => {
    function step(now) {
      times.push(now - last);
      last = now;
      most = Math.max(most, Number(box.dataset.drawn));
      if (now - begun > seconds * 1000) { done(); return; }
      const turn = (now - begun) / 700, reach = 350 * view.getResolution();
      view.setCenter([start[0] + reach * Math.sin(turn), start[1] + reach * Math.sin(turn * 1.3)]);
      requestAnimationFrame(step);
    }
    requestAnimationFrame((now) => { last = now; requestAnimationFrame(step); });
  });
  view.endInteraction();
  view.setCenter(start);
  view.setZoom(view.getZoom() - deeper);
  return {times, most};
}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=100_000)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        json.dump(fill(options.count), sys.stdout)
        return
    from benchmarks.service import installation, server

    with installation("sqlite") as place:
        place.run("migrate")
        place.python("benchmarks.ground", "bench")
        said = json.loads(place.python("benchmarks.panning", str(options.count), "--inside"))
        with server(place) as served:
            results = measure(served.port, said["session"])
    report = {
        "benchmark": "panning",
        "features": options.count,
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "results": results,
        "target_fps": TARGET_FPS,
        "met": all(one["fps"] >= TARGET_FPS and one["drawn"] <= MOST_DRAWN
                   for one in results["zooms"]),
    }  # fmt: skip
    json.dump(report, sys.stdout, indent=2)
    sys.stdout.write("\n")


def fill(count: int) -> dict[str, str]:
    """Open requests all over the town, and the session of who looks at them."""
    import django

    django.setup()
    from benchmarks.ground import session_of
    from jiedao.engines.cases.models import Case
    from jiedao.foundation.places.queries import extent
    from jiedao.foundation.staff.models import Post
    from jiedao.kernel import clock
    from jiedao.kernel.models import Town

    town, moment, rng = Town.objects.get(key="bench"), clock.now(), random.Random(5)
    box = extent(town.pk)
    assert box is not None
    rows = (
        Case(
            town=town, kind="request", number=f"C26{number:09d}", state="handling", text="占道经营",
            channel="hotline_12345", reported_at=moment, lon=rng.uniform(box[0], box[2]),
            lat=rng.uniform(box[1], box[3]), warn_at=moment + timedelta(hours=rng.uniform(-9, 90)),
            due_at=moment + timedelta(hours=rng.uniform(-1, 99)), due_clock="handle",
        )
        for number in range(count)
    )  # fmt: skip
    while batch := list(itertools.islice(rows, 5000)):
        Case.objects.bulk_create(batch)
    post = Post.objects.filter(unit__town=town, unit__code="centre", role__key="dispatcher").first()
    assert post is not None
    return {"session": session_of(post.account)}


def measure(port: int, session: str) -> dict[str, Any]:
    """What a browser sees of it."""
    from playwright.sync_api import sync_playwright

    from tests.browser import find

    path = find()
    if not path:
        sys.exit("no Chromium: set JIEDAO_CHROMIUM, or install it")
    answers: list[tuple[float, int]] = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--no-first-run"]
        )
        context = chromium.new_context(viewport=SIZE)  # type: ignore[arg-type]
        address = f"http://127.0.0.1:{port}"
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page = context.new_page()
        page.on("requestfinished", lambda request: _note(request, answers))
        begun = time.perf_counter()
        page.goto(f"{address}/centre/")
        page.wait_for_selector("[data-centre-map][data-drawn]:not([data-drawn='0'])")
        first = time.perf_counter() - begun
        page.wait_for_timeout(2000)
        zooms = []
        for deeper in DEEPER:
            before = processor_seconds(os.getpid())
            found = page.evaluate(_PAN, {"seconds": SECONDS, "deeper": deeper})
            spent = processor_seconds(os.getpid()) - before
            zooms.append(
                _told(deeper, found) | {"cpu_ms": round(1e3 * spent / len(found["times"]), 1)}
            )
        chromium.close()
    times = sorted(one for one, _size in answers)
    return {
        "first_view_s": round(first, 2),
        "answers": len(answers),
        "answer_median_ms": round(statistics.median(times), 1),
        "answer_p95_ms": round(times[int(len(times) * 0.95)], 1),
        "largest_answer_bytes": max(size for _one, size in answers),
        "zooms": zooms,
    }


def processor_seconds(parent: int) -> float:
    """What all descendants of a process have used: unlike the frames, whatever else the machine
    does."""
    children: dict[int, list[tuple[int, float]]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            said = stat.read_text().rpartition(")")[2].split()
            used = (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")
            children.setdefault(int(said[1]), []).append((int(stat.parent.name), used))
    total, waiting = 0.0, [parent]
    while waiting:
        for child, used in children.get(waiting.pop(), []):
            total += used
            waiting.append(child)
    return total


def _note(request: Any, answers: list[tuple[float, int]]) -> None:
    if "/centre/layers/" in request.url:
        answers.append((request.timing["responseEnd"], request.sizes()["responseBodySize"]))


def _told(deeper: float, found: dict[str, Any]) -> dict[str, float | int]:
    times = sorted(found["times"][1:])
    return {
        "deeper": deeper,
        "fps": round(1000 * len(times) / sum(times), 1),
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1),
        "drawn": found["most"],
    }


if __name__ == "__main__":
    main()
