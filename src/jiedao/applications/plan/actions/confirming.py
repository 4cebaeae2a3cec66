"""What a person confirmed of a document becomes tasks and facts, each once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from jiedao.applications.plan import names
from jiedao.applications.plan.actions.documents import locked, starts
from jiedao.applications.plan.models import Finding, PlanDocument
from jiedao.applications.plan.names import FACT
from jiedao.applications.plan.naming import helpers
from jiedao.applications.plan.reading import MORE, fact_values, is_outside
from jiedao.applications.plan.spans import span
from jiedao.foundation.records.actions import Draft, add_many, make_move
from jiedao.foundation.records.numbers import FILE_KEY
from jiedao.kernel import history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Refused
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

_DIGITS: Final = 24
_LONGEST_QUOTE: Final = 2000


@dataclass(slots=True)
class Confirmed:
    """How many tasks and facts came of it, how many were there already, and what was refused."""

    tasks: int = 0
    facts: int = 0
    known: int = 0
    refused: list[tuple[Finding, str]] = field(default_factory=list)


def confirm(document: PlanDocument, ids: Collection[int], *, actor: Actor) -> Confirmed:
    """Commitments become tasks (assigned where a unit is named), figures of others facts.

    A finding that is refused stays open and spoils no other. Read in or confirmed again, nothing
    is doubled: a task is known by its document and place.
    """
    told = Confirmed()
    with within():
        rows = locked(document, ids, Finding.State.OPEN, actor=actor)
        for row in rows:
            row.document = document
        commitments = [row for row in rows if row.sort == Finding.Sort.COMMITMENT]
        figures = [row for row in rows if row.sort == Finding.Sort.FIGURE]
        outside = [row for row in figures if is_outside(row.indicator)]
        told.refused += [(row, "") for row in figures if row not in outside]
        told.tasks = _added(names.TASK, commitments, told, actor)
        told.facts = _added(FACT, outside, told, actor)
        done = [row for row in rows if row.state == Finding.State.CONFIRMED]
        Finding.objects.bulk_update(done, ["state", "record_kind", "record_id"])
        if done:
            line = Line(names.DOCUMENT, document.pk, "confirmed", data={"starts": starts(done)})
            history.record(document.town_id, [line], actor=actor)
    return told


def _added(kind: str, rows: Sequence[Finding], told: Confirmed, actor: Actor) -> int:
    """Add the records of one kind; each finding learns of its own."""
    drafts: list[Draft] = []
    able: list[Finding] = []
    for row in rows:
        try:
            values = fact_values(row) if kind == FACT else task_values(row)
        except Refused as refusal:
            told.refused.append((row, refusal.sentence))
            continue
        drafts.append(Draft(values, key=key_of(row)))
        able.append(row)
    count = 0
    for row, added in zip(able, _all(kind, drafts, rows, actor), strict=True):
        if added.refusal is not None:
            told.refused.append((row, sentence_of(added.refusal)))
            continue
        assert added.record is not None
        row.state, row.record_kind, row.record_id = Finding.State.CONFIRMED, kind, added.record.pk
        told.known += added.known
        count += not added.known
        if kind == names.TASK and row.unit_id is not None and not added.known:
            said = {"unit": row.unit_id, "ends_on": row.ends_on}
            make_move(row.document.town_id, kind, added.record.number, "assign", said, actor=actor)
    return count


def _all(kind: str, drafts: list[Draft], rows: Sequence[Finding], actor: Actor) -> list[Any]:
    return list(add_many(rows[0].document.town_id, kind, drafts, actor=actor)) if drafts else []


def key_of(row: Finding) -> str:
    """What tells the record of a finding from others: its document's text and its place in it."""
    return f"{FILE_KEY}{row.document.digest[:_DIGITS]}:{row.sort}:{row.start}"


def sentence_of(refusal: Refused) -> str:
    """Why, with what is wrong at the fields."""
    errors = getattr(refusal, "errors", {})
    return "；".join(dict.fromkeys(errors.values())) or refusal.sentence


def task_values(row: Finding) -> dict[str, Any]:
    """The task that a commitment makes."""
    document = row.document
    quote = document.text[row.start : row.start + row.length]
    # The plan's own time, also where it is read in later.
    day = min(filter(None, (document.dated, span(document.period)[0], row.ends_on)))
    aimed = bool(row.indicator) and row.value is not None
    return {
        "title": row.title,
        "period": document.period,
        "section": row.section,
        "domain": row.domain,
        "co_units": helpers(row.read, row.unit.name if row.unit else ""),
        "indicator": row.indicator if aimed else "",
        "comparison": (row.comparison or None) if aimed else None,
        "target": row.value if aimed else None,
        "target_unit": row.value_unit if aimed else "",
        "filters": row.filters if aimed else "",
        "more_targets": "\n".join(row.read.get(MORE, ())),
        "source": f"{document.title} {document.number}".strip()[:200],
        "quote": quote[:_LONGEST_QUOTE],
        "ends_on": row.ends_on,
        "day": day,
    }
