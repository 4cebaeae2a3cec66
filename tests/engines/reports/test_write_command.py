"""``jiedao report write``: what it writes is read back by ``jiedao report read``."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from jiedao.config.cli.frame import _jiedao
from tests.cast import SmallTown
from tests.engines.reports.desk import checks, fact


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(_jiedao, list(arguments))
    return result.exit_code, result.output


OTHERS = [
    pytest.param(form, marks=[pytest.mark.slow, pytest.mark.both]) for form in ("html", "txt")
]


@pytest.mark.parametrize("form", ["docx", *OTHERS])
def test_what_is_written_is_read_back(town: SmallTown, tmp_path: Path, form: str) -> None:
    checks(town, 2024, "ssw")
    fact(town, indicator="gdp", value="328.1", rank=1, scope="district")
    out = tmp_path / f"总结.{form}"
    code, text = run("report", "write", "--period", "2024", "--town", "small", "--out", str(out))
    assert code == 0, text
    assert "6 个数据" in text
    code, text = run("report", "read", str(out))
    read = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    figures = {(one.get("value"), one.get("unit")) for one in read}
    assert (328.1, "亿元") in figures
    assert (3, "次") in figures


def test_another_ending_is_refused(town: SmallTown, tmp_path: Path) -> None:
    out = tmp_path / "总结.pdf"
    code, text = run("report", "write", "--period", "2024", "--town", "small", "--out", str(out))
    assert code == 1
    assert ".docx、.html 或 .txt" in text
    assert not out.exists()


def test_links_lead_to_the_records(town: SmallTown, tmp_path: Path) -> None:
    checks(town, 2024, "s")
    out = tmp_path / "总结.html"
    run("report", "write", "--period", "2024", "--town", "small", "--out", str(out),
        "--root", "https://office.example/")  # fmt: skip
    html = out.read_text(encoding="utf-8")
    assert 'href="https://office.example/figures/heritage_tree_checks/records/?period=2024"' in html
