"""The registry: what applications declared. Checked on entry, closed after start-up.

A mistaken declaration stops the start with a sentence that names who declared it; after
``close()`` nothing can enter, so what the centre or the portal reads never changes.
"""

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured

from jiedao.kernel.declarations import (
    Indicator,
    Kind,
    Layer,
    Move,
    NavigationEntry,
    Panel,
    Permission,
    Publication,
    PublicIntake,
    Reaction,
    RoleSuggestion,
    SettingGroup,
    Step,
    Workflow,
)

T = TypeVar("T")


class Slot(Generic[T]):
    """A named place where upper floors put declarations of one type, by key."""

    def __init__(self, name: str, kind: type[T], check: Callable[[T], str] | None = None) -> None:
        self.name = name
        self._kind = kind
        self._check = check
        self._items: dict[str, T] = {}
        self._closed = False
        _slots.append(self)

    def add(self, item: T, *, declared_by: str = "") -> None:
        """Enter a declaration; ImproperlyConfigured says in a sentence what is wrong with it."""
        where = f" (declared by {declared_by})" if declared_by else ""
        key = getattr(item, "key", "")
        if self._closed:
            raise ImproperlyConfigured(
                f"{self.name}: closed after start-up; {key!r} is late{where}"
            )
        if not isinstance(item, self._kind):
            raise ImproperlyConfigured(
                f"{self.name}: expected {self._kind.__name__}, got {type(item).__name__}{where}"
            )
        if not key:
            raise ImproperlyConfigured(f"{self.name}: a declaration without a key{where}")
        if key in self._items:
            raise ImproperlyConfigured(f"{self.name}: the key {key!r} is declared twice{where}")
        complaint = self._check(item) if self._check else ""
        if complaint:
            raise ImproperlyConfigured(f"{self.name}: {key!r}: {complaint}{where}")
        self._items[key] = item

    def close(self) -> None:
        """From now on nothing enters."""
        self._closed = True

    def get(self, key: str) -> T:
        """The declaration of that key; KeyError when there is none."""
        return self._items[key]

    def find(self, key: str) -> T | None:
        """The declaration of that key, or None."""
        return self._items.get(key)

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, key: object) -> bool:
        return key in self._items


def check_workflow(workflow: Workflow) -> str:
    """A sentence about the first fault of a workflow, or an empty string."""
    states = {state.key for state in workflow.states}
    if len(states) != len(workflow.states):
        return f"workflow {workflow.key!r} names a state twice"
    if workflow.initial not in states:
        return f"workflow {workflow.key!r} begins in unknown state {workflow.initial!r}"
    keys: set[str] = set()
    for move in workflow.moves:
        complaint = _check_move(move, states)
        if complaint:
            return f"move {move.key!r} of {workflow.key!r} {complaint}"
        if move.key in keys:
            return f"workflow {workflow.key!r} names the move {move.key!r} twice"
        keys.add(move.key)
    return ""


def _check_move(move: Move, states: set[str]) -> str:
    unknown = {*move.sources, *([move.target] if move.target else [])} - states
    if unknown:
        return f"names unknown state {sorted(unknown)[0]!r}"
    if not move.sources:
        return "starts from no state"
    if not move.permission:
        return "needs no permission"
    wrong = [name for name in ("rule", "effect", "asks") if not _may_be_called(move, name)]
    return f"has a {wrong[0]} that cannot be called" if wrong else ""


def _may_be_called(move: Move, name: str) -> bool:
    given = getattr(move, name)
    return given is None or callable(given)


def _check_kind(kind: Kind) -> str:
    return check_workflow(kind.workflow) if kind.workflow else ""


_slots: list[Slot[Any]] = []

applications: dict[str, Any] = {}
"""Application key → its AppConfig, in the order of their ``order``."""

kinds: Slot[Kind] = Slot("kinds", Kind, _check_kind)
layers: Slot[Layer] = Slot("layers", Layer)
panels: Slot[Panel] = Slot("panels", Panel)
indicators: Slot[Indicator] = Slot("indicators", Indicator)
intakes: Slot[PublicIntake] = Slot("intakes", PublicIntake)
publications: Slot[Publication] = Slot("publications", Publication)
reactions: Slot[Reaction] = Slot("reactions", Reaction)
steps: Slot[Step] = Slot("steps", Step)
roles: Slot[RoleSuggestion] = Slot("roles", RoleSuggestion)
permissions: Slot[Permission] = Slot("permissions", Permission)
navigation: Slot[NavigationEntry] = Slot("navigation", NavigationEntry)
settings: Slot[SettingGroup] = Slot("settings", SettingGroup)


_at_closing: list[Callable[[], None]] = []


def on_close(run: Callable[[], None]) -> None:
    """Run this when all applications have spoken, just before nothing enters any more: it may
    still add what follows from their declarations, and refuse the start (ImproperlyConfigured)."""
    _at_closing.append(run)


def close() -> None:
    """Close the house: check what can only be checked as a whole, then let nothing in."""
    for run in _at_closing:
        run()
    _check_intakes()
    _check_settings()
    for slot in _slots:
        slot.close()


def _check_intakes() -> None:
    for intake in intakes:
        if intake.kind not in kinds:
            raise ImproperlyConfigured(
                f"intakes: {intake.key!r} reports the kind {intake.kind!r}, which nobody declares"
            )


def _check_settings() -> None:
    declared: dict[str, str] = {}
    for group in settings:
        for name in group.model.model_fields:
            if declared.setdefault(name, group.key) != group.key:
                raise ImproperlyConfigured(
                    f"settings: {name!r} stands in {declared[name]!r} and in {group.key!r}"
                )


def reactions_to(kind: str, verb: str) -> tuple[Reaction, ...]:
    """The reactions that wait for this verb on this kind of record."""
    return tuple(
        reaction for reaction in reactions if reaction.kind == kind and verb in reaction.verbs
    )
