"""Files of heritage trees for the tests, as offices send them."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook, load_workbook

from jiedao.applications.heritage_trees.kinds import TREE
from jiedao.foundation.datasets.models import ImportRun
from jiedao.foundation.records.files import import_records
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from tests.cast import SmallTown

HEAD = ("树名", "编号", "树种", "保护等级", "估测树龄", "胸围", "位置", "登记日期")
FIG = ("大榕树", "GS-001", "榕树", "一级", 512, 310.5, "114.305,22.705", "2024-03-05")
EAST = "114.325,22.705"


def fig(**more: Any) -> tuple[Any, ...]:
    """A row; ``more`` by heading."""
    return tuple(more.get(name, cell) for name, cell in zip(HEAD, FIG, strict=True))


def many(count: int, **more: Any) -> list[tuple[Any, ...]]:
    return [fig(编号=f"GS-{n:03d}", **more) for n in range(count)]


def excel(*rows: Sequence[Any], head: Sequence[Any] = HEAD, above: int = 0) -> io.BytesIO:
    """A workbook: titles above, headings, rows."""
    book = Workbook()
    sheet = book.active
    for number in range(above):
        sheet.append([f"某街道古树名木普查表 {number}"])
    for row in (head, *rows):
        sheet.append(list(row))
    return saved(book)


def saved(book: Any) -> io.BytesIO:
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    return target


def load(town: SmallTown, source: Any, who: Account | None = None, **more: Any) -> ImportRun:
    """Import as the western clerk with the right to import, or as somebody else."""
    return import_records(
        town.id, TREE, source, actor=actor_of(who or town.dispatcher), file_name="树.xlsx", **more
    )


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    assert run.rows == run.created + run.known + run.rejected
    return run.rows, run.created, run.known, run.rejected


def faults(run: ImportRun) -> list[tuple[int, str, str]]:
    """Row, column and value of each fault, in the order of the file."""
    found = run.rejections.order_by("row", "id").values_list("row", "column", "value")
    return [tuple(one) for one in found]


def report(run: ImportRun) -> list[tuple[Any, ...]]:
    """The lines of the run's Excel report."""
    rows = load_workbook(run.report.path).active.iter_rows(values_only=True)
    return [tuple(row) for row in rows]
