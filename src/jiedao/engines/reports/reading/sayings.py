"""Figures given in words: ranks, records, “全覆盖”, “零发生”, “双100%”."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jiedao.engines.reports.reading.model import Qualifier
from jiedao.engines.reports.reading.numerals import number

_WHERE = r"历史(?=第)|全区|全市|全省|全国|全县|全州|全街道|全镇|各街道|各区|同类街道|同类"
_LEADS = r"排名|排|位列|位居|位于|名列|列|居|稳居|蝉联|保持|获|夺得|获得|取得|包揽|跃居|跃升至?|升至|荣获|高居|荣居|连续|(?<=第[一二三四五六七八九][、和])"
_END = r"(?![\u4e00-\u9fff])"
_RANK = re.compile(
    rf"(?P<lead>(?:{_LEADS})(?:了)?(?:(?:(?!{_WHERE})[\u4e00-\u9fff]){{2,8}}?(?=第))?)?(?P<where>{_WHERE})?(?:[0-9]{{1,3}}个(?:街道|镇街|社区|区|镇)中?)?(?P<lead2>(?:{_LEADS})|街道)?"
    rf"(?:第(?P<place>[一二三四五六七八九十]{{1,3}}|[0-9]{{1,3}})(?:名|位|名次)?{_END}"
    rf"|(?P<top>首位|榜首)(?!度)"
    rf"|(?P<among>前)(?P<within>[二三四五六七八九十]{{1,2}}|[0-9]{{1,2}})(?:名|位|强)?{_END}"
    rf"|(?P<least>最低|最高|最少|最多|最快|最优){_END}"
    rf"|(?P<vague>前列|前茅|领先|第一方阵|第一梯队|上游))"
)
_RECORD = re.compile(
    r"(?:创(?:下|造)?|达(?:到)?|为|刷新)?(?P<where>历史|近[\u4e00-\u9fff0-9]{1,3}年来?)(?:同期)?(?:新高|新低|最低|最高|最优值?|最好(?:水平|成绩)?|最佳)"
)
_FIRSTS = re.compile(
    r"(?P<count>[二两三四五六七八九十]{1,2}|[0-9]{1,2})(?P<unit>项|个)(?!街道|社区|区|镇)[\u4e00-\u9fff]{0,12}(?=第一|首位|前)"
)
_ZEROES = re.compile(
    r"(?<![0-9.])[零0](?:发生|事故|伤亡|死亡|败诉|投诉|上访|新增|差错|失误|遗漏|案件|发案|非访|复议|纠错|火灾|增量|积压|逾期"
    r"|超时|感染|失联|漏报|瞒报|事件|溺亡|亡人|登记|越级)|(?:动态|全部|基本|持续)?(?:清零|归零)(?!行动|攻坚)"
)
_KEPT = re.compile(r"(?:实现|保持|做到|达到|确保)[^,，。]{0,20}$")
_ZERO_LIST = re.compile(r"[“\"](?P<count>[二两三四五六七八九十]|[2-9])个零\w{2,4}[”\"]")
_NEVER = re.compile(
    r"(?:没有|未|无一起|未曾)发生[\u4e00-\u9fff]{2,}|(?<![\u4e00-\u9fff])无[\u4e00-\u9fff、]{2,14}(?:事件|案件|事故|案事件|火灾)"
)
_DOUBLE = re.compile(r"[“\"]?双(?:百分百|百分之百|100[%％])[”\"]?")
_WHOLE = re.compile(
    r"全覆盖(?!式)|(?:已)?(?:全部|全面|全数)(?:及时)?(?:妥善)?(?:完成|化解|办结|达标|满分|整改|处置|销号|到位|清零)(?:到位)?"
    r"|超额完成[\u4e00-\u9fff]{0,8}任务|倍增|翻番|翻一番|(?<=[为获])[A-D]\+?(?:级|等次|等)"
)


@dataclass(frozen=True, slots=True)
class Saying:
    """``kind``: rank, firsts, zero, double, whole; ``value`` None where words give no number."""

    start: int
    end: int
    kind: str
    value: float | None
    unit: str
    qualifier: Qualifier = "exact"
    times: int = 1


def sayings(text: str, masked: str, start: int, end: int) -> list[Saying]:
    """All figures in words between two places, in order, none overlapping another of its kind."""
    found = [
        *_lists(text, start, end),
        *_ranks(masked, start, end),
        *_records(masked, start, end),
    ]
    taken = [(each.start, each.end) for each in found]
    for each in (*_zeroes(text, masked, start, end), *_wholes(masked, start, end)):
        if all(each.end <= left or each.start >= right for left, right in taken):
            found.append(each)
            taken.append((each.start, each.end))
    return sorted(found, key=lambda saying: saying.start)


def _lists(text: str, start: int, end: int) -> Iterator[Saying]:
    for match in _ZERO_LIST.finditer(text, start, end):
        times = int(number(match["count"]))
        yield Saying(match.start(), match.end(), "zero", 0.0, "", times=times)
    for match in _DOUBLE.finditer(text, start, end):
        yield Saying(match.start(), match.end(), "double", 100.0, "%", times=2)


def _ranks(masked: str, start: int, end: int) -> Iterator[Saying]:
    for match in _RANK.finditer(masked, start, end):
        where = match["where"] or ""
        lead = match["lead"] is not None or match["lead2"] is not None
        if not where and (not lead or match["least"] or match["vague"] == "领先"):
            continue
        value, qualifier = _place(match)
        yield Saying(match.start(), match.end(), "rank", value, where, qualifier)
    for match in _FIRSTS.finditer(masked, start, end):
        end_of = match.start() + len(match["count"]) + len(match["unit"])
        yield Saying(match.start(), end_of, "firsts", number(match["count"]), match["unit"])


def _place(match: re.Match[str]) -> tuple[float | None, Qualifier]:
    if match["vague"]:
        return None, "about"
    if match["among"]:
        return number(match["within"]), "at_most"
    return (number(match["place"]) if match["place"] else 1.0), "exact"


def _records(masked: str, start: int, end: int) -> Iterator[Saying]:
    for match in _RECORD.finditer(masked, start, end):
        yield Saying(match.start(), match.end(), "rank", None, match["where"])


def _zeroes(text: str, masked: str, start: int, end: int) -> Iterator[Saying]:
    for match in _ZEROES.finditer(text, start, end):
        quoted = masked[match.start()] == "\0"
        if not quoted or _KEPT.search(text[start : match.start()]):
            yield Saying(match.start(), match.end(), "zero", 0.0, "")
    for match in _NEVER.finditer(masked, start, end):
        yield Saying(match.start(), match.end(), "zero", 0.0, "起")


def _wholes(masked: str, start: int, end: int) -> Iterator[Saying]:
    for match in _WHOLE.finditer(masked, start, end):
        yield Saying(match.start(), match.end(), "whole", None, "%")
