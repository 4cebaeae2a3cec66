"""Which column of a sheet says what: by the names that offices give their columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jiedao.foundation.catalogue.limits import unit_named_in, unit_words
from jiedao.foundation.sheets.headers import fold
from jiedao.foundation.workdays.units import LimitUnit

# The first name of each is the one that is written; the others are only understood.
FIELDS: dict[str, tuple[str, ...]] = {
    "code": ("编码", "代码", "事项编码", "事项代码", "code"),
    "level": ("事项等级", "等级", "级别", "事项级别", "紧急程度", "level"),
    "condition": ("立案条件", "立案标准", "立案情形", "情形", "问题描述", "condition"),
    "stage": ("阶段", "处置阶段", "stage"),
    "limit": ("处置时限", "时限", "办理时限", "处理时限", "办结时限", "time limit"),
    "close_condition": ("结案条件", "结案标准", "closing condition"),
    "lead": ("主办单位", "责任单位", "责任主体", "处置单位", "承办单位", "lead unit"),
    "co": ("协办单位", "配合单位", "co-handling units"),
    "fallback": ("兜底单位", "fallback unit"),
    "check_way": ("核查方式", "check"),
    "evidence": ("证据要求", "办结材料", "evidence"),
    "keywords": ("关键词", "关键字", "key words", "keywords"),
    "kinds": ("适用类型", "案件类型", "kinds"),
    "secret": ("保密", "是否保密", "secret"),
    "active": ("启用", "是否启用", "active"),
    "guide": ("办理指引", "处置指引", "指引", "办理说明", "guide"),
}
LEVEL_NAMES = ("一级", "二级", "三级", "四级", "五级", "六级")

_FIELD_OF = {fold(name): field for field, names in FIELDS.items() for name in names}
_BARE = re.compile(r"\(.*?\)")
_TREE = re.compile(
    r"(?P<level>[大中小细子]类|[一二三四五六]级(?:分类|事项|类别|目录)?|level[1-6])"
    r"(?P<what>名称|name|代码|编码|编号|code)?"
)
_LEAF = frozenset(map(fold, ("事项", "事项名称", "事项分类", "名称", "item", "name")))
_CODES = frozenset({"代码", "编码", "编号", "code"})


@dataclass(slots=True)
class LevelColumns:
    """The columns of one level of the tree; either may be ""."""

    name: str = ""
    code: str = ""


@dataclass(slots=True)
class Columns:
    """The roles of a sheet's columns. ``limits`` are (column, stage, unit of a bare number)."""

    levels: list[LevelColumns] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    limits: list[tuple[str, str, LimitUnit | None]] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    @property
    def has_conditions(self) -> bool:
        """Whether the sheet says anything of conditions."""
        return bool(self.limits) or "condition" in self.fields or "close_condition" in self.fields

    @property
    def has_duties(self) -> bool:
        """Whether the sheet says anything of units."""
        return not self.fields.keys().isdisjoint({"lead", "co", "fallback"})


def known_names() -> tuple[str, ...]:
    """Every column name that means something: by these the header row is found."""
    names = [name for names in FIELDS.values() for name in names]
    for level in ("大类", "中类", "小类", "细类", "子类", *LEVEL_NAMES):
        names += [level, f"{level}名称", f"{level}代码", f"{level}编码"]
    for level in LEVEL_NAMES:
        names += [f"{level}分类", f"{level}事项"]
    names += [f"level{number}" for number in range(1, 7)]
    names += [f"{name}({unit})" for name in FIELDS["limit"] for unit in unit_words()]
    return (*names, *_LEAF)


def find_columns(names: Sequence[str]) -> Columns:
    """Give each column its role; levels are in the order in which they stand."""
    columns = Columns()
    levels: dict[str, LevelColumns] = {}
    for name in names:
        if not _is_level(name, levels) and not _is_field(name, columns):
            columns.others.append(name)
    columns.levels = list(levels.values())
    return columns


def _is_level(name: str, levels: dict[str, LevelColumns]) -> bool:
    folded = _BARE.sub("", fold(name))
    match = _TREE.fullmatch(folded)
    if match is None and folded not in _LEAF:
        return False
    level = levels.setdefault(match["level"] if match else "leaf", LevelColumns())
    if match and match["what"] in _CODES:
        level.code = level.code or name
    else:
        level.name = level.name or name
    return True


def _is_field(name: str, columns: Columns) -> bool:
    heading, _mark, stage = name.partition("/")
    role = _FIELD_OF.get(fold(heading)) or _FIELD_OF.get(_BARE.sub("", fold(heading)))
    if role is None:
        return False
    if role == "limit":
        columns.limits.append((name, stage.strip(), unit_named_in(heading)))
    elif role in columns.fields:
        return False
    else:
        columns.fields[role] = name
    return True
