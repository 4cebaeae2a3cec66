"""Duplicates in the product: ``python -m benchmarks.mining_duplicates [COUNT …]``.

A town on SQLite with COUNT (100,000 and 1,000,000) cases of 700 days, one in twenty open, as a
dispatcher's desk asks it (``duplicates.duplicates_of``): what may be the same matter as one that is
reported anew, reworded, at the place of an open case. JSON on stdout: seconds of a process's first
question, which reads the texts of what is open or lately closed; milliseconds of each further one
(p50, p95) and of one that comes right after a new case; the share of the originals among the first
five, of those that are held; peak memory in MB.
"""

import argparse
import json
import random
import sys
import time
from dataclasses import replace
from typing import Any, Final

from benchmarks import alone

TOWN: Final = "demo"
SIZES: Final = (100_000, 1_000_000)
ASKED: Final = 300
AFTER_NEW: Final = 20
_OTHER_WORDS: Final = (
    ("附近", "旁边"),
    ("已持续", "已经"),
    ("影响周边居民正常生活", "大家意见很大"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        json.dump(inside(), sys.stdout)
        return
    from benchmarks.service import installation

    results = []
    for count in options.count:
        with installation("sqlite") as place:
            place.run("migrate")
            place.python("benchmarks.ground", TOWN)
            place.python("benchmarks.filling", TOWN, str(count))
            said = place.python("benchmarks.mining_duplicates", "--inside")
        results.append({"cases": count, **json.loads(said)})
    print(json.dumps({"benchmark": "mining_duplicates", "results": results}), flush=True)


def inside() -> dict[str, Any]:
    """Measured in the installation whose environment this process has."""
    import django

    django.setup()
    from jiedao.engines.cases.models import Case
    from jiedao.engines.mining.duplicates import Matter, duplicates_of, lately
    from jiedao.foundation.staff.models import Post
    from jiedao.foundation.staff.reach import reach_of
    from jiedao.kernel.towns import town_by_key

    town_id = town_by_key(TOWN).pk
    desk = Post.objects.filter(unit__town=town_id, role__key="dispatcher").first()
    assert desk is not None
    reach = reach_of(desk.account)
    rng = random.Random(9)
    newest = list(Case.objects.filter(pk__in=lately(town_id).order_by("-id")[:20_000]))
    still_open = [case for case in newest if case.closed_at is None]
    some = rng.sample(still_open, min(ASKED, len(still_open)))

    def ask(case: Any) -> tuple[float, bool]:
        matter = replace(Matter.of(case), text=_reworded(case.text, rng), but=0)
        begun = time.perf_counter()
        found = duplicates_of(town_id, matter, reach)
        return time.perf_counter() - begun, any(one.case.pk == case.pk for one in found)

    first, _right = ask(some[0])
    asked = [ask(case) for case in some]
    fresh = []
    for case in some[:AFTER_NEW]:
        _report(town_id, case)
        fresh.append(ask(case)[0])
    times = sorted(seconds * 1000 for seconds, _right in asked)
    return {
        "held": len(newest),
        "first_seconds": round(first, 2),
        "p50_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1),
        "after_a_new_case_ms": round(sorted(fresh)[len(fresh) // 2] * 1000, 1),
        "among_first_five": round(sum(right for _seconds, right in asked) / len(asked), 3),
        "peak_memory_mb": alone.peak_mb(),
    }


def _report(town_id: int, like: Any) -> None:
    from jiedao.engines.cases.actions import NewRequest, report
    from jiedao.kernel.actors import RESIDENT
    from jiedao.kernel.transactions import durable

    new = NewRequest(
        text="树倒了压住车", longitude=like.lon, latitude=like.lat, channel="public_page"
    )
    with durable():
        report(town_id, new, actor=RESIDENT)


def _reworded(text: str, rng: random.Random) -> str:
    for one, other in _OTHER_WORDS:
        text = text.replace(one, other)
    return "".join(letter for letter in text if rng.random() > 0.03)


if __name__ == "__main__":
    main()
