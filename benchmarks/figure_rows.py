"""Rows of a kind as the mirror has them, drawn at random from the kind's own states and options."""

from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa

from jiedao.engines.indicators.columns import columns_of
from jiedao.engines.mirror.columns import shape_of

FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)
COMMUNITIES, GRIDS, UNITS = 8, 160, 40
_EMPTY: Final = 0.1
"""The share of empty values in a column that may be empty."""
_REFS: Final = {"community_id": COMMUNITIES, "grid_id": GRIDS, "unit_id": UNITS}
_WORDS: Final = ("a", "b", "c", "d", "一", "二", "")
_DAY_US: Final = 86_400_000_000
_EPOCH: Final = date(1970, 1, 1).toordinal()


def rows(kind: str, count: int, seed: int) -> pa.Table:
    """``count`` rows with ids from 1; the same seed, the same rows."""
    rng = np.random.default_rng([seed, *kind.encode()])
    shape, words = shape_of(kind), columns_of(kind)
    days = rng.integers(FIRST.toordinal() - _EPOCH, LAST.toordinal() - _EPOCH + 1, count)
    made = {}
    for field in shape.schema:
        choices = tuple(words.values.get(field.name, ()))
        made[field.name] = _column(rng, field, days, choices)
    return pa.table(made, schema=shape.schema)


def _column(
    rng: np.random.Generator, field: pa.Field, days: Any, choices: tuple[str, ...]
) -> pa.Array:
    count = len(days)
    if field.name == "id":
        return pa.array(np.arange(1, count + 1), pa.int64())
    if field.name in ("state", "day", "received_at", "reported_at", "created_at"):
        mask = None
    else:
        mask = rng.random(count) < _EMPTY
    if pa.types.is_list(field.type):
        return _lists(rng, field, choices, count, mask)
    return pa.array(_values(rng, field, days, choices), mask=mask).cast(field.type, safe=False)


def _lists(
    rng: np.random.Generator, field: pa.Field, choices: tuple[str, ...], count: int, mask: Any
) -> pa.Array:
    whole = pa.types.is_integer(field.type.value_type)
    known = [1, 2, 3] if whole else list(choices or _WORDS[:3])
    picked = rng.integers(0, len(known), (count, 2))
    lists = [None if mask is not None and mask[n] else sorted({known[a], known[b]})
             for n, (a, b) in enumerate(picked)]  # fmt: skip
    return pa.array(lists, field.type)


def _values(rng: np.random.Generator, field: pa.Field, days: Any, choices: tuple[str, ...]) -> Any:
    count, kind = len(days), field.type
    if pa.types.is_string(kind):
        words = np.array(choices or _WORDS, dtype=object)
        return words[rng.integers(0, len(words), count)]
    if pa.types.is_date(kind):
        return (days + rng.integers(0, 60, count)).astype("datetime64[D]")
    if pa.types.is_timestamp(kind):
        micros = days * _DAY_US + rng.integers(0, 20 * _DAY_US, count)
        return micros.astype("datetime64[us]")
    if pa.types.is_boolean(kind):
        return rng.random(count) < 0.5
    if pa.types.is_integer(kind):
        return rng.integers(1, _REFS.get(field.name, 50) + 1, count)
    if pa.types.is_decimal(kind):
        return rng.integers(0, 5000, count).astype("int32")
    return np.round(rng.random(count) * 1000, 2)
