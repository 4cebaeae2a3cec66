"""What an engine of many kinds must know of them all: asked once, when the house is closed."""

from collections.abc import Iterator

from django.core.exceptions import ImproperlyConfigured

from jiedao.engines.cases import clocks, kinds
from jiedao.engines.cases.models import Attachment, Case, Clock
from jiedao.engines.cases.proofs import EVIDENCE, stages_of
from jiedao.engines.cases.workflow import LOOP, is_the_loops
from jiedao.foundation.records.references import known
from jiedao.foundation.records.schema import is_generated
from jiedao.kernel.attributes import ref_of
from jiedao.kernel.declarations import Kind, Move, Workflow

ENTRY_FIELDS = frozenset(
    {
        "text", "item", "unit", "address", "place", "photos", "contact_name", "contact_phone",
        "subject_kind", "subject_id",
    }
)  # fmt: skip
"""What the entry form of every kind asks: no attribute may be called so."""


def check_kinds() -> None:
    """Hold the kinds against each other and against the engine's columns, then settle them.

    Raises ImproperlyConfigured with a sentence that names the kinds at fault.
    """
    for kind in kinds.case_kinds():
        complaint = next(_faults(kind), "")
        if complaint:
            raise ImproperlyConfigured(
                f"kinds: {kind.key!r} (application {kind.application!r}): {complaint}"
            )
    _check_shared_states()
    kinds.settle()


def _check_shared_states() -> None:
    """Lists of open work ask for states of all kinds at once: a key must mean one thing."""
    seen: dict[str, tuple[bool, str]] = {state.key: (state.open, "loop") for state in LOOP.states}
    for kind in kinds.case_kinds():
        for state in kinds.workflow_of(kind.key).states:
            is_open, whose = seen.setdefault(state.key, (state.open, kind.key))
            if is_open != state.open:
                words = {True: "open", False: "finished"}
                raise ImproperlyConfigured(
                    f"kinds: the state {state.key!r} is {words[is_open]} in {whose!r} and"
                    f" {words[state.open]} in {kind.key!r}: give one of them another key"
                )


def _faults(kind: Kind) -> Iterator[str]:
    if not isinstance(kind.options, kinds.CaseOptions | None):
        yield f"its options are a {type(kind.options).__name__}, not CaseOptions"
    fields = kind.attributes.model_fields
    taken = ENTRY_FIELDS & set(fields)
    if taken:
        yield f"the attribute {sorted(taken)[0]!r} is called like a field of every case"
    missing = set(kinds.columns_of(kind)) - set(fields)
    if missing:
        yield f"the column {sorted(missing)[0]!r} is no attribute"
    yield from _faults_of_references(kind)
    foreign = set(kinds.by_moves_of(kind.key)) - set(fields)
    if foreign:
        yield f"moves fill in {sorted(foreign)[0]!r}, which is no attribute"
    strange = [other for other in kind.about if not is_generated(other)]
    if strange:
        yield f"is about {strange[0]!r}, which is no kind of record"
    yield from _too_long(kind)
    yield from _faults_of_clocks(kind)
    workflow = kinds.workflow_of(kind.key)
    if workflow is not LOOP:
        yield from _faults_of(kind, workflow)


def _faults_of_references(kind: Kind) -> Iterator[str]:
    for name, info in kind.attributes.model_fields.items():
        to = ref_of(info)
        record = to.removeprefix("record:")
        if to and not (is_generated(record) if record != to else known(to)):
            yield f"the attribute {name!r} refers to {to!r}, which nobody offers"


def _faults_of_clocks(kind: Kind) -> Iterator[str]:
    for own in kinds.clocks_of(kind.key):
        if own.key in Clock.Kind.values:
            yield f"the clock {own.key!r} is one of the loop's"
        if own.from_start and own.limit is None:
            yield f"the clock {own.key!r} runs from the start and has no limit"


def _too_long(kind: Kind) -> Iterator[str]:
    """Keys that would not fit their columns."""
    states = kinds.workflow_of(kind.key).state_keys()
    for keys, column in (
        ((kind.key,), Case._meta.get_field("kind")),
        (states, Case._meta.get_field("state")),
        ([own.key for own in kinds.clocks_of(kind.key)], Clock._meta.get_field("kind")),
    ):
        for key in keys:
            if len(key) > (column.max_length or 0):
                yield f"{key!r} is longer than {column.max_length} characters"


def _faults_of(kind: Kind, workflow: Workflow) -> Iterator[str]:
    for move in workflow.moves:
        if not is_the_loops(move):
            yield from (f"the move {move.key!r} {fault}" for fault in _faults_of_move(kind, move))
    moves = {move.key: move for move in workflow.moves}
    if "decide_suspension" in moves:
        needed = set(moves["decide_suspension"].sources)
        resumes = set(moves["resume"].sources) if "resume" in moves else set()
        if needed - resumes:
            yield f"what is suspended in {sorted(needed - resumes)[0]!r} is never resumed"


def _faults_of_move(kind: Kind, move: Move) -> Iterator[str]:
    own = {one.key: one.limit for one in kinds.clocks_of(kind.key)}
    unknown = [key for key in (*move.starts, *move.stops) if key not in {*own, *Clock.Kind.values}]
    if unknown:
        yield f"names the clock {unknown[0]!r}, which the kind does not declare"
    limited = {key for key, limit in own.items() if limit is not None} | set(clocks.DEFAULT_LIMITS)
    endless = [key for key in move.starts if key not in limited]
    if endless:
        yield f"starts the clock {endless[0]!r}, which has no limit of its own"
    foreign = [name for name in move.evidence if name not in EVIDENCE]
    if foreign:
        yield f"asks for the evidence {foreign[0]!r}, which nobody knows"
    elif len(set(stages_of(move)) - {Attachment.Stage.BEFORE}) > 1:
        yield "asks for files of two stages at once"
