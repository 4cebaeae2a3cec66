"""Generated kinds over HTTP: refusal and success are the same test with another person."""

from collections.abc import Callable
from typing import Any

import pytest

from jiedao.applications.heritage_trees.kinds import CHECK, TREE
from jiedao.foundation.records.models import Facet
from jiedao.foundation.things.models import Thing
from jiedao.kernel.models import History
from tests.api.conftest import Api
from tests.cast import SmallTown

Staff = Callable[[str], Api]
AT = f"records/{TREE}"
WEST, EAST = [114.305, 22.705], [114.335, 22.705]


def fig(**more: Any) -> dict[str, Any]:
    """A fig tree in the first western grid."""
    return {"title": "大榕树", "code": "GS-001", "species": "榕树", "grade": "first",
            "place": WEST} | more  # fmt: skip


@pytest.fixture
def number(town: SmallTown, staff: Staff) -> str:
    return str(staff("clerk_west").post(AT, fig(age=320, unit=town.units.city.pk))["number"])


class TestCreating:
    def test_a_new_record(self, town: SmallTown, staff: Staff) -> None:
        caller = staff("clerk_west")
        got = caller.post(AT, fig(age=320, unit=town.units.city.pk, owner=town.handler.pk))
        assert caller.status == 201, got
        assert caller.last["Location"] == f"/api/v1/{AT}/{got['number']}"
        assert caller.last["ETag"] == '"1"'
        assert {name: got[name] for name in ("title", "grade", "age", "place", "state", "tone")} == {
            "title": "大榕树", "grade": "first", "age": 320, "place": WEST, "state": "in_use",
            "tone": "neutral",
        }  # fmt: skip
        assert got["unit"]["code"] == "city"
        assert got["grid"]["code"] == "W1"
        assert got["owner"] == {"id": town.handler.pk, "words": "陈城管"}
        assert got["area"]["id"] == town.places.grid_1.pk
        assert got["girth"] is None

    @pytest.mark.parametrize(
        ("who", "status"),
        [
            ("clerk_west", 201),
            ("clerk_east", 403),
            ("reader", 403),
            ("nobody", 403),
            ("admin", 403),
        ],
    )
    def test_who_may(self, town: SmallTown, staff: Staff, who: str, status: int) -> None:
        caller = staff(who)
        caller.post(AT, fig())
        assert caller.status == status
        assert Thing.objects.count() == (1 if status == 201 else 0)

    def test_nobody_in_particular(self, town: SmallTown, channel: Api) -> None:
        stranger = Api()
        assert (stranger.post(AT, fig())["code"], stranger.status) == ("unauthenticated", 401)
        assert (channel.post(AT, fig())["code"], channel.status) == ("channel_token", 403)

    def test_a_retry_by_its_key(self, town: SmallTown, staff: Staff) -> None:
        caller = staff("clerk_west")
        first = caller.post(AT, fig())
        again = caller.post(AT, fig())
        assert (caller.status, again) == (200, first)
        assert History.objects.filter(kind=TREE).count() == 1

    def test_a_retry_by_the_sender_s_word(self, town: SmallTown, staff: Staff) -> None:
        caller, body = staff("clerk_west"), fig(code="")
        first = caller.post(AT, body, Idempotency_Key="k-1")
        assert caller.post(AT, body, Idempotency_Key="k-1")["number"] == first["number"]
        assert caller.status == 200
        caller.patch(f"{AT}/{first['number']}", {"title": "老榕树"})
        assert caller.post(AT, body, Idempotency_Key="k-1")["number"] == first["number"]
        for other, key in (("clerk_west", "k-2"), ("clerk_west", ""), ("dispatcher", "k-1")):
            caller = staff(other)
            assert caller.post(AT, body, Idempotency_Key=key)["number"] != first["number"]
        assert caller.post(AT, body, Idempotency_Key="ü")["code"] == "bad_key"

    def test_what_another_community_has_stays_unknown(self, town: SmallTown, staff: Staff) -> None:
        staff("clerk_west").post(AT, fig())
        caller = staff("clerk_east")
        got = caller.post(AT, fig(place=EAST))
        assert (caller.status, got["code"]) == (409, "duplicate")
        assert "title" in got
        assert "榕" not in str(got)

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"grade": "ninth"}, "grade"), ({"age": -1}, "age"), ({"age": "old"}, "age"),
            ({"girth": "nan"}, "girth"), ({"girth": "1e999"}, "girth"), ({"title": ""}, "title"),
            ({"day": "tomorrow"}, "day"), ({"place": "here"}, "place"), ({"place": [1]}, "place.1"),
            ({"place": [114.9, 22.9]}, "place"), ({"place": [0, 999]}, "place"),
            ({"place": "nan,nan"}, "place"), ({"unit": 999999}, "unit"), ({"unit": "city"}, "unit"),
            ({"area": -1, "place": None}, "area"), ({"colour": "green"}, "colour"),
            ({"capacity": 3}, "capacity"), ({"number": "GS1"}, "number"), ({"about": "x:1"}, "about"),
            ({"about": ["x"]}, "about"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said_at_its_field(
        self, town: SmallTown, staff: Staff, more: dict[str, Any], field: str
    ) -> None:
        caller = staff("dispatcher")
        got = caller.post(AT, fig(**more))
        assert (caller.status, list(got["errors"])) == (422, [field]), got
        assert caller.last["Content-Type"].startswith("application/problem+json")
        assert not Thing.objects.exists()

    @pytest.mark.parametrize(("body", "status"), [("{", 400), ("[]", 422), ("", 422), ("{}", 422)])
    def test_no_document(self, town: SmallTown, staff: Staff, body: str, status: int) -> None:
        caller = staff("dispatcher")
        caller.post(AT, body)
        assert caller.status == status


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("dispatcher", 200), ("clerk_west", 200), ("handler", 200), ("grid_worker", 200),
        ("clerk_east", 404), ("nobody", 404), ("admin", 404), ("stranger", 404),
    ],
)  # fmt: skip
def test_who_finds_it(town: SmallTown, staff: Staff, number: str, who: str, status: int) -> None:
    caller = staff(who)
    for address in (f"{AT}/{number}", f"{AT}/{number.lower()}", f"{AT}/{number}/history"):
        caller.get(address)
        assert caller.status == status, address
    listed = [row["number"] for row in caller.get(AT)["items"]]
    assert listed == ([number] if status == 200 else [])
    for way, address, body in (
        (caller.patch, f"{AT}/{number}", {"title": "x"}),
        (caller.post, f"{AT}/{number}/moves/suspend", {"reason": "修剪"}),
    ):
        way(address, body)
        assert caller.status == (404 if status == 404 else caller.status)
        assert caller.status in ((404,) if status == 404 else (200, 403))


class TestChanging:
    def test_some_fields(self, town: SmallTown, staff: Staff, number: str) -> None:
        for who, status in (("reader", 403), ("clerk_west", 200)):
            caller = staff(who)
            got = caller.patch(f"{AT}/{number}", {"grade": "second", "girth": 512.5})
            assert caller.status == status, got
        assert (got["grade"], got["girth"], got["age"], got["version"]) == ("second", 512.5, 320, 2)
        assert Facet.objects.get(attribute="grade").value == "second"

    @pytest.mark.parametrize("how", ["body", "header"])
    def test_two_at_once(self, town: SmallTown, staff: Staff, number: str, how: str) -> None:
        one, two = staff("clerk_west"), staff("dispatcher")
        version = one.get(f"{AT}/{number}")["version"]
        one.patch(f"{AT}/{number}", {"age": 300, "version": version})
        assert one.status == 200
        body: dict[str, Any] = {"age": 310}
        if how == "body":
            got = two.patch(f"{AT}/{number}", body | {"version": version})
        else:
            got = two.patch(f"{AT}/{number}", body, If_Match=f'"{version}"')
        assert (two.status, got["code"]) == (409, "version_conflict")
        two.patch(f"{AT}/{number}", body)
        assert two.status == 200

    def test_an_area_takes_the_place_of_a_point(
        self, town: SmallTown, staff: Staff, number: str
    ) -> None:
        got = staff("dispatcher").patch(f"{AT}/{number}", {"area": town.places.grid_3.pk})
        assert (got["place"], got["grid"]["code"]) == (None, "E3")

    def test_emptied(self, town: SmallTown, staff: Staff, number: str) -> None:
        got = staff("dispatcher").patch(f"{AT}/{number}", {"age": None, "unit": None, "code": ""})
        assert (got["age"], got["unit"], got["code"]) == (None, None, "")

    def test_a_code_that_is_another_s(self, town: SmallTown, staff: Staff, number: str) -> None:
        caller = staff("clerk_west")
        other = caller.post(AT, fig(code="GS-002"))["number"]
        got = caller.patch(f"{AT}/{other}", {"code": "GS-001"})
        assert (caller.status, list(got["errors"])) == (422, ["code"])

    @pytest.mark.parametrize("body", [{"grade": None}, {"title": None}, {"capacity": 1}, {"x": 1}])
    def test_what_cannot_be(
        self, town: SmallTown, staff: Staff, number: str, body: dict[str, Any]
    ) -> None:
        caller = staff("clerk_west")
        got = caller.patch(f"{AT}/{number}", body)
        assert (caller.status, list(got["errors"])) == (422, list(body))


class TestMoves:
    def test_with_its_data(self, town: SmallTown, staff: Staff, number: str) -> None:
        at = f"{AT}/{number}/moves/end"
        refused = staff("reader")
        assert refused.post(at, {"reason": "枯死"})["code"] == "cannot_end"
        caller = staff("clerk_west")
        for body, field in (({}, "reason"), ({"reason": "x"}, "reason"),
                            ({"reason": "枯死", "why": "x"}, "why")):  # fmt: skip
            assert field in caller.post(at, body)["errors"]
        got = caller.post(at, {"reason": "枯死", "version": 1})
        assert (caller.status, got["state"], got["state_title"]) == (200, "ended", "注销")
        assert (got["tone"], got["closed_at"] is None) == ("grey", False)
        again = caller.post(at, {"reason": "枯死"})
        assert (caller.status, again["code"]) == (409, "cannot_end")
        assert [row["verb"] for row in caller.get(f"{AT}/{number}/history")] == ["add", "end"]
        assert caller.get(f"{AT}/{number}/history")[1]["title"] == "注销"

    def test_what_may_be_done(self, town: SmallTown, staff: Staff, number: str) -> None:
        offers = {row["move"]: row for row in staff("clerk_west").get(f"{AT}/{number}/moves")}
        assert set(offers) == {"suspend", "end"}
        assert offers["end"]["allowed"]
        assert offers["end"]["data"]["required"] == ["reason"]
        assert staff("reader").get(f"{AT}/{number}/moves") == []
        caller = staff("clerk_east")
        caller.get(f"{AT}/{number}/moves")
        assert caller.status == 404

    def test_an_unknown_one(self, town: SmallTown, staff: Staff, number: str) -> None:
        caller = staff("clerk_west")
        assert caller.post(f"{AT}/{number}/moves/explode")["code"] == "no_such_address"
        assert caller.status == 404


class TestLists:
    @pytest.fixture
    def trees(self, town: SmallTown, staff: Staff) -> list[str]:
        caller, found = staff("dispatcher"), []
        for n, more in enumerate((
            {"unit": town.units.city.pk, "age": 100}, {"species": "樟树", "grade": "second"},
            {"place": EAST, "grade": "second"}, {"title": "村口古樟", "species": "樟树"},
            {"grade": "third", "place": None, "area": town.places.east.pk},
        )):  # fmt: skip
            found.append(caller.post(AT, fig(code=f"T-{n}", **more))["number"])
        caller.post(f"{AT}/{found[3]}/moves/suspend", {"reason": "病虫害"})
        return found

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", [4, 3, 2, 1, 0]), ("state=in_use", [4, 2, 1, 0]), ("state=out_of_use", [3]),
            ("state=in_use,ended", [4, 2, 1, 0]), ("unit=city", [0]), ("unit=water", []),
            ("area=E", [4, 2]), ("area=W1", [3, 1, 0]), ("area=T", [4, 3, 2, 1, 0]),
            ("grade=second", [2, 1]), ("grade=second,third", [4, 2, 1]),
            ("grade=second&species=樟树", [1]), ("grade=second&species=樟树&area=E", []),
            ("species=樟", []), ("q=古樟", [3]), ("q=T-2", [2]), ("q=樟", [3, 1]),
            ("q=大榕树&grade=second", [2, 1]), ("q=没有这样的", []), ("town=small", [4, 3, 2, 1, 0]),
        ],
    )  # fmt: skip
    def test_filters(
        self, town: SmallTown, staff: Staff, trees: list[str], query: str, expected: list[int]
    ) -> None:
        got = staff("dispatcher").get(f"{AT}?{query}")
        assert [trees.index(row["number"]) for row in got["items"]] == expected

    def test_by_number(self, town: SmallTown, staff: Staff, trees: list[str]) -> None:
        got = staff("dispatcher").get(AT, q=trees[2].lower())
        assert [row["number"] for row in got["items"]] == [trees[2]]
        assert staff("clerk_west").get(AT, q=trees[2])["items"] == []

    @pytest.mark.parametrize("words", ["", "树"])
    def test_pages_follow_one_another(
        self, town: SmallTown, staff: Staff, trees: list[str], words: str
    ) -> None:
        caller, seen, cursor = staff("dispatcher"), [], ""
        for _n in range(4):
            got = caller.get(AT, limit=2, cursor=cursor, q=words)
            seen += [row["number"] for row in got["items"]]
            cursor = got["next"]
            if cursor is None:
                break
        assert seen == trees[::-1]

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("limit=0", "limit"), ("limit=201", "limit"), ("limit=x", "limit"),
            ("limit=99999999999999999999", "limit"), ("cursor=xxx", ""), ("cursor=%00%ff", ""),
            ("q=树&cursor=x", "cursor"), ("state=flying", "state"), ("unit=nowhere", "unit"),
            ("area=99999999999999999999", "area"), ("grade=ninth", "grade"), ("grad=first", "grad"),
            ("about=x:1", "about"), ("about=1", "about"), ("age=100", "age"),
        ],
    )  # fmt: skip
    def test_what_an_address_cannot_mean(
        self, town: SmallTown, staff: Staff, query: str, field: str
    ) -> None:
        caller = staff("dispatcher")
        got = caller.get(f"{AT}?{query}")
        assert caller.status == 422, got
        assert list(got.get("errors", {"": ""})) == [field]

    def test_other_kinds_are_no_addresses(self, town: SmallTown, staff: Staff) -> None:
        caller = staff("dispatcher")
        for kind in ("request", "nothing"):
            assert caller.get(f"records/{kind}")["code"] == "no_such_address"


class TestAbout:
    """A check is about a tree: named by kind and number."""

    CHECKS = f"records/{CHECK}"

    def test_said_and_asked_for(self, town: SmallTown, staff: Staff, number: str) -> None:
        caller = staff("dispatcher")
        body = {"vigour": "weak", "about": f"{TREE}:{number}"}
        got = caller.post(self.CHECKS, body)
        assert caller.status == 201, got
        assert got["about"] == {"kind": TREE, "number": number, "words": "大榕树"}
        assert got["title"] == "大榕树"
        other = caller.post(AT, fig(code="2"))["number"]
        for about, expected in ((number, [got["number"]]), (other, [])):
            listed = caller.get(self.CHECKS, about=f"{TREE}:{about}")["items"]
            assert [row["number"] for row in listed] == expected

    def test_not_about_what_one_may_not_see(
        self, town: SmallTown, staff: Staff, number: str
    ) -> None:
        caller = staff("clerk_east")
        for address in (f"{TREE}:{number}", f"{CHECK}:1", "request:1", number, f"{TREE}:"):
            got = caller.post(self.CHECKS, {"title": "x", "vigour": "good", "about": address,
                                            "place": EAST})  # fmt: skip
            assert (caller.status, list(got["errors"])) == (422, ["about"]), address

    def test_a_changed_part_needs_no_subject(
        self, town: SmallTown, staff: Staff, number: str
    ) -> None:
        caller = staff("dispatcher")
        got = caller.post(self.CHECKS, {"vigour": "weak", "about": f"{TREE}:{number}"})
        after = caller.patch(f"{self.CHECKS}/{got['number']}", {"vigour": "good"})
        assert (after["vigour"], after["about"]["number"]) == ("good", number)
        refused = caller.patch(f"{self.CHECKS}/{got['number']}", {"about": f"{TREE}:{number}"})
        assert list(refused["errors"]) == ["about"]
