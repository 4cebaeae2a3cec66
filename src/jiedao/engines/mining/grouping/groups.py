"""Reports grouped into classes of matters, and kept so that more can be added."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from jiedao.engines.mining.grouping.joining import checked, joined
from jiedao.engines.mining.grouping.neighbours import candidates
from jiedao.engines.mining.grouping.nodes import Known, Labels, Nodes, Vector
from jiedao.engines.mining.grouping.reports import Group, Report
from jiedao.engines.mining.grouping.vectors import Rows, Weights
from jiedao.engines.mining.grouping.wording import title_of, words_of


@dataclass(slots=True)
class Grouping:
    """The state: reports, their rows, and the label of each (a label alone: no class)."""

    weights: Weights
    reports: list[Report]
    rows: Rows
    known: Known
    labels: Labels
    items: dict[str, int] = field(default_factory=dict)
    _made: dict[int, Group] = field(default_factory=dict)

    @classmethod
    def of(cls, reports: Sequence[Report]) -> "Grouping":
        """Group all of these anew; about 0.4 ms a report and 8 KB, in time rather linear."""
        weights = Weights.of(reports)
        empty = Known(np.empty(0, np.int64), np.empty(0), np.empty(0))
        found = cls(weights, [], weights.rows(()), empty, np.empty(0, np.int64))
        found.add(reports)
        return found

    def add(self, reports: Sequence[Report]) -> set[int]:
        """Put these among what is there; keys of the groups that are new, changed or gone.

        Groups may grow and join; what was joined before is not parted again, and n-grams weigh
        as at the last grouping anew, so group anew now and then (each night). A report whose id
        is there already is left out.
        """
        there = {report.id for report in self.reports}
        fresh = [one for one in {one.id: one for one in reports}.values() if one.id not in there]
        if not fresh:
            return set()
        before = self._members()
        first = len(self.reports)
        more = self.weights.rows(fresh)
        self.rows = self.rows.beside(more) if first else more
        self.known = self.known.beside(self._known(fresh))
        self.reports += fresh
        pairs = candidates(more, self.rows)
        pairs[:, 0] += first
        alone = np.arange(len(fresh)) + int(self.labels.max(initial=-1)) + 1
        labels = joined(self.rows, self.known, np.concatenate([self.labels, alone]), pairs)
        self.labels = checked(self.rows, self.known, labels, first)
        after = self._members()
        changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        self._make(changed, after)
        return changed

    @property
    def groups(self) -> list[Group]:
        """The classes of at least two reports, the largest first."""
        return sorted(self._made.values(), key=lambda one: (-len(one.ids), one.key))

    def _known(self, reports: Sequence[Report]) -> Known:
        number = [
            self.items.setdefault(one.item, len(self.items)) if one.item else -1 for one in reports
        ]
        nan = float("nan")
        return Known(
            np.array(number, np.int64),
            np.array([nan if one.lon is None else one.lon for one in reports], np.float64),
            np.array([nan if one.lat is None else one.lat for one in reports], np.float64),
        )

    def _members(self) -> dict[int, tuple[int, ...]]:
        """Rows of each group by its first row, which is its key."""
        if not len(self.labels):
            return {}
        order = np.argsort(self.labels, kind="stable")
        ends = np.flatnonzero(np.diff(self.labels[order])) + 1
        parts = [part.tolist() for part in np.split(order, ends) if len(part) > 1]
        return {part[0]: tuple(part) for part in parts}

    def _make(self, keys: set[int], members: dict[int, tuple[int, ...]]) -> None:
        """Make the groups with these keys anew."""
        for key in keys:
            self._made.pop(key, None)
        live = sorted(key for key in keys if key in members)
        if not live:
            return
        among = np.concatenate([np.array(members[key]) for key in live])
        labels = np.repeat(np.arange(len(live)), [len(members[key]) for key in live])
        rows = self.rows.take(among)
        nodes = Nodes.of(rows, self.known.take(among), labels)
        likeness = nodes.to_centre(rows, labels)
        ends = np.cumsum([len(members[key]) for key in live])[:-1]
        for at, (key, part) in enumerate(zip(live, np.split(likeness, ends), strict=True)):
            self._made[key] = self._group(key, members[key], part, nodes.matter[at])

    def _group(self, key: int, rows: tuple[int, ...], likeness: Vector, centre: object) -> Group:
        nearest = self.reports[rows[int(np.argmax(likeness))]]
        return Group(
            key=key,
            ids=tuple(self.reports[row].id for row in rows),
            likeness=tuple(round(float(one), 4) for one in likeness),
            words=words_of(nearest, centre),
            title=title_of(nearest),
        )
