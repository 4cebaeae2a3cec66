"""What the catalogue's pages share: who reads and edits, values in words."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from jiedao.foundation.catalogue.excel.duties import Directory, directory_of, duties_text
from jiedao.foundation.catalogue.excel.words import CHECK_WAYS, EVIDENCE, LEVELS
from jiedao.foundation.catalogue.rows import ConditionRow, DutyRow
from jiedao.foundation.staff.pages.common import actor, reader, town_id
from jiedao.foundation.workdays.units import Limit

__all__ = ["EDIT", "SEE", "actor", "directory_of", "editor", "field_words", "may_edit", "town_of"]

SEE = "staff.see"
EDIT = "catalogue.edit"


def town_of(request: HttpRequest) -> int:
    """The town whose catalogue is read; anybody in office may."""
    reader(request, SEE, EDIT)
    return town_id(request)


def editor(request: HttpRequest) -> int:
    """The town whose catalogue is edited; Forbidden without the permission."""
    reader(request, EDIT)
    return town_id(request)


def may_edit(request: HttpRequest) -> bool:
    """Whether to offer editing."""
    return reader(request, SEE, EDIT).reach.anywhere(EDIT)


def limit_words(row: ConditionRow) -> str:
    """A condition's limit with its stage: “制止 4 工作时”."""
    if row.limit_amount is None or row.limit_unit is None:
        return ""
    return f"{row.stage} {Limit(row.limit_amount, row.limit_unit)}".strip()


def field_title(name: str) -> str:
    """A field of an item in the reader's language."""
    titles = {
        "name": _("名称"), "parent": _("上级事项"), "level": _("事项等级"), "guide": _("办理指引"),
        "keywords": _("关键词"), "check_way": _("核查方式"), "evidence": _("证据要求"),
        "kinds": _("适用类型"), "secret": _("保密"), "active": _("在清单上"), "attributes": _("其他"),
        "conditions": _("立案条件与时限"), "duties": _("责任单位"),
    }  # fmt: skip
    return titles.get(name, name)


def field_words(name: str, value: Any, directory: Directory) -> str:
    """A field's value in words, for what changed."""
    worded: dict[str, Callable[[Any], str]] = {
        "conditions": condition_lines,
        "duties": lambda rows: duty_lines(rows, directory),
        "level": lambda level: str(LEVELS.get(level, level)),
        "check_way": lambda way: str(CHECK_WAYS.get(way, way)),
        "evidence": lambda kinds: _("、").join(str(EVIDENCE.get(one, one)) for one in kinds),
    }
    return worded[name](value) if name in worded else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, tuple):
        return _("、").join(value)
    if isinstance(value, dict):
        return _("；").join(f"{key}：{one}" for key, one in value.items())
    return str(value)


def condition_lines(rows: Iterable[ConditionRow]) -> str:
    """One line a condition: text, limit and closing condition."""
    return "\n".join(
        " — ".join(filter(None, (row.text, limit_words(row), row.close_condition))) for row in rows
    )


def duty_lines(rows: tuple[DutyRow, ...], directory: Directory) -> str:
    """One line a part."""
    titles = {"lead": _("主办"), "co": _("协办"), "fallback": _("兜底")}
    lines = ((title, duties_text(rows, part, directory)) for part, title in titles.items())
    return "\n".join(f"{title}：{text}" for title, text in lines if text)
