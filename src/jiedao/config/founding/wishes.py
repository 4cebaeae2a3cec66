"""What a town is to be: key, title, first administrator, settings (``town.toml``)."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.config.founding.faults import FileFault, refuse
from jiedao.foundation.town.checking import flat, read_settings
from jiedao.foundation.workdays import hours
from jiedao.kernel.choices import with_value
from jiedao.kernel.errors import Invalid

FILE: Final = "town.toml"
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


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
    settings = _settings(data.get("settings", {}))
    return TownFile(str(data.get("title", "")), str(data.get("title_en", "")), settings)


def _settings(said: Any) -> dict[str, Any]:
    """The settings as the town will keep them, by the types that the floors declare."""
    if not isinstance(said, dict):
        refuse([FileFault(FILE, _("设置要写在 [settings] 下面，每行一项。"), column="settings")])
    wanted, faults = read_settings(None, flat(said))
    refuse([FileFault(FILE, sentence, column=name) for name, sentence in faults.items()])
    settings: dict[str, Any] = {}
    for setting, value in wanted.items():
        settings = with_value(settings, setting.path, setting.written(value))
    return settings
