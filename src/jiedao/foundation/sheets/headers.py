"""Finding the line of a sheet that names its columns, wherever it stands."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from jiedao.foundation.sheets.cells import Raw, half_width, text

LOOKED_AT = 20
"""Rows in which a header may stand."""

_NOTE = re.compile(r"[(（【\[]?(必填|选填|可选|required|optional)[)）】\]]?", re.IGNORECASE)
_BLANK = re.compile(r"[\s*＊:：]+")


@dataclass(frozen=True, slots=True)
class Header:
    """Column names and the number of the first row of data (rows are counted from 1)."""

    names: tuple[str, ...]
    first_row: int


def fold(name: Raw) -> str:
    """A column name to compare by: half-width, small, without blanks, stars and 必填."""
    return _BLANK.sub("", _NOTE.sub("", half_width(text(name, ())))).casefold()


def find_header(rows: Sequence[Sequence[Raw]], known: Collection[str] = ()) -> Header | None:
    """The header among the first rows of a sheet, or None.

    With ``known`` names: the row that holds the most of them, two at least (one, if only one
    is known). Without: the first row without a gap or a name twice; a title, alone in its row,
    is none. Names that stand in two rows, as under merged headings, are put together:
    “处置时限” above “停止” gives “处置时限/停止”.
    """
    wanted = {fold(name) for name in known}
    first = rows[:LOOKED_AT]
    if wanted:
        scores = [len(wanted & {fold(cell) for cell in row}) for row in first]
        least = min(2, len(wanted))
    else:
        scores = [_fullness([fold(cell) for cell in row]) for row in first]
        # A title stands alone in a row of a wider sheet.
        least = min(2, max((len(row) for row in first), default=2))
        scores = [min(score, least) for score in scores]
    if max(scores, default=0) < max(least, 1):
        return None
    return _combined(rows, scores.index(max(scores)), wanted)


def _fullness(names: list[str]) -> int:
    filled = [name for name in names if name]
    whole = len(filled) == len(set(filled)) and all(names[: len(filled)])
    return len(filled) if whole else 0


def _combined(rows: Sequence[Sequence[Raw]], index: int, wanted: set[str]) -> Header:
    names = [text(cell, ()) for cell in rows[index]]
    if not wanted:
        return Header(_unique(names), index + 2)
    above = [text(cell, ()) for cell in rows[index - 1]] if index else []
    for column, name in enumerate(above[: len(names)]):
        if not names[column] and fold(name) in wanted:
            names[column] = name
    below = [text(cell, ()) for cell in rows[index + 1]] if index + 1 < len(rows) else []
    if wanted & {fold(name) for name in below}:
        # Excel leaves out the empty cells at the end of a row, also those of a merged heading.
        names += [""] * (len(below) - len(names))
    if _is_second_line(names, below):
        return Header(_unique(_joined(names, below, wanted)), index + 3)
    return Header(_unique(names), index + 2)


def _is_second_line(names: list[str], below: list[str]) -> bool:
    """Whether the next row names parts of merged headings and nothing else."""
    filled = [column for column, name in enumerate(below) if name]
    spans = _spans(names)
    return len(filled) > 1 and all(column in spans and spans[column][1] > 1 for column in filled)


def _spans(names: list[str]) -> dict[int, tuple[str, int]]:
    """For each column the heading it lies under, and how many columns that covers.

    A heading covers the empty cells to its right: so Excel stores merged cells.
    """
    groups: list[list[int]] = []
    for column, name in enumerate(names):
        if name or not groups:
            groups.append([])
        groups[-1].append(column)
    return {column: (names[group[0]], len(group)) for group in groups for column in group}


def _joined(names: list[str], below: list[str], wanted: set[str]) -> list[str]:
    spans = _spans(names)
    width = max(len(names), len(below))
    joined = []
    for column in range(width):
        part = below[column] if column < len(below) else ""
        whole = spans[column][0] if column in spans else ""
        own = names[column] if column < len(names) else ""
        nested = part and whole and fold(part) not in wanted
        joined.append(f"{whole}/{part}" if nested else part or own)
    return joined


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    """Second and further columns of one name get a number: “备注”, “备注 (2)”."""
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        unique.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    return tuple(unique)
