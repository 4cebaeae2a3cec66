"""Reports out of files: formats, encodings, and a sentence for what cannot be read."""

import io
import zipfile
from pathlib import Path

import docx
import pytest

from jiedao.engines.reports.reading import load, read
from jiedao.engines.reports.reading.loading import MAX_BYTES, MAX_CHARACTERS
from jiedao.kernel.errors import Refused

TEXT = "全年建成公园3个，新增停车位120个。\r\n举办活动40余场。"


def written(folder: Path, name: str, body: bytes) -> Path:
    path = folder / name
    path.write_bytes(body)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk", "utf-16"])
def test_text_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    text = load(written(tmp_path, "报告.txt", TEXT.encode(encoding)))
    assert text == TEXT
    assert [figure.value for figure in read(text).figures] == [3, 120, 40]


def test_word_in_the_order_of_the_document(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("一、工作总结")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "公园"
    table.cell(0, 1).text = "3个"
    document.add_paragraph("新增停车位120个。")
    document.save(str(tmp_path / "a.docx"))
    assert load(tmp_path / "a.docx") == "一、工作总结\n公园\t3个\n新增停车位120个。"


def test_a_web_page_in_the_order_of_the_page(tmp_path: Path) -> None:
    page = (
        "<!DOCTYPE html><html><head><title>标题</title><style>p{}</style></head><body><nav>首页</nav>"
        "<div><p>建成<b>公园</b>3个，\n增长&nbsp;5%。</p><script>var a='9个';</script><p>新增<br/>学位</p>"
        "</div></body></html>"
    )
    for name, encoding in (("a.html", "utf-8"), ("没有后缀", "gb18030")):
        text = load(written(tmp_path, name, page.encode(encoding)))
        assert text == "首页\n建成公园3个， 增长 5%。\n新增\n学位"


def _zip(**parts: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("空.txt", b"", "empty"),
        ("空白.txt", b" \r\n\t ", "empty"),
        ("全角空白.txt", "\u3000\u3000".encode(), "no_text"),
        ("空页.html", b"<html><body><script>1</script></body></html>", "no_text"),
        ("扫描.pdf", b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        ("改名.txt", b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        ("照片.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "picture"),
        ("照片.jpg", b"\xff\xd8\xff\xe0" + bytes(64), "picture"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "old_word"),
        ("程序.txt", b"\x7fELF" + bytes(range(256)) * 4, "bad_encoding"),
        ("坏.docx", b"PK\x03\x04" + b"\x00" * 50, "broken_word"),
        ("表.docx", _zip(xl__workbook_xml="<a/>"), "not_word"),
        ("坏文档.docx", _zip(**{"word/document.xml": "<a>"}), "broken_word"),
        ("长.txt", "建".encode() * (MAX_CHARACTERS + 1), "long_text"),
        ("巨大.txt", b"a" * (MAX_BYTES + 1), "too_large"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(
    tmp_path: Path, name: str, body: bytes, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        load(written(tmp_path, name, body))
    assert refused.value.code == code
    assert name in refused.value.sentence
    assert refused.value.sentence.endswith("。")


def test_a_cut_word_file_is_broken(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("全年建成公园3个。" * 200)
    document.save(str(tmp_path / "a.docx"))
    whole = (tmp_path / "a.docx").read_bytes()
    with pytest.raises(Refused) as refused:
        load(written(tmp_path, "b.docx", whole[: len(whole) // 2]))
    assert refused.value.code == "broken_word"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="打不开"):
        load(tmp_path / "没有.txt")
