"""Reading a catalogue from a sheet: rows become items, or faults with row, column and sentence.

A row names a path in the tree, or continues the item above it (empty level cells, as merged
cells are stored). Items are recognised by code where the sheet has codes, else by their path in
the edition at hand, so that reading a sheet again changes nothing. What the sheet has no column
for stays as it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from jiedao.foundation.catalogue.excel import fields
from jiedao.foundation.catalogue.excel.codes import Coder, Step
from jiedao.foundation.catalogue.excel.columns import Columns, find_columns, known_names
from jiedao.foundation.catalogue.excel.duties import Directory
from jiedao.foundation.catalogue.rows import ConditionRow, DutyRow, ItemRow
from jiedao.foundation.sheets import cells
from jiedao.foundation.sheets.cells import CellFault
from jiedao.foundation.sheets.faults import RowFault
from jiedao.foundation.sheets.files import Source
from jiedao.foundation.sheets.readers import Row, open_table
from jiedao.kernel.errors import Invalid

_NAME_LENGTH, _CODE_LENGTH = 120, 40


@dataclass(slots=True)
class Reading:
    """What a sheet gave. With faults the rows must not be taken; remarks only inform."""

    rows: list[ItemRow] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    remarks: list[RowFault] = field(default_factory=list)
    lines: int = 0


@dataclass(slots=True)
class Draft:
    """An item being read: the fields that its lines gave."""

    code: str
    name: str
    parent: str
    values: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    conditions: dict[tuple[str, str], ConditionRow] = field(default_factory=dict)
    duties: list[DutyRow] = field(default_factory=list)
    listed: bool = False
    """Whether it has a line of its own, or is only named on the way to another."""


def read_catalogue(source: Source, edition: Iterable[ItemRow], directory: Directory) -> Reading:
    """Read a file against the edition it goes into; ``Invalid`` if it is no catalogue at all."""
    with open_table(source, known_names()) as table:
        columns = find_columns(table.names)
        if not columns.levels:
            raise Invalid(
                _("没有找到事项名称的列：请用“大类/小类”“一级/二级”或“事项名称”作列名。"),
                code="no_levels",
            )
        return SheetReader(columns, list(edition), directory).read(list(table.rows()))


class SheetReader:
    """Goes down the rows, remembering the path and the item it is in."""

    def __init__(self, columns: Columns, edition: Sequence[ItemRow], directory: Directory) -> None:
        self._columns = columns
        self._edition = {row.code: row for row in edition}
        self._directory = directory
        self._coder = Coder(edition)
        self._drafts: dict[str, Draft] = {}
        self._path: list[Step | None] = []
        self._item: Draft | None = None
        self._reading = Reading()

    def read(self, rows: Sequence[Row]) -> Reading:
        """Read all rows."""
        own = self._columns.fields.get("code")
        if own is not None:
            self._coder.reserve(cells.code(row[own]) for row in rows)
        for row in rows:
            self._reading.lines += 1
            try:
                self._read_row(row)
            except CellFault as fault:
                self._fault(row, fault.field or "", fault.sentence)
        if not self._reading.faults:
            self._reading.rows = [self._finished(draft) for draft in self._drafts.values()]
        return self._reading

    def _read_row(self, row: Row) -> None:
        steps = self._steps(row)
        first = bool(steps)
        if steps:
            self._item = self._open(row, steps)
            self._item.listed = True
        if self._item is None:
            raise CellFault(_("这一行没有事项名称，上面也没有可以接续的事项。"))
        for name, column in self._columns.fields.items():
            if name in fields.READERS:
                self._field(row, name, column)
        self._duties(row)
        conditions = fields.conditions(row, self._columns, self._fault)
        for condition in conditions:
            self._add(row, condition)
        self._keep_others(row, first, conditions)

    def _steps(self, row: Row) -> list[Step]:
        """The path that the row names, filled up from the rows above; [] if it names none."""
        named = [
            Step(
                cells.text(row.get(level.name)) if level.name else "",
                cells.code(row.get(level.code)) if level.code else "",
            )
            for level in self._columns.levels
        ]
        filled = [index for index, step in enumerate(named) if step.name or step.code]
        if not filled:
            return []
        self._path = [*self._path[: filled[0]], *self._continued(named, filled[0])]
        steps = [step for step in self._path if step is not None]
        if "code" in self._columns.fields:
            own = cells.code(row.get(self._columns.fields["code"]))
            steps[-1] = Step(
                steps[-1].name, own or steps[-1].code, steps[-1].whole_code or bool(own)
            )
        return steps

    def _continued(self, named: list[Step], start: int) -> list[Step | None]:
        """The steps from ``start`` on. A name that is that of the row above means the same item,
        even where two brothers have one name."""
        steps: list[Step | None] = []
        same = True
        for index in range(start, len(named)):
            step = named[index]
            held = self._path[index] if index < len(self._path) else None
            if not step.name and not step.code:
                steps.append(None)
                continue
            same = same and held is not None and held.name == step.name and not step.code
            steps.append(held if same else step)
        return steps

    def _open(self, row: Row, steps: list[Step]) -> Draft:
        """The item at the end of a path; those above it are made when they are not there."""
        parent = ""
        for depth, step in enumerate(steps, start=1):
            names = tuple(above.name for above in steps[:depth])
            code = self._coder.code_of(parent, step, names)
            draft = self._drafts.get(code)
            if draft is None:
                draft = self._drafts[code] = self._new(code, step, parent)
            elif step.name and step.name != draft.name:
                sentence = _("代码相同而名称不同，仍用“%(name)s”。") % {"name": draft.name}
                self._reading.remarks.append(RowFault(row.number, "", step.name, sentence))
            parent = code
            steps[depth - 1] = Step(step.name, code, whole_code=True)
        resolved = iter(steps)
        self._path = [step and next(resolved) for step in self._path]
        return self._drafts[parent]

    def _new(self, code: str, step: Step, parent: str) -> Draft:
        known = self._edition.get(code)
        name = step.name or (known.name if known else "")
        if not name:
            raise CellFault(_("事项“%(code)s”没有名称。") % {"code": code})
        if len(code) > _CODE_LENGTH or len(name) > _NAME_LENGTH:
            raise CellFault(_("事项名称或代码太长。"))
        return Draft(code, name, parent)

    def _field(self, row: Row, name: str, column: str) -> None:
        assert self._item is not None
        text = cells.text(row[column])
        if not text:
            return
        try:
            value = fields.READERS[name](text)
        except CellFault as fault:
            self._fault(row, column, fault.sentence)
        else:
            self._item.values.setdefault(name, value)

    def _duties(self, row: Row) -> None:
        assert self._item is not None
        for part in ("lead", "co", "fallback"):
            column = self._columns.fields.get(part)
            if column is None or not cells.text(row[column]):
                continue
            duties, unknown, fault = fields.duties(row[column], part, self._directory)
            self._item.duties += duties
            if unknown:
                self._item.attributes.setdefault(column, cells.text(row[column]))
                self._remark(row, column, unknown)
            if fault:
                self._fault(row, column, fault)

    def _add(self, row: Row, condition: ConditionRow) -> None:
        assert self._item is not None
        known = self._item.conditions.setdefault(condition.key, condition)
        if known != condition:
            self._fault(row, "", _("同一事项的同一立案条件和阶段写了两次，内容不同。"))

    def _keep_others(self, row: Row, first: bool, conditions: list[ConditionRow]) -> None:
        """Columns without a role: of the item on its first line, else of the condition."""
        assert self._item is not None
        extra = {name: text for name in self._columns.others if (text := cells.text(row[name]))}
        if first:
            for name, text in extra.items():
                self._item.attributes.setdefault(name, text)
        elif extra:
            for condition in conditions:
                attributes = condition.attributes | extra
                self._item.conditions[condition.key] = condition.model_copy(
                    update={"attributes": attributes}
                )

    def _finished(self, draft: Draft) -> ItemRow:
        known = self._edition.get(draft.code)
        base = known.model_dump() if known else {}
        own = {"code": draft.code, "name": draft.name, "parent": draft.parent}
        values = (self._told(draft) if draft.listed else {}) | draft.values
        attributes = {**base.get("attributes", {}), **draft.attributes}
        return ItemRow.model_validate(base | values | own | {"attributes": attributes})

    def _told(self, draft: Draft) -> dict[str, Any]:
        """What an item with its own line has even where its cells are empty: nothing there."""
        told: dict[str, Any] = {
            name: nothing
            for name, nothing in fields.CLEARED.items()
            if name in self._columns.fields
        }
        if self._columns.has_conditions:
            told["conditions"] = tuple(draft.conditions.values())
        if self._columns.has_duties:
            told["duties"] = tuple(dict.fromkeys(draft.duties))
        return told

    def _fault(self, row: Row, column: str, sentence: str) -> None:
        self._reading.faults.append(self._about(row, column, sentence))

    def _remark(self, row: Row, column: str, sentence: str) -> None:
        self._reading.remarks.append(self._about(row, column, sentence))

    @staticmethod
    def _about(row: Row, column: str, sentence: str) -> RowFault:
        return RowFault.of(row.number, column, row.get(column), sentence)
