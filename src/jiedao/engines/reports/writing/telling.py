"""The sentence of a figure: its own pattern, or one made of its title."""

import re
from typing import Final

from jiedao.engines.reports.writing.document import Run, Text, Token
from jiedao.kernel.declarations import Indicator

VALUE: Final = "{value}"
#: In these the measure word is part of a noun (专项), or 数 of the word (指数).
_NOUNS: Final = re.compile(r"(?:专|事|奖|选|单|立)项数?$|(?:案|事|文|物|邮|信|证)件数?$|专家数?$")
_NUMBERS: Final = re.compile(r"[指总系倍基参人件次户家起处个宗例]数$")


def sentence(indicator: Indicator, token: Token) -> list[Run]:
    """The figure as its pattern says it, with the reference where the number stands."""
    before, after = around(indicator)
    return [run for run in (Text(before), token, Text(after)) if run != Text("")]


def around(indicator: Indicator) -> tuple[str, str]:
    """What stands before the number, and what behind it."""
    pattern = indicator.sentence or _made(indicator)
    if VALUE not in pattern:
        pattern += VALUE
    before, _value, after = pattern.partition(VALUE)
    return before, after


def _made(indicator: Indicator) -> str:
    """“自然灾害事故起数” with 1起 is 自然灾害事故1起; “覆盖率” with 26.2% is 覆盖率为26.2%."""
    title, unit = indicator.titles.zh, indicator.unit
    if indicator.compare == "rank":
        return title
    if unit in ("%", "％"):
        return title if title.endswith(("为", "达")) else f"{title}为"
    if _NOUNS.search(title):
        return title.removesuffix("数")
    for ending in (f"{unit}数", unit):
        if unit and title.endswith(ending):
            return title.removesuffix(ending)
    return title if _NUMBERS.search(title) else title.removesuffix("数")
