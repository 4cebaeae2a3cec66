"""A plan drawn up as a table: a row is a promise, its columns say how much, by when and whose."""

import io
from pathlib import Path

import docx
import pytest

from jiedao.engines.reports.reading import read
from jiedao.engines.reports.reading.loading import load

HEAD = ("序号", "重点任务", "工作举措", "年度目标", "完成时限", "责任单位", "配合单位")
ROWS = [
    ("1", "老旧小区改造", "改造管网\n更新电梯", "完成改造9个", "2026年11月底", "城市建设办公室", "社区工作站"),
    ("2", "停车难治理", "挖潜道路空间", "新增停车位800个", "12月底前", "综合行政执法办公室", ""),
    ("", "合计", "", "", "", "", ""),
]  # fmt: skip


def table(rows: list[tuple[str, ...]]) -> bytes:
    document = docx.Document()
    document.add_paragraph("星河街道2026年重点工作任务分解表")
    made = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph("各单位于每月5日前报送进展。")
    body = io.BytesIO()
    document.save(body)
    return body.getvalue()


def test_each_row_is_a_promise(tmp_path: Path) -> None:
    file = tmp_path / "plan.docx"
    file.write_bytes(table([HEAD, *ROWS]))
    text = load(file)
    found = read(text)
    assert [(one.task, one.target, one.due, one.responsible) for one in found.commitments] == [
        ("老旧小区改造", "9个", "2026-11", ("城市建设办公室", "社区工作站")),
        ("停车难治理", "800个", "2026-12", ("综合行政执法办公室",)),
    ]  # fmt: skip
    for one in found.commitments:
        assert text[one.start : one.start + len(one.quote)] == one.quote
    inside = found.commitments[1]
    (figure,) = [one for one in found.figures if one.value == 800]
    assert (figure.status, figure.period) == ("target", "2026")
    assert inside.start <= figure.at < inside.start + len(inside.quote)


def test_a_task_of_several_rows_is_their_group(tmp_path: Path) -> None:
    file = tmp_path / "plan.docx"
    rows = [(n, "环境整治", *row[2:]) for n, row in zip("12", ROWS[:2], strict=True)]
    file.write_bytes(table([HEAD, *rows]))
    tasks = [one.task for one in read(load(file)).commitments]
    assert tasks == ["改造管网；更新电梯", "挖潜道路空间"]


def test_a_bare_number_is_said_of_the_task_in_its_row() -> None:
    table = "重点任务\t年度目标\t责任单位\n举办就业招聘会\t不少于12场\t公共服务办\n实施民生微实事项目\t完成60个\t执法队"
    found = read(f"2026年工作计划\n{table}")
    assert [(one.value, one.key) for one in found.figures] == [
        (12, "job_fairs_held"), (60, "micro_projects_completed"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "head",
    [
        ("序号", "社区", "受理件数", "办结件数", "满意率", "排名", "备注"),
        ("", "任务", "", "", "", "", ""),
        HEAD[:1] * 7,
    ],
)
def test_any_other_table_promises_nothing(tmp_path: Path, head: tuple[str, ...]) -> None:
    file = tmp_path / "plan.docx"
    file.write_bytes(table([head, *ROWS]))
    assert read(load(file)).commitments == []


def test_a_row_that_tells_what_was_done_is_no_promise() -> None:
    table = (
        "重点任务\t年度目标\t完成情况\t责任单位\n新增停车位\t新增停车位80个\t新增停车位92个\t执法队\n"
        "老旧小区改造\t完成老旧小区改造9个\t\t城建办"
    )
    found = read(f"2026年工作台账\n{table}")
    assert [one.task for one in found.commitments] == ["老旧小区改造"]
    assert {(one.value, one.status) for one in found.figures} >= {(92, "result"), (9, "target")}


def test_what_follows_a_table_is_running_text_again() -> None:
    table = "重点任务\t年度目标\t责任单位\n新增停车位\t新增停车位80个\t执法队"
    found = read(f"2026年工作计划\n{table}\n一、城市治理\n6月底前建成文化公园。")
    assert [one.task for one in found.commitments] == ["新增停车位", "6月底前建成文化公园"]
