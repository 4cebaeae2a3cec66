"""What the checks of the kinds are asked with, and how their sentences begin."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from jiedao.foundation.records.families import Family
from jiedao.kernel.declarations import Kind


@dataclass(frozen=True, slots=True)
class House:
    """Everything that was declared, as far as a kind can refer to it."""

    kinds: Mapping[str, Kind]
    families: Mapping[str, Family]
    applications: Collection[str]
    permissions: Collection[str]

    def is_generated(self, kind_key: str) -> bool:
        """Whether there is a kind of that key with records of its own here."""
        return kind_key in self.kinds and self.kinds[kind_key].family in self.families


def at(kind: Kind, field: str = "") -> str:
    """``applications/trees/kinds.py: tree.grade``: where the kind is declared, and its field."""
    return f"applications/{kind.application}/kinds.py: {kind.key}{'.' if field else ''}{field}"


def at_field(kind: Kind, model: type[BaseModel], field: str) -> str:
    """The same for a field of a model, which may be written in a file of its own."""
    file = model.__module__.removeprefix("jiedao.").replace(".", "/")
    return f"{file}.py: {kind.key}.{field}"
