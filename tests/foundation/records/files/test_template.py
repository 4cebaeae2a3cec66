"""The template: what is in it, and how one of another kind or version is told."""

import io

import pytest
from openpyxl import load_workbook

from jiedao.applications.heritage_trees.kinds import TREE
from jiedao.foundation.datasets.models import ImportRun
from jiedao.foundation.records.files import fields
from jiedao.foundation.records.files.mark import mark_of
from jiedao.foundation.records.files.workbook import template
from jiedao.foundation.records.schema import Schema, schema_of
from jiedao.kernel.errors import Invalid
from tests.cast import SmallTown
from tests.foundation.records.files.sample import works
from tests.foundation.records.files.sheet import counts, load

__all__ = ["works"]

ROW = {"树名*": "古樟", "编号": "007", "树种*": "樟树", "保护等级*": "二级", "经度": 114.305,
       "纬度": 22.705, "登记日期": "2024年3月5日"}  # fmt: skip


def filled(data: bytes) -> io.BytesIO:
    """The template with a row in it, saved by another program."""
    book = load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    head = [cell.value for cell in sheet[1]]
    sheet.append([ROW.get(title) for title in head])
    target = io.BytesIO()
    book.save(target)
    return target


def test_what_is_in_it() -> None:
    book = load_workbook(io.BytesIO(template(schema_of(TREE))))
    sheet, choices, help_ = book.worksheets
    head = {cell.value: cell for cell in sheet[1]}
    assert list(head)[:6] == [
        "树名*",
        "编号",
        "树种*",
        "保护等级*",
        "估测树龄（年）",
        "胸围（厘米）",
    ]
    assert "Grade" in head["保护等级*"].comment.text
    assert "一级、二级、三级" in head["保护等级*"].comment.text
    assert choices.sheet_state == "hidden"
    (rule,) = sheet.data_validations.dataValidation
    assert rule.formula1 == "选项!$D$1:$D$3"
    assert [cell.value for cell in choices["D"]] == ["一级", "二级", "三级"]
    lines = {row[0]: row for row in help_.iter_rows(values_only=True)}
    assert lines["责任单位"][1:] == ("Responsible unit", None, "引用", "填单位名称或编码")
    assert "单位：厘米" in lines["胸围"][4]


def test_a_filled_template_is_imported(town: SmallTown) -> None:
    run = load(town, filled(template(schema_of(TREE))))
    assert counts(run) == (1, 1, 0, 0)
    assert run.mapping["unused"] == []


def test_another_kinds_template_is_told(town: SmallTown, works: Schema) -> None:
    file = io.BytesIO(template(works))
    assert mark_of(file) == (works.kind.key, fields.version(works))
    with pytest.raises(Invalid, match="这是“小散工程”的模板，不能导入“古树”"):
        load(town, file)
    assert not ImportRun.objects.exists()


def test_an_older_template_is_told(town: SmallTown, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("jiedao.foundation.records.files.workbook.version", lambda _schema: "0" * 10)
        file = filled(template(schema_of(TREE)))
    with pytest.raises(Invalid, match="旧模板"):
        load(town, file)


def test_every_sort_of_field_has_a_column(works: Schema) -> None:
    sheet = load_workbook(io.BytesIO(template(works))).worksheets[0]
    head = [cell.value for cell in sheet[1]]
    assert {"风险", "投资额（元）", "已告知", "开工", "标签", "施工单位", "古树", "电话"} <= set(
        head
    )
    found = fields.find_columns(works, [str(title) for title in head])
    assert found.sources.keys() == {spec.name for spec in fields.fields(works)}
    assert (found.about, found.unused) == ("关于", ())
