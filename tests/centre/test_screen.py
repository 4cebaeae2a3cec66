"""The screen: who may open it, what its panels count, how a post arranges it."""

import json
from dataclasses import replace
from typing import Any

import pytest

from jiedao.applications.command.tests.room import flooded
from jiedao.centre import layouts
from jiedao.engines.cases.actions.making import make_move
from jiedao.engines.cases.layers import open_cases
from jiedao.engines.cases.panels import feed, tones
from jiedao.engines.mirror import source
from jiedao.foundation.staff.reach import actor_of, reach_of
from jiedao.kernel import registry
from jiedao.kernel.models import History
from tests.cases_pages.conftest import browser
from tests.cast import SmallTown
from tests.centre.conftest import panels
from tests.engines.cases.desk import MONDAY, at, reported

pytestmark = pytest.mark.data


def test_only_who_holds_the_right_opens_the_screen(town: SmallTown) -> None:
    assert "data-centre" in browser(town.leader).get("/centre/")
    for other in (town.handler, town.nobody, town.admin):
        opened = browser(other)
        assert "data-centre" not in opened.get("/centre/")
        assert opened.status == 403
    assert browser(None).get("/centre/") == ""  # sent to sign in


def test_the_pulse_counts_today_and_compares_with_the_same_weekday(town: SmallTown) -> None:
    for week in (1, 2):
        with at(days=-7 * week):
            reported(town, f"第 {week} 周前的垃圾")
    with at():
        reported(town)
        reported(town, "第二处垃圾")
    with at(hours=1):
        pulse = panels(town.dispatcher, "cases.pulse")["cases.pulse"]["html"]
    assert "<b>2</b>" in pulse
    assert "通常 1" in pulse
    assert f"reported_from={MONDAY.date()}" in pulse


def test_what_is_late_is_red_for_those_in_whose_reach_it_lies(town: SmallTown) -> None:
    with at():
        reported(town)
    with at(days=20):
        seen = panels(town.clerk_west, "cases.units", "cases.grids", "cases.tones")
        unseen = panels(town.clerk_east, "cases.units", "cases.tones")
    assert "城管科" in seen["cases.units"]["html"]
    assert "tone=red" in seen["cases.tones"]["html"]
    assert "城管科" not in unseen["cases.units"]["html"]
    assert "没有单位有超期" in unseen["cases.units"]["html"]


def test_the_panel_counts_as_the_map_does_what_has_no_limit(town: SmallTown) -> None:
    """Its first report made, no clock runs of an emergency: it is neither in time nor late."""
    with at():
        case, desk = flooded(town), reported(town)
        who, said = actor_of(town.dispatcher), {"note": "区应急局值班室"}
        make_move(town.id, case.number, "report_up", said, actor=who)
        reach = reach_of(town.leader)
        shown = {part.tone: part.value for part in tones(reach).parts if part.value}
        drawn = open_cases(case.kind, desk.case.kind).points(reach).tones()
        listed = browser(town.leader).get("/cases/?tone=neutral")
    assert shown == drawn == {"green": 1, "neutral": 1}
    assert case.number in listed
    assert desk.number not in listed


def test_the_feed_tells_what_has_just_happened(town: SmallTown) -> None:
    with at():
        desk = reported(town)
        desk.to_handling()
        lines = panels(town.leader, "cases.feed")["cases.feed"]["html"]
        elsewhere = panels(town.clerk_east, "cases.feed")["cases.feed"]["html"]
    assert lines.index("签收：") < lines.index("上报：")
    assert f"/cases/{desk.number}/" in lines
    assert desk.number not in elsewhere


def test_an_emergency_leads_the_feed_with_what_it_is_and_where(town: SmallTown) -> None:
    with at():
        case = flooded(town)
        reported(town, "后来的垃圾")
        lines = panels(town.dispatcher, "cases.feed")["cases.feed"]["html"]
    assert f'data-urgent="{case.number}"' in lines
    assert lines.index("自然灾害：上报") < lines.index("上报：")
    assert 'data-sieve="urgent"' in lines


def test_the_feed_says_which_lines_are_of_ones_own_unit(town: SmallTown) -> None:
    with at():
        reported(town).to_handling()
        mine, other = feed(reach_of(town.handler)), feed(reach_of(town.leader))
    assert {mark for line in mine.lines for mark in line.marks} == {"came", "work", "own"}
    assert {mark for line in other.lines for mark in line.marks} == {"came", "work"}


def test_what_is_as_the_screen_has_it_is_not_sent_again(town: SmallTown) -> None:
    opened = browser(town.leader)
    first = json.loads(opened.get("/centre/panels/?key=cases.tones"))["cases.tones"]
    again = opened.get(f"/centre/panels/?key=cases.tones&have=cases.tones:{first['tag']}")
    assert json.loads(again) == {}


def test_a_panel_that_fails_says_so_and_the_rest_lives(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_reach: Any) -> Any:
        raise ZeroDivisionError

    good = registry.panels.get("cases.pulse")
    monkeypatch.setitem(registry.panels._items, "cases.pulse", replace(good, query=broken))
    found = panels(town.leader, "cases.pulse", "cases.tones")
    assert "暂时算不出来" in found["cases.pulse"]["fault"]
    assert "tonebar" in found["cases.tones"]["html"]


def test_a_post_keeps_its_arrangement(town: SmallTown) -> None:
    opened = browser(town.dispatcher)
    wanted = [{"key": "cases.feed", "x": 0, "y": 0, "w": 12, "h": 4}]
    answer = opened.client.post("/centre/layout/", json.dumps(wanted), content_type="text/json")
    assert answer.json() == {"kept": 1}
    mine, other = opened.get("/centre/"), browser(town.leader).get("/centre/")
    assert 'gs-id="cases.feed"' in mine
    assert 'gs-id="cases.pulse"' not in mine
    assert 'gs-id="cases.pulse"' in other
    assert History.objects.filter(kind="post", verb="arranged").count() == 1
    opened.client.post("/centre/layout/", "[]", content_type="text/json")
    assert 'gs-id="cases.pulse"' in opened.get("/centre/")


@pytest.mark.parametrize("body", ["", "{", '[{"key": "x", "x": 99, "y": 0, "w": 1, "h": 1}]'])
def test_a_layout_that_is_none_is_refused_and_the_old_one_stays(town: SmallTown, body: str) -> None:
    opened = browser(town.dispatcher)
    answer = opened.client.post("/centre/layout/", body or "null", content_type="text/json")
    assert answer.status_code == 422
    assert 'gs-id="cases.pulse"' in opened.get("/centre/")


def test_what_may_not_be_seen_is_left_out_of_a_layout(town: SmallTown) -> None:
    reach = town.leader.reach
    kept = [{"key": "gone.panel", "x": 0, "y": 0, "w": 3, "h": 3},
            {"key": "cases.feed", "x": 3, "y": 0, "w": 3, "h": 3}]  # fmt: skip
    assert [one.key for one in layouts.layout_for(reach, kept)] == ["cases.feed"]
    declared = layouts.layout_for(reach, "nonsense")
    assert {"map", "cases.pulse"} <= {one.key for one in declared}


def test_a_panel_goes_out_as_a_file_that_says_who_took_it(town: SmallTown) -> None:
    opened = browser(town.leader)
    opened.get("/centre/panels/cases.tones/download/")
    assert opened.status == 200
    assert History.objects.filter(kind="export", actor_id=town.leader.pk).count() == 1
    assert "已超期" in opened.get("/centre/panels/cases.tones/table/")
    refused = browser(town.handler)
    refused.get("/centre/panels/cases.tones/download/")
    assert refused.status == 403


def test_a_list_in_the_drawer_shows_its_rows(town: SmallTown) -> None:
    with at():
        desk = reported(town)
    opened = browser(town.dispatcher)
    opened.last = opened.client.get("/cases/", headers={"HX-Request": "true", "HX-Target": "panel"})
    html = opened.last.content.decode()
    assert desk.number in html
    assert "打开完整列表" in html
    assert 'id="panel"' not in html


def test_every_figure_can_be_put_on_a_screen(town: SmallTown) -> None:
    with at():
        desk = reported(town)
        desk.to_closed()
        source.fresh(town.id)
        opened = browser(town.leader)
        assert 'data-add="figure.requests_handled"' in opened.get("/centre/")
        found = panels(town.leader, "figure.requests_handled")["figure.requests_handled"]["html"]
        unseen = panels(town.clerk_west, "figure.requests_handled")
    assert "2026 年 1 宗" in found
    assert "data-chart" in found
    assert unseen == {}
