"""Time limits as catalogues write them: “2紧急工作时”, “停止 4 工作时；处罚 7 工作日”, “立即”."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from jiedao.foundation.sheets.cells import CellFault, half_width, shown
from jiedao.foundation.workdays.units import Limit, LimitUnit

AT_ONCE = Limit(1, LimitUnit.URGENT_HOURS)
"""What “立即” becomes: the shortest limit there is, for one of nothing is late at once."""

_UNITS = {
    LimitUnit.URGENT_HOURS: ("紧急工作时", "紧急工作小时", "紧急小时", "自然小时", "小时",
                             "urgent hours", "urgent hour", "hours", "hour", "h"),
    LimitUnit.OFFICE_HOURS: ("工作时", "工作小时", "工时", "office hours", "office hour"),
    LimitUnit.WORKDAYS: ("工作日", "工作天", "workdays", "workday"),
    LimitUnit.DAYS: ("自然日", "日历日", "自然天", "日历天", "天", "日", "days", "day"),
}  # fmt: skip
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_WORDS = "|".join(sorted(map(re.escape, _UNIT_OF), key=len, reverse=True))
_ONE = re.compile(
    r"(?P<stage>.*?)[\s:：为]*(?:在|限)?(?P<amount>\d+|[〇零一二三四五六七八九十两百]+)\s*个?\s*"
    rf"(?P<unit>{_WORDS})\s*(?:之内|以内|内)?(?:完成|办结|处置完毕|处置)?",
    re.IGNORECASE | re.DOTALL,
)
_AT_ONCE = re.compile(
    r"(?P<before>.*?)[\s:：]*(?:立即|立刻|即时|马上)(?:处置|处理|办理|整改)?(?P<after>.*)",
    re.DOTALL,
)
_PARTS = re.compile(r"[；;。\n]+|[，,、](?=[^，,、]*\d)")
_DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_MOST = 10_000
_LONGEST_STAGE = 40


def parse_limits(text: str, unit: LimitUnit | None = None) -> tuple[tuple[str, Limit], ...]:
    """Stages with their limits; a single limit has the stage "". Empty text gives none.

    ``unit`` is that of a bare number, where the column's heading names it. Raises ``CellFault``
    for what is no limit, for no whole amount, and for a stage named twice.
    """
    parts = [part.strip() for part in _PARTS.split(half_width(text)) if part.strip()]
    stages = tuple(_parse(part, unit) for part in parts)
    if len({stage for stage, _limit in stages}) < len(stages):
        raise _fault(text)
    return stages


def limits_text(stages: Iterable[tuple[str, Limit]]) -> str:
    """The text that ``parse_limits`` reads back to the same stages, in the reader's language."""
    return "；".join(f"{stage} {limit}".strip() for stage, limit in stages)


def unit_words() -> tuple[str, ...]:
    """Every word for a unit that is understood."""
    return tuple(_UNIT_OF)


def unit_named_in(heading: str) -> LimitUnit | None:
    """The unit in a heading such as “处置时限（工作日）”, or None."""
    inner = re.search(r"[（(]\s*(?P<unit>[^（）()]+?)\s*[)）]", heading)
    return _UNIT_OF.get(inner["unit"].lower()) if inner else None


def _parse(part: str, unit: LimitUnit | None) -> tuple[str, Limit]:
    if unit is not None and part.isdecimal():
        return "", Limit(_amount(part), unit)
    match = _ONE.fullmatch(part)
    if match:
        return _stage(match["stage"]), Limit(
            _amount(match["amount"]), _UNIT_OF[match["unit"].lower()]
        )
    match = _AT_ONCE.fullmatch(part)
    if match:
        return _stage(match["before"] or match["after"]), AT_ONCE
    raise _fault(part)


def _stage(text: str) -> str:
    stage = text.strip()
    if len(stage) > _LONGEST_STAGE or re.search(r"\d[.\-~至到]?$", stage):
        raise _fault(text)
    return stage


def _amount(text: str) -> int:
    amount = int(text) if text.isdecimal() else _chinese(text)
    if not 0 < amount <= _MOST:
        raise _fault(text)
    return amount


def _chinese(text: str) -> int:
    """Numerals up to 999: 三, 十二, 二十, 一百零五."""
    total, digit = 0, 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        else:
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
    return total + digit


def _fault(text: str) -> CellFault:
    return CellFault(
        _("“%(text)s”不是能识别的时限，请写成“4 工作时”“7 个工作日”“15 天”或“2 紧急工作时”。")
        % {"text": shown(text)}
    )
