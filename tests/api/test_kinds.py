"""A kind with a way of its own over HTTP: listed by kind, moved by its own moves."""

from jiedao.engines.cases.actions import NewCase, open_case
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel.declarations import Kind
from tests.api.conftest import Api
from tests.api.test_requests import RUBBISH
from tests.cast import SmallTown
from tests.engines.cases.desk import IN_GRID_1
from tests.hazards import KEY


def found(town: SmallTown) -> str:
    new = NewCase(
        "配电箱线路老化", "staff", KEY, attributes={"sort": "general"},
        subject_kind="premises", subject_id=7, **IN_GRID_1,
    )  # fmt: skip
    return open_case(town.id, new, actor=actor_of(town.dispatcher)).number


def test_it_is_listed_by_its_kind(town: SmallTown, hazards: Kind) -> None:
    number = found(town)
    dispatcher = Api(town.token(town.dispatcher))
    dispatcher.post("requests", RUBBISH)
    (got,) = dispatcher.get("cases", kind=KEY)["items"]
    assert (got["number"], got["state"], got["state_title"]) == (number, "found", "已发现")
    assert len(dispatcher.get("cases", open="true")["items"]) == 2
    assert [one["number"] for one in dispatcher.get("cases", state="found")["items"]] == [number]
    dispatcher.get("cases", kind=KEY, state="handled")
    assert dispatcher.status == 422
    assert Api(town.token(town.stranger)).get("cases", kind=KEY)["items"] == []


def test_its_detail_offers_its_own_moves(town: SmallTown, hazards: Kind) -> None:
    number = found(town)
    got = Api(town.token(town.dispatcher)).get(f"cases/{number}")
    assert (got["subject_kind"], got["subject_id"]) == ("premises", 7)
    assert got["attributes"] == {"sort": "general"}
    assert [one["move"] for one in got["moves"] if one["primary"]] == ["order"]
    assert got["clocks"][0]["kind"] == "tell"


def test_its_moves_are_made(town: SmallTown, hazards: Kind) -> None:
    number = found(town)
    dispatcher, handler = (Api(town.token(who)) for who in (town.dispatcher, town.handler))
    assert handler.post(f"cases/{number}/moves/order", {"unit": 1})["code"] == "no_case"
    dispatcher.post(f"cases/{number}/moves/dispatch")
    assert dispatcher.status == 404
    got = dispatcher.post(f"cases/{number}/moves/order", {"unit": "x"})
    assert (dispatcher.status, list(got["errors"])) == (422, ["unit"])
    got = dispatcher.post(
        f"cases/{number}/moves/order", {"unit": town.units.city.pk, "workdays": 3}
    )
    assert (got["state"], got["due_clock"]) == ("ordered", "rectify")
    handler.post(f"cases/{number}/moves/begin")
    assert handler.status == 200
    timeline = handler.get(f"cases/{number}/timeline")
    assert [line["title"] for line in timeline][-2:] == ["责令整改", "开始整改"]


def test_a_request_of_its_kind_comes_in_as_before(town: SmallTown, hazards: Kind) -> None:
    dispatcher = Api(town.token(town.dispatcher))
    got = dispatcher.post("requests", {"text": "电线裸露", "kind": KEY})
    assert (dispatcher.status, list(got["errors"])) == (422, ["sort"])


def test_its_way_is_data(town: SmallTown, hazards: Kind) -> None:
    got = Api().get("workflow", kind=KEY)
    assert [one["state"] for one in got["states"]][:2] == ["found", "ordered"]
    assert "order" in {one["move"] for one in got["moves"]}
    assert "dispatch" in {one["move"] for one in Api().get("workflow")["moves"]}
