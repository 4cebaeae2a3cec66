"""Settings in words."""

from typing import Any

from django.utils.translation import gettext as _

from jiedao.kernel.choices import Setting


def value_text(setting: Setting, town_id: int, value: Any) -> str:
    """A value in the reader's language; what names something of the town by its name."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    words = dict(setting.options(town_id)) if setting.options else {}
    if isinstance(value, list | tuple):
        return _("、").join(words.get(str(each), _plain(each)) for each in value)
    return "" if value is None else words.get(str(value), _plain(value))


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "–".join(str(each) for each in value)
    if isinstance(value, dict):
        return str(value.get("url", value))
    return str(value)
