"""Groups become classes: each keeps its number from day to day, and what people did stays.

A group is the class with which it shares most cases; one that shares with none is a new class, if
it is large enough and several people asked. A case that a person took out stays out, one that a
person put in stays in, and a class that a person dismissed stays dismissed and keeps its cases, so
that they do not come again under another number.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from jiedao.engines.mining.grouping.groups import Grouping
from jiedao.engines.mining.grouping.reports import Group
from jiedao.engines.mining.matters import counting, naming
from jiedao.engines.mining.matters.reading import Told, cases_of, told
from jiedao.engines.mining.matters.settings import settings_of
from jiedao.engines.mining.matters.words import KIND
from jiedao.engines.mining.models import MatterClass, Member
from jiedao.kernel import clock, history, towns
from jiedao.kernel.actors import SYSTEM, Actor
from jiedao.kernel.history import Line
from jiedao.kernel.rows import insert, update
from jiedao.kernel.transactions import within

LEAST_PEOPLE: Final = 2
_SHARED: Final = 0.5
"""Part of the smaller of group and class that both must have in common to be one."""
_MOVED: Final = 0.01
"""A likeness that changed by less is not written again."""
_TOLD: Final[tuple[str, ...]] = ("state", "size", "people")
"""Fields whose change is a line of history: the others follow from the calendar."""


@dataclass(frozen=True, slots=True)
class Found:
    """A group as it is to be kept: case → likeness."""

    group: Group
    cases: dict[int, float]


def keep(
    town_id: int, grouping: Grouping, known: Mapping[int, Told], *, actor: Actor = SYSTEM
) -> int:
    """Make the town's classes agree with these groups; ``known`` are the cases that were grouped.

    Returns how many classes are new, changed or gone. A line of history for each.
    """
    with within():
        return _Keeping(town_id, known, grouping.weights.formulas).run(grouping.groups, actor)


def recount(matter: MatterClass, moment: datetime) -> dict[str, tuple[Any, Any]]:
    """Count a class anew after a person changed it; returns what changed. The caller saves."""
    ids = matter.members.filter(removed_at=None).values_list("case_id", flat=True)
    rows = told(matter.town_id, cases_of(matter.town_id).filter(pk__in=list(ids)))
    return _apply(matter, counting.counted(list(rows.values()), matter, moment))


class _Keeping:
    """One regrouping of a town, inside a transaction."""

    def __init__(self, town_id: int, known: Mapping[int, Told], formulas: frozenset[str]) -> None:
        self.town_id, self.known, self.moment = town_id, dict(known), clock.now()
        self.formulas = formulas
        self.least = settings_of(town_id).matters_least
        rows = MatterClass.objects.select_for_update(of=("self",)).filter(town_id=town_id)
        self.classes = {row.pk: row for row in rows.select_related("root").order_by("pk")}
        self.members: dict[int, dict[int, Member]] = defaultdict(dict)
        for member in Member.objects.filter(matter__in=self.classes):
            self.members[member.matter_id][member.case_id] = member
        self.lines: list[Line] = []
        self.fresh: list[Member] = []
        self.gone: list[int] = []

    def run(self, groups: Sequence[Group], actor: Actor) -> int:
        found = [self._found(group) for group in groups]
        pairs = self._matched(found)
        taken = {case_id for one in found for case_id in one.cases}
        for index, one in enumerate(found):
            matter = self.classes.get(pairs.get(index, 0)) or self._new(one)
            if matter is not None:
                self._fill(matter, one)
        matched = set(pairs.values())
        for matter in list(self.classes.values()):
            if matter.pk not in matched and matter.grouped_at != self.moment:
                self._left_alone(matter, taken)
        self._read_older()
        for matter in list(self.classes.values()):
            self._count(matter)
        self._save()
        history.record(self.town_id, self.lines, actor=actor)
        return len(self.lines)

    def _found(self, group: Group) -> Found:
        """Without what a person put into a class: that is where it belongs."""
        return Found(
            group,
            {
                int(case_id): likeness
                for case_id, likeness in zip(group.ids, group.likeness, strict=True)
                if int(case_id) not in self._by_hand
            },
        )

    @cached_property
    def _by_hand(self) -> set[int]:
        return {
            case_id
            for rows in self.members.values()
            for case_id, row in rows.items()
            if row.by_hand and row.removed_at is None
        }

    def _matched(self, found: Sequence[Found]) -> dict[int, int]:
        """Place of a group → the class that it is: those that share most come first."""
        where: dict[int, list[int]] = defaultdict(list)
        for matter_id, rows in self.members.items():
            for case_id in rows:
                where[case_id].append(matter_id)
        shared: list[tuple[int, int, int]] = []
        for index, one in enumerate(found):
            counts = Counter(m for case_id in one.cases for m in where.get(case_id, ()))
            shared += [(-n, matter_id, index) for matter_id, n in counts.items()]
        pairs: dict[int, int] = {}
        for count, matter_id, index in sorted(shared):
            live = sum(case_id in self.known for case_id in self.members[matter_id])
            enough = -count >= _SHARED * min(len(found[index].cases), max(live, 1))
            if enough and index not in pairs and matter_id not in pairs.values():
                pairs[index] = matter_id
        return pairs

    def _new(self, found: Found) -> MatterClass | None:
        """A class for a group that is none yet; None where it is too small, or one person's."""
        rows = [self.known[case_id] for case_id in found.cases if case_id in self.known]
        people = {one for row in rows for one in row.people}
        if len(rows) < self.least or len(people) < LEAST_PEOPLE or self._dismissed(found):
            return None
        number = towns.take_numbers(self.town_id, KIND)
        matter = MatterClass(
            town_id=self.town_id, number=f"L{number:04d}", title="", words=[],
            state=MatterClass.State.NEW, first_at=self.moment, last_at=self.moment,
            grouped_at=self.moment,
        )  # fmt: skip
        values = counting.counted(rows, matter, self.moment) | naming.named(
            rows, found.group, self._background
        )
        _apply(matter, values)
        matter.save()
        self.classes[matter.pk] = matter
        self.lines.append(Line(KIND, matter.pk, "matter_found", data={"cases": len(rows)}))
        return matter

    def _dismissed(self, found: Found) -> bool:
        """Whether most of it was said to be no class: a part of what was dismissed is none."""
        return len(self._said & found.cases.keys()) > _SHARED * len(found.cases)

    @cached_property
    def _background(self) -> naming.Background:
        return naming.Background.of(list(self.known.values()), self.formulas)

    @cached_property
    def _said(self) -> set[int]:
        """Cases of classes that were dismissed before now."""
        return {
            case_id
            for matter in self.classes.values()
            if matter.dismissed_at is not None
            for case_id in self.members[matter.pk]
        }

    def _fill(self, matter: MatterClass, found: Found) -> None:
        """The group's cases become the members; older ones than were grouped stay."""
        rows, fresh = self.members[matter.pk], len(self.fresh)
        for case_id, likeness in found.cases.items():
            row = rows.get(case_id)
            if row is None:
                rows[case_id] = Member(
                    matter=matter, case_id=case_id, likeness=likeness, added_at=self.moment
                )
                self.fresh.append(rows[case_id])
            elif row.removed_at is None and abs(row.likeness - likeness) > _MOVED:
                row.likeness = likeness
                row.save(update_fields=["likeness"])
        before = len(self.fresh), len(self.gone)
        self._drop(rows, lambda case_id: case_id in self.known and case_id not in found.cases)
        if before != (fresh, len(self.gone)) and not _touched(matter, rows.values()):
            self._rename(matter, found)
        matter.grouped_at = self.moment

    def _rename(self, matter: MatterClass, found: Found) -> None:
        rows = [self.known[case_id] for case_id in found.cases if case_id in self.known]
        changes = _apply(matter, naming.named(rows, found.group, self._background))
        if "title" in changes:
            change = {"title": changes["title"]}
            self.lines.append(Line(KIND, matter.pk, "matter_regrouped", changes=change))

    def _left_alone(self, matter: MatterClass, taken: set[int]) -> None:
        """No group is it any more: what went into another class leaves it; one that is empty then
        ends, unless people did something with it."""
        rows = self.members[matter.pk]
        if matter.dismissed_at is not None:
            return
        self._drop(rows, lambda case_id: case_id in taken)
        live = [row for row in rows.values() if row.removed_at is None]
        if len(live) < self.least and not _touched(matter, rows.values()):
            self.lines.append(Line(KIND, matter.pk, "matter_ended", data={"number": matter.number}))
            del self.classes[matter.pk]
            self.members.pop(matter.pk)
            matter.delete()

    def _drop(self, rows: dict[int, Member], leaves: Any) -> None:
        for case_id in [one for one, row in rows.items() if _free(row) and leaves(one)]:
            row = rows.pop(case_id)
            if row.pk is not None:
                self.gone.append(row.pk)

    def _read_older(self) -> None:
        """Members that were not grouped now: older than what is read, or put in by hand. What has
        become secret since leaves its class, whoever put it in."""
        wanted = {case_id for rows in self.members.values() for case_id in rows} - set(self.known)
        if not wanted:
            return
        self.known |= told(self.town_id, cases_of(self.town_id).filter(pk__in=wanted))
        for rows in self.members.values():
            for case_id in rows.keys() & (wanted - self.known.keys()):
                self.gone.append(rows.pop(case_id).pk)

    def _count(self, matter: MatterClass) -> None:
        rows = [
            self.known[case_id]
            for case_id, row in self.members[matter.pk].items()
            if row.removed_at is None and case_id in self.known
        ]
        changes = _apply(matter, counting.counted(rows, matter, self.moment))
        said = {name: changes[name] for name in _TOLD if name in changes}
        if said:
            self.lines.append(Line(KIND, matter.pk, "matter_regrouped", changes=said))

    def _save(self) -> None:
        Member.objects.filter(pk__in=self.gone).delete()
        insert(self.fresh)
        update(list(self.classes.values()), (*counting.FIELDS, "title", "words", "grouped_at"))


def _free(row: Member) -> bool:
    """Whether grouping may take it out: nobody put it in, and nobody took it out."""
    return not row.by_hand and row.removed_at is None


def _touched(matter: MatterClass, rows: Iterable[Member]) -> bool:
    """Whether people worked on it: then it stays, under the name they know."""
    acted = matter.root_id is not None or matter.dismissed_at is not None or matter.playbook
    return bool(acted) or any(row.by_hand for row in rows)


def _apply(matter: MatterClass, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    changes = {
        name: (getattr(matter, name), value)
        for name, value in values.items()
        if getattr(matter, name) != value
    }
    for name, (_old, new) in changes.items():
        setattr(matter, name, new)
    return changes
