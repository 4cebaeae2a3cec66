"""What changed from one edition to another, item by item."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jiedao.foundation.catalogue.rows import ItemRow


@dataclass(frozen=True, slots=True)
class Change:
    """One item that differs. ``before`` is None for an added one, ``after`` for a removed one.

    ``fields`` maps each differing field to its (old, new) values.
    """

    code: str
    before: ItemRow | None
    after: ItemRow | None
    fields: dict[str, tuple[Any, Any]]

    @property
    def sort(self) -> str:
        """``added``, ``retired`` (gone, or no longer active) or ``changed``."""
        if self.before is None:
            return "added"
        if self.after is None or (self.before.active and not self.after.active):
            return "retired"
        return "changed"

    @property
    def name(self) -> str:
        """The newer name."""
        row = self.after or self.before
        assert row is not None
        return row.name


def differences(before: Iterable[ItemRow], after: Iterable[ItemRow]) -> list[Change]:
    """The items that differ, by code."""
    old = {row.code: row for row in before}
    new = {row.code: row for row in after}
    return [
        Change(code, old.get(code), new.get(code), _fields(old.get(code), new.get(code)))
        for code in sorted(old.keys() | new.keys())
        if old.get(code) != new.get(code)
    ]


def _fields(before: ItemRow | None, after: ItemRow | None) -> dict[str, tuple[Any, Any]]:
    if before is None or after is None:
        return {}
    return {
        name: (getattr(before, name), getattr(after, name))
        for name in ItemRow.model_fields
        if getattr(before, name) != getattr(after, name)
    }
