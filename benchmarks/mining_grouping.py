"""How fast reports are grouped: ``python -m benchmarks.mining_grouping [--rows N …]``.

Invented complaints (``benchmarks.mining_likeness``): three of four alone, the others reworded twos to
some fifties of one matter, so that the right classes are known. JSON: seconds to group all anew, to
add a day's 2,000, pairwise precision and recall against the known classes, peak memory.
"""

import random
import time
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from benchmarks import alone
from benchmarks.mining_likeness import complaints, reworded

SIZES: Final = (10_000, 100_000)
DAY: Final = 2_000
_START: Final = datetime(2026, 1, 1, tzinfo=UTC)
_SIZES: Final = (1, 1, 1, 1, 1, 1, 2, 3, 4, 8, 20, 50)


def main() -> None:
    """Measure and print."""
    alone.run("mining_grouping", SIZES, measure, __doc__)


def measure(rows: int) -> dict[str, Any]:
    """All figures of one size."""
    from jiedao.engines.mining.grouping.groups import Grouping
    from jiedao.engines.mining.grouping.reports import Report

    rng, truth, reports = random.Random(3), [], []
    for number, parts in enumerate(complaints(rows + DAY)):
        for at in range(rng.choices(_SIZES, weights=[1 / size for size in _SIZES])[0]):
            text = reworded(parts, rng) if at else "，".join(part for part in parts if part)
            reports.append((rng.random(), text))
            truth.append(number)
        if len(reports) >= rows + DAY:
            break
    order = sorted(range(rows + DAY), key=lambda at: reports[at][0])
    made = [
        Report(at, reports[at][1], _START + timedelta(minutes=place))
        for place, at in enumerate(order)
    ]
    begun = time.perf_counter()
    grouping = Grouping.of(made[:rows])
    anew = time.perf_counter() - begun
    begun = time.perf_counter()
    grouping.add(made[rows:])
    added = time.perf_counter() - begun
    found = {key: group.key for group in grouping.groups for key in group.ids}
    return {
        "anew_seconds": round(anew, 1),
        "a_day_more_seconds": round(added, 2),
        "classes": len(grouping.groups),
        **_agreement((truth[at], found.get(at, -1 - at)) for at in order),
    }


def _agreement(pairs: Iterable[tuple[int, int]]) -> dict[str, float]:
    """Of pairs of reports that are together in one, the share together in the other as well."""
    both: Counter[tuple[int, int]] = Counter(pairs)
    known: Counter[int] = Counter()
    found: Counter[int] = Counter()
    for (true, got), count in both.items():
        known[true] += count
        found[got] += count
    together = sum(n * (n - 1) for n in both.values())
    right, all_found = (sum(n * (n - 1) for n in one.values()) for one in (known, found))
    return {
        "pair_precision": round(together / max(all_found, 1), 3),
        "pair_recall": round(together / max(right, 1), 3),
    }


if __name__ == "__main__":
    main()
