"""An indicator is chosen by its title, and its key is kept."""

import pytest

from jiedao.applications.plan.goals import line_of
from jiedao.applications.plan.kinds import FACT
from jiedao.applications.plan.names import TASK
from jiedao.engines.indicators.models import Fact
from jiedao.kernel.errors import Invalid
from tests.cast import SmallTown
from tests.conformance.desk import body, browser

GIVEN = {
    "field": "economy", "day": "2025-12-31", "value": "900", "issued_by": "区统计局",
    "source_title": "统计公报", "source_number": "2025-1", "source_date": "2026-01-05",
}  # fmt: skip


def test_it_is_offered_by_its_title(town: SmallTown) -> None:
    desk = browser(town.dispatcher)
    found = desk.get("/r/suggest/indicator/", {"q": "生产总值"}).json()
    assert found[0] == {"value": "gdp", "text": "地区生产总值", "meta": "亿元"}
    assert desk.get("/r/suggest/indicator/", {"q": "gdp"}).json()[0]["value"] == "gdp"
    assert desk.get("/r/suggest/indicator/", {"q": "独角兽"}).json() == []
    assert desk.get("/r/suggest/unicorn/", {"q": "独"}).status_code == 404
    for kind in (FACT, TASK):
        page = body(desk.get(f"/r/{kind}/new/"))
        assert 'data-suggest="/r/suggest/indicator/"' in page
        assert "指标代号" not in page


def test_its_key_is_kept_and_its_title_shown(town: SmallTown) -> None:
    desk = browser(town.dispatcher)
    wrong = desk.post(f"/r/{FACT}/new/", GIVEN | {"indicator_text": "独角兽数", "indicator": ""})
    assert wrong.status_code == 422
    assert "没有找到“独角兽数”，请从列表中选择" in body(wrong)
    # Typed in full and not picked, as without scripts.
    typed = desk.post(
        f"/r/{FACT}/new/", GIVEN | {"indicator_text": "地区生产总值", "indicator": ""}
    )
    assert typed.status_code == 303
    fact = Fact.objects.get()
    assert (fact.indicator, fact.title, fact.value_unit) == ("gdp", "地区生产总值", "亿元")
    page = body(desk.get(typed["Location"]))
    assert "<dd>gdp</dd>" not in page
    form = body(desk.get(f"/r/{FACT}/{fact.number}/edit/"))
    assert 'name="indicator_text" value="地区生产总值"' in form
    assert 'name="indicator" value="gdp"' in form
    emptied = desk.post(
        f"/r/{FACT}/{fact.number}/edit/",
        GIVEN
        | {"version": fact.version, "title": "总值", "value_unit": "亿元", "indicator_text": ""},
    )
    assert emptied.status_code == 303
    fact.refresh_from_db()
    assert fact.indicator == ""


def test_a_line_of_further_targets_may_name_it() -> None:
    assert line_of("地区生产总值 >= 900 亿元").key == "gdp"
    assert line_of("gdp >= 900").key == "gdp"
    with pytest.raises(Invalid, match="没有指标“独角兽数”"):
        line_of("独角兽数 >= 9 个")
