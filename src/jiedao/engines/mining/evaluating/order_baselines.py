"""Plain ways to choose the unit, beside which the real one is shown.

Each goes through the orders in order of time and gives (place, three likeliest units).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import numpy as np

from jiedao.engines.mining.evaluating.order_columns import FEATURES
from jiedao.engines.mining.routing.features import Context, hashed, in_days

Windows = Sequence[tuple[datetime, int, int]]
Asked = Iterator[tuple[int, list[str]]]
_WHAT, _WHERE, _BESIDE = FEATURES.what, FEATURES.where, FEATURES.beside


def majority(
    rows: Sequence[Mapping[str, str]], units: Sequence[str], at: Sequence[datetime], spans: Windows
) -> Asked:
    """The unit that solved the type in the street most often so far; else the type; else all."""
    del at
    contexts: tuple[Context, ...] = (_WHAT + _WHERE[:1], _WHAT, ())
    seen: dict[Any, Counter[str]] = defaultdict(Counter)
    done = 0
    for _, first, end in spans:
        for place in range(done, first):
            for context in contexts:
                seen[_key(rows[place], context)][units[place]] += 1
        done = first
        for place in range(first, end):
            order = [u for c in contexts for u, _ in seen[_key(rows[place], c)].most_common(3)]
            yield place, list(dict.fromkeys(order))[:3]


def counts(
    rows: Sequence[Mapping[str, str]], units: Sequence[str], at: Sequence[datetime], spans: Windows
) -> Asked:
    """Counts with back-off and a half-life of 30 days, updated with each order: unlike the
    others it knows the unit of every order before, also in the same window."""
    chain: tuple[Context, ...] = (
        _WHERE[:1], *(_WHAT[:n] + _WHERE[:1] for n in (1, 2, 3)), _WHAT + _WHERE,
        _WHAT + _WHERE + _BESIDE[:1],
    )  # fmt: skip
    seen: dict[Any, dict[str, float]] = defaultdict(dict)
    start = in_days(at[0]) if at else 0.0
    first_asked = spans[0][1] if spans else len(rows)
    for place, row in enumerate(rows):
        grown = 2.0 ** ((in_days(at[place]) - start) / 30)
        tables = [seen[_key(row, context)] for context in chain]
        if place >= first_asked:
            yield place, _backed_off(tables, grown)
        for table in tables:
            table[units[place]] = table.get(units[place], 0.0) + grown


def _backed_off(tables: Sequence[Mapping[str, float]], grown: float) -> list[str]:
    p: dict[str, float] = {}
    for table in tables:
        total = sum(table.values()) / grown + 2
        p = {u: (table.get(u, 0) / grown + 2 * p.get(u, 0)) / total for u in {*p, *table}}
    return sorted(p, key=lambda unit: (-p[unit], unit))[:3]


def logistic(
    rows: Sequence[Mapping[str, str]], units: Sequence[str], at: Sequence[datetime], spans: Windows
) -> Asked:
    """A multinomial logistic model over the values and type with street, half-life 40 days."""
    from sklearn.feature_extraction import FeatureHasher
    from sklearn.linear_model import LogisticRegression

    tokens = hashed(rows, FEATURES.columns)
    pairs = [[*map(str, one), f"{one[2]}|{one[3]}", f"{one[2]}|{one[4]}"] for one in tokens]
    known = FeatureHasher(2**13, input_type="string", alternate_sign=False).transform(pairs)
    days = np.array([in_days(one) for one in at])
    for begin, first, end in spans:
        if len(set(units[:first])) < 2:
            continue
        model = LogisticRegression(C=2.0, max_iter=25, tol=1e-2)
        weight = 0.5 ** ((in_days(begin) - days[:first]) / 40)
        model.fit(known[:first], units[:first], sample_weight=weight)
        order = np.argsort(-model.predict_proba(known[first:end]), 1)[:, :3]
        for place, three in zip(range(first, end), order, strict=True):
            yield place, [str(unit) for unit in model.classes_[three]]


BASELINES: Final[Mapping[str, Callable[..., Asked]]] = {
    "majority by type and street": majority,
    "logistic, weighted by recency": logistic,
    "counts with back-off, updated with each order": counts,
}


def _key(row: Mapping[str, str], context: Context) -> Any:
    return context, tuple((row.get(name) or "").strip() for name in context)
