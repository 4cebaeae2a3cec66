"""Work orders in order of time: learn all before, predict three days, go on."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import numpy as np

from jiedao.engines.mining.evaluating.files import file_in, read_csv, write_predicted
from jiedao.engines.mining.evaluating.order_baselines import BASELINES
from jiedao.engines.mining.evaluating.order_columns import (
    CAME,
    FEATURES,
    NOT_USED,
    ORDER,
    OVERDUE,
    SENT,
    UNIT,
    UNIT_NAME,
    USABLE,
    when,
)
from jiedao.engines.mining.evaluating.order_lateness import lateness
from jiedao.engines.mining.evaluating.order_limits import untellable
from jiedao.engines.mining.evaluating.order_windows import (
    WINDOW,
    share,
    windows,
)
from jiedao.engines.mining.metrics import calibration_error
from jiedao.engines.mining.routing.router import Ranked, Router
from jiedao.engines.mining.routing.units import Solved, duplicates

Row = Mapping[str, str]
_MONTHS: Final = 2
_FILE: Final = ("orders_to_2018_10.csv", "orders.csv")


def predict(train: Path, test: Path, out: Path) -> int:
    """Write the three likeliest units of each order of ``test``; how many rows. Raises Invalid
    where a column is missing or a time cannot be read."""
    past = read_csv(train, (ORDER, UNIT, CAME, *FEATURES.columns))
    asked = read_csv(test, (ORDER, CAME, *FEATURES.columns))
    router = Router.learn(past, _units(past), [when(row) for row in past], features=FEATURES)
    start = min((when(row) for row in asked), default=None)
    ranked = router.rank(asked, at=start)
    return write_predicted(
        out,
        (
            (row[ORDER], [(one.unit, one.p) for one in order])
            for row, order in zip(asked, ranked, strict=True)
        ),
    )


def evaluate(path: Path) -> dict[str, Any]:
    """All metrics on the file's last two months, with the baselines beside.

    Settings were chosen mostly on the first of the two; networks were compared on the second too,
    so that only later files are untouched.
    """
    began = perf_counter()
    rows = sorted(
        read_csv(file_in(path, *_FILE), (ORDER, UNIT, UNIT_NAME, CAME, OVERDUE, *FEATURES.columns)),
        key=when,
    )
    at = [when(row) for row in rows]
    walked = list(walk(rows, at, _first_day(at)))
    months = sorted({f"{at[place]:%Y-%m}" for place, _ in walked})
    return {
        "orders": len(rows),
        "window_days": WINDOW.days,
        "routing": {
            month: _routing([w for w in walked if f"{at[w[0]]:%Y-%m}" == month], rows)
            for month in months
        },
        "baselines": {name: _baseline(ask, rows, at, months) for name, ask in BASELINES.items()},
        "untellable": untellable(rows, _units(rows), at, _first_day(at)),
        "units": _unit_names(rows, at, walked),
        "lateness": _risks(rows, at, walked),
        "columns": {"used": dict(USABLE), "not_used": dict(NOT_USED)},
        "seconds": round(perf_counter() - began, 1),
    }


def walk(
    rows: Sequence[Row], at: Sequence[datetime], start: datetime
) -> Iterator[tuple[int, list[Ranked]]]:
    """Every order from ``start`` on, by its place, with what ``predict`` would say of it."""
    for begin, first, end in windows(at, start):
        router = Router.learn(rows[:first], _units(rows[:first]), at[:first], features=FEATURES)
        yield from zip(range(first, end), router.rank(rows[first:end], at=begin), strict=True)


def _units(rows: Sequence[Row]) -> list[str]:
    return [(row[UNIT] or "").strip() for row in rows]


def _first_day(at: Sequence[datetime]) -> datetime:
    """The first of the month before the last order's."""
    if not at:
        return datetime(1970, 1, 1)  # noqa: DTZ001
    month = at[-1].year * 12 + at[-1].month - _MONTHS
    return datetime(month // 12, month % 12 + 1, 1)  # noqa: DTZ001


def _routing(walked: Sequence[tuple[int, list[Ranked]]], rows: Sequence[Row]) -> dict[str, Any]:
    right = [[one.unit == rows[place][UNIT] for one in ranked] for place, ranked in walked]
    first = np.array([bool(one) and one[0] for one in right])
    p = np.array([ranked[0].p if ranked else 0.0 for _, ranked in walked])
    return {
        "orders": len(right),
        "first": share(first),
        "top_three": share(np.array([any(one) for one in right])),
        "ece": round(calibration_error(p, first), 4),
    }


def _baseline(ask: Any, rows: Sequence[Row], at: Sequence[datetime], months: Sequence[str]) -> Any:
    hits: dict[str, list[list[bool]]] = {month: [] for month in months}
    units = _units(rows)
    for place, three in ask(rows, units, at, list(windows(at, _first_day(at)))):
        hits[f"{at[place]:%Y-%m}"].append([unit == units[place] for unit in three])
    return {
        month: {
            "first": share(np.array([bool(one) and one[0] for one in found])),
            "top_three": share(np.array([any(one) for one in found])),
        }
        for month, found in hits.items()
    }


def _unit_names(
    rows: Sequence[Row], at: Sequence[datetime], walked: Sequence[tuple[int, list[Ranked]]]
) -> dict[str, Any]:
    solved = [
        Solved(row[UNIT], row[UNIT_NAME], row["SUB_TYPE_ID"], row["COMMUNITY_ID"], one)
        for row, one in zip(rows, at, strict=True)
    ]
    found = duplicates(solved)
    kept = {one.other: one.keep for one in found if one.kind == "numbers"}
    raw = np.array([bool(r) and r[0].unit == rows[place][UNIT] for place, r in walked])
    merged = np.array(
        [
            bool(r)
            and kept.get(r[0].unit, r[0].unit) == kept.get(rows[place][UNIT], rows[place][UNIT])
            for place, r in walked
        ]
    )
    return {
        "one_number_several_names": sum(one.kind == "names" for one in found),
        "several_numbers_one_unit": len(kept),
        "first_before_merging": share(raw),
        "first_after_merging": share(merged),
    }


def _risks(
    rows: Sequence[Row], at: Sequence[datetime], walked: Sequence[tuple[int, list[Ranked]]]
) -> dict[str, Any]:
    """The risk without a unit; before one is chosen, as the mean over those that routing deems
    likely; for the one that solved it, which is known once it was sent right."""
    chances: list[dict[str, float]] = [{} for _ in rows]
    for place, ranked in walked:
        chances[place] = {one.unit: one.p for one in ranked}
    start = _first_day(at)
    return {
        "without_a_unit": lateness(rows, at, start, FEATURES),
        "before_a_unit_is_chosen": lateness(rows, at, start, SENT, chances),
        "for_the_unit_that_solved_it": lateness(rows, at, start, SENT),
    }
