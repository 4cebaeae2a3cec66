"""The wall: its token opens its pages and nothing else, until it is ended."""

import json
import re

import pytest
from django.test import Client

from jiedao.centre import walls
from jiedao.config.listeners import town_of_session
from jiedao.foundation.staff import tokens
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel.access import Reach
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import Forbidden, Invalid
from jiedao.kernel.towns import forget
from tests.cases_pages.conftest import browser
from tests.cast import SmallTown
from tests.engines.cases.desk import reported

pytestmark = pytest.mark.data


def hall(town: SmallTown) -> Client:
    """The browser in the hall, let in."""
    secret = walls.issue(town.id, "一楼大厅", actor=SYSTEM)
    client = Client()
    assert client.get(f"/centre/wall/enter/{secret}/").status_code == 302
    return client


def test_a_wall_shows_counts_and_opens_nothing_else(town: SmallTown) -> None:
    desk = reported(town)
    client = hall(town)
    assert "data-wall" in client.get("/centre/wall/").content.decode()
    found = json.loads(client.get("/centre/panels/?key=cases.tones&key=cases.feed").content)
    assert set(found) == {"cases.tones", "cases.feed"}
    said = json.dumps(found, ensure_ascii=False)
    assert "13800005678" not in said
    assert "张阿姨" not in said
    for address in ("/centre/", "/cases/", f"/cases/{desk.number}/", "/figures/", "/centre/walls/"):
        assert client.get(address).status_code in (303, 403), address
    assert client.post("/centre/layout/", "[]", content_type="text/json").status_code in (303, 403)


def test_a_wall_hears_changes_until_it_is_ended(town: SmallTown) -> None:
    client = hall(town)
    key = client.session.session_key
    assert key is not None
    assert town_of_session(key) == town.id
    boss = browser(town.admin)
    token = walls.walls(town.id)[0]
    boss.send("/centre/walls/", end=str(token.pk))
    assert boss.status == 303
    assert town_of_session(key) is None
    assert "没有登记" in client.get("/centre/wall/").content.decode()
    assert client.get("/centre/panels/?key=cases.tones").status_code in (303, 401)


def test_a_token_that_is_no_walls_opens_none(town: SmallTown) -> None:
    for secret in ("jd_nonsense", town.channel_token(), town.token(town.leader)):
        client = Client()
        assert client.get(f"/centre/wall/enter/{secret}/").status_code == 403
        assert client.get("/centre/wall/").status_code == 403


def test_the_administrator_enters_a_wall_and_nobody_else_does(town: SmallTown) -> None:
    boss = browser(town.admin)
    page = boss.send("/centre/walls/", name="二楼会议室")
    address = re.search(r"/centre/wall/enter/jd_[\w-]+/", page)
    assert address is not None
    assert Client().get(address[0]).status_code == 302
    assert "二楼会议室" in boss.get("/centre/walls/")
    with pytest.raises(Invalid):
        walls.issue(town.id, " ", actor=SYSTEM)
    other = browser(town.leader)
    other.send("/centre/walls/", name="我的大屏")
    assert other.status == 403
    with pytest.raises(Forbidden):
        walls.issue(town.id, "我的大屏", actor=actor_of(town.leader))


def reach_of_a_wall(town: SmallTown) -> Reach:
    token = tokens.resolve(walls.issue(town.id, "大厅", actor=SYSTEM))
    assert token is not None
    return walls.Wall(token).reach


def test_the_town_says_what_takes_turns(town: SmallTown) -> None:
    reach = reach_of_a_wall(town)
    by_itself = walls.pages(reach)
    assert by_itself[0][0].key == "map"
    town.town.settings = {**town.town.settings, "wall_pages": [{"panels": ["cases.feed", "gone"]}]}
    town.town.save()
    forget(town.id)
    assert [[one.key for one in page] for page in walls.pages(reach)] == [["cases.feed"]]


def test_places_of_a_page_never_overlap(town: SmallTown) -> None:
    reach = reach_of_a_wall(town)
    for page in walls.pages(reach):
        cells = [(x, y) for one in page for x in range(one.x, one.x + one.w)
                 for y in range(one.y, one.y + one.h)]  # fmt: skip
        assert len(cells) == len(set(cells))
        assert all(x < 12 and y < walls.ROWS for x, y in cells)
