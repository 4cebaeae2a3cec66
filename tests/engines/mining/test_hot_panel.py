"""The command centre's panel and layer of classes of matters."""

import json
from collections.abc import Iterator

import pytest

from jiedao.centre import drawing
from jiedao.engines.mining.matters import acts, early
from jiedao.engines.mining.matters.layers import discs
from jiedao.engines.mining.matters.words import KIND
from jiedao.foundation.staff.reach import actor_of, reach_of
from jiedao.kernel import registry, sharing
from tests.cases_pages.conftest import browser
from tests.cast import SmallTown
from tests.centre.conftest import panels
from tests.engines.cases.desk import at, reported
from tests.engines.mining.crowd import crowd, long_ago, person, regrouped, the_class

pytestmark = [pytest.mark.data, pytest.mark.whole]
PANEL = "mining.hot"


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    sharing.forget()
    drawing.forget()
    yield
    drawing.forget()


def test_the_panel_shows_the_hottest_and_opens_them(town: SmallTown) -> None:
    matter, _desks = the_class(town)
    with at(days=1):
        html = panels(town.leader, PANEL)[PANEL]["html"]
        unseen = panels(town.reader, PANEL)
    assert matter.title in html
    assert f'href="/matters/{matter.number}/" data-drill' in html
    assert "新出现 · 本周 4 件，平常每周 0.0 件" in html
    assert PANEL not in unseen


def test_the_panel_changes_with_what_is_regrouped_or_dismissed(town: SmallTown) -> None:
    matter, _desks = the_class(town)
    assert registry.panels.get(PANEL).live == (KIND,)
    with at(days=2):
        crowd(town, 1, first=4, days=2)
    regrouped(town, days=3)
    with at(days=3):
        assert "本周 5 件" in panels(town.leader, PANEL)[PANEL]["html"]
        acts.dismiss(town.id, matter.number, "不同的站", actor=actor_of(town.leader))
        assert f"/matters/{matter.number}/" not in panels(town.leader, PANEL)[PANEL]["html"]


def test_a_signal_leads_the_panel(town: SmallTown) -> None:
    long_ago(town)
    matter, _desks = the_class(town, 5)
    with at(days=1):
        early.look(town.id)
        html = panels(town.leader, PANEL)[PANEL]["html"]
    assert "信号：噪音扰民 · 西岭第一网格" in html
    assert "7 天 5 件，平常 0 件；负二项检验，误报率≤5%" in html
    assert html.index("信号") < html.index(f"/matters/{matter.number}/")


def test_the_panel_stands_on_the_screens_of_those_who_may_see_it(town: SmallTown) -> None:
    with at():
        assert f'data-panel="{PANEL}"' in browser(town.leader).get("/centre/")
        assert f'data-panel="{PANEL}"' not in browser(town.unit_lead).get("/centre/")


def test_the_layer_draws_a_disc_as_large_as_the_heat(town: SmallTown) -> None:
    the_class(town, 5)
    with at():
        for number in range(3):
            reported(
                town, f"码头停车场收费太高，乱收停车费第{number}回", longitude=114.335,
                **person(20 + number),
            )  # fmt: skip
    hot, cool = regrouped(town)
    reach = reach_of(town.leader)
    drawn = {one["properties"]["url"]: one for one in discs(reach)}
    sizes = [_width(drawn[f"/matters/{one.number}/"]) for one in (hot, cool)]
    assert sizes[0] > sizes[1]
    assert drawn[f"/matters/{hot.number}/"]["properties"]["tone"] == "amber"
    west = list(discs(reach, (114.30, 22.70, 114.32, 22.72)))
    assert [one["properties"]["label"] for one in west] == ["5"]
    assert list(discs(reach_of(town.handler))) == []


def _width(feature: dict[str, object]) -> float:
    ring = feature["geometry"]["coordinates"][0]  # type: ignore[index]
    return max(lon for lon, _lat in ring) - min(lon for lon, _lat in ring)


def test_the_screen_takes_the_layer(town: SmallTown) -> None:
    matter, _desks = the_class(town)
    with at(days=1):
        page = browser(town.leader)
        assert 'data-layer="mining.hot"' in page.get("/centre/")
        url = "/centre/layers/?layer=mining.hot&tiles="
        found = json.loads(page.get(url + "14/13394/7129,14/13394/7130,14/13394/7131"))
        other = json.loads(browser(town.reader).get(url))
    (shape,) = found["mining.hot"]["shapes"]
    assert shape["properties"]["url"] == f"/matters/{matter.number}/"
    assert found["mining.hot"]["tones"] == {"amber": 1}
    assert other == {}
