"""Texts that are keys of something declared: chosen by its title, kept as the key.

A field names its sort by ``widget="indicator"``. Who declares such things enters how they are
named and offered, so that this floor knows none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from jiedao.foundation.records.schema import Spec
from jiedao.kernel.access import Reach
from jiedao.kernel.registry import Slot
from jiedao.kernel.titles import Title


@dataclass(frozen=True, slots=True)
class Keyed:
    """``key`` is the widget's name; ``title(key)`` names one ("" where there is none), ``find(words)``
    gives the key of what is called exactly so, or has that key, else ""; ``offer(reach, typed)``
    gives (key, title, meta) while one types. ``titles`` is what forms call the field."""

    key: str
    titles: Title
    title: Callable[[str], str]
    find: Callable[[str], str]
    offer: Callable[[Reach, str], list[tuple[str, str, str]]]


keyed: Slot[Keyed] = Slot("keyed", Keyed)


def keyed_of(spec: Spec) -> Keyed | None:
    """What a field's text is a key of; None for any other field."""
    return keyed.find(spec.facts.widget) if spec.facts.widget else None
