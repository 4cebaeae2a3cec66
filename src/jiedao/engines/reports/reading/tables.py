"""Plans drawn up as tables (“任务分解表”): a row is a promise, its columns say what, how much, by
when and whose. A table is told by the names of its columns; any other is read as running text, and
so is a row that tells what was done.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from jiedao.engines.reports.reading.dates import due
from jiedao.engines.reports.reading.domains import domain
from jiedao.engines.reports.reading.model import Commitment
from jiedao.engines.reports.reading.responsible import responsible

CELL: Final = "\t"
#: What a column holds, told by its name; the first that fits.
_COLUMNS: Final = {
    "number": re.compile(r"序号|编号|号"),
    "done": re.compile(
        r"(?:工作|任务|目前|实际|累计)?(?:完成|进展|落实|推进|办理)(?:情况|结果|进度|值|数|率)(?:说明)?|进展|实际"
    ),
    "co": re.compile(r"(?:配合|协办|协同|参与|协助)(?:责任)?(?:单位|部门|科室)?"),
    "who": re.compile(
        r"(?:主体)?(?:责任|牵头|主办|承办|实施|落实|主责)(?:责任)?(?:单位|部门|科室|处室)(?:[（(].*)?"
    ),
    "due": re.compile(
        r"(?:计划|预计|要求)?(?:完成|办结|办理|推进|实施)?(?:时限|时间|期限|时间节点|节点)(?:要求|安排)?"
    ),
    "target": re.compile(
        r"(?:年度|工作|任务|量化|预期|具体|全年|绩效)?(?:目标|指标|目标值|目标任务|成效)(?:要求)?"
    ),
    "what": re.compile(
        r"(?:主要|具体|建设|年度)?(?:工作|任务|建设|实施)?(?:内容|举措|措施|安排|要求)(?:及要求)?"
    ),
    "task": re.compile(
        r"(?:年度|重点|主要|具体)*(?:工作)?(?:任务|工作|事项|项目|工程)(?:事项|名称|任务)?"
    ),
}
_TOTAL: Final = re.compile(r"合计|总计|小计|备注|注[:：]")
_LEAST: Final = 4


@dataclass(frozen=True, slots=True)
class Row:
    """``cells``: where each column's text stands; ``period``: that of the plan it belongs to."""

    cells: dict[str, tuple[int, int]]
    period: str
    heading: tuple[int, int]


def columns(line: str) -> tuple[str, ...]:
    """What each column of a plan's table holds, "" for any other; empty where this line is no head
    of one: it names what is to be done, and besides how much, by when or whose."""
    if CELL not in line:
        return ()
    names = [re.sub(r"[\s　]", "", cell) for cell in line.split(CELL)]
    found: list[str] = []
    for name in names:
        held = next((key for key, told in _COLUMNS.items() if told.fullmatch(name)), "")
        found.append(held if held not in found else "")
    if not {"task", "what"} & set(found) or not {"who", "due", "target"} & set(found):
        return ()
    return tuple(found)


def placed(line: str, start: int, names: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """Where the cells of a row stand that have a text, by what their columns hold."""
    cells: dict[str, tuple[int, int]] = {}
    at = start
    for index, cell in enumerate(line.split(CELL)):
        left = at + len(cell) - len(cell.lstrip())
        name = names[index] if index < len(names) else ""
        if name and cell.strip():
            cells[name] = (left, left + len(cell.strip()))
        at += len(cell) + len(CELL)
    return cells


def promises(source: str, rows: Sequence[Row]) -> Iterator[tuple[Row, Commitment]]:
    """What rows promise; those that name nothing to be done (sums, remarks) are left out."""
    tasks = Counter(source[slice(*row.cells.get("task", (0, 0)))] for row in rows)
    for row in rows:
        # A task that several rows share is their group: each row is told by its own content.
        is_group = tasks[source[slice(*row.cells.get("task", (0, 0)))]] > 1
        found = _promise(source, row, ("what", "task") if is_group else ("task", "what"))
        if found is not None:
            yield row, found


def _promise(source: str, row: Row, told_by: tuple[str, ...]) -> Commitment | None:

    def said(name: str) -> str:
        return source[slice(*row.cells.get(name, (0, 0)))]

    task = next(filter(None, map(said, told_by)), "")
    if len(task) < _LEAST or _TOTAL.match(task):
        return None
    # From the task to its numbers: what stands in the cells between belongs to it.
    places = [row.cells[name] for name in ("task", "what", "target") if name in row.cells]
    start, end = min(places)[0], max(place[1] for place in places)
    days = (due(said(name), row.period) for name in ("due", "target", "what", "task"))
    who = "；".join(
        f"{label}：{said(name)}"
        for name, label in (("who", "责任单位"), ("co", "配合单位"))
        if said(name)
    )
    return Commitment(
        quote=source[start:end], start=start, task=task, target="",
        due=next(filter(None, days), ""),
        domain=domain(task, said("task"), source[slice(*row.heading)]),
        responsible=responsible(who) if who else (),
    )  # fmt: skip
