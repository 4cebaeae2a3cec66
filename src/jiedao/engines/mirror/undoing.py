"""The records as they stood at a past moment: the present, with what came later undone.

A line of history holds old and new value of each field that changed, so of every field the first
line after the moment tells what it was. Two notions of time: this one is when the office knew it
(``history.at``, ``created_at``), not the day on which it happened. Columns that follow from other
records without a line of history (how many targets of a plan are done) stay as they are now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Q

from jiedao.engines.cases.work import CASE
from jiedao.engines.mirror import reading, statements, values
from jiedao.engines.mirror.columns import Shape
from jiedao.engines.mirror.duck import Duck
from jiedao.kernel.models import History

_BORN: Final = frozenset({"add", "reported", "split_from"})


@dataclass
class Later:
    """What happened to records of one kind of line after a moment.

    ``old`` tells of each record what its fields were then (as history holds them), ``of_requests``
    the same of requests by number; ``born`` were not there yet.
    """

    old: dict[int, dict[str, Any]] = field(default_factory=dict)
    of_requests: dict[str, dict[str, Any]] = field(default_factory=dict)
    born: set[int] = field(default_factory=set)
    born_requests: set[str] = field(default_factory=set)

    @property
    def ids(self) -> list[int]:
        """The records it happened to."""
        return sorted(self.old.keys() | self.born)

    def note(self, record_id: int, verb: str, changes: Mapping[str, Any]) -> None:
        """Take in the next line; of a field the first one counts."""
        old = self.old.setdefault(record_id, {})
        if verb in _BORN:
            self.born.add(record_id)
        for name, (before, _after) in changes.items():
            if name == "requests":
                for number, those in before.items():
                    known = self.of_requests.setdefault(number, {})
                    self.of_requests[number] = those | known
            else:
                old.setdefault(name, before)


def undone(
    duck: Duck,
    town_id: int,
    shape: Shape,
    present: str,
    moment: datetime,
    known: dict[str, Later],
) -> str:
    """The rows of a kind at the moment, as a statement; what was put back lies in memory. What
    came later is ``known`` by the kind of its lines: all kinds of cases share theirs."""
    lines = shape.kind.key if shape.form == "record" else CASE
    if lines not in known:
        known[lines] = _later(town_id, lines, moment)
    later = known[lines]
    touched = duck.put(pa.table({"id": pa.array(later.ids, pa.int64())}))
    since = "created_at" if shape.form == "record" else "reported_at"
    kept = statements.without(
        shape, present, touched, f"{since} <= TIMESTAMPTZ '{moment.isoformat()}'"
    )
    if not later.old:
        return kept
    rows = duck.rows(statements.only(shape, present, touched)).cast(shape.schema)
    if shape.form == "asking":
        before = _of_requests(shape, _with_merged(shape, town_id, rows, later), later)
    else:
        ids = rows.column("id").to_pylist()
        there = [place for place, each in enumerate(ids) if each not in later.born]
        olds = [later.old[ids[place]] for place in there]
        before = _put_back(shape, _taken(rows, there), olds, ("row", "attribute"))
    return statements.together(shape, kept, duck.put(before))


def _later(town_id: int, kind: str, moment: datetime) -> Later:
    lines = History.objects.filter(town_id=town_id, kind=kind, at__gt=moment)
    later = Later()
    # Reading JSON is most of what this costs, and a third of all lines change nothing.
    telling = lines.filter(~Q(changes={}) | Q(verb__in=_BORN)).order_by("id")
    fields = ("record_id", "verb", "changes")
    for line in telling.values_list(*fields).iterator(chunk_size=reading.BATCH):
        later.note(*line)
    numbers = lines.filter(verb="reported").values_list("data__request", flat=True)
    later.born_requests.update(filter(None, numbers.iterator(chunk_size=reading.BATCH)))
    return later


def _put_back(
    shape: Shape, rows: pa.Table, olds: Sequence[Mapping[str, Any]], places: tuple[str, ...]
) -> pa.Table:
    """Rows with what was otherwise then, as history has it; ``olds`` are as long as the rows."""
    was = _by_name(shape, olds)
    for number, column in enumerate(shape.columns):
        key = (column.place == "attribute" and shape.form != "record", column.source)
        changed = was.get(key) if column.place in places else None
        if changed:
            given = rows.column(number).to_pylist()
            for at, value in changed.items():
                given[at] = values.one(value, column.type)
            rows = rows.set_column(number, column.name, pa.array(given, column.type))
    return rows


def _by_name(
    shape: Shape, olds: Sequence[Mapping[str, Any]]
) -> dict[tuple[bool, str], dict[int, Any]]:
    """The old values by name and place in ``olds``; a case keeps its attributes together, which
    the first part of a key says."""
    found: dict[tuple[bool, str], dict[int, Any]] = {}
    attributes = [column.source for column in shape.of("attribute")]
    for at, old in enumerate(olds):
        for name, value in old.items():
            if name == "attributes":
                for each in attributes:
                    found.setdefault((True, each), {})[at] = (value or {}).get(each)
            else:
                found.setdefault((False, name), {})[at] = value
    return found


def _taken(rows: pa.Table, places: Iterable[int]) -> pa.Table:
    return rows.take(pa.array(places, pa.int64()))


def _with_merged(shape: Shape, town_id: int, rows: pa.Table, later: Later) -> pa.Table:
    """And the cases that had requests then and have none now."""
    there = set(rows.column("id").to_pylist())
    ids = [each for each in later.old if each not in there and each not in later.born]
    return pa.concat_tables([rows, *reading.merged_away(shape, town_id, ids)])


def _of_requests(shape: Shape, rows: pa.Table, later: Later) -> pa.Table:
    """Each request that was there with the case it was of; a case that nobody asked for alone."""
    cases, place_of = _cases(shape, rows, later)
    numbers = rows.column("request_number").to_pylist()
    ids = rows.column("id").to_pylist()
    there = [
        at for at, number in enumerate(numbers)
        if number is not None and number not in later.born_requests
    ]  # fmt: skip
    olds = [later.of_requests.get(numbers[at], {}) for at in there]
    of_case = [old.get("case_id", ids[at]) for at, old in zip(there, olds, strict=True)]
    requests = _put_back(shape, _taken(rows, there), olds, ("request",))
    then = _taken(cases, [place_of[each] for each in of_case])
    asked = pa.table(
        [(requests if column.place == "request" else then).column(column.name)
         for column in shape.columns],
        names=shape.schema.names,
    )  # fmt: skip
    asked_of = set(of_case)
    alone = [at for each, at in place_of.items() if each not in asked_of]
    return pa.concat_tables([asked, _alone(shape, _taken(cases, alone))])


def _cases(shape: Shape, rows: pa.Table, later: Later) -> tuple[pa.Table, dict[int, int]]:
    """The cases as they were, one row each, and the place of each among them."""
    first: dict[int, int] = {}
    for at, each in enumerate(rows.column("id").to_pylist()):
        if each not in later.born:
            first.setdefault(each, at)
    olds = [later.old[each] for each in first]
    cases = _put_back(shape, _taken(rows, first.values()), olds, ("row", "attribute"))
    return cases, {each: at for at, each in enumerate(first)}


def _alone(shape: Shape, cases: pa.Table) -> pa.Table:
    """Cases without a request; not those that had been merged already."""
    cases = cases.filter(pc.is_null(cases.column("merged_into_id")))
    for number, column in enumerate(shape.columns):
        if column.place == "request":
            cases = cases.set_column(number, column.name, pa.nulls(len(cases), column.type))
    return cases
