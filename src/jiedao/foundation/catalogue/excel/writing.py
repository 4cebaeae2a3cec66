"""Writing a catalogue as a sheet that ``reading`` reads back to the same rows."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from jiedao.foundation.catalogue.excel import words
from jiedao.foundation.catalogue.excel.columns import FIELDS, LEVEL_NAMES
from jiedao.foundation.catalogue.excel.duties import Directory, duties_text
from jiedao.foundation.catalogue.limits import limits_text
from jiedao.foundation.catalogue.rows import ConditionRow, ItemRow, in_tree_order, paths
from jiedao.foundation.sheets.cells import Raw
from jiedao.foundation.sheets.writers import Target, write_table
from jiedao.foundation.workdays.units import Limit

_CONDITION = ("condition", "stage", "limit", "close_condition")
_ITEM = (
    "level", "lead", "co", "fallback", "check_way", "evidence", "keywords", "kinds", "secret",
    "active", "guide",
)  # fmt: skip
_LEAST_LEVELS = 2
_WIDTH = {"condition": 40, "close_condition": 30, "limit": 16, "guide": 60, "lead": 24, "co": 20}


def write_catalogue(
    target: Target, edition: Iterable[ItemRow], directory: Directory, *, form: str = "xlsx"
) -> int:
    """Write an edition, parents before children; returns the number of lines."""
    rows = in_tree_order(edition)
    names = paths(rows)
    depth = max([_LEAST_LEVELS, *(len(path) for path in names.values())])
    others = sorted({name for row in rows for name in _all_plain(row)})
    header = ["编码", *_level_titles(depth), *_titles(_CONDITION), *_titles(_ITEM), *others]
    widths = [12, *[18] * depth, *(_WIDTH.get(name, 12) for name in (*_CONDITION, *_ITEM))]
    lines = (
        line for row in rows for line in _lines(row, names[row.code], depth, others, directory)
    )
    return write_table(target, header, lines, form=form, widths=widths)


def write_template(target: Target) -> int:
    """An empty sheet with its header and one example of each kind of line."""
    header = ["编码", *_level_titles(_LEAST_LEVELS), *_titles(_CONDITION), *_titles(_ITEM)]
    example: list[list[Raw]] = [
        ["0101", _("市容环境"), _("占道经营"), _("占用人行道"), _("制止"), _("4 工作时"),
         _("恢复通行"), _("三级"), "", "", "", _("现场"), _("处置后照片"), _("占道、摆摊")],
        ["", "", "", _("占用人行道"), _("处罚"), _("7 个工作日"), _("依法处罚")],
        ["0201", _("市政设施"), _("井盖破损"), _("井盖缺失或破损"), "", _("2 紧急工作时"),
         _("修复或更换"), _("一级")],
    ]  # fmt: skip
    return write_table(target, header, example, widths=[12, 18, 18, 40, 12, 16, 30])


def _level_titles(depth: int) -> list[str]:
    return [LEVEL_NAMES[level] for level in range(depth)]


def _titles(names: Sequence[str]) -> list[str]:
    return [FIELDS[name][0] for name in names]


def _plain(row: ItemRow | ConditionRow) -> dict[str, str]:
    """Attributes that a cell can hold; rules and the like travel in the edition only."""
    return {name: value for name, value in row.attributes.items() if isinstance(value, str)}


def _all_plain(row: ItemRow) -> set[str]:
    below = (name for condition in row.conditions[1:] for name in _plain(condition))
    return {*_plain(row), *below}


def _lines(
    row: ItemRow, path: tuple[str, ...], depth: int, others: Sequence[str], directory: Directory
) -> Iterator[list[Raw]]:
    levels = [*path, *[""] * (depth - len(path))]
    plain = _plain(row)
    item = [_cell(row, name, directory) for name in _ITEM]
    first = row.conditions[0] if row.conditions else None
    yield [row.code, *levels, *_condition(first), *item, *(plain.get(name, "") for name in others)]
    for condition in row.conditions[1:]:
        own = _plain(condition)
        rest = [*[""] * len(_ITEM), *(own.get(name, "") for name in others)]
        yield ["", *[""] * depth, *_condition(condition), *rest]


def _condition(row: ConditionRow | None) -> list[Raw]:
    if row is None:
        return [""] * len(_CONDITION)
    limit = ""
    if row.limit_amount is not None and row.limit_unit is not None:
        limit = limits_text([("", Limit(row.limit_amount, row.limit_unit))])
    return [row.text, row.stage, limit, row.close_condition]


def _cell(row: ItemRow, name: str, directory: Directory) -> Raw:
    if name in ("lead", "co", "fallback"):
        return duties_text(row.duties, name, directory)
    if name == "level":
        return str(words.LEVELS[row.level])
    if name == "check_way":
        return str(words.CHECK_WAYS[row.check_way])
    if name == "evidence":
        return "、".join(str(words.EVIDENCE.get(kind, kind)) for kind in row.evidence)
    if name in ("secret", "active"):
        return bool(getattr(row, name))
    value = getattr(row, name)
    return "、".join(value) if isinstance(value, tuple) else str(value)
