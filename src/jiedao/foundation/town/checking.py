"""Whether values may be settings: by the declared types, and by what the town has."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from jiedao.kernel.choices import Setting, every_setting
from jiedao.web.forms import sentence_of


def read_settings(
    town_id: int | None, values: Mapping[str, Any]
) -> tuple[dict[Setting, Any], dict[str, str]]:
    """(typed values by setting, sentences by name). Without a town only the types are checked."""
    known = every_setting()
    wanted: dict[Setting, Any] = {}
    faults: dict[str, str] = {}
    for name, value in values.items():
        setting = known.get(name)
        if setting is None:
            faults[name] = _("没有名为“%(name)s”的设置。") % {"name": name}
            continue
        try:
            wanted[setting] = None if value is None else setting.read(value)
        except ValidationError as error:
            faults[name] = sentence_of(error.errors()[0])
            continue
        if town_id is not None and not _offered(setting, town_id, wanted[setting]):
            faults[name] = _("请从列出的选项中选择。")
    return wanted, faults


def flat(values: Mapping[str, Any], known: Mapping[str, Setting] | None = None) -> dict[str, Any]:
    """Inner tables by their dotted names, as ``town.toml`` and ``Town.settings`` hold them."""
    known = every_setting() if known is None else known
    tables = {one.path[:-1] for one in known.values()} - {()}
    found: dict[str, Any] = {}
    for name, value in values.items():
        if (name,) in tables and isinstance(value, Mapping):
            found |= {f"{name}.{inner}": held for inner, held in value.items()}
        else:
            found[name] = value
    return found


def _offered(setting: Setting, town_id: int, value: Any) -> bool:
    if setting.options is None or value in (None, "", []):
        return True
    offered = {key for key, _words in setting.options(town_id)}
    return set(value if isinstance(value, list) else [value]) <= offered
