"""What is wrong with a cell of a file: kept for the report."""

from dataclasses import dataclass

from jiedao.foundation.sheets.cells import Raw, shown


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that cannot be taken as it is: where, what stands there, and why, in a sentence.

    ``column`` is "" where the fault is the whole row's. ``row`` is counted as Excel does.
    """

    row: int
    column: str
    value: str
    sentence: str

    @classmethod
    def of(cls, row: int, column: str, raw: Raw, sentence: str) -> "RowFault":
        """A fault about a raw value."""
        return cls(row, column, shown(raw), sentence)
