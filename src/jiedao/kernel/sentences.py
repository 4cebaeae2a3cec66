"""pydantic's complaints as sentences for the person who filled in the form."""

from django.utils.translation import gettext as _
from pydantic import ValidationError


def validation_errors(error: ValidationError) -> dict[str, str]:
    """Field name → sentence, in the reader's language."""
    result: dict[str, str] = {}
    for fault in error.errors():
        field = ".".join(str(part) for part in fault["loc"]) or "data"
        context = fault.get("ctx") or {}
        # A model's own validator raised a ValueError: its sentence is for the reader.
        own = str(context.get("error", "")) if fault["type"] == "value_error" else ""
        result.setdefault(field, own or _sentence(fault["type"], context))
    return result


def _sentence(kind: str, context: dict[str, object]) -> str:
    sentences = {
        "missing": _("请填写。"),
        "string_too_short": _("至少写 %(min_length)s 个字。"),
        "string_too_long": _("最多 %(max_length)s 个字。"),
        "greater_than_equal": _("不能小于 %(ge)s。"),
        "less_than_equal": _("不能大于 %(le)s。"),
        "too_long": _("最多 %(max_length)s 项。"),
        "int_parsing": _("请填整数。"),
        "int_type": _("请填整数。"),
        "float_parsing": _("请填数字。"),
        "float_type": _("请填数字。"),
        "finite_number": _("请填数字。"),
        "string_type": _("请填文字。"),
        "bool_parsing": _("请选“是”或“否”。"),
        "bool_type": _("请选“是”或“否”。"),
        "literal_error": _("请从所给的选项中选。"),
        "enum": _("请从所给的选项中选。"),
        "date_from_datetime_parsing": _("日期写成 2026-01-31 这样。"),
        "date_parsing": _("日期写成 2026-01-31 这样。"),
        "datetime_parsing": _("时间写成 2026-01-31T08:30:00+08:00 这样。"),
        "datetime_from_date_parsing": _("时间写成 2026-01-31T08:30:00+08:00 这样。"),
        "extra_forbidden": _("没有这个字段。"),
        "model_attributes_type": _("应是一个对象。"),
        "model_type": _("应是一个对象。"),
        "dict_type": _("应是一个对象。"),
        "list_type": _("应是一个列表。"),
    }
    template = sentences.get(kind, _("填写有误。"))
    return template % {key: str(value) for key, value in context.items()} if context else template
