"""Lists of objects under one verb: which are as many promises as they have items."""

import re

_VERBS = re.compile(
    r"^(?:并|同步|系统|着力|加快|全力|大力|推动|推进|完成|加速|重点|持续|深化|积极|稳步|统筹|探索|继续|做好|因地制宜)*"
    r"(?:建设|打通|举办|新建|新增|增设|开展|完成|优化|拓展|规划|做好|推动|推进|加快|创建|办好|用好|建立|兜牢|落实|培育|强化|支持|打造|梳理|增划|筹备建设|引进|引入)"
)
_ITEM = re.compile(r"[、]|以及|(?<=[\u4e00-\u9fff”)）]{3})[和与及](?=[\u4e00-\u9fff“]{4})")
_WHOLE = re.compile(
    r"等(?:(?:一批)?[0-9一二三四五六七八九十]+|行为|企业|资源|机制|形式|方式|重点|领域|产业|群体|问题|措施|资金|部门|活动集聚|旧|传统|优质|品牌|景点|等次|在|核心|大宗|司法|生活性|政法|违法|周边|惠企|特色)"
)


def parts(masked: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of the promises between two places: one, or one for each item of a list."""
    text = masked[start:end]
    if not _VERBS.match(text) or _WHOLE.search(text) or re.search(r"[,，]", text):
        return [(start, end)]
    edges = [match.span() for match in _ITEM.finditer(text)]
    if not edges or len(edges) > 3:
        return [(start, end)]
    spans, at = [], 0
    for left, right in [*edges, (len(text), len(text))]:
        spans.append((at, left))
        at = right
    if any(right - left < 4 for left, right in spans):
        return [(start, end)]
    return [(start + left, start + right) for left, right in spans]
