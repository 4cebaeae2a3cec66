"""``jiedao import KIND FILE``: any kind is a command; its last line is JSON."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from jiedao.applications.heritage_trees.kinds import TREE
from jiedao.config.cli.frame import _jiedao
from jiedao.foundation.things.models import Thing
from tests.cast import SmallTown
from tests.foundation.records.files.sheet import excel, fig


@pytest.fixture
def file(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path
    path = tmp_path / "trees.xlsx"
    path.write_bytes(excel(fig(), fig(编号="GS-002", 保护等级="特级")).getvalue())
    return path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(_jiedao, ["import", *arguments])
    return result.exit_code, result.output


def test_a_file_with_faults(town: SmallTown, file: Path) -> None:
    code, text = run(TREE, str(file), "--town", "small", "--json")
    told = json.loads(text.splitlines()[-1])
    assert code == 0
    assert Path(told.pop("report")).exists()
    assert told == {"rows": 2, "created": 0, "known": 0, "rejected": 2, "changed": 0, "held": 1,
                    "faulty": 1}  # fmt: skip
    code, text = run(TREE, str(file), "--town", "small")
    assert "--partial" in text
    assert run(TREE, str(file), "--town", "small", "--partial")[0] == 0
    assert Thing.objects.count() == 1


def test_update(town: SmallTown, file: Path) -> None:
    run(TREE, str(file), "--town", "small", "--partial")
    file.write_bytes(excel(["GS-001", 700], head=("编号", "估测树龄")).getvalue())
    code, text = run(TREE, str(file), "--town", "small", "--update")
    assert (code, "更新 1" in text) == (0, True)
    assert Thing.objects.get().attributes["age"] == 700


def test_no_such_kind(town: SmallTown, file: Path) -> None:
    code, text = run("dragons", str(file), "--town", "small")
    assert code == 1
    assert "dragons" in text
