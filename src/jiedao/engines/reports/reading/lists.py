"""Lists of objects under one verb: which are as many promises as they have items."""

import re

from jiedao.engines.reports.reading.dates import opening
from jiedao.engines.reports.reading.quantities import quantities

#: Verbs of doing, under which each object of a list is a work of its own.
_VERBS = re.compile(
    r"^(?:并|同步|系统|着力|加快|加速|全力|大力|持续|积极|稳步|统筹|探索|继续|深入|扎实|因地制宜|重点|严格)*"
    r"(?:推动|推进|加快|支持|保障|筹备)?"
    r"(?:建设|打通|举办|新建|新增|增设|开展|完成|优化|拓展|规划|做好|推动|推进|加快|创建|办好|用好|建立|兜牢|落实|培育"
    r"|强化|支持|深化|增划)"
)
_ITEM = re.compile(r"、|以及")
#: “办好“甲”“乙””: quoted names side by side.
_BESIDE = re.compile(r"(?<=”)(?=“)")
_ACTION = re.compile(
    r"新增|清理|增设|打造|建设|开展|完善|整治|推进|推动|改造|打通|新建|加强|强化|优化|建立|组织|举办|落实|做好"
)
#: Lists that are one thing: examples of a kind, a counted group, attributes of one object.
_WHOLE = re.compile(
    r"等(?:[0-9二两三四五六七八九十]+|一系列|行为|企业|资源|机制|形式|方式|方面|领域|产业|群体|问题|措施|资金|部门|行动"
    r"|旧|传统|重点(?:企业|领域|群体|人群)|优质|品牌店|景点|等次|核心|大宗|司法|政法|违法|周边|各方面|特色|专项|惠企)"
    r"|(?:一体|化|引领|富集|联动|结合)的|于一体|为一体|(?:作用|精神|意识|力量|职责|理念)$|[集由在与]|化、|、以|^[^、]*的[^、]*、|”系列|一[支批个座类][^、]*、.*的"
)

#: “甲、乙等“示范社区””, “甲、乙等路段”, “甲、乙等。”: what 等 closes is named as one group.
_GROUP = re.compile(r"等(?:“|工程|综合整治|路段|地段|点位|场所|$)")
_ALIKE = 4
_KIND = re.compile(r"等([\u4e00-\u9fff]{2})")


def parts(masked: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of the promises between two places: one, or one for each item of a list."""
    text = masked[start:end]
    spans = _items(text)
    if len(spans) < 2 or re.search(r"[,，]", text):
        return [(start, end)]
    placed = [(start + left, start + right) for left, right in spans]
    counted = all(quantities(masked, left, right) for left, right in placed)
    acted = all(_ACTION.match(text, left) for left, _ in spans[1:])
    if counted or acted or _is_row(text, spans):
        return placed
    return [(start, end)]


def _items(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    dividers = list(_ITEM.finditer(text)) or ([] if "等" in text else list(_BESIDE.finditer(text)))
    for match in (*dividers, None):
        spans.append((at, match.start() if match else len(text)))
        at = match.end() if match else at
    return spans


def _is_row(text: str, spans: list[tuple[int, int]]) -> bool:
    if len(spans) > 4 or _WHOLE.search(text) or _is_series(text, spans):
        return False
    text = text[len(opening(text)) :]
    if not _VERBS.match(text) and not (text.startswith("打造") and "、" not in text):
        return False
    return all(right - left >= 3 for left, right in spans) and spans[0][1] >= 5


def _is_series(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether 等 closes the list as examples of one kind: the kind is named, or the items begin or
    are called alike (“青年友好社区、青年友好街区等”, “河东碧道、河西碧道等碧道”)."""
    last = text[spans[-1][0] :]
    if "等" not in last:
        return False
    if _GROUP.search(last):
        return True
    items = [text[left:right] for left, right in spans]
    kind = _KIND.search(last)
    if kind and any(kind[1] in item for item in items[:-1]):
        return True
    begins = items[-1][:_ALIKE]
    # What is quoted is blanked out, and alike in nothing else.
    return "\0" not in begins and all(begins in item for item in items)
