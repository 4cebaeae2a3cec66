"""The example folder: every file with its header and an example, ready to be filled in."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from jiedao.config.founding.sources import AREAS
from jiedao.config.founding.tables import STAFF_COLUMNS, UNIT_COLUMNS
from jiedao.config.founding.wishes import FILE
from jiedao.foundation.catalogue.excel.writing import write_template
from jiedao.foundation.sheets.writers import write_table
from jiedao.kernel.errors import Conflict

_SQUARE: Final = [
    [114.30, 22.70],
    [114.31, 22.70],
    [114.31, 22.71],
    [114.30, 22.71],
    [114.30, 22.70],
]
_UNITS: Final = (("SQ01", "示例社区", "社区", "", "SQ01", "0755-00000001", "社区事务、矛盾调解"),)
_STAFF: Final = (("zhangsan", "张三", "示例社区", "经办人", "科员", "0755-00000001"),)
_TOWN: Final = """\
# 街道的名称与设置；不需要的行可以删去。 The town's name and settings; delete what you do not need.
title = "示例街道"
title_en = "Example Sub-district"

[settings]
public_page = true
auto_dispatch = true
office_hours = [["09:00", "12:00"], ["14:00", "18:00"]]

[settings.limits]
sign_for = { amount = 2, unit = "office_hours" }
first_contact = { amount = 24, unit = "urgent_hours" }
inner = { amount = 5, unit = "workdays" }
hearing = { amount = 4, unit = "office_hours" }
arbitration = { amount = 1, unit = "workdays" }
"""


def write_folder(folder: Path) -> list[Path]:
    """Write the example files; ``Conflict`` where one is there already, then none is written."""
    tables = ("units.xlsx", "staff.xlsx", "catalogue.xlsx")
    paths = [folder / name for name in (FILE, AREAS, *tables)]
    taken = next((path for path in paths if path.exists()), None)
    if taken is not None:
        raise Conflict(_("文件 %(path)s 已经有了，没有改动。") % {"path": taken})
    folder.mkdir(parents=True, exist_ok=True)
    town, areas, units, staff, catalogue = paths
    town.write_text(_TOWN, encoding="utf-8")
    areas.write_text(json.dumps(_areas(), ensure_ascii=False, indent=1), encoding="utf-8")
    _table(units, UNIT_COLUMNS.values(), _UNITS)
    _table(staff, STAFF_COLUMNS.values(), _STAFF)
    write_template(catalogue)
    return paths


def _table(path: Path, header: Iterable[str], rows: Sequence[Sequence[str]]) -> None:
    names = list(header)
    write_table(path, names, rows, widths=[16] * len(names))


def _areas() -> dict[str, object]:
    """A sub-district of one community and one grid, with one building."""
    drawn = {"type": "Polygon", "coordinates": [_SQUARE]}
    point = {"type": "Point", "coordinates": [114.305, 22.705]}
    rows = (
        ("街道", "JD", "示例街道", "", drawn),
        ("社区", "SQ01", "示例社区", "JD", drawn),
        ("综合网格", "WG0101", "示例社区第一网格", "SQ01", drawn),
        ("楼栋", "LD010101", "示例路1号", "WG0101", point),
    )
    features = [
        {
            "type": "Feature",
            "properties": {"级别": level, "编码": code, "名称": name, "上级": parent},
            "geometry": geometry,
        }
        for level, code, name, parent, geometry in rows
    ]
    return {"type": "FeatureCollection", "datum": "WGS84", "features": features}
