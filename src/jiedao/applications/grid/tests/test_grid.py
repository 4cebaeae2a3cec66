"""The grid: cells, reports from the spot, the way of an event, counts for oneself."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from jiedao.engines.cases import worker
from jiedao.engines.cases.models import Case
from jiedao.foundation.places.models import Area, AreaShape
from jiedao.foundation.staff.models import Account, Notice
from jiedao.kernel import clock, towns
from jiedao.kernel.models import History
from tests.cast import SINCE, SmallTown
from tests.engines.cases.desk import MONDAY, also, picture, reported

BACKEND = "jiedao.foundation.staff.signing.backend.AccountBackend"
IN_GRID_1 = "114.305000,22.705000"


def page(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


def send(account: Account, **fields: Any) -> Any:
    """Send the report form."""
    values = {"place": IN_GRID_1, "sort": "event", "text": ""}
    return page(account).post("/grid/report/", values | fields)


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_report_goes_to_the_competent_unit(town: SmallTown) -> None:
    photo = picture()
    photo.name = "垃圾.jpg"
    answer = send(town.grid_worker, item=town.items.rubbish.pk, photos=photo)
    assert answer.status_code == 303, answer.content.decode()
    case = Case.objects.get()
    assert (case.kind, case.channel, case.unit_id) == ("grid_event", "grid", town.units.city.pk)
    assert (case.grid_id, case.attributes["sort"]) == (town.places.grid_1.pk, "event")
    assert case.marks == ["composed_text"]
    assert case.attachments.count() == 1


def test_a_report_that_is_sent_twice_is_one_event(town: SmallTown) -> None:
    form = page(town.grid_worker).get("/grid/report/").content.decode()
    (key,) = re.findall(r'name="retry" value="([^"]+)"', form)
    for _press in range(2):
        answer = send(town.grid_worker, item=town.items.rubbish.pk, retry=key)
        assert answer.status_code == 303
    assert Case.objects.count() == 1


def test_only_those_who_may_report(town: SmallTown) -> None:
    for account, status in ((town.reader, 403), (town.nobody, 403), (town.contractor, 303)):
        assert send(account, item=town.items.rubbish.pk).status_code == status, account.name
    assert Client().get("/grid/report/").status_code == 303


def test_what_is_missing_is_said_at_its_field(town: SmallTown) -> None:
    for fields in ({}, {"item": "0"}, {"item": "999999"}, {"item": "1", "place": ""}):
        answer = send(town.grid_worker, **fields)
        assert answer.status_code == 422, fields
        assert 'aria-invalid="true"' in answer.content.decode() or "field-error" in (
            answer.content.decode()
        )
    assert Case.objects.count() == 0


def test_an_event_of_the_cell_goes_up_the_line_when_it_is_not_solved(town: SmallTown) -> None:
    with clock.at(MONDAY):
        send(town.grid_worker, item=town.items.rubbish.pk, by_cell="on")
        case = Case.objects.get()
        assert case.unit_id == town.units.grid_1.pk
    for days, level, unit in ((3, 1, town.units.west), (12, 2, town.units.office)):
        with clock.at(MONDAY + timedelta(days=days)):
            worker.mind_clocks()
        case.refresh_from_db()
        assert case.escalation == level
        assert Notice.objects.filter(unit=unit, kind="escalated").exists(), level
    lines = History.objects.filter(kind="case", record_id=case.pk, verb="escalated")
    assert [line.data["level"] for line in lines.order_by("id")] == [1, 2]


def test_nobody_competent_means_the_cell_itself(town: SmallTown) -> None:
    town.items.advice.responsibilities.all().delete()
    towns.touch(town.id)
    send(town.grid_worker, item=town.items.advice.pk)
    assert Case.objects.get().unit_id == town.units.grid_1.pk


def test_the_result_comes_back_and_is_verified_on_the_spot(town: SmallTown) -> None:
    send(town.grid_worker, item=town.items.rubbish.pk)
    number = Case.objects.get().number
    handler, reporter = page(town.handler), page(town.grid_worker)

    def move(client: Client, key: str, **fields: Any) -> int:
        version = Case.objects.get().version
        url = f"/cases/{number}/moves/{key}/"
        answer = client.post(url, {"version": version} | fields, headers={"HX-Request": "true"})
        return answer.status_code

    after, check = picture(), picture()
    after.name, check.name = "after.jpg", "check.jpg"
    assert move(handler, "sign") == 204
    assert move(handler, "handle", result="已清运", files=after) == 204
    # Without the verifier's post nobody of the grid passes the check.
    assert move(reporter, "check_pass", note="已看", files=check) == 403
    also(town, town.grid_worker, "grid_1", "grid_verifier")
    check.seek(0)
    taken = f"{clock.now().astimezone(clock.TOWN_ZONE):%Y-%m-%dT%H:%M}"
    where = {"place": "114.305000,22.705000", "taken_at": taken}
    assert move(reporter, "check_pass", note="现场已干净", files=check, **where) == 204
    assert Case.objects.get().state == "checked"


def test_a_verifier_checks_grid_events_only(town: SmallTown) -> None:
    also(town, town.grid_worker, "grid_1", "grid_verifier")
    desk = reported(town)
    desk.to_handled()
    answer = page(town.grid_worker).post(
        f"/cases/{desk.number}/moves/check_pass/",
        {"version": desk.case.version, "note": "看过"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 403


def test_my_counts_are_mine_alone(town: SmallTown) -> None:
    send(town.grid_worker, item=town.items.rubbish.pk)
    send(town.grid_worker, item=town.items.rubbish.pk)
    send(town.clerk_west, item=town.items.noise.pk)
    html = page(town.grid_worker).get("/grid/mine/").content.decode()
    assert "暴露垃圾" in html
    assert "噪音扰民" not in html
    assert page(town.reader).get("/grid/mine/").status_code == 403


def test_grid_events_have_a_list_of_their_own(town: SmallTown) -> None:
    send(town.grid_worker, item=town.items.rubbish.pk)
    request = reported(town)
    html = page(town.dispatcher).get("/grid/events/").content.decode()
    assert Case.objects.get(kind="grid_event").number in html
    assert request.number not in html


def test_a_cell_shows_members_buildings_beat_and_open_cases(town: SmallTown) -> None:
    beat(town)
    desk = reported(town)
    html = page(town.clerk_west).get("/grid/cells/W1/").content.decode()
    for words in ("黄网格", "幸福路1号楼", "西岭警格", desk.number, "西岭社区"):
        assert words in html
    assert desk.number not in page(town.clerk_east).get("/grid/cells/W1/").content.decode()
    assert page(town.clerk_west).get("/grid/cells/W9/").status_code == 404
    assert page(town.stranger).get("/grid/cells/W1/").status_code == 404


def beat(town: SmallTown) -> None:
    """A police beat over the western grids."""
    west = AreaShape.objects.get(area=town.places.west)
    area = Area.objects.create(
        town=town.town, level="grid", grid_kind="police", code="P1", name="西岭警格",
        community=town.places.west, valid_from=SINCE,
    )  # fmt: skip
    AreaShape.objects.create(
        area=area, valid_from=SINCE, wkb=west.wkb, min_lon=west.min_lon, min_lat=west.min_lat,
        max_lon=west.max_lon, max_lat=west.max_lat,
    )  # fmt: skip


def test_every_address_falls_into_one_cell(town: SmallTown) -> None:
    client = page(town.clerk_west)
    for address, code in (("幸福路1号302房", "W1"), ("平安路4号楼", "E4")):
        answer = client.get("/grid/where/", {"address": address})
        assert answer["Location"] == f"/grid/cells/{code}/", address
    assert client.get("/grid/where/", {"address": "火星路"})["Location"] == "/grid/"


def test_the_list_and_map_count_what_one_may_see(town: SmallTown) -> None:
    reported(town)
    html = page(town.clerk_west).get("/grid/").content.decode()
    assert "西岭第一网格" in html
    features = page(town.clerk_west).get("/grid/map.json").json()["features"]
    labels = {f["properties"]["title"]: f["properties"]["label"] for f in features}
    assert labels == {
        "西岭第一网格": "1", "西岭第二网格": "", "东港第一网格": "", "东港第二网格": "",
    }  # fmt: skip
    east = page(town.clerk_east).get("/grid/map.json").json()["features"]
    assert {f["properties"]["label"] for f in east} == {""}
