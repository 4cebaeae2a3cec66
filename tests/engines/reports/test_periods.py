"""The period of a report: as people write it, begun, and over or under way."""

from pathlib import Path

import pytest

from jiedao.engines.reports.models import Report
from jiedao.engines.reports.periods import asked, require_begun, under_way, usual
from jiedao.kernel.errors import Invalid
from tests.cast import SmallTown
from tests.conformance.desk import body, browser
from tests.engines.reports.desk import appoint, checks, on
from tests.engines.reports.test_write_command import run


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2024", "2024"),
        ("2024年", "2024"),
        ("2024年度", "2024"),
        (" ２０２４ｈ１ ", "2024H1"),
        ("2024年上半年", "2024H1"),
        ("2024下半年", "2024H2"),
        ("2024年第三季度", "2024Q3"),
        ("2024年3季度", "2024Q3"),
        ("2024年5月", "2024-05"),
        ("2024年1—5月", "2024-01..2024-05"),
        ("2024年1月至5月", "2024-01..2024-05"),
        ("2024-01..2024-05", "2024-01..2024-05"),
    ],
)
def test_a_period_as_people_write_it(text: str, key: str) -> None:
    assert asked(text).key == key


@pytest.mark.parametrize("text", ["去年", "2024年第五季度", "2024年13月", "2024年下", ""])
def test_what_is_no_period_is_refused_with_examples(text: str) -> None:
    with pytest.raises(Invalid, match="2026H1"):
        asked(text)


def test_a_period_that_has_not_begun_is_refused_and_one_under_way_warned_of() -> None:
    with on(2024, 5, 6):
        with pytest.raises(Invalid, match="2024年下半年还没有开始（2024-07-01 起）"):
            require_begun(asked("2024H2"))
        require_begun(asked("2024H1"))
        assert "2024年上半年还没有结束：数字只到今天（2024-05-06）" in under_way(asked("2024H1"))
        assert under_way(asked("2024Q1")) == ""
    with on(2024, 7, 1):
        require_begun(asked("2024H2"))


def test_what_is_usual_has_begun() -> None:
    for month, first in ((1, "2023"), (5, "2023"), (7, "2024H1"), (11, "2024")):
        with on(2024, month, 6):
            found = usual()
            assert found[0].key == first
            assert len(set(found)) == len(found)
            for one in found:
                require_begun(one)


def test_the_command_refuses_what_lies_ahead(town: SmallTown, tmp_path: Path) -> None:
    checks(town, 2024, "s")
    out = tmp_path / "总结.txt"
    with on(2024, 5, 8):
        code, text = run(
            "report", "write", "--period", "2025", "--town", "small", "--out", str(out)
        )
        assert code == 1
        assert "2025年还没有开始" in text
        assert not out.exists()
        code, text = run(
            "report", "write", "--period", "2024", "--town", "small", "--out", str(out)
        )
        assert code == 0
        assert "2024年还没有结束" in text
        assert out.exists()


def test_a_mistyped_period_comes_back_as_the_form(town: SmallTown) -> None:
    client = browser(appoint(town)[0])
    with on(2024, 5, 8):
        page = client.get("/reports/new/?period=2024X")
        assert page.status_code == 422
        assert "看不懂时期“2024X”" in body(page)
        assert 'value="2024X"' in body(page)
        assert "常用" in body(page)
        ahead = client.post("/reports/new/", {"period": "2024年下半年"})
        assert "还没有开始" in body(ahead)
        assert not Report.objects.exists()
        assert client.post("/reports/new/", {"period": "2024年上半年"}).status_code == 303
    assert Report.objects.get().period == "2024H1"
