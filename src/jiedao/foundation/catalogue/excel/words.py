"""Single cells of the catalogue sheet: levels, ways of checking, evidence, lists."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiedao.foundation.sheets.cells import CellFault, half_width, shown

CHECK_WAYS = {
    "on_spot": gettext_lazy("现场核查"),
    "phone": gettext_lazy("电话核查"),
    "document": gettext_lazy("书面核查"),
    "none": gettext_lazy("无需核查"),
}
EVIDENCE = {
    "before_photo": gettext_lazy("处置前照片"),
    "after_photo": gettext_lazy("处置后照片"),
    "document": gettext_lazy("处置文书"),
}
LEVELS = {
    1: gettext_lazy("一级（特急）"),
    2: gettext_lazy("二级（紧急）"),
    3: gettext_lazy("三级（一般）"),
    4: gettext_lazy("四级（较缓）"),
}

_LEVEL_WORDS = {"一": 1, "二": 2, "三": 3, "四": 4, "特急": 1, "紧急": 2, "一般": 3, "较缓": 4}
_CHECK_WORDS = {
    "on_spot": ("现场", "spot"),
    "phone": ("电话", "phone"),
    "document": ("书面", "材料", "资料", "文书", "document"),
    "none": ("无", "不核查", "免", "no check"),
}
_EVIDENCE_WORDS = {
    "before_photo": ("前照", "before"),
    "after_photo": ("后照", "after"),
    "document": ("文书", "材料", "document"),
}
_SEPARATORS = re.compile(r"[、；;，,\n]+")


def level(text: str) -> int:
    """1 to 4, from 1, 一级, 特急 and the like."""
    clean = half_width(text).strip()
    digits = re.search(r"\d+", clean)
    if digits and 1 <= int(digits[0]) <= 4:
        return int(digits[0])
    for word, value in _LEVEL_WORDS.items():
        if not digits and clean.startswith(word):
            return value
    raise CellFault(_("“%(text)s”不是事项等级，应为一级至四级。") % {"text": shown(text)})


def check_way(text: str) -> str:
    """The way of checking that the words mean."""
    found = _by_words(text, _CHECK_WORDS)
    if found is None:
        raise CellFault(
            _("“%(text)s”不是核查方式，应为现场、电话、书面或无需核查。") % {"text": shown(text)}
        )
    return found


def evidence(text: str) -> tuple[str, ...]:
    """What the handler must attach."""
    found = []
    for part in listed(text):
        kind = _by_words(part, _EVIDENCE_WORDS)
        if kind is None:
            raise CellFault(
                _("“%(text)s”不是证据要求，应为处置前照片、处置后照片或处置文书。")
                % {"text": shown(part)}
            )
        found.append(kind)
    return tuple(dict.fromkeys(found))


def listed(text: str) -> tuple[str, ...]:
    """The parts of a list, each once."""
    return tuple(dict.fromkeys(part.strip() for part in _SEPARATORS.split(text) if part.strip()))


def _by_words(text: str, words: Mapping[str, tuple[str, ...]]) -> str | None:
    clean = text.strip().casefold()
    for value, parts in words.items():
        if clean == value or any(part in clean for part in parts):
            return value
    return None
