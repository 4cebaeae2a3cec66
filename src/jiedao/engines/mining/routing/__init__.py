"""Who solves what where: counts with back-off; the risk of lateness by like counts."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

Row = Mapping[str, str]
_KEYS = (("item", "community"), ("item",), ())
_WIDER = 2.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit, its probability and why."""

    unit: str
    p: float
    why: str = ""


class Router:
    """Learned from who solved what."""

    def __init__(self, counts: dict[str, Counter[str]]) -> None:
        self._counts = counts

    @classmethod
    def learn(
        cls,
        rows: Sequence[Row],
        units: Sequence[str],
        at: Sequence[datetime],
        *,
        features: Sequence[str] = (),
    ) -> "Router":
        """Learn from rows of features and the units that solved them at a time."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for row, unit in zip(rows, units, strict=True):
            for keys in _KEYS:
                counts[_key(row, keys)][unit] += 1
        return cls(counts)

    def rank(
        self, rows: Sequence[Row], most: int = 3, at: datetime | None = None
    ) -> list[list[Ranked]]:
        """The likeliest units of each row."""
        return [self._rank(row, most) for row in rows]

    def _rank(self, row: Row, most: int) -> list[Ranked]:
        ps: dict[str, float] = {}
        for keys in reversed(_KEYS):
            counts = self._counts.get(_key(row, keys), Counter())
            total = counts.total()
            # What is known more nearly counts; the wider places stand for two cases.
            ps = {
                unit: (counts[unit] + _WIDER * ps.get(unit, 0.0)) / (total + _WIDER)
                for unit in {*counts, *ps}
            }
        order = sorted(ps.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
        return [Ranked(unit, p) for unit, p in order]

    def to_bytes(self) -> bytes:
        """All that it learned."""
        return json.dumps(self._counts, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, body: bytes) -> "Router":
        """What ``to_bytes`` gave."""
        return cls({key: Counter(found) for key, found in json.loads(body).items()})


class LatenessModel:
    """The risk of lateness, by item."""

    def __init__(self, shares: dict[str, float], base: float) -> None:
        self._shares, self._base = shares, base

    @classmethod
    def learn(
        cls, rows: Sequence[Row], late: Sequence[bool], at: Sequence[datetime]
    ) -> "LatenessModel":
        """Learn from rows of features and whether each was late."""
        base = sum(late) / max(1, len(late))
        seen: dict[str, list[bool]] = defaultdict(list)
        for row, one in zip(rows, late, strict=True):
            seen[_key(row, ("item",))].append(one)
        return cls({k: (sum(v) + 5 * base) / (len(v) + 5) for k, v in seen.items()}, base)

    def risk(self, rows: Sequence[Row]) -> list[float]:
        """Of each row, 0–1."""
        return [self._shares.get(_key(row, ("item",)), self._base) for row in rows]

    def to_bytes(self) -> bytes:
        """All that it learned."""
        return json.dumps([self._shares, self._base], sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, body: bytes) -> "LatenessModel":
        """What ``to_bytes`` gave."""
        return cls(*json.loads(body))


def _key(row: Row, keys: Sequence[str]) -> str:
    return "|".join(row.get(key, "") for key in keys)
