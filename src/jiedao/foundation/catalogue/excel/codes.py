"""Codes of items in a sheet: composed of the levels' codes, recognised by path, or given out."""

from collections.abc import Iterable
from dataclasses import dataclass

from jiedao.foundation.catalogue.rows import ItemRow, paths


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path. ``whole_code``: the code is the item's own, not one to be composed."""

    name: str
    code: str
    whole_code: bool = False


class Coder:
    """Gives each step of a path the code of its item."""

    def __init__(self, edition: Iterable[ItemRow]) -> None:
        rows = list(edition)
        self._by_path = {path: code for code, path in paths(rows).items()}
        self._taken = {row.code for row in rows}
        self._last: dict[str, int] = {}

    def code_of(self, parent: str, step: Step, names: tuple[str, ...]) -> str:
        """The code of the item at ``names``, which ends in ``step`` and lies below ``parent``.

        Two-digit codes of levels are put together (大类 01, 小类 05: 0105), as the urban
        management standards do; a code that begins with its parent's is whole already.
        """
        if step.code:
            whole = step.whole_code or (parent != "" and step.code.startswith(parent))
            code = step.code if whole and step.code != parent else parent + step.code
        else:
            code = self._by_path.get(names) or self._next(parent)
        self._by_path.setdefault(names, code)
        self._taken.add(code)
        return code

    def reserve(self, codes: Iterable[str]) -> None:
        """Codes that the sheet gives itself must not be given out before."""
        self._taken.update(codes)

    def _next(self, parent: str) -> str:
        number = self._last.get(parent, 0) + 1
        while f"{parent}{number:02}" in self._taken:
            number += 1
        self._last[parent] = number
        return f"{parent}{number:02}"
