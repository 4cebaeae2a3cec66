"""What is wrong with the files of a town: each fault names file, row and column."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from jiedao.foundation.sheets.faults import RowFault
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

_COLON: Final = Title("：", ": ")


@dataclass(frozen=True, slots=True)
class FileFault:
    """One fault. ``row`` is counted as Excel does, 0 for the file as a whole."""

    file: str
    sentence: str
    row: int = 0
    column: str = ""
    value: str = ""
    subject: str = ""
    """The feature of a map file, which has no rows."""

    @classmethod
    def of(cls, file: str, fault: RowFault) -> "FileFault":
        """A fault of a row, with the file it stands in."""
        return cls(file, fault.sentence, fault.row, fault.column, fault.value)

    def __str__(self) -> str:
        parts = [self.file]
        if self.row:
            parts.append(_("第 %(row)d 行") % {"row": self.row})
        if self.column:
            parts.append(_("“%(column)s”列") % {"column": self.column})
        if self.subject:
            parts.append(self.subject)
        return f"{' '.join(parts)}{_COLON}{self.sentence}"


class FaultyFolder(Invalid):
    """Nothing was made: ``faults`` says why, one by one."""

    default_code = "faulty_folder"

    def __init__(self, faults: Sequence[FileFault]) -> None:
        super().__init__(_("有 %(count)d 处需要改正，没有建立任何内容。") % {"count": len(faults)})
        self.faults = tuple(faults)


def refuse(faults: Sequence[FileFault]) -> None:
    """Raise when there are any."""
    if faults:
        raise FaultyFolder(faults)


def of_batch(
    file: str, refusal: Invalid, rows: Sequence[int], columns: Mapping[str, str]
) -> Iterable[FileFault]:
    """The faults of a refused batch (keys ``INDEX.FIELD``), given back to their rows.

    ``rows`` are the numbers of the rows that the batch was made of, ``columns`` the column of
    each field.
    """
    for key, sentence in refusal.errors.items():
        index, _dot, field = key.partition(".")
        if index.isdigit() and int(index) < len(rows):
            yield FileFault(file, sentence, rows[int(index)], columns.get(field, ""))
    if not refusal.errors:
        yield FileFault(file, refusal.sentence)
