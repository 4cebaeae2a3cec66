"""Which part of a report a heading or a paragraph begins: results or plans, and of which period."""

import re
from dataclasses import dataclass

_AHEAD = r"下一步|下步|下阶段|下一阶段|下半年|明年|来年|今后|新的一年"
#: Words that make a heading one of plans, whatever else it says …
_PLAN = re.compile(
    rf"(?:{_AHEAD}).{{0,14}}(?:计划|打算|安排|思路|部署|重点|要点|举措|措施|任务|目标|设想|展望)"
    r"|(?:计划|打算|安排|思路|设想|展望)[:：]?$|下一步(?:工作)?[:：]?$|(?:工作计划|工作打算|工作思路|工作安排)"
)
#: … and words that do so only for a year to come (“2025年重点任务”).
_TASKS = re.compile(r"20[0-9]{2}年.{0,14}(?:部署|重点|要点|举措|任务|目标|主要工作|工作)")
_PAST = re.compile(
    r"(?:工作|任务|年|上半年|主要|取得|完成|落实|推进|存在).{0,10}(?:总结|回顾|情况|成效|做法|成绩|问题|不足)"
    r"(?:汇报|报告|如下)?[:：]?$|^[^及和与]*(?:总结|回顾)"
)
_MINOR = re.compile(
    rf"[（(][一二三四五六七八九十]+[)）]、?(?:街道)?(?:20[0-9]{{2}}年|{_AHEAD}).{{0,10}}"
    r"(?:总结|回顾|情况|计划|打算|安排|思路)[:：]?$"
)
_PARAGRAPH = re.compile(rf"[ \t\u3000]*(?:(?:{_AHEAD}|接下来)(?!以来)|20[0-9]{{2}}年)")
_YEAR = re.compile(r"(20[0-9]{2})年")
_TITLE = re.compile(r"(20[0-9]{2})年(?:度|上半年|下半年)?.{0,4}(?:工作|总结|计划|重点|政府)")


@dataclass(frozen=True, slots=True)
class Part:
    """``period``: a year, or a half-year (“2024H1”); empty if the report names no year."""

    plan: bool
    period: str


def year_of(text: str) -> str:
    """The year that a report is about; a date of publication above the title is none."""
    named = _TITLE.search(text) or _YEAR.search(text)
    return named[1] if named else ""


def part_of_heading(title: str, year: str, *, chapter: bool) -> Part | None:
    """The part that a heading begins, None if it goes on with the part it stands in."""
    title = title.strip()
    if not chapter and not _MINOR.match(title):
        return None
    plan = bool(_PLAN.search(title)) or bool(_TASKS.search(title) and _later(title, year))
    if plan == bool(_PAST.search(title)):
        return None
    return Part(plan, _period(title, year, plan=plan))


def part_of_paragraph(text: str, year: str) -> Part | None:
    """The plans, where a paragraph of the results begins them (“下一步，街道将……”)."""
    begins = _PARAGRAPH.match(text)
    if not begins:
        return None
    start = text[:80]
    dated = _YEAR.match(text.lstrip(" \t\u3000"))
    if dated and not (_later(start, year) and re.search(r"(?<!现)将|要", start)):
        return None
    return Part(True, _period(text[:30], year, plan=True))


def _later(title: str, year: str) -> bool:
    named = _YEAR.search(title)
    return bool(named and year and named[1] > year)


def _period(title: str, year: str, *, plan: bool) -> str:
    named = _YEAR.search(title)
    half = "H1" if "上半年" in title else "H2" if "下半年" in title else ""
    if named:
        return named[1] + half
    if plan and not half and year:
        return str(int(year) + 1)
    return year + half if year else ""
