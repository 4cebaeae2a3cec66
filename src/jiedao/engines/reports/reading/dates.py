"""By when a promise is to be kept, as plans say it: months, quarters, halves, feasts, the year."""

import re
from typing import Final

from jiedao.engines.reports.reading.numerals import number

_NUMBER = r"[0-9]{1,2}|十[一二]?|[一二三四五六七八九]"
#: The year up to a month: “1—9月”, “前三季度”, “前11个月”.
_UP_TO = (
    rf"(?<![0-9])(?:[1一]月?份?[—–－~～至到-]+(?P<month>{_NUMBER})月份?(?![0-9底末]|前)"
    rf"|前(?P<quarters>[二三23])个?季度|前(?P<months>{_NUMBER})个月)"
)
#: A year that figures are said of; “比2023年”, “2023年以来” and “去年同期” are no such year.
_SAID = re.compile(
    r"(?:(?<![较比从自与跟同])(?P<relative>去年|上年|上一年|前年|今年)"
    r"|(?:(?<=^)|(?<=[在于截至到、（(其中]))(?P<year>20[0-9]{2})年)度?"
    rf"(?:(?:(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度)(?![和及与、至到—-])|(?P<same>同期)|{_UP_TO})?"
    r"(?![底末]?(?:以来|相比|同比|基础|水平|规划|计划|相同|度?[“《\0]|[0-9]{1,2}月))"
)
_PART_ONLY = re.compile(
    r"(?:其中)?(?:(?:(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度)(?![以末前]|内)"
    rf"|{_UP_TO}(?![以末前]|内))"
)
#: How the year up to a month is written; up to December it is the year.
_SPANS: Final = {month: f"{{year}}-01..{{year}}-{month:02d}" for month in range(2, 12)} | {
    3: "{year}Q1", 6: "{year}H1",
}  # fmt: skip
_BACK: Final = {"去年": 1, "上年": 1, "上一年": 1, "前年": 2, "今年": 0}
_YEAR = r"20[0-9]{2}年|今年|本年度?|明年"
_MONTH = rf"(?<![0-9一二三四五六七八九十])(?P<month>{_NUMBER})月(?!饼)"
_QUARTER = r"前?第?(?P<quarter>[一二三四1-4])(?:个)?季度"
_HALF = r"(?P<half>[上下]半年|年中)"
#: “十一前”: the last month that lies before a feast.
_FEASTS: Final = {
    "元旦": 12, "春节": 1, "五一": 4, "七一": 6, "暑假": 6, "八一": 7, "十一": 9, "国庆": 9,
}  # fmt: skip
_FEAST = (
    rf"(?<![一二三四五六七八九十])[“\"]?(?P<feast>{'|'.join(_FEASTS)})[”\"]?(?:节|期间|假期)?之?前"
)
_WHOLE = r"(?P<whole>年内|年底|年末|全年|岁末)"
_PART = re.compile("|".join((_MONTH, _QUARTER, _HALF, _FEAST, _WHOLE)))
_NAMED = re.compile(rf"(?P<year>{_YEAR})(?:度|的)?")

_MOMENT = (
    rf"(?:{_YEAR})?(?:(?:{_NUMBER})月(?:份|底|末|初|中旬|上旬|下旬|(?:{_NUMBER})日)?"
    rf"|前?第?[一二三四1-4]个?季度末?|[上下]半年|年中|年内|年底|年末|“?(?:{'|'.join(_FEASTS)})”?节?)"
    r"(?:之?以?前|之?内)?"
)
_WORDS = r"(?:确保|力争|争取|务必|保证|计划|预计|拟|须|必须)?(?:在|于|到|至)?"
_DONE = (
    r"(?:完成|建成|完工|竣工|投用|启用|运营|开业|开园|开馆|开学|通车|开通|开放|开工|动工|启动|交付|落地|见效|挂牌|验收"
    r"|投入使用|投入运营|实现|办结|整改|取得(?:实质性|突破性|阶段性|明显|重大)?(?:进展|突破|成效))"
)
_HOW = r"(?:全部|全面|基本|顺利|如期|正式|力争|按期|高质量|前|之前)*"
#: “确保6月底前完成验收”: nothing but when, of what stands before.
_ONLY_WHEN = re.compile(
    rf"(?:并|且)?(?:{_WORDS}{_MOMENT}{_HOW}(?:{_DONE}){{1,2}}(?:任务|工作|使用|整改|建设|施工|到位|目标)?"
    rf"|{_WORDS}(?:按期|如期|按时|限期){_HOW}(?:{_DONE}){{1,2}})"
)
_LABELLED = re.compile(
    r"(?:完成|办理|整改|推进|计划)?(?:时限|时间节点|时间|期限|节点)[:：为].{1,24}"
)
_OPENING = re.compile(rf"{_WORDS}(?:{_MOMENT}|20[0-9]{{2}}年(?![前底末])度?)")
_ONLY_MOMENT = re.compile(rf"(?:在|于|到|至|力争|确保|争取)?{_MOMENT}")


def due(text: str, period: str) -> str:
    """What is named: a year, half-year, quarter or month (“2025”, “2025H1”, “2025Q3”, “2025-06”);
    empty if nothing is. ``period`` is that of the plan."""
    named = _NAMED.search(text)
    year = _year(named["year"] if named else "", period)
    # A part of the year stands after the year where one is named, and often right behind it.
    part = _PART.search(text, named.end() if named else 0)
    if part is None:
        said = named is not None and named["year"][:1] == "2"
        return year if said else ""
    return _in_year(part, year) if year else ""


def named_period(text: str, start: int, end: int, period: str, *, opens: bool = False) -> str:
    """The period that figures between two places are said of (“2023”, “2024H1”, “2024Q3”,
    “2024-01..2024-09”); empty if none is named. ``period`` is what it is counted from; ``opens``: only what stands first counts."""
    words = text[start:end]
    first = _SAID.match(words)
    found = [first] if opens else list(_SAID.finditer(words))
    last = found[-1] if found else None
    if last:
        year = last["year"] or _years_before(period, _BACK[last["relative"]])
        # In the report of a half-year its year says no more than that.
        if last["same"] or (year == period[:4] and _is_whole(last)):
            return year + period[4:] if year else ""
        return _part_of(last, year)
    part = _PART_ONLY.match(words)
    return _part_of(part, period[:4]) if part else ""


def _years_before(period: str, years: int) -> str:
    return str(int(period[:4]) - years) if period else ""


def _is_whole(match: re.Match[str]) -> bool:
    return not any(match[part] for part in ("half", "quarter", "month", "quarters", "months"))


def _part_of(match: re.Match[str], year: str) -> str:
    """The part of the year that is named, the year where none is."""
    if not year:
        return ""
    if match["half"]:
        return f"{year}{'H1' if match['half'] == '上' else 'H2'}"
    if match["quarter"]:
        return f"{year}Q{int(number(match['quarter']))}"
    quarters, months = match["quarters"], match["month"] or match["months"]
    last = 3 * int(number(quarters)) if quarters else int(number(months)) if months else 0
    return _SPANS[last].format(year=year) if last in _SPANS else year


def only_says_when(clause: str) -> bool:
    """Whether a clause promises nothing of its own: it says by when what stands before is done."""
    return any(one.fullmatch(clause) is not None for one in (_ONLY_WHEN, _LABELLED))


def opening(clause: str) -> str:
    """The time that a clause begins with (“6月底前完成……”), which holds for all that it lists; empty
    if it begins with none."""
    found = _OPENING.match(clause)
    return found[0] if found else ""


def is_moment(clause: str) -> bool:
    """Whether a clause is a time and nothing else (“6月底前”)."""
    return _ONLY_MOMENT.fullmatch(clause) is not None


def _year(named: str, period: str) -> str:
    if named[:2] == "20":
        return named[:4]
    # Of a plan for the rest of a year the next one is meant; a plan of a whole year is that year's.
    if named == "明年" and "H" in period:
        return str(int(period[:4]) + 1)
    return period[:4]


def _in_year(part: re.Match[str], year: str) -> str:
    if part["month"]:
        month = int(number(part["month"]))
        return f"{year}-{month:02d}" if 1 <= month <= 12 else ""
    if part["quarter"]:
        return f"{year}Q{int(number(part['quarter']))}"
    if part["half"]:
        return year + ("H2" if part["half"] == "下半年" else "H1")
    return f"{year}-{_FEASTS[part['feast']]:02d}" if part["feast"] else year
