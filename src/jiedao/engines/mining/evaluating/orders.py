"""Work orders in order of time: learn all before, predict three days, go on."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.evaluating.files import file_in, read_csv, write_predicted
from jiedao.engines.mining.evaluating.order_baselines import BASELINES
from jiedao.engines.mining.evaluating.order_columns import (
    CAME,
    FEATURES,
    NOT_USED,
    ORDER,
    OVERDUE,
    UNIT,
    UNIT_NAME,
    USABLE,
    known,
    when,
)
from jiedao.engines.mining.evaluating.order_limits import untellable
from jiedao.engines.mining.routing.lateness import LatenessModel
from jiedao.engines.mining.routing.router import Ranked, Router, in_days
from jiedao.engines.mining.routing.units import Solved, duplicates

Row = Mapping[str, str]
WINDOW: Final = timedelta(days=3)
SETTLED: Final = timedelta(days=7)
"""Whether an order ended late is taken as known so long after it came: the file has no closing
time, and an order of yesterday that is late is not known to be so today."""
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

    The first of the two was looked at while this was made; the last was predicted only.
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
        "lateness": _lateness(rows, at, _first_day(at)),
        "columns": {"used": dict(USABLE), "not_used": dict(NOT_USED)},
        "seconds": round(perf_counter() - began, 1),
    }


def windows(at: Sequence[datetime], start: datetime) -> Iterator[tuple[datetime, int, int]]:
    """Each window that has orders: when it begins, the first order's place, that after the last."""
    days = np.array([in_days(one) for one in at])
    while at and start <= at[-1]:
        first, end = np.searchsorted(days, [in_days(start), in_days(start + WINDOW)])
        if end > first:
            yield start, int(first), int(end)
        start += WINDOW


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
        "first": _share(first),
        "top_three": _share(np.array([any(one) for one in right])),
        "ece": round(expected_calibration_error(p, first), 4),
    }


def _baseline(ask: Any, rows: Sequence[Row], at: Sequence[datetime], months: Sequence[str]) -> Any:
    hits: dict[str, list[list[bool]]] = {month: [] for month in months}
    units = _units(rows)
    for place, three in ask(rows, units, at, list(windows(at, _first_day(at)))):
        hits[f"{at[place]:%Y-%m}"].append([unit == units[place] for unit in three])
    return {
        month: {
            "first": _share(np.array([bool(one) and one[0] for one in found])),
            "top_three": _share(np.array([any(one) for one in found])),
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
        "first_before_merging": _share(raw),
        "first_after_merging": _share(merged),
    }


def _lateness(rows: Sequence[Row], at: Sequence[datetime], start: datetime) -> dict[str, Any]:
    """Late: ``OVERTIME_ARCHIVE_NUM`` is 1 when the order is filed away; '-' is left out."""
    from sklearn.metrics import roc_auc_score

    told = [(row, one) for row, one in zip(rows, at, strict=True) if known(row, OVERDUE)]
    rows, at = [row for row, _ in told], [one for _, one in told]
    late = np.array([row[OVERDUE].strip() == "1" for row in rows])
    risk, truth, base = [], [], []
    for begin, first, end in windows(at, start):
        until = sum(one < begin - SETTLED for one in at[:first])
        model = LatenessModel.learn(rows[:until], list(late[:until]), at[:until], features=FEATURES)
        risk.append(model.risk(rows[first:end], begin))
        truth.append(late[first:end])
        base.append(np.full(end - first, late[:until].mean() if until else 0.0))
    p, y, b = (np.concatenate(part) if part else np.empty(0) for part in (risk, truth, base))
    if len(set(y.tolist())) < 2:
        return {"orders": len(y)}
    return {
        "orders": len(y),
        "late": _share(y),
        "auc": round(float(roc_auc_score(y, p)), 4),
        "brier": round(float(((p - y) ** 2).mean()), 5),
        "brier_base_rate": round(float(((b - y) ** 2).mean()), 5),
        "ece": round(expected_calibration_error(p, y), 4),
        "settled_after_days": SETTLED.days,
    }


def expected_calibration_error(p: NDArray[Any], right: NDArray[Any], bins: int = 10) -> float:
    """``Σ (n_b / n) · |mean p - share right|`` over ``bins`` equal widths (Guo et al. 2017)."""
    which = np.minimum((p * bins).astype(int), bins - 1)
    gaps = [
        (which == b).sum() * abs(p[which == b].mean() - right[which == b].mean())
        for b in set(which.tolist())
    ]
    return float(sum(gaps) / max(len(p), 1))


def _share(right: NDArray[Any]) -> float:
    return round(float(right.mean()), 4) if len(right) else 0.0
