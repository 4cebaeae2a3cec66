"""The portrait of a place: who answers, what is counted, as of any day, and for whom."""

from datetime import date

import pytest

from jiedao.engines.mirror import source
from jiedao.foundation.places.models import Area
from jiedao.foundation.staff.actions.posts import NewPost, add_posts
from jiedao.foundation.staff.models import Account
from jiedao.kernel.actors import SYSTEM
from tests.cases_pages.conftest import browser
from tests.cast import SmallTown
from tests.engines.cases.desk import MONDAY, at, reported

pytestmark = [pytest.mark.data, pytest.mark.slow, pytest.mark.both]


def registers(who: object, area: Area, on: str = "") -> str:
    opened = browser(who)  # type: ignore[arg-type]
    return opened.get(f"/centre/portrait/{area.pk}/registers/?on={on}")


def test_the_page_names_who_answers_for_the_area_and_those_around(town: SmallTown) -> None:
    page = browser(town.dispatcher).get(f"/centre/portrait/{town.places.grid_1.pk}/")
    assert "黄网格" in page
    assert page.index("黄网格") < page.index("罗社区")
    assert "谢社区" not in page
    stranger = browser(town.stranger)
    stranger.get(f"/centre/portrait/{town.places.grid_1.pk}/")
    assert stranger.status in (403, 404)
    handler = browser(town.handler)
    handler.get(f"/centre/portrait/{town.places.grid_1.pk}/")
    assert handler.status == 403


def test_a_click_on_the_ground_opens_the_portrait_of_what_is_seen_there(town: SmallTown) -> None:
    building = town.places.buildings[0]
    ground = f"/centre/portrait/here/?lon={building.lon}&lat={building.lat}"
    desk = browser(town.dispatcher)
    for level, name in (
        ("community", "西岭社区"), ("grid", "西岭第一网格"), ("building", building.name),
        ("", "西岭社区"),
    ):  # fmt: skip
        assert f"{name}</h1>" in desk.get(f"{ground}&level={level}")
    desk.get("/centre/portrait/here/?lon=0&lat=0&level=grid")
    assert desk.status == 404
    desk.get("/centre/portrait/here/?lon=nowhere&lat=0&level=grid")
    assert desk.status == 422
    desk.get("/centre/portrait/here/?lon=114.3&lat=95&level=building")
    assert desk.status == 404
    handler = browser(town.handler)
    handler.get(f"{ground}&level=grid")
    assert handler.status == 403


def test_heads_are_named_first_and_the_rest_on_request(town: SmallTown) -> None:
    names = list(Account.objects.filter(town=town.town).values_list("username", flat=True)[:14])
    titles = {names[-1]: "书记", names[-2]: "副主任"}
    code, role = town.units.west.code, town.roles["handler"].key
    news = [NewPost(name, code, role, titles.get(name, "专员")) for name in names]
    add_posts(town.id, news, actor=SYSTEM)
    page = browser(town.dispatcher).get(f"/centre/portrait/{town.places.west.pk}/")
    assert page.index("书记") < page.index("副主任") < page.index("专员")
    assert "另有" in page


def test_records_are_counted_as_they_stood_that_day(town: SmallTown) -> None:
    with at():
        desk = reported(town)
    with at(days=10):
        desk.to_closed()
        source.fresh(town.id)
        now = registers(town.dispatcher, town.places.west)
        then = registers(town.dispatcher, town.places.west, str(MONDAY.date()))
        before = registers(town.dispatcher, town.places.west, "2026-03-01")
        elsewhere = registers(town.dispatcher, town.places.east)
    assert '<b class="num">1</b>' in now
    assert "未完成" not in now
    assert '<b class="num">1</b>' in then
    assert "还没有您可以查看的记录" in before
    assert "还没有您可以查看的记录" in elsewhere


def test_a_community_is_counted_for_its_own_people_only(town: SmallTown) -> None:
    with at():
        reported(town)
        source.fresh(town.id)
        own = registers(town.clerk_west, town.places.west)
        other = registers(town.clerk_east, town.places.west)
        whole = registers(town.clerk_west, town.places.subdistrict)
    assert '<b class="num">1</b>' in own
    assert "还没有您可以查看的记录" in other
    assert "还没有您可以查看的记录" in whole


def test_a_secret_case_is_no_number_for_who_may_not_see_it(town: SmallTown) -> None:
    with at():
        desk = reported(town, secret=True)
        source.fresh(town.id)
        own = registers(town.clerk_west, town.places.west)
        desk_of_all = registers(town.dispatcher, town.places.west)
    assert desk.case.secret
    assert '<b class="num">1</b>' in desk_of_all
    assert "还没有您可以查看的记录" in own


def test_figures_of_the_year_up_to_the_day(town: SmallTown) -> None:
    with at():
        desk = reported(town)
        desk.to_closed()
        source.fresh(town.id)
        address = f"/centre/portrait/{town.places.west.pk}/figures/"
        page = browser(town.leader).get(address)
        before = browser(town.leader).get(f"{address}?on={date(2026, 2, 1)}")
        clerk = browser(town.clerk_west).get(address)
    assert "民意速办" in page or "1 宗" in page
    assert "没有按区域统计的数据" in before
    assert "没有查看数据的权限" in clerk
    assert "1 宗" not in clerk


@pytest.mark.parametrize("on", ["gestern", "2026-13-01"])
def test_a_day_that_is_none_is_told_in_a_sentence(town: SmallTown, on: str) -> None:
    opened = browser(town.leader)
    page = opened.get(f"/centre/portrait/{town.places.west.pk}/?on={on}")
    assert opened.status == 422
    assert "2026-05-01" in page


def test_before_it_was_there_an_area_has_no_portrait(town: SmallTown) -> None:
    opened = browser(town.leader)
    page = opened.get(f"/centre/portrait/{town.places.west.pk}/?on=1999-01-01")
    assert opened.status == 404
    assert "换一个日期" in page
