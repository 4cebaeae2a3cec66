"""From the cells of one row to values: single fields, units, conditions with their limits."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from jiedao.foundation.catalogue.excel import words
from jiedao.foundation.catalogue.excel.columns import Columns
from jiedao.foundation.catalogue.excel.duties import Directory, UnknownUnit, parse_duties
from jiedao.foundation.catalogue.limits import parse_limits
from jiedao.foundation.catalogue.rows import ConditionRow, DutyRow
from jiedao.foundation.sheets import cells
from jiedao.foundation.sheets.cells import CellFault, Raw
from jiedao.foundation.sheets.readers import Row
from jiedao.foundation.workdays.units import Limit, LimitUnit

Complain = Callable[[Row, str, str], None]
_LONGEST = 2000


def _short(longest: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > longest:
            raise CellFault(_("最多 %(longest)d 个字。") % {"longest": longest})
        return text

    return read


def _keywords(text: str) -> tuple[str, ...]:
    found = words.listed(text)
    if any(len(word) > 60 for word in found):
        raise CellFault(_("关键词太长，请用顿号或逗号分开。"))
    return found


READERS: dict[str, Callable[[str], Any]] = {
    "level": words.level,
    "check_way": words.check_way,
    "evidence": words.evidence,
    "keywords": _keywords,
    "kinds": words.listed,
    "secret": cells.flag,
    "active": cells.flag,
    "guide": _short(20_000),
}
"""Field of an item → how its cell is read."""

CLEARED: dict[str, Any] = {"keywords": (), "evidence": (), "kinds": (), "guide": ""}
"""Fields that an empty cell empties; of the others it says nothing."""


def duties(raw: Raw, part: str, directory: Directory) -> tuple[list[DutyRow], str, str]:
    """The duties of a cell; a remark where the town lacks a unit; a fault where an area."""
    text = cells.text(raw)
    try:
        return list(parse_duties(text, part, directory)), "", ""
    except UnknownUnit as unknown:
        return [], _("%(fault)s已作为文字保留。") % {"fault": unknown.sentence}, ""
    except CellFault as fault:
        return [], "", fault.sentence


def conditions(row: Row, columns: Columns, complain: Complain) -> list[ConditionRow]:
    """The conditions of a row: one a stage, none where the row says nothing of any."""

    def text(name: str) -> str:
        return cells.text(row[columns.fields[name]]) if name in columns.fields else ""

    condition, closing, stage = text("condition"), text("close_condition"), text("stage")
    if len(condition) > _LONGEST or len(closing) > _LONGEST or len(stage) > 40:
        complain(row, "", _("立案条件、结案条件或阶段太长。"))
        return []
    found: list[tuple[str, Limit | None]] = [
        (stage or named, limit)
        for column, heading, unit in columns.limits
        for named, limit in _limits(row, column, heading, unit, complain)
    ]
    if not found and not (condition or closing or stage):
        return []
    return [
        ConditionRow(
            text=condition,
            stage=named,
            limit_amount=limit.amount if limit else None,
            limit_unit=limit.unit if limit else None,
            close_condition=closing,
        )
        for named, limit in found or [(stage, None)]
    ]


def _limits(
    row: Row, column: str, heading: str, unit: LimitUnit | None, complain: Complain
) -> list[tuple[str, Limit]]:
    try:
        stages = parse_limits(cells.text(row[column]), unit)
    except CellFault as fault:
        complain(row, column, fault.sentence)
        return []
    return [(stage or heading, limit) for stage, limit in stages]
