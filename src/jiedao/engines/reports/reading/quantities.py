"""Numbers with a unit, told from dates, names, versions, thresholds and slogans."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jiedao.engines.reports.reading import units
from jiedao.engines.reports.reading.model import Qualifier
from jiedao.engines.reports.reading.numerals import number

_BEFORE = "不少于|不低于|不小于|至少|不超过|不高于|不多于|控制在|超过|突破|超出|超|(?<![附临邻])近|将近|接近|不足|不到|(?<![签节预集制公条])约|大约|达到|达|逾|高达|多达"
_MORE = "余|多|来"
_UNITS = "|".join(map(re.escape, units.EVERY))
_AFTER = "以上|以下|以内|之内|左右|之多"
_ARABIC = re.compile(
    rf"(?P<before>{_BEFORE})?[ ]?(?<![0-9A-Za-z.第〔\[/×*])(?<![0-9A-Za-z][-+＋:：])(?P<sign>[-−])?(?P<number>[0-9]{{1,3}}(?:\x01[0-9]{{3}})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    rf"[ ]?(?P<more>{_MORE})?(?P<scale>[百千]?万亿?|亿|千|百(?!分点))?(?P<more2>{_MORE})?[ ]?(?P<unit>{_UNITS})?(?P<after>{_AFTER})?"
)
_WORDS_BEFORE = "不少于|不低于|至少|不超过|超过|突破|超出|超|(?<![附临邻])近|将近|接近|不足|不到|(?<![签节预集制公条])约|大约|达到|达|逾|上"
_DIGIT = "一二两三四五六七八九"
#: “一百零五”, “一万二千”, “三点五”; what follows 万 may only be there with a size of its own.
_NUMERAL = (
    rf"[{_DIGIT}十百千半][{_DIGIT}十百千半零〇]*(?:万零?[{_DIGIT}](?:[千百十][{_DIGIT}十百千零〇]*))?"
    rf"(?:点[零〇{_DIGIT}]+)?|零点[零〇{_DIGIT}]+"
)
_WORDED = re.compile(
    rf"(?P<before>{_WORDS_BEFORE})?(?<![第之几{_DIGIT}十百千])(?!(?<=数)[十百千万])(?<![{_DIGIT}十百千零]点)(?P<number>{_NUMERAL}|(?<=[超近逾约达到足])万)(?P<more>{_MORE})?"
    rf"(?P<scale>[万亿])?(?P<more2>{_MORE})?"
    rf"(?P<unit>亿元|万元|元|平方米|公里|公顷|亩|个百分点|百分点|大关|{_UNITS}|(?<=[万亿]))(?P<after>{_AFTER})?"
)
_PERCENT = re.compile(
    rf"(?P<before>{_WORDS_BEFORE})?(?P<of>[百千])分之(?P<number>{_NUMERAL}|[0-9]+(?:\.[0-9]+)?)(?P<after>{_AFTER})?"
)
_HALF_MONTH = re.compile(
    r"(?<!前)(?P<number>[一二两三四五六七八九十]{1,2})个(?P<half>半)?月(?P<after>内|以内|之内)?"
)
_STREAK = re.compile(
    r"连续(?P<number>[0-9]{1,2}|[一二两三四五六七八九十]{1,2})(?P<unit>年|个月|季度|个季度|届|次|轮)"
)
_MILESTONE = re.compile(
    r"(?:突破|超过?|迈上|跨越|跨过|站上)(?P<number>[十百千]{1,2})(?P<unit>[万亿])元?(?:大关|关口|台阶|关)"
)
_WATER = re.compile(r"(?P<number>[ⅠⅡⅢⅣⅤ])类")
_ROMAN = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5}

#: What makes the number before it part of a name, a date or a saying.
_NOT_AFTER = re.compile(
    r"周年|年|月|日(?!均)|号|时|点|级|度|强|届|版|星|字|世纪|院|期(?:工程|项目|建设|土)|分(?:区|片)|[×xX*]"
)
_NOT_FOLLOWED = re.compile(
    r"(?:街道|区|社区|镇|镇街|部门|单位)(?:中|综合|排|位|第)|方面|维度|层面|阶段|环节|领域|(?<=天)(?:攻坚|行动|集中)|统一|(?<=节)气"
)
#: How often, and the counter of a web page.
_HABIT = re.compile(
    r"每(?:周|月|季度|季|年|天|日|半年|人)[^,，。;；、]{0,8}$|(?:浏览|访问|点击|阅读)(?:次数|量|数)?[:：][ ]*$"
)
#: With how many others one is compared.
_AMONG = re.compile(r"全[区市省国县][0-9一二三四五六七八九十百]+个(?:街道|社区|区|镇)")
_MONEY = re.compile(r"产值|投资|收入|销售额|总额|生产总值|税收|资金|营收|金额|GDP|规模")
_LASTS = re.compile(r"(?:缩短|压缩|压减|降|控制|提速|平均|用时|仅|只需)[^,，。]{0,8}$")
_PATTERN = re.compile(r"[+＋]")
_THRESHOLD = re.compile(r"(?=[0-9])|的?(?:企业|项目|工程|单位|个人|老人|居民|楼宇|场所|产值)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """``start`` and ``end`` enclose number, qualifier and unit."""

    start: int
    end: int
    value: float
    unit: str
    qualifier: Qualifier
    streak: bool = False


def quantities(masked: str, start: int, end: int) -> list[Quantity]:
    """All quantities between two places, in order, none overlapping another."""
    found: list[Quantity] = []
    for find in (_streaks, _milestones, _classes, _months, _percents, _arabic, _worded):
        for each in find(masked, start, end):
            if all(each.end <= other.start or each.start >= other.end for other in found):
                found.append(each)
    return sorted(found, key=lambda quantity: quantity.start)


def _streaks(masked: str, start: int, end: int) -> Iterator[Quantity]:
    for match in _STREAK.finditer(masked, start, end):
        value = number(match["number"])
        yield Quantity(match.start(), match.end(), value, match["unit"], "exact", streak=True)


def _milestones(masked: str, start: int, end: int) -> Iterator[Quantity]:
    for match in _MILESTONE.finditer(masked, start, end):
        unit = match["unit"] + "元"
        yield Quantity(match.start(), match.end(), number(match["number"]), unit, "over")


def _classes(masked: str, start: int, end: int) -> Iterator[Quantity]:
    for match in _WATER.finditer(masked, start, end):
        yield Quantity(match.start(), match.end(), _ROMAN[match["number"]], "类", "exact")


def _months(masked: str, start: int, end: int) -> Iterator[Quantity]:
    for match in _HALF_MONTH.finditer(masked, start, end):
        value = number(match["number"]) + (0.5 if match["half"] else 0)
        limit: Qualifier = "at_most" if match["after"] else "exact"
        yield Quantity(match.start(), match.end(), value, "个月", limit)


def _percents(masked: str, start: int, end: int) -> Iterator[Quantity]:
    for match in _PERCENT.finditer(masked, start, end):
        # “双百分之百” is a saying of two figures, read as one.
        if masked[max(start, match.start() - 1) : match.start()] == "双":
            continue
        unit = "%" if match["of"] == "百" else "‰"
        yield Quantity(match.start(), match.end(), number(match["number"]), unit, _qualifier(match))


def _arabic(masked: str, start: int, end: int) -> Iterator[Quantity]:
    for match in _ARABIC.finditer(masked, start, end):
        scale, unit = match["scale"] or "", match["unit"] or ""
        if not unit and len(scale) == 0:
            continue
        if _is_name(masked, match, end):
            continue
        if not unit and scale in "千百":
            continue
        if scale.endswith("亿") and not unit:
            unit = _currency(masked, start, match.start())
        value = number(match["number"]) * (-1 if match["sign"] else 1)
        yield Quantity(match.start(), match.end(), value, scale + unit, _qualifier(match))


def _currency(masked: str, start: int, at: int) -> str:
    """What a bare 亿 counts: money, where the words before it speak of money."""
    return "元" if _MONEY.search(masked, max(start, at - 16), at) else ""


def _is_name(masked: str, match: re.Match[str], end: int) -> bool:
    """Whether the number belongs to a date, a pattern like 1+3+N, a rank or a name."""
    after = masked[match.end("number") : match.end("number") + 4]
    if _NOT_AFTER.match(after) or _PATTERN.match(after):
        return True
    if _NOT_FOLLOWED.match(masked, match.end()):
        return True
    if _HABIT.search(masked, max(0, match.start() - 16), match.start("number")):
        return True
    if _AMONG.match(masked, max(0, match.start() - 2)):
        return True
    # “前11个月” says when.
    if (
        match["unit"] in ("个月", "季度", "个季度")
        and masked[match.start() - 1 : match.start()] == "前"
    ):
        return True
    if match["unit"] in units.MOMENTS:
        return not _LASTS.search(masked[max(0, match.start() - 16) : match.start("number")])
    return _is_threshold(masked, match, end)


def _is_threshold(masked: str, match: re.Match[str], end: int) -> bool:
    """“产值10亿元以上企业21家”: the first number chooses, the second counts."""
    if match["after"] not in ("以上", "以下", "以内"):
        return False
    rest = masked[match.end() : end]
    comma = re.search(r"[,，、;；。]", rest)
    rest = rest[: comma.start()] if comma else rest
    return bool(_THRESHOLD.match(rest) and re.search(r"[0-9二三四五六七八九十百千]", rest))


#: After a small number in words these are a count.
_IN_WORDS = (
    *units.IN_WORDS,
    *units.TIMES,
    *units.RATIO,
    "亿元",
    "万元",
    "元",
    "平方米",
    "公里",
    "公顷",
    "亩",
    "大关",
)
_COUNTED = re.compile(
    r"新增|新建|建成|建立|引进|招引|成立|落地|新设|增设|设立|打造|创建|完成|培育|获评|获|组织|举办|开展"
    r"|选取|打通|改造|查处|整改|化解|办理|清理|拆除|走访|慰问|扩建|改建|助力"
)
_SHARE = re.compile(r"(?:增长|上升|提高|提升|下降|减少|降低|增加|占比?|[达增降])了?$")
#: A number that no saying has: “一百九十一”, “三千二”.
_LARGE = re.compile(r"[一二两三四五六七八九][百千]|[二三四五六七八九]十|十[一二三四五六七八九]|点")
_MONEY_UNITS = ("亿元", "万元", "元")
_ONE = ("座", "所", "家", "处", "名", "支", "例", "宗", "辆", "台")
_SAYING = re.compile(
    r"方面|维度|层面|环节|阶段|领域|月|统一|工作|重点|一|人(?:民|员)|重要|关键|原则|坚持|转变|[“\"‘]"
)


def _worded(masked: str, start: int, end: int) -> Iterator[Quantity]:
    for match in _WORDED.finditer(masked, start, end):
        words, unit = match["number"], match["unit"]
        if not _counts(masked, match, start, end) or _is_threshold(masked, match, end):
            continue
        scale = match["scale"] or ""
        value = number(words)
        if unit == "大关":
            unit = ""
        if scale == "亿" and not unit:
            unit = _currency(masked, start, match.start())
        yield Quantity(match.start(), match.end(), value, scale + unit, _qualifier(match))


def _counts(masked: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether a number in words is a count. Most are sayings: “三大”, “一批”, “两手抓”."""
    words, unit = match["number"], match["unit"]
    qualified = bool(match["before"] or match["more"] or match["more2"] or match["after"])
    if _is_name(masked, match, end) or not (unit in _IN_WORDS or _LARGE.search(words)):
        return False
    if words == "二" and not match["scale"]:
        # One counts with 两; “二类”, “二期” are ordinals.
        return False
    if unit in ("", *units.RATIO, *units.TIMES, *_MONEY_UNITS, "大关") or words in tuple("百千万"):
        return (qualified and unit != "") or _measures(masked, match, start, end)
    if qualified:
        return words not in ("一", "半") or bool(match["scale"])
    return words != "半" and _counts_things(masked, match, start, end)


def _measures(masked: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether a share or a sum that no word like 超 marks is said of what stands before it."""
    words, unit = match["number"], match["unit"]
    if unit in units.TIMES:
        said = _SHARE.search(masked[max(start, match.start() - 4) : match.start()])
        return (bool(said) and words != "一") or "点" in words
    if not unit:
        return bool(match["before"]) and _ends(masked, match, end)
    whole = unit in units.RATIO or (unit in _MONEY_UNITS and len(words) > 1)
    return whole and _ends(masked, match, end)


def _ends(masked: str, match: re.Match[str], end: int) -> bool:
    """Whether nothing follows that the number would only describe (“五百亿元产业集群”)."""
    return match.end() >= end or not re.match(r"[\u4e00-\u9fff]", masked[match.end()])


def _counts_things(masked: str, match: re.Match[str], start: int, end: int) -> bool:
    unit, rest = match["unit"], masked[match.end() : match.end() + 4]
    if _LARGE.search(match["number"]) and len(match["number"]) > 1:
        return not rest.startswith(("月", "重"))
    if unit in ("大类", "类"):
        return unit == "大类" or masked[match.start() - 1 : match.start()] in ("等", "共")
    before = masked[max(start, match.start() - 24) : match.start()]
    before = re.split(r"[,，;；。]", before)[-1]
    if unit == "期" or (_SAYING.match(rest) and not before.endswith("等")):
        return False
    ends = _ends(masked, match, end)
    if match["number"] == "一":
        return ends and unit in _ONE and bool(_COUNTED.search(before))
    return bool(before) and (ends or before.endswith("等") or bool(_COUNTED.search(before)))


def _qualifier(match: re.Match[str]) -> Qualifier:
    groups = match.groupdict()
    before, after = groups.get("before") or "", groups.get("after") or ""
    if before in ("不少于", "不低于", "不小于", "至少"):
        return "at_least"
    if before in ("不超过", "不高于", "不多于", "控制在") or after in ("以下", "以内", "之内"):
        return "at_most"
    if before in ("近", "将近", "接近", "不足", "不到"):
        return "under"
    if before in ("约", "大约") or after == "左右":
        return "about"
    if (
        before in ("超过", "突破", "超出", "超", "逾", "上")
        or groups.get("more")
        or groups.get("more2")
    ):
        return "over"
    return "at_least" if after == "以上" else "exact"
