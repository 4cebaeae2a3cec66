"""The plan part of a draft: what is not done yet, said as plans say it.

What is late stands first, under one word for all of it: what is under way is to be hurried, what
nobody began is to be begun. A title is a clause of its own mostly (“打通望潮路”), so that it stands as one; its target stands in it
where it is named there, or behind it. What is met already is left out; what is to be prevented or
kept up is told as that, not as work with an end.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Final

from jiedao.engines.indicators.periods import Period
from jiedao.engines.reports import outline
from jiedao.engines.reports.slots import Unfinished, sections, unfinished
from jiedao.engines.reports.writing.book import Book
from jiedao.engines.reports.writing.document import (
    Block,
    Heading,
    Paragraph,
    Run,
    Text,
    Token,
    joined,
)
from jiedao.engines.reports.writing.figures import TARGET, Figure, worded
from jiedao.engines.reports.writing.telling import around
from jiedao.kernel import registry

if TYPE_CHECKING:
    from jiedao.engines.reports.writing.composing import Spans

#: Work that begins with its verb needs none before it.
_VERBS: Final = re.compile(
    r"推动|推进|推广|加快|加强|建设|建成|建立|新建|新增|增设|打通|打造|改造|改建|扩建|举办|办好|组织|开展|完成|完善|实施|引进"
    r"|引导|编印|编制|更换|更新|提出|提升|修订|制定|整治|走访|协调|帮扶|清理|培育|培训|优化|落实|强化|深化|健全|做好|抓好|争取|探索"
    r"|启动|拓展|盘活|保障|支持|创建|规范|修复|养护|维护|管护|排查|开工|开设|招聘|招引|巡查|巡护|检查|发放|安装|拆除|治理|整改|化解|办理|服务|设立|成立|试点|实现"
)
_WORK: Final = re.compile(
    r"(?:建设|整治|改造|工作|行动|项目|工程|活动|治理|服务|提升|培训|招聘|巡查|检查)$"
)
_PREVENTS: Final = re.compile(r"(?:确保)?(?:不发生|不出现|杜绝|防止|防范|遏制|严防)")
_DIGITS: Final = re.compile(r"[0-9]")
_KEEPS: Final = "保持"
_BOUNDS: Final = {"at_least": ("不少于", "不低于"), "at_most": ("不超过", "不高于")}


#: Before what is late, by whether somebody is at it: one task that begins with its verb, one that
#: does not, and several together.
_URGED: Final = {
    True: ("抓紧", "抓紧推进", "抓紧推进："),
    False: ("尽快", "尽快启动", "尽快启动："),
}


def plan(book: Book, period: Period, spans: "Spans", name: str) -> Iterator[Block]:
    """The paragraphs of the coming plan, a section each."""
    yield Paragraph((Text(f"{spans.coming}，{name}将重点做好以下工作。"),))
    by_section: dict[str, list[Unfinished]] = {}
    for task in all_unfinished(book.town_id, period):
        by_section.setdefault(task.section, []).append(task)
    order = [one.key for one in sorted(sections, key=lambda section: section.order)]
    for key in [*order, *(by_section.keys() - set(order))]:
        if tasks := by_section.get(key, []):
            yield Heading(2, _heading(key))
            yield Paragraph(joined(list(_said(book, tasks))))


def all_unfinished(town_id: int, period: Period) -> list[Unfinished]:
    """The tasks that the period leaves undone, those due first at the head."""
    # What two plans promise alike is one task, the later one's.
    found = {one.title: one for source in unfinished for one in source.of(town_id, period)}
    undone = (one for one in found.values() if not one.met)
    return sorted(undone, key=lambda one: (not one.late, one.due or date.max, one.title))


def _said(book: Book, tasks: list[Unfinished]) -> Iterator[Run]:
    """A sentence for the tasks that are late alike, or due at one time: it begins with that."""
    for opening, some in groupby(sorted(tasks, key=_place), key=_opening):
        alike = list(some)
        together = _is_urged(alike[0]) and len(alike) > 1
        yield Text(opening if together or not _is_urged(alike[0]) else "")
        for at, task in enumerate(alike):
            yield from ([Text("；")] if at else [])
            yield from _promise(book, replace(task, late=False) if together else task)
        yield Text("。")


def _is_urged(task: Unfinished) -> bool:
    """Whether it is late and can be hurried: what is to be prevented is only ever kept up."""
    return task.late and not _PREVENTS.match(task.title)


def _place(task: Unfinished) -> int:
    return 0 if _is_urged(task) and task.begun else 1 if _is_urged(task) else 2


def _opening(task: Unfinished) -> str:
    if _is_urged(task):
        return _URGED[task.begun][2]
    return _when(task)


def _heading(section: str) -> str:
    known = sections.find(section) or sections.get(outline.OTHER)
    return known.heading


def _promise(book: Book, task: Unfinished) -> list[Run]:
    """What is to be done, the number that was promised, and by when."""
    indicator = registry.indicators.find(task.key)
    aim = Token(task.key, task.period, tuple(sorted(task.filters.items())), TARGET)
    figure = book(aim) if indicator else None
    # Two tasks may promise different numbers of one figure, and a reference gives one of them.
    if figure is None or indicator is None or figure.value is None or figure.value != task.value:
        return [Text(_named(task))]
    before, number, after = task.title.partition(worded(figure))
    if number and not (before and _DIGITS.match(before[-1])):
        return [Text(_lead(task) + before), aim, Text(after)]
    start, end = around(indicator)
    bound = _bound(task, figure)
    said = f"{bound}{start}" if bound == _KEEPS else f"{start.removesuffix('为')}{bound}"
    return [Text(f"{_named(task)}，{said or start}"), aim, Text(end)]


def _named(task: Unfinished) -> str:
    """The task as a clause. A title with a number that no record shows is a name, and stands as
    one."""
    if _DIGITS.search(task.title):
        return f"{_URGED[task.begun][1] if task.late else '推进'}“{task.title}”"
    return f"{_lead(task)}{task.title}"


def _lead(task: Unfinished) -> str:
    """What stands before the title, so that the two are a sentence."""
    if _PREVENTS.match(task.title):
        return "" if task.title.startswith("确保") else "确保"
    if task.late:
        hurried, pushed, _together = _URGED[task.begun]
        return hurried if _VERBS.match(task.title) else pushed
    if _VERBS.match(task.title):
        return ""
    return "推进" if _WORK.search(task.title) else "确保"


def _when(task: Unfinished) -> str:
    """By when, as the beginning of a sentence; nothing of what is late already or has no end."""
    if task.due is None or task.late or task.holds:
        return ""
    return f"{task.due.year}年{task.due.month}月底前，"


def _bound(task: Unfinished, figure: Figure) -> str:
    """“不少于” before a count, “不低于” before a rate; nothing before what is to be met exactly."""
    if figure.ranked or task.qualifier not in _BOUNDS:
        return ""
    if task.qualifier == "at_most" and not figure.value:
        return _KEEPS
    count, rate = _BOUNDS[task.qualifier]
    return rate if figure.unit in ("%", "％") else count
