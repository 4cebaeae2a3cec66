"""Records from files: nothing half-loaded, nothing twice, every fault a sentence at its cell."""

import io
from typing import Any

import pytest
from openpyxl import Workbook

from jiedao.foundation.datasets.models import ImportRun
from jiedao.foundation.records.files import lines
from jiedao.foundation.records.files.lines import Lines
from jiedao.foundation.things.models import Thing
from jiedao.kernel.errors import Forbidden, Invalid
from jiedao.kernel.models import History
from tests.cast import SmallTown
from tests.foundation.records.files.sheet import (
    EAST,
    HEAD,
    counts,
    excel,
    faults,
    fig,
    load,
    many,
    report,
)


def test_a_sound_file_is_loaded_and_known_the_second_time(town: SmallTown) -> None:
    file = excel(*many(3), above=2)
    assert counts(load(town, file)) == (3, 3, 0, 0)
    assert counts(load(town, file)) == (3, 0, 3, 0)
    row = Thing.objects.get(code="GS-001")
    assert (row.title, row.attributes, str(row.day)) == (
        "大榕树",
        {"species": "榕树", "grade": "first", "age": 512, "girth": 310.5},
        "2024-03-05",
    )
    assert row.grid_id == town.places.grid_1.pk
    assert History.objects.filter(record_id=row.pk, verb="add").count() == 1


def test_with_faults_nothing_is_loaded_unless_wanted(town: SmallTown) -> None:
    file = excel(
        fig(), fig(编号="GS-002", 保护等级="特级"), fig(编号="GS-003", 位置="2,3", 树名="")
    )
    run = load(town, file)
    assert counts(run) == (3, 0, 0, 3)
    assert run.held == 1
    assert not Thing.objects.exists()
    assert faults(run) == [(3, "保护等级", "特级"), (4, "树名", "")]
    assert report(run)[1][:3] == (3, "保护等级", "特级")
    assert "一级" in report(run)[1][3]
    assert counts(load(town, file, partial=True)) == (3, 1, 0, 2)
    assert Thing.objects.get().code == "GS-001"


def test_the_rights_are_those_of_the_form(town: SmallTown) -> None:
    file = excel(fig(), fig(编号="GS-002", 位置=EAST))
    with pytest.raises(Forbidden):
        load(town, file, town.reader)
    run = load(town, file, town.clerk_west, partial=True)
    assert counts(run) == (2, 1, 0, 1)
    assert faults(run) == [(3, "社区或网格", "")]
    assert counts(load(town, file, town.clerk_east, partial=True)) == (2, 1, 0, 1)


def test_a_point_outside_the_town_is_a_fault_of_its_cell(town: SmallTown) -> None:
    run = load(town, excel(fig(位置="113.0，23.0")))
    assert faults(run) == [(2, "位置", "113.0，23.0")]


@pytest.mark.slow
@pytest.mark.both
def test_an_interrupted_import_continues(town: SmallTown, monkeypatch: pytest.MonkeyPatch) -> None:
    file, calls = excel(*many(1200)), []
    take = Lines.take

    def stop(self: Lines, rows: Any) -> Any:
        calls.append(self.write)
        if self.write and sum(calls) == 2:
            raise KeyboardInterrupt
        return take(self, rows)

    with monkeypatch.context() as patch:
        patch.setattr(lines.Lines, "take", stop)
        with pytest.raises(KeyboardInterrupt):
            load(town, file)
    assert Thing.objects.count() == 500
    run = load(town, file)
    assert counts(run) == (1200, 1200, 0, 0)
    assert ImportRun.objects.count() == 1
    assert Thing.objects.count() == 1200


def test_rows_without_a_key_are_known_by_their_file(town: SmallTown) -> None:
    file = excel(fig(编号=""), fig(编号="—"))
    assert counts(load(town, file)) == (2, 2, 0, 0)
    assert counts(load(town, file)) == (2, 0, 2, 0)
    assert counts(load(town, excel(fig(编号=""), fig(编号="—"), above=1))) == (2, 2, 0, 0)


def test_a_key_twice_with_other_words_is_refused(town: SmallTown) -> None:
    run = load(town, excel(fig(), fig(), fig(树种="樟树")))
    assert faults(run) == [(4, "编号", "GS-001")]
    assert "第 2 行" in run.rejections.get().sentence


def test_update_changes_what_the_file_says(town: SmallTown) -> None:
    load(town, excel(*many(3)))
    file = excel(["GS-000", "二级", ""], ["GS-001", "一级", 600], ["GS-009", "一级", 1],
                 head=("编号", "保护等级", "估测树龄"))  # fmt: skip
    with pytest.raises(Invalid, match="树名、树种"):
        load(town, file)
    run = load(town, file, update=True, partial=True)
    assert counts(run) == (3, 0, 2, 1)
    assert run.changed == 2
    assert {fault[1] for fault in faults(run)} == {"树名", "树种"}
    first, second, third = Thing.objects.order_by("code")
    assert (first.attributes["grade"], first.attributes["age"], first.version) == ("second", 512, 2)
    assert second.attributes["age"] == 600
    assert third.version == 1
    line = History.objects.get(record_id=first.pk, verb="edit")
    assert line.changes["grade"] == ["first", "second"]
    again = load(town, file, update=True, partial=True)
    assert (counts(again), again.changed) == ((3, 0, 2, 1), 0)


def test_update_is_refused_like_an_edit(town: SmallTown) -> None:
    load(town, excel(fig(), fig(编号="GS-002", 位置=EAST)))
    file = excel(["GS-001", 1], ["GS-002", 1], head=("编号", "估测树龄"))
    run = load(town, file, town.clerk_west, update=True)
    assert counts(run) == (2, 0, 0, 2)
    assert run.held == 1
    assert counts(load(town, file, town.clerk_west, update=True, partial=True)) == (2, 0, 1, 1)
    assert [row.attributes["age"] for row in Thing.objects.order_by("code")] == [1, 512]


def test_headings_in_other_dress(town: SmallTown) -> None:
    head = (
        "Name",
        "Code *",
        "树 种（必填）",
        "保护等级：",
        "估测树龄（年）",
        "胸围（米）",
        "经度",
        "纬度",
        "备注",
    )
    row = ("古樟", "１２", "樟树", "First grade", "３２０年", "3.2", "114.305", 22.705, "无关")
    run = load(town, excel(row, head=head))
    assert counts(run) == (1, 1, 0, 0)
    assert run.mapping["unused"] == ["备注"]
    tree = Thing.objects.get()
    assert tree.attributes == {"species": "樟树", "grade": "first", "age": 320, "girth": 320.0}
    assert (tree.lon, tree.lat) == (114.305, 22.705)


def test_merged_headings(town: SmallTown) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["古树普查表"])
    sheet.append(["树名", "编号", "树种", "保护等级", "位置", None])
    sheet.append([None, None, None, None, "经度", "纬度"])
    sheet.append(["古樟", "1", "樟树", "一级", 114.305, 22.705])
    for column in "ABCD":
        sheet.merge_cells(f"{column}2:{column}3")
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("E2:F2")
    target = io.BytesIO()
    book.save(target)
    assert counts(load(town, target)) == (1, 1, 0, 0)
    assert Thing.objects.get().lon == 114.305


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        (("树名", "Name", "编号", "树种", "保护等级"), "请只留一列"),
        (("树名", "编号", "树种", "保护等级", "胸围（亩）"), "不能换算"),
        (("树名", "编号", "位置"), "树种、保护等级"),
        (("姓名", "电话"), "没有找到表头行"),
    ],
)
def test_headings_that_are_refused(town: SmallTown, head: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        load(town, excel(["x"] * len(head), head=head))
    assert not ImportRun.objects.exists()


def test_csv_in_the_offices_encoding(town: SmallTown) -> None:
    text = "\n".join(
        ",".join(str(cell).replace(",", "，") for cell in row) for row in (HEAD, fig())
    )
    assert counts(load(town, io.BytesIO(text.encode("gb18030")))) == (1, 1, 0, 0)
