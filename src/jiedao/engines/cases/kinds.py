"""Kinds of case and the way each goes: whoever asks for a state or a move asks here, by kind.

A kind without a workflow of its own goes the loop. What follows from all kinds together (which
states count as open work, say) is settled once, when the house is closed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from jiedao.engines.cases.workflow import LOOP
from jiedao.foundation.workdays.units import Limit
from jiedao.kernel import registry
from jiedao.kernel.attributes import facts_of
from jiedao.kernel.declarations import Kind, State, Workflow
from jiedao.kernel.titles import Title

FAMILY = "case"


@dataclass(frozen=True, slots=True)
class ClockKind:
    """A clock of a kind's own (``CaseOptions.clocks``).

    ``limit`` is how long it runs where a move starts it by name; a town overrides it (setting
    ``limits``, under “kind.clock”). None: only an effect starts it, with a limit or a moment.
    ``from_start``: it runs from the day the case is opened.
    """

    key: str
    titles: Title
    limit: Limit | None = None
    from_start: bool = False


@dataclass(frozen=True, slots=True)
class CaseOptions:
    """What only the cases engine understands of a kind (``Kind.options``).

    ``clocks`` are the kind's own; ``columns`` the attributes that its list shows, by default
    those declared ``listed``. ``by_moves`` are attributes that only moves fill in: no entry form
    asks for them, and who opens a case cannot slip them in. ``matter`` is the attribute that says
    what a case without an item is about; ``emergency`` makes its cases lead what has just happened.
    """

    clocks: tuple[ClockKind, ...] = ()
    columns: tuple[str, ...] = ()
    by_moves: tuple[str, ...] = ()
    matter: str = ""
    emergency: bool = False


def case_kinds() -> Iterator[Kind]:
    """The kinds of case that applications declare."""
    return (kind for kind in registry.kinds if kind.family == FAMILY)


def kind_of(key: str) -> Kind | None:
    """The kind of case of that key, if somebody declares it."""
    kind = registry.kinds.find(key)
    return kind if kind is not None and kind.family == FAMILY else None


def workflow_of(kind: str) -> Workflow:
    """The way cases of a kind go: the loop where it has none of its own, or is unknown."""
    found = kind_of(kind)
    return found.workflow if found is not None and found.workflow is not None else LOOP


def goes_the_loop(kind: str) -> bool:
    """Whether cases of a kind go the loop."""
    return workflow_of(kind) is LOOP


def state_of(case: Any) -> State:
    """The state of a case; one that its workflow lacks (an application that was turned off)
    shows as it is written."""
    return state_named(case.kind, case.state)


@cache
def state_named(kind: str, key: str) -> State:
    """The state of that key for cases of a kind."""
    found = next((state for state in workflow_of(kind).states if state.key == key), None)
    return found or _all().states.get(key) or State(key, Title(key, key), open=False)


def states_of(kind: str = "") -> tuple[State, ...]:
    """The states of a kind; without one those of all kinds, the loop's first."""
    return workflow_of(kind).states if kind else tuple(_all().states.values())


def open_states() -> tuple[str, ...]:
    """Keys of the states that count as unfinished work, of every kind."""
    return _all().open


def is_open(case: Any) -> bool:
    """Whether a case is unfinished work."""
    return case.state in _all().open


def own_kinds() -> tuple[Kind, ...]:
    """The kinds with a workflow of their own."""
    return _all().own


def strangers_to(states: Iterable[str]) -> list[str]:
    """Kinds that do not go the loop and know one of these states of it by the same key: what
    asks for the loop's states alone leaves them out."""
    wanted = set(states)
    return [kind.key for kind in own_kinds() if wanted & set(workflow_of(kind.key).state_keys())]


def only_the_loop(rows: Any, states: Iterable[str]) -> Any:
    """Rows in these states of the loop; costs nothing where no other kind shares their keys."""
    others = strangers_to(states)
    rows = rows.filter(state__in=tuple(states))
    return rows.exclude(kind__in=others) if others else rows


def options_of(kind: Kind) -> CaseOptions:
    """What a kind says to this engine; nothing where it says something else (``checks``)."""
    return kind.options if isinstance(kind.options, CaseOptions) else CaseOptions()


def columns_of(kind: Kind) -> tuple[str, ...]:
    """The attributes that lists of a kind show."""
    fields = kind.attributes.model_fields.items()
    listed = tuple(name for name, info in fields if facts_of(name, info).listed)
    return options_of(kind).columns or listed


def by_moves_of(kind: str) -> tuple[str, ...]:
    """Attributes of a kind that only its moves fill in."""
    found = kind_of(kind)
    options = found.options if found is not None else None
    return options.by_moves if isinstance(options, CaseOptions) else ()


def clocks_of(kind: str) -> tuple[ClockKind, ...]:
    """The clocks that a kind declares."""
    found = kind_of(kind)
    return options_of(found).clocks if found is not None else ()


def clock_of(kind: str, key: str) -> ClockKind | None:
    """A kind's own clock of that key."""
    return next((one for one in clocks_of(kind) if one.key == key), None)


@dataclass(frozen=True, slots=True)
class _All:
    """What follows from all kinds together."""

    states: dict[str, State]
    open: tuple[str, ...]
    own: tuple[Kind, ...]


@cache
def _all() -> _All:
    states = {state.key: state for state in LOOP.states}
    own = tuple(kind for kind in case_kinds() if not goes_the_loop(kind.key))
    for kind in own:
        for state in workflow_of(kind.key).states:
            states.setdefault(state.key, state)
    return _All(states, tuple(key for key, state in states.items() if state.open), own)


def settle() -> None:
    """Work it out from the kinds there are now: when the house is closed."""
    state_named.cache_clear()
    _all.cache_clear()
    _all()
