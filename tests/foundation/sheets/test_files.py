"""Reading and writing files: encodings, compression, broken files, formulas."""

# ruff: noqa: DTZ001 - cells hold wall clocks without a zone

import contextlib
import gzip
import io
import tracemalloc
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiedao.foundation.sheets.cells import Raw
from jiedao.foundation.sheets.readers import open_table
from jiedao.foundation.sheets.writers import write_table
from jiedao.kernel.errors import Invalid, TooLarge

LINES = '编号,内容\r\n1,积水\r\n,\r\n2,"噪音\r\n很大"\r\n'


def read(source: Path | io.BytesIO, known: Sequence[str] = ()) -> list[tuple[int, tuple[Raw, ...]]]:
    with open_table(source, known) as table:
        return [(row.number, row.cells) for row in table.rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("packed", [False, True])
def test_text_in_every_encoding(tmp_path: Path, encoding: str, packed: bool) -> None:
    content = LINES.encode(encoding)
    path = tmp_path / "file"
    path.write_bytes(gzip.compress(content) if packed else content)
    with open_table(path) as table:
        assert table.names == ("编号", "内容")
        rows = list(table.rows())
    assert [(row.number, row["编号"], row["内容"]) for row in rows] == [
        (2, "1", "积水"),
        (4, "2", "噪音\r\n很大"),
    ]


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_other_delimiters(mark: str) -> None:
    rows = read(io.BytesIO(LINES.replace(",", mark).encode()))
    assert rows[0] == (2, ("1", "积水"))


def test_rows_can_be_skipped_and_short_rows_have_nothing_there() -> None:
    file = io.BytesIO("甲,乙\n1\n2,b\n3,c,多余\n".encode())
    with open_table(file) as table:
        rows = list(table.rows(skip=1))
    assert [row["甲"] for row in rows] == ["2", "3"]
    with open_table(file) as table:
        assert next(table.rows())["乙"] is None
    with open_table(file) as table, pytest.raises(KeyError):
        next(table.rows())["丙"]


def test_excel_with_a_title_dates_and_several_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["说明", "请看第二张"])
    sheet = book.create_sheet("数据")
    sheet.append(["某市一览"])
    sheet.append(["编号", "时间", "是否"])
    sheet.append([1, datetime(2019, 2, 28, 11, 25, 5), True])
    sheet.append([2, "2019/2/28 11:25:05", None])
    path = tmp_path / "book.xlsx"
    book.save(path)
    rows = read(path, ["编号", "时间"])
    assert rows == [
        (3, (1, datetime(2019, 2, 28, 11, 25, 5), True)),
        (4, (2, "2019/2/28 11:25:05")),
    ]
    with pytest.raises(Invalid), open_table(path, sheet="没有"):
        pass


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        (b"PK\x03\x04 not really", "broken_excel"),
        (b"\x1f\x8b\x08 broken", "broken_gzip"),
        (gzip.compress(LINES.encode(), mtime=0)[:-9], "broken_gzip"),
        (b"\xff\xfe\xfd\xfc" + b"\x80\xff" * 9, ""),
        (b"\n\n\n", "no_header"),
        ("甲,乙\n1,2\n".encode(), "no_header"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read(io.BytesIO(content), ["编号", "时间"])
    assert refusal.value.sentence
    assert not code or refusal.value.code == code


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="没有"):
        read(tmp_path / "没有.csv")


def test_a_quote_that_never_ends() -> None:
    with pytest.raises(Invalid) as refusal:
        read(io.BytesIO(b'a,b\n1,"' + b"x" * 11_000_100))
    assert refusal.value.code == "broken_csv"


def test_bombs_are_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 120_000_000)
    with pytest.raises(TooLarge):
        read(bomb)
    monkeypatch.setattr("jiedao.foundation.sheets.files.MAX_UNPACKED", 1000)
    with pytest.raises(TooLarge):
        read(io.BytesIO(gzip.compress(b"a,b\n" * 2_000_000)))


def test_formulas_stay_text() -> None:
    rows = [["=1+1", "+86 755", "-5", "@x", "\t=2", -5, "平安"]]
    excel, plain = io.BytesIO(), io.BytesIO()
    write_table(excel, list("abcdefg"), rows)
    write_table(plain, list("abcdefg"), rows, form="csv")
    assert read(excel) == [(2, ("=1+1", "+86 755", "-5", "@x", "\t=2", -5, "平安"))]
    assert plain.getvalue().decode("utf-8-sig").splitlines()[1] == (
        "'=1+1,'+86 755,'-5,'@x,'\t=2,-5,平安"
    )
    excel.seek(0)
    sheet = openpyxl.load_workbook(excel).active
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].quotePrefix


def test_values_come_back_as_they_were() -> None:
    moment = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    rows: list[list[Raw]] = [[moment, date(2026, 3, 2), 3, 2.5, True, None, "<a & 'b'>\n"]]
    excel, plain = io.BytesIO(), io.BytesIO()
    assert write_table(excel, list("abcdefg"), rows, widths=[20, 12]) == 1
    write_table(plain, list("abcdefg"), rows, form="csv")
    wall = datetime(2026, 3, 2, 9, 0)
    assert read(excel) == [(2, (wall, datetime(2026, 3, 2), 3, 2.5, "是", None, "<a & 'b'>\n"))]
    assert read(plain) == [
        (2, ("2026-03-02 09:00:00", "2026-03-02", "3", "2.5", "是", "", "<a & 'b'>\n"))
    ]


def test_many_rows_go_on_to_a_further_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jiedao.foundation.sheets.writers._ROWS_OF_A_SHEET", 10)
    file = io.BytesIO()
    write_table(file, ["n"], ([n] for n in range(25)))
    file.seek(0)
    book = openpyxl.load_workbook(file)
    values = [row[0] for sheet in book for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert values == list(range(25))
    assert [sheet["A1"].value for sheet in book] == ["n"] * 3


def test_a_text_that_excel_cannot_hold_is_cut_and_says_so() -> None:
    file = io.BytesIO()
    write_table(file, ["a"], [["长" * 40_000]])
    value = str(read(file)[0][1][0])
    assert len(value) == 32_767
    assert value.endswith("已截断）")


def test_writing_needs_no_more_memory_for_more_rows(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        tracemalloc.start()
        write_table(tmp_path / "a.xlsx", ["a", "b"], (["内容" * 20, n] for n in range(rows)))
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(12_000) < peak(3_000) * 1.5 + 500_000


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), min_size=1, max_size=5))
def test_any_text_comes_back_from_excel_but_what_xml_cannot_hold(rows: list[list[str]]) -> None:
    file = io.BytesIO()
    write_table(file, ["一", "二"], [["#", *row] for row in rows])
    file.seek(0)
    for cells, row in zip(
        openpyxl.load_workbook(file).active.iter_rows(min_row=2, values_only=True),
        rows,
        strict=True,
    ):
        for value, text in zip(cells[1:], row, strict=True):
            clean = "".join(
                c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff")
            )
            assert (value or "").replace("\r\n", "\n") == clean.replace("\r\n", "\n")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_refusal(content: bytes) -> None:
    with contextlib.suppress(Invalid, TooLarge):
        read(io.BytesIO(content), ["编号"])


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("", "Sheet1"),
        ("民生诉求", "民生诉求"),
        ("a/b: [c]&d'", "a b c &d"),
        ("长" * 40, "长" * 31),
    ],
)
def test_a_sheet_is_called_by_its_title(title: str, name: str) -> None:
    file = io.BytesIO()
    write_table(file, ("数",), [(1,)], title=title)
    assert openpyxl.load_workbook(io.BytesIO(file.getvalue())).sheetnames == [name]
