"""What the pages of figures say of periods and units."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from jiedao.engines.indicators.periods import Period, words_of
from jiedao.engines.indicators.saying import said, said_published
from jiedao.engines.mirror import source
from jiedao.kernel import clock
from jiedao.kernel.formulas import count
from tests.cast import SmallTown
from tests.conformance.desk import body, browser
from tests.engines.cases.desk import at, reported
from tests.engines.indicators.tables import indicator


@pytest.mark.parametrize(
    "key", ["2026", "2026H1", "2026H2", "2026Q3", "2026-05", "2026-01..2026-05"]
)
def test_what_is_shown_can_be_written(key: str) -> None:
    period = Period.parse(key)
    assert "年" in period.written
    assert Period.parse(period.written) == period
    assert words_of(key) == period.title


def test_words_of_what_is_no_period() -> None:
    assert words_of("2026X9") == "2026X9"
    assert words_of("2026..2025") == "2026..2025"


def test_units_of_ten_thousand_keep_their_digits() -> None:
    assert said(1.2345, "万宗") == "1.23 万宗"
    assert said(123.456, "万元") == "123.46 万元"
    assert said(12.0, "万宗") == "12 万宗"
    assert said(0.2385, "万宗") == "2,385 宗"
    assert said(0.0, "万宗") == "0 宗"
    assert said(0.25, "亿元") == "2,500 万元"


def test_a_place_is_said_in_words_and_has_a_unit_of_its_own() -> None:
    one = indicator(count(), compare="rank", value_unit="件")
    assert said_published(one, 3.0) == "历年第 3 位"
    assert one.own_unit == "件"


def test_a_mistyped_period_is_asked_for_again(town: SmallTown) -> None:
    client = browser(town.supervisor)
    answer = client.get("/figures/requests_handled/?period=2026X9&level=grid")
    page = body(answer)
    assert answer.status_code == 422
    assert 'value="2026X9"' in page
    assert '<input type="hidden" name="level" value="grid">' in page
    assert "2026H1" in page
    answer = client.get("/figures/requests_handled/?period=2026年上半年&level=grid")
    assert answer.status_code == 200
    assert "2026年上半年" in body(answer)


def test_a_file_says_in_words_what_it_holds(town: SmallTown) -> None:
    answer = browser(town.supervisor).get("/figures/export.csv?period=2026H1")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "2026年上半年" in text
    assert "结果" in text
    assert ",result," not in text
    assert "2026H1" not in text


def test_a_table_of_one_figure_says_where_nothing_happened(town: SmallTown) -> None:
    with at():
        reported(town, "第二处垃圾")
        source.fresh(town.id)
        year = clock.today().year
        url = f"/figures/requests_handled/export.xlsx?period={year}"
        answer = browser(town.supervisor).get(url)
        months = clock.today().month
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == ["民意速办受理（办理）件数"]
    rows = list(book.active.values)[1:]
    assert len({row[1] for row in rows} & {"东港社区", "西岭社区"}) == 2
    assert len({row[0] for row in rows}) == months
    assert {row[2] for row in rows} == {0, 1}


def test_what_lies_in_no_area_is_on_no_map_and_breaks_none(town: SmallTown) -> None:
    with at():
        reported(town, "没有写地点的一件事", longitude=None, latitude=None)
        reported(town, "第二处垃圾")
        source.fresh(town.id)
        answer = browser(town.supervisor).get("/figures/requests_handled/map.json?period=2026")
    assert answer.status_code == 200
    values = [one["properties"]["value"] for one in answer.json()["features"]]
    assert sorted(values) == [0, 1]


def test_of_a_time_to_come_nothing_is_counted(town: SmallTown) -> None:
    with at():
        page = body(browser(town.supervisor).get("/figures/?period=2030"))
    assert "2030年还没有开始" in page
    assert "figure-value" not in page
