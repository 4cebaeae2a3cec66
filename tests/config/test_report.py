"""``jiedao report read``: JSON lines out, a sentence and an exit code for a file at fault."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from jiedao.config.cli.frame import _jiedao


def run(*arguments: str) -> Result:
    return CliRunner().invoke(_jiedao, ["report", "read", *arguments])


def test_a_report_is_read(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(
        "全年新增停车位120个。\n二、2025年工作计划\n打通春晖路，建成公园2个。", encoding="gb18030"
    )
    result = run(str(path))
    assert result.exit_code == 0, result.output
    lines = [json.loads(line) for line in result.output.splitlines()]
    assert [line["type"] for line in lines] == ["figure", "figure", "commitment", "commitment"]
    assert lines[0]["key"] == "parking_spaces_added"
    assert json.loads(run(str(path), "--format", "json").output) == lines


def test_a_file_at_fault_is_told(tmp_path: Path) -> None:
    path = tmp_path / "扫描.pdf"
    path.write_bytes(b"%PDF-1.4")
    result = run(str(path))
    assert result.exit_code == 1
    assert "PDF" in result.output
    assert "Traceback" not in result.output


def test_a_report_that_breaks_off_is_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "半份.txt"
    path.write_text("全年新增停车位120个，建成公", encoding="utf-8")
    result = run(str(path))
    assert result.exit_code == 1
    assert '"value": 120' in result.output
    assert "中断" in result.output
