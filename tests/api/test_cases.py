"""Lists, details and moves: refusal and success are the same test with another person."""

from collections.abc import Callable
from typing import Any

import pytest

from jiedao.engines.cases.models import Attachment, Case, Request
from jiedao.kernel import clock
from jiedao.kernel.models import History
from tests.api.conftest import INSIDE, Api
from tests.api.test_requests import RUBBISH, photo
from tests.cast import SmallTown

Staff = Callable[[str], Api]
EAST = (114.335, 22.712)


@pytest.fixture
def number(town: SmallTown, channel: Api) -> str:
    return str(channel.post("requests", RUBBISH)["case"])


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("dispatcher", 200),
        ("handler", 200),
        ("unit_lead", 200),
        ("clerk_west", 200),
        ("grid_worker", 200),
        ("leader", 200),
        ("clerk_east", 404),
        ("contractor", 404),
        ("nobody", 404),
        ("admin", 404),
        ("auditor", 404),
        ("stranger", 404),
    ],
)
def test_who_finds_the_case(
    town: SmallTown, staff: Staff, number: str, who: str, status: int
) -> None:
    caller = staff(who)
    for address in (f"cases/{number}", f"cases/R{number[1:]}", f"cases/{number}/timeline"):
        caller.get(address)
        assert caller.status == status, address
    listed = [row["number"] for row in caller.get("cases")["items"]]
    assert listed == ([number] if status == 200 else [])


def test_either_number_opens_the_whole_case(town: SmallTown, staff: Staff, number: str) -> None:
    caller = staff("dispatcher")
    one = caller.get(f"cases/{number}")
    assert one == caller.get(f"cases/R{number[1:]}") == caller.get(f"cases/{number.lower()}")
    assert caller.last["ETag"] == '"1"'
    assert [row["verb"] for row in one["timeline"]] == ["reported", "dispatch"]
    offers = {row["move"]: row for row in one["moves"]}
    assert not offers["split"]["allowed"]
    assert offers["split"]["why_not"] == "只有一件诉求，无需拆案。"


WORDS = {**RUBBISH, "text": "垃圾没人清，电话13800005678，身份证110101199003077758"}


def test_numbers_in_the_words_are_starred_out_for_everybody(
    town: SmallTown, staff: Staff, channel: Api
) -> None:
    """As on the pages: lists, details, messages, results; PIPL art. 6, least data."""
    sent = channel.post("requests", WORDS)
    number, request = sent["case"], sent["number"]
    Case.objects.filter(number=number).update(result="已联系13800005678")
    Request.objects.filter(number=request).update(reply="已联系13800005678")
    for who in ("dispatcher", "handler", "reader"):
        caller = staff(who)
        for address in ("cases", f"cases/{number}", f"requests/{request}"):
            caller.get(address)
            words = caller.last.content.decode()
            assert caller.status == 200, (who, address)
            assert "13800005678" not in words, (who, address)
            assert "110101199003077758" not in words, (who, address)
    # The platform that delivered it reads what the office wrote back as it was written.
    assert channel.get(f"requests/{request}")["reply"] == "已联系13800005678"


@pytest.mark.parametrize(
    ("who", "status"), [("handler", 200), ("reader", 403), ("co_handler", 404), ("stranger", 404)]
)
def test_the_original_is_read_for_a_reason_that_is_logged(
    town: SmallTown, staff: Staff, channel: Api, who: str, status: int
) -> None:
    number = channel.post("requests", WORDS)["case"]
    caller = staff(who)
    got = caller.post(f"cases/{number}/original", {"reason": "回拨电话核实"})
    assert caller.status == status
    lines = History.objects.filter(kind="case", verb="revealed")
    if status != 200:
        assert "13800005678" not in caller.last.content.decode()
        assert not lines.exists()
        return
    assert got["text"] == got["requests"][0]["text"] == WORDS["text"]
    line = lines.get()
    assert (line.actor_id, line.note) == (getattr(town, who).pk, "回拨电话核实")
    for body in ({}, {"reason": "看"}):
        assert "13800005678" not in str(caller.post(f"cases/{number}/original", body))
        assert caller.status == 422


class TestMoves:
    def test_by_whoever_may(self, town: SmallTown, staff: Staff, number: str) -> None:
        for who, status in (("dispatcher", 403), ("colleague", 200)):
            caller = staff(who)
            got = caller.post(f"cases/{number}/moves/sign")
            assert caller.status == status, got
        assert got["state"] == "handling"
        assert got["version"] == 2

    @pytest.mark.parametrize("who", ["clerk_east", "stranger", "nobody"])
    def test_a_stranger_learns_nothing(
        self, town: SmallTown, staff: Staff, number: str, who: str
    ) -> None:
        caller = staff(who)
        real = caller.post(f"cases/{number}/moves/sign")
        assert caller.status == 404
        invented = caller.post("cases/C99999999999/moves/sign")
        assert {**real, "title": ""} == {**invented, "title": ""}

    def test_data_at_fault_is_named_by_field(
        self, town: SmallTown, staff: Staff, number: str
    ) -> None:
        caller = staff("handler")
        got = caller.post(f"cases/{number}/moves/return", {"reason": "否"})
        assert (caller.status, list(got["errors"])) == (422, ["reason"])
        got = caller.post(f"cases/{number}/moves/return", {"reson": "写错了字段名"})
        assert got["errors"] == {"reason": "请填写。", "reson": "没有这个字段。"}

    @pytest.mark.parametrize("how", ["body", "header"])
    def test_two_at_once(self, town: SmallTown, staff: Staff, number: str, how: str) -> None:
        one, two = staff("handler"), staff("colleague")
        version = one.get(f"cases/{number}")["version"]
        one.post(f"cases/{number}/moves/sign", {"version": version})
        assert one.status == 200
        body: dict[str, Any] = {"reached": True, "note": "联系过了"}
        headers = {}
        if how == "body":
            body["version"] = version
        else:
            headers["If-Match"] = f'"{version}"'
        got = two.post(f"cases/{number}/moves/contact", body, **headers)
        assert (two.status, got["code"]) == (409, "version_conflict")
        body.pop("version", None)
        two.post(f"cases/{number}/moves/contact", body)
        assert two.status == 200

    def test_a_wrong_state_is_a_conflict(self, town: SmallTown, staff: Staff, number: str) -> None:
        caller = staff("dispatcher")
        got = caller.post(f"cases/{number}/moves/close", {"reply": "办好了"})
        assert (caller.status, got["code"]) == (409, "cannot_close")

    def test_an_unknown_move(self, town: SmallTown, staff: Staff, number: str) -> None:
        caller = staff("dispatcher")
        got = caller.post(f"cases/{number}/moves/explode")
        assert (caller.status, got["code"]) == (404, "no_move")

    @pytest.mark.parametrize("version", ["x", -1, True, 1.5, 10**30, [1]])
    def test_a_version_is_a_whole_number(
        self, town: SmallTown, staff: Staff, number: str, version: Any
    ) -> None:
        caller = staff("handler")
        caller.post(f"cases/{number}/moves/sign", {"version": version})
        assert caller.status == 422

    @pytest.mark.parametrize("unit", [10**30, 2**60, -5, 0, "x", None, [], True])
    def test_ids_beyond_reason(self, town: SmallTown, staff: Staff, unit: Any) -> None:
        caller = staff("dispatcher")
        case = staff("clerk_west").post("requests", {"text": "说不清"})["case"]
        caller.post(f"cases/{case}/moves/dispatch", {"unit": unit, "item": town.items.noise.pk})
        assert caller.status in (200, 422)

    def test_the_whole_loop(self, town: SmallTown, staff: Staff, channel: Api) -> None:
        got = channel.post("requests", {**RUBBISH, "contact": {"phone": "13900001111"}})
        at = f"cases/{got['case']}"
        handler, checker = staff("handler"), staff("checker")
        steps: list[tuple[Api, str, dict[str, Any]]] = [
            (handler, "sign", {}),
            (handler, "contact", {"reached": True, "note": "已电话联系"}),
            (handler, "handle", {"result": "已清理"}),
            (checker, "check_pass", {"note": "现场看过"}),
            (staff("dispatcher"), "close", {"reply": "垃圾已清理干净。"}),
            (
                staff("caller"),
                "visit",
                {"answered": True}
                | dict.fromkeys(("speed", "effect", "attitude", "feedback"), "satisfied"),
            ),
        ]
        for caller, move, data in steps:
            if move == "handle":
                handler.upload(f"{at}/attachments", stage="after", files=[photo()])
                assert handler.status == 201
            if move == "check_pass":
                refused = caller.post(f"{at}/moves/{move}", data)
                assert refused["code"] == "evidence_missing"
                checker.upload(f"{at}/attachments", stage="check", files=[photo("red")])
                refused = caller.post(f"{at}/moves/{move}", data)
                assert refused["code"] == "no_place"
                checker.upload(
                    f"{at}/attachments", stage="check", files=[photo("blue")],
                    longitude=114.305, latitude=22.708, taken_at=clock.now().isoformat(),
                )  # fmt: skip
            done = caller.post(f"{at}/moves/{move}", data)
            assert caller.status == 200, done
        assert done["state"] == "archived"
        seen = channel.get(f"requests/{got['number']}")
        assert seen["reply"] == "垃圾已清理干净。"
        assert seen["satisfaction"] == "satisfied"

    def test_the_unit_that_an_objection_names_is_heard(
        self, town: SmallTown, staff: Staff, number: str
    ) -> None:
        handler, named = staff("handler"), staff("co_handler")
        handler.post(f"cases/{number}/moves/sign")
        named.post(f"cases/{number}/moves/hear", {"text": "不是我们的事", "agrees": False})
        assert named.status == 404
        handler.post(
            f"cases/{number}/moves/object",
            {
                "reason": "属于水务管理范围",
                "citation": "B01",
                "proposed_unit": town.units.water.pk,
            },
        )
        assert handler.status == 200
        named.post(f"cases/{number}/moves/hear", {"text": "不是我们的事", "agrees": False})
        assert named.status == 200


class TestEvidence:
    @pytest.mark.parametrize(
        ("who", "stage", "status"),
        [
            ("handler", "after", 201),
            ("handler", "check", 403),
            ("checker", "check", 201),
            ("checker", "after", 403),
            ("reader", "after", 403),
            ("clerk_east", "after", 404),
            ("handler", "nonsense", 422),
        ],
    )
    def test_by_stage(
        self, town: SmallTown, staff: Staff, number: str, who: str, stage: str, status: int
    ) -> None:
        caller = staff(who)
        caller.upload(f"cases/{number}/attachments", stage=stage, files=[photo()])
        assert caller.status == status
        assert Attachment.objects.count() == (1 if status == 201 else 0)

    def test_is_on_the_record_and_leaves_the_version(
        self, town: SmallTown, staff: Staff, number: str
    ) -> None:
        caller = staff("handler")
        caller.upload(f"cases/{number}/attachments", stage="before", files=[photo()])
        assert Case.objects.get().version == 1
        assert History.objects.filter(verb="attached", actor_id=town.handler.pk).exists()

    @pytest.mark.parametrize("moment", ["yesterday", "2026-13-01", "9"])
    def test_a_time_is_one(self, town: SmallTown, staff: Staff, number: str, moment: str) -> None:
        caller = staff("checker")
        got = caller.upload(
            f"cases/{number}/attachments", stage="check", files=[photo()], taken_at=moment
        )
        assert (caller.status, got["code"]) == (422, "bad_time")

    def test_the_file_comes_back_as_a_picture(
        self, town: SmallTown, staff: Staff, number: str
    ) -> None:
        caller = staff("handler")
        url = caller.upload(f"cases/{number}/attachments", stage="before", files=[photo()])[
            "items"
        ][0]["url"]
        caller.get(url.removeprefix("/api/v1/"))
        assert caller.last["Content-Type"] == "image/jpeg"
        assert caller.last["X-Content-Type-Options"] == "nosniff"
        assert b"".join(caller.last.streaming_content)[:2] == b"\xff\xd8"
        other = staff("clerk_east")
        other.get(url.removeprefix("/api/v1/"))
        assert other.status == 404


class TestLists:
    @pytest.fixture
    def cases(self, town: SmallTown, channel: Api) -> list[str]:
        texts = ["幸福路垃圾", "平安路井盖坏了", "夜里噪音", "说不清的事", "又一处垃圾"]
        found = []
        for n, text in enumerate(texts):
            lon, lat = EAST if n == 1 else INSIDE
            body = {"text": text, "longitude": lon, "latitude": lat}
            found.append(channel.post("requests", body)["case"])
        return found

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", [4, 3, 2, 1, 0]),
            ("state=reported", [3]),
            ("state=reported,dispatched&limit=2", [4, 3]),
            ("unit=water", [1]),
            ("unit=water,city", [4, 2, 1, 0]),
            ("item=A01", [4, 0]),
            ("item=A01&unit=water", []),
            ("area=E", [1]),
            ("area=W1", [4, 3, 2, 0]),
            ("area=T", [4, 3, 2, 1, 0]),
            ("level=1", [1]),
            ("open=true", [4, 3, 2, 1, 0]),
            ("open=false", []),
            ("late=1", []),
            ("channel=hotline_12345&kind=request", [4, 3, 2, 1, 0]),
            ("channel=staff", []),
            ("from=2100-01-01", []),
            ("to=2100-01-01T00:00:00Z", [4, 3, 2, 1, 0]),
        ],
    )
    def test_filters(
        self, town: SmallTown, staff: Staff, cases: list[str], query: str, expected: list[int]
    ) -> None:
        caller = staff("dispatcher")
        got = caller.get(f"cases?{query}")
        assert [cases.index(row["number"]) for row in got["items"]] == expected

    @pytest.mark.parametrize("order", ["newest", "due"])
    def test_pages_follow_one_another(
        self, town: SmallTown, staff: Staff, cases: list[str], order: str
    ) -> None:
        caller, seen, cursor = staff("dispatcher"), [], ""
        for _n in range(5):
            got = caller.get("cases", limit=2, cursor=cursor, order=order)
            seen += [row["number"] for row in got["items"]]
            cursor = got["next"]
            if cursor is None:
                break
        expected = cases if order == "newest" else [n for n in cases if n != cases[3]]
        assert sorted(seen) == sorted(expected)
        assert len(seen) == len(set(seen))

    @pytest.mark.parametrize(
        "query",
        [
            "limit=0",
            "limit=201",
            "limit=-1",
            "limit=x",
            "limit=1e3",
            "limit=99999999999999999999",
            "cursor=xxx",
            "cursor=%00%ff",
            "state=flying",
            "unit=nowhere",
            "item=nothing",
            "area=999999999999999999999999",
            "tone=pink",
            "order=worst",
            "open=maybe",
            "level=x",
            "handler=99999999999999999999999999",
            "from=yesterday",
            "from=0001-01-01",
            "to=9999-99-99",
        ],
    )
    def test_what_an_address_cannot_mean(
        self, town: SmallTown, staff: Staff, cases: list[str], query: str
    ) -> None:
        caller = staff("dispatcher")
        got = caller.get(f"cases?{query}")
        assert caller.status == 422, got
        assert caller.last["Content-Type"].startswith("application/problem+json")
        assert got["title"]
