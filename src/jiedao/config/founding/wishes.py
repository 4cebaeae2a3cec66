"""What a town is to be: key, title, first administrator, settings (``town.toml``)."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.config.founding.faults import FileFault, refuse
from jiedao.foundation.workdays import hours
from jiedao.foundation.workdays.units import LimitUnit
from jiedao.kernel.errors import Invalid

FILE: Final = "town.toml"
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_LIMITS: Final = ("sign_for", "first_contact", "inner")


@dataclass(frozen=True, slots=True)
class Wishes:
    """A town to be made."""

    key: str
    title: str
    title_en: str = ""
    admin: str = "admin"
    admin_name: str = "管理员"
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TownFile:
    """What ``town.toml`` says; empty where it says nothing."""

    title: str = ""
    title_en: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)


def default_settings() -> dict[str, Any]:
    """What a new town begins with."""
    return {
        "public_page": True,
        "auto_dispatch": True,
        "office_hours": [list(pair) for pair in hours.DEFAULT],
    }


def check(wishes: Wishes) -> None:
    """Refuse a key or a title that cannot be one."""
    if not _KEY.fullmatch(wishes.key):
        raise Invalid(
            _("代号用小写字母、数字和连字符，以字母或数字开头，最多 40 个字。"), field="key"
        )
    if not wishes.title.strip() or len(wishes.title) > 80 or len(wishes.title_en) > 120:
        raise Invalid(_("名称不能为空，中文最多 80 个字，英文最多 120 个字。"), field="title")


def read_town(folder: Path) -> TownFile:
    """Read ``town.toml`` of a folder; raises ``FaultyFolder`` for what it must not say."""
    path = folder / FILE
    if not path.is_file():
        return TownFile()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        refuse([FileFault(FILE, _("不是有效的 TOML 文件：%(error)s") % {"error": error})])
        raise
    settings = data.get("settings", {})
    faults = [
        FileFault(FILE, sentence, column=name)
        for name, value in settings.items()
        if (sentence := _fault_of(name, value))
    ]
    refuse(faults)
    return TownFile(str(data.get("title", "")), str(data.get("title_en", "")), settings)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_share(value: Any) -> bool:
    return isinstance(value, float) and 0 < value < 1


def _are_limits(value: Any) -> bool:
    return isinstance(value, dict) and all(
        name in _LIMITS
        and isinstance(limit, dict)
        and _is_count(limit.get("amount"))
        and limit.get("unit") in list(LimitUnit)
        for name, limit in value.items()
    )


def _are_hours(value: Any) -> bool:
    try:
        hours.parse(value)
    except (Invalid, TypeError):
        return False
    return True


def _are_tiles(value: Any) -> bool:
    return isinstance(value, list)


_SETTINGS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "public_page": _is_flag,
    "public_api": _is_flag,
    "public_phone": _is_text,
    "public_rate": _is_count,
    "office_hours": _are_hours,
    "auto_dispatch": _is_flag,
    "grid_first": _is_flag,
    "fallback_unit": _is_text,
    "area_code": _is_text,
    "warn_share": _is_share,
    "limits": _are_limits,
    "tracking_days": _is_count,
    "idle_minutes": _is_count,
    "password_length": _is_count,
    "password_classes": _is_count,
    "map_tiles": _are_tiles,
}


def _fault_of(name: str, value: Any) -> str:
    holds = _SETTINGS.get(name)
    if holds is None:
        return _("没有名为“%(name)s”的设置。") % {"name": name}
    return "" if holds(value) else _("设置的值不对：%(value)s。") % {"value": value}
