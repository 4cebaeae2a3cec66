"""How often something is promised to be done (“每月至少开展一次”)."""

import re
from dataclasses import dataclass
from typing import Final

from jiedao.engines.reports.reading.numerals import number

_OFTEN: Final = re.compile(
    r"每(?P<span>半年|季度?|月|周|天|日|年|两周|旬)(?P<how>[^,，。;；、]{0,12}?)"
    r"(?P<number>[0-9]{1,3}|[一二两三四五六七八九十]{1,3})(?P<unit>轮次|次|场|期|轮|批|遍|趟|件|人次|家次)"
)
_LEAST: Final = re.compile(r"至少|不少于|不低于|以上")


@dataclass(frozen=True, slots=True)
class Often:
    """``value`` in ``unit`` (“次/月”); ``at_least`` where that is said; ``start`` and ``end`` enclose
    the words."""

    start: int
    end: int
    value: float
    unit: str
    at_least: bool


def often(text: str, start: int = 0, end: int | None = None) -> list[Often]:
    """All that is said of how often between two places, in order."""
    stop = len(text) if end is None else end
    return [
        Often(
            match.start(),
            match.end(),
            number(match["number"]),
            f"{match['unit']}/{match['span']}",
            bool(_LEAST.search(match["how"])),
        )
        for match in _OFTEN.finditer(text, start, stop)
    ]
