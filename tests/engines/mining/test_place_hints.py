"""The desk tells which places the words of a case without a point may mean; a person places it."""

import html
import re

from jiedao.engines.cases.actions import NewRequest, report_many
from jiedao.engines.cases.models import Case
from jiedao.kernel.actors import RESIDENT
from tests.cast import SmallTown
from tests.conformance.desk import browser
from tests.engines.mining.confirming import setting


def reported(town: SmallTown, text: str, **more: object) -> Case:
    """Reported without a point, and not placed by itself."""
    new = NewRequest(text=text, channel="public_page", find_place=False, **more)  # type: ignore[arg-type]
    return report_many(town.id, [new], actor=RESIDENT)[0].case


def desk(town: SmallTown, case: Case) -> str:
    answer = browser(town.dispatcher).get(f"/cases/desk/{case.number}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_places_are_listed_with_how_sure_they_are(town: SmallTown) -> None:
    page = desk(town, reported(town, "幸福路1号对面有人乱倒垃圾"))
    for said in ("可能的地点", "幸福路1号对面", "在它对面", "西岭社区 · 西岭第一网格"):
        assert said in page
    assert re.search(r'<span class="num">\d\d%</span>', page)


def test_the_button_fills_the_form_and_the_form_places_the_case(town: SmallTown) -> None:
    case = reported(town, "幸福路1号门口有人乱倒垃圾")
    client = browser(town.dispatcher)
    page = client.get(f"/cases/desk/{case.number}/").content.decode()
    (url,) = re.findall(r'hx-get="([^"]*/moves/classify/\?place[^"]*)"', page)
    form = client.get(html.unescape(url)).content.decode()
    house = town.places.buildings[0]
    (pin,) = re.findall(r'name="place"[^>]*value="([^"]*)"', form)
    assert [round(float(part), 5) for part in pin.split(",")] == [
        round(house.lon or 0, 5), round(house.lat or 0, 5),
    ]  # fmt: skip
    assert 'value="幸福路1号门口"' in form
    answer = client.post(
        f"/cases/{case.number}/moves/classify/",
        {"place": pin, "address": "幸福路1号门口", "version": case.version},
    )
    assert answer.status_code in {204, 303}, answer.content.decode()[:300]
    case.refresh_from_db()
    assert case.building_id == house.pk
    assert case.address == "幸福路1号门口"
    assert "可能的地点" not in desk(town, case)


def test_an_address_that_somebody_wrote_stays(town: SmallTown) -> None:
    page = desk(town, reported(town, "幸福路1号门口积水", address="老地方"))
    (url,) = re.findall(r'hx-get="([^"]*/moves/classify/\?place[^"]*)"', page)
    assert "address" not in url


def test_a_place_that_is_none_is_not_taken(town: SmallTown) -> None:
    case = reported(town, "路灯坏了")
    url = f"/cases/{case.number}/moves/classify/"
    for wrong in ("999,x", "999,99", ""):
        form = browser(town.dispatcher).get(url, {"place": wrong})
        assert form.status_code == 200
        assert re.findall(r'name="place"[^>]*value="([^"]*)"', form.content.decode()) == [""]


def test_words_without_a_place_and_towns_without_suggestions_show_nothing(town: SmallTown) -> None:
    assert "可能的地点" not in desk(town, reported(town, "楼道很脏"))
    case = reported(town, "幸福路1号门口积水")
    assert "可能的地点" in desk(town, case)
    setting(town, suggests=False)
    assert "可能的地点" not in desk(town, case)
