"""The room as its members meet it: pages, forms as a browser sends them, the report."""

import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from jiedao.applications.command.incident import actions, ending, marks, orders
from jiedao.applications.command.incident.mapping import open_rooms
from jiedao.applications.command.incident.models import Incident
from jiedao.applications.command.incident.report import compose
from jiedao.applications.command.tests.room import PLACE, PLAN, flooded, raised
from jiedao.engines.cases.actions import make_move
from jiedao.foundation.staff.reach import actor_of, reach_of
from jiedao.kernel import clock
from tests.cast import SmallTown
from tests.conformance.desk import body, browser

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _files(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def test_the_case_page_offers_it_to_who_may(town: SmallTown) -> None:
    case = flooded(town)
    page = f"/cases/{case.number}/"
    assert "升级为应急事件" not in body(browser(town.reader).get(page))
    desk = browser(town.dispatcher)
    assert "升级为应急事件" in body(desk.get(page))
    form = f"/incident/raise/{case.number}/"
    assert browser(town.reader).get(form).status_code == 403
    shown = body(desk.get(form))
    assert PLAN in shown
    assert case.text in shown
    wrong = desk.post(form, {"title": "内涝", "plan": "没有的预案", "level": "3", "reason": "水深"})
    assert wrong.status_code == 422
    assert "没有这个预案" in body(wrong)
    made = desk.post(form, {"title": "内涝", "plan": PLAN, "level": "3", "reason": "水深"})
    incident = Incident.objects.get()
    assert made["Location"] == f"/incident/{incident.number}/"
    beside = body(desk.get(page))
    assert made["Location"] in beside
    assert "升级为应急事件" not in beside


def test_a_stranger_finds_no_room(town: SmallTown) -> None:
    url = f"/incident/{raised(town).number}/"
    assert browser(town.dispatcher).get(url).status_code == 200
    for path in ("", "?part=orders", "marks/", "report/", "report/download/"):
        assert browser(town.handler).get(url + path).status_code == 404, path
        assert browser(town.stranger).get(url + path).status_code == 404, path
    for path in ("order/", "situation/", "marks/draw/", "close/", "level/", "role/"):
        assert browser(town.handler).post(url + path, {"text": "看看"}).status_code == 404, path


def test_orders_go_out_and_come_back_from_the_page(town: SmallTown) -> None:
    incident = raised(town)
    url = f"/incident/{incident.number}/"
    desk, handler = browser(town.dispatcher), browser(town.handler)
    nobody = desk.post(f"{url}order/", {"text": "封路", "unit_text": "没有这科"})
    assert (nobody.status_code, "没有找到“没有这科”" in body(nobody)) == (422, True)
    sent = desk.post(
        f"{url}order/", {"text": "封闭通道", "unit_text": "城管科", "minutes": "30"}, headers=HTMX
    )
    # The answer brings what changed, in place.
    fresh = body(sent)
    assert f'id="incident-{incident.pk}-orders" hx-swap-oob="true"' in fresh
    assert "封闭通道" in fresh
    assert "HX-Trigger" in sent
    order = incident.orders.get()
    assert order.unit == town.units.city
    listed = body(handler.get(f"{url}?part=orders"))
    assert "已收到" in listed
    assert f"{url}order/" not in body(handler.get(url))
    assert desk.post(f"{url}orders/{order.pk}/receive/").status_code == 403
    assert handler.post(f"{url}orders/{order.pk}/receive/", headers=HTMX).status_code == 200
    done = handler.post(
        f"{url}orders/{order.pk}/done/",
        {"result": "已封闭", "photos": SimpleUploadedFile("路口.pdf", b"%PDF-1.4 sketch")},
        headers=HTMX,
    )  # fmt: skip
    assert done.status_code == 200
    file = incident.files.get()
    path = f"{url}files/{file.pk}/"
    assert path in body(desk.get(f"{url}?part=orders"))
    assert handler.get(path).status_code == 200
    assert browser(town.reader).get(path).status_code == 404


def test_marks_travel_as_geojson(town: SmallTown) -> None:
    incident = raised(town)
    url, desk = f"/incident/{incident.number}/marks/", browser(town.dispatcher)
    broken = desk.post(f"{url}draw/", {"sort": "closure", "geometry": "{"})
    assert broken.status_code == 422
    line = {"type": "LineString", "coordinates": [[114.304, 22.705], [114.306, 22.705]]}
    data = {"sort": "closure", "geometry": json.dumps(line), "title": "积水"}
    assert desk.post(f"{url}draw/", data, headers=HTMX).status_code == 200
    (found,) = desk.get(url).json()["features"]
    assert found["geometry"] == line
    assert found["properties"]["label"] == "积水"
    assert "林调度" in found["properties"]["title"]
    assert [one["geometry"]["type"] for one in open_rooms(reach_of(town.leader))] == [
        "Point", "LineString",
    ]  # fmt: skip
    assert list(open_rooms(reach_of(town.reader))) == []
    assert desk.post(f"{url}{found['properties']['id']}/erase/", headers=HTMX).status_code == 200
    assert desk.get(url).json()["features"] == []


def test_two_who_change_the_level_at_once(town: SmallTown) -> None:
    incident = raised(town)
    url = f"/incident/{incident.number}/level/"
    first = {"level": "2", "reason": "红色预警", "version": "1"}
    assert browser(town.leader).post(url, first, headers=HTMX).status_code == 200
    late = browser(town.dispatcher).post(url, {"level": "4", "reason": "雨停", "version": "1"})
    assert (late.status_code, "刚有人改过" in body(late)) == (422, True)


def test_what_is_told_later_stands_where_it_happened(town: SmallTown) -> None:
    begun = clock.now()
    incident = raised(town)
    place, desk = (town.id, incident.number), actor_of(town.dispatcher)
    with clock.at(begun + timedelta(minutes=30)):
        orders.give_order(*place, "封闭通道", unit_id=town.units.city.pk, actor=desk)
    with clock.at(begun + timedelta(minutes=50)):
        marks.tell_situation(*place, "水漫过车轮", at=begun + timedelta(minutes=10), actor=desk)
        page = body(browser(town.dispatcher).get(f"/incident/{incident.number}/?part=course"))
        assert page.index("封闭通道") < page.index("水漫过车轮"), "the latest to happen first"
        assert "补报" in page
        told = compose(incident).parts[-1].paragraphs
    assert [("水漫过车轮" in one, "封闭通道" in one) for one in told[-2:]] == [
        (True, False), (False, True),
    ]  # fmt: skip


def test_the_report_tells_what_the_records_say(town: SmallTown) -> None:
    case = flooded(town)
    make_move(
        town.id, case.number, "report_up", {"note": "区应急局"}, actor=actor_of(town.dispatcher)
    )
    incident = raised(town, case)
    place, desk = (town.id, incident.number), actor_of(town.dispatcher)
    actions.fill_role(*place, "总指挥", account_id=town.leader.pk, actor=desk)
    order = orders.give_order(
        *place, "封闭通道", unit_id=town.units.city.pk, minutes=30, actor=desk
    )
    page = browser(town.dispatcher)
    url = f"/incident/{incident.number}/report/"
    assert "还没有结束" in body(page.get(url))
    assert "没有回执；没有完成" in body(page.get(url))
    orders.finish(*place, order.pk, "已封闭", actor=actor_of(town.handler))
    actions.set_level(*place, 2, "红色预警", actor=actor_of(town.leader))
    ending.conclude(*place, "积水排除，恢复通行", actor=desk)
    page.cookies["django_language"] = "en"
    file = page.get(f"{url}download/")
    text = "\n".join(one.text for one in Document(io.BytesIO(file.content)).paragraphs)
    for words in (
        f"事件{case.number}于", "启动Ⅲ级响应", "周书记由Ⅲ级响应调整为Ⅱ级响应：红色预警。",
        "总指挥：周书记", "没有安排人员的：现场指挥", "共下达指令1条，撤回0条；按时回执1条，完成1条",
        "下达城管科：封闭通道。0分钟后回执", "积水排除，恢复通行",
    ):  # fmt: skip
        assert words in text, words
    closed = body(page.get(f"/incident/{incident.number}/"))
    assert f"/incident/{incident.number}/order/" not in closed
    assert (incident.lon, incident.lat) == PLACE
