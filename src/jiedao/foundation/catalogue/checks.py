"""What must hold of an edition as a whole before it is published."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from jiedao.foundation.catalogue.rows import PATH_MARK, ItemRow, in_tree_order, paths

_PATH_LENGTH = 400


def faults_of(
    rows: Sequence[ItemRow], unit_codes: Collection[str], area_codes: Collection[str]
) -> dict[str, str]:
    """A sentence for each faulty item, by its code; empty when the edition may be published."""
    faults: dict[str, str] = {}
    _check_tree(rows, faults)
    for row in rows:
        for duty in row.duties:
            if duty.unit not in unit_codes:
                faults.setdefault(row.code, _("没有代码为“%(code)s”的单位。") % {"code": duty.unit})
            if duty.area and duty.area not in area_codes:
                faults.setdefault(row.code, _("没有代码为“%(code)s”的区域。") % {"code": duty.area})
        _check_doubles(row, faults)
    return faults


def _check_tree(rows: Sequence[ItemRow], faults: dict[str, str]) -> None:
    codes = Counter(row.code for row in rows)
    for code, count in codes.items():
        if count > 1:
            faults[code] = _("事项代码“%(code)s”重复。") % {"code": code}
    reached = {row.code for row in in_tree_order(rows)}
    for row in rows:
        if row.parent and row.parent not in codes:
            faults.setdefault(
                row.code, _("没有代码为“%(code)s”的上级事项。") % {"code": row.parent}
            )
        elif row.code not in reached:
            faults.setdefault(row.code, _("上级事项绕回了自己，或上级本身有误。"))
    _check_paths(paths(rows), faults)


def _check_paths(names: Mapping[str, tuple[str, ...]], faults: dict[str, str]) -> None:
    for code, path in names.items():
        if len(PATH_MARK.join(path)) > _PATH_LENGTH:
            faults.setdefault(code, _("各级名称合起来超过 400 个字。"))


def _check_doubles(row: ItemRow, faults: dict[str, str]) -> None:
    keys = Counter(condition.key for condition in row.conditions)
    if any(count > 1 for count in keys.values()):
        faults.setdefault(row.code, _("同一立案条件和阶段出现了两次。"))
    leads = Counter(duty.area for duty in row.duties if duty.part == "lead")
    if any(count > 1 for count in leads.values()):
        faults.setdefault(row.code, _("同一区域有两个主办单位。"))
