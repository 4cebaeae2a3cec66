"""How long the calendar takes to answer: `python benchmarks/workdays.py`, JSON on stdout.

Deadlines from moments spread over two years, in each of the four units; microseconds a call.
"""

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import django

CALLS = 20_000
ROUNDS = 5


def microseconds(run: Callable[[], object], calls: int) -> dict[str, float]:
    """Median and best of several rounds, per call."""
    rounds = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        run()
        rounds.append((time.perf_counter() - begun) / calls * 1e6)
    return {"median_us": round(statistics.median(rounds), 2), "best_us": round(min(rounds), 2)}


def main() -> None:
    """Measure and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiedao.config.settings")
    django.setup()
    from jiedao.foundation.workdays import hours
    from jiedao.foundation.workdays.calendar import Calendar, Limit, LimitUnit
    from jiedao.kernel.clock import TOWN_ZONE

    chance = random.Random(1)
    begin = datetime(2025, 1, 1, tzinfo=TOWN_ZONE)
    starts = [begin + timedelta(seconds=chance.randrange(63_072_000)) for _ in range(CALLS)]
    office = hours.parse(hours.DEFAULT)
    calendar = Calendar(office)
    results: dict[str, object] = {}
    for unit in LimitUnit:
        limit = Limit(7, unit)
        results[f"deadline_{unit}"] = microseconds(
            lambda limit=limit: [calendar.deadline(start, limit) for start in starts], CALLS
        )
    due = begin + timedelta(days=900)
    results["remaining_office_hours"] = microseconds(
        lambda: [calendar.remaining(start, due, LimitUnit.OFFICE_HOURS) for start in starts], CALLS
    )
    results["make_calendar"] = microseconds(lambda: Calendar(office), 1)
    json.dump({"benchmark": "workdays", "calls": CALLS, "results": results}, sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
