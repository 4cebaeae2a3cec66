"""What a move refuses when it is left empty is what its form marked before, move by move."""

from collections.abc import Callable
from typing import Any

import pytest

from jiedao.engines.cases.workflow import MOVES
from jiedao.kernel import towns
from jiedao.kernel.declarations import NoData
from tests.cases_pages.conftest import browser
from tests.cases_pages.test_asked_for import at_fault, form_of, with_mark
from tests.cases_pages.test_moves import make
from tests.cast import SmallTown
from tests.engines.cases.desk import UNHAPPY, Desk, also, at, reported
from tests.engines.cases.test_co_handlers import helped

WHY = "现场查看后认为应当如此"
NOISE, STALL = "夜里施工噪音扰民", "幸福路占道摆摊"
Scene = Callable[[SmallTown], Desk]


def _text(text: str, **fields: Any) -> Scene:
    return lambda town: reported(town, text, **fields)


def _then(key: str, who: str, scene: Scene | None = None, **said: Any) -> Scene:
    """A case with which somebody made a move."""

    def made(town: SmallTown) -> Desk:
        desk = (scene or signed)(town)
        desk.do(key, getattr(town, who), **said)
        return desk

    return made


def _to(stage: str, text: str = "幸福路1号门前垃圾没人清理") -> Scene:
    def made(town: SmallTown) -> Desk:
        desk = reported(town, text)
        getattr(desk, f"to_{stage}")()
        return desk

    return made


signed, unsorted = _to("handling"), _text("说不清的事")


def _both(scene: Scene, other: Scene) -> Scene:
    """Two requests of one matter, one joined to the other."""

    def made(town: SmallTown) -> Desk:
        desk = scene(town)
        other(town).do("merge", town.dispatcher, into=desk.number)
        return desk

    return made


def _objected(town: SmallTown) -> Desk:
    return _then(
        "object", "handler", reason=WHY, citation="B02", proposed_unit=town.units.water.pk
    )(town)


def _letters(town: SmallTown) -> Desk:
    """The dispatcher records what two outside bodies answer."""
    town.units.contractor.kind = "external"
    town.units.contractor.save()
    towns.touch(town.id)
    return helped(town, "police", "contractor")


def _late(town: SmallTown) -> Desk:
    with at(-24 * 30):
        desk = reported(town)
        desk.to_handling()
    return desk


def _redone(town: SmallTown) -> Desk:
    desk = _to("closed")(town)
    return _then("visit", "caller", lambda _town: desk, answered=True, **UNHAPPY)(town)


def _exempting(town: SmallTown) -> Desk:
    desk = _redone(town)
    desk.do("ask_exemption", town.caller, request=desk.receipt.request.number, reason=WHY)
    also(town, town.reader, "centre", "caller")
    return desk


def _suspended(town: SmallTown) -> Desk:
    desk = _then("ask_suspension", "handler", reason=WHY, until="2027-01-31")(town)
    desk.do("decide_suspension", town.supervisor, upheld=True)
    return desk


def _helped(town: SmallTown) -> Desk:
    return reported(town, "门口积水很深")


def _order(number: str) -> Scene:
    return _text("想问一件事", channel="12345", foreign_number=number)


def _alone_at_night(town: SmallTown) -> Desk:
    also(town, town.handler, "centre", "checker")
    with at(13):
        desk = reported(town, NOISE)
        desk.to_handled()
        desk.do("check_pass", town.handler, night_shift=True, note="电话核实")
    also(town, town.dispatcher, "centre", "checker")
    return desk


_ASKED_UP = {"reason": WHY, "evidence": "行政区划图第 3 号界桩"}
SCENES: dict[str, list[tuple[Scene, str, set[str]]]] = {
    "accept": [(unsorted, "dispatcher", set())],
    "decline": [(unsorted, "dispatcher", {"outcome", "reason"})],
    "ask_return_up": [
        (_order("A1"), "dispatcher", {"reason", "evidence"}),
        (_both(_order("A1"), _order("A2")), "dispatcher", {"reason", "evidence", "request"}),
    ],
    "record_return_up": [
        (_then("ask_return_up", "dispatcher", _order("A1"), **_ASKED_UP), "dispatcher", {"upheld"}),
    ],
    "classify": [(unsorted, "dispatcher", set())],
    "dispatch": [
        (unsorted, "dispatcher", {"item"}),
        (_then("return", "handler", reason=WHY), "dispatcher", set()),
    ],
    "assign": [(signed, "handler", {"handler"})],
    "contact": [(signed, "handler", {"reached"})],
    "object": [(signed, "handler", {"reason", "citation", "proposed_unit"})],
    "hear": [(_objected, "co_handler", {"text", "agrees"})],
    "arbitrate": [
        (_objected, "arbiter", {"upheld", "reason", "unheard"}),
        (
            _then("hear", "co_handler", _objected, text="不归我们", agrees=False),
            "arbiter",
            {"upheld", "reason"},
        ),
    ],
    "recall": [(_text("幸福路1号门前垃圾没人清理"), "dispatcher", {"reason"})],
    "return": [(signed, "handler", {"reason"})],
    "ask_extension": [
        (_to("handling", NOISE), "handler", {"amount", "reason"}),
        (_to("handling", STALL), "handler", {"amount", "reason", "stage"}),
    ],
    "decide_extension": [
        (
            _then("ask_extension", "handler", _to("handling", NOISE), reason=WHY, amount=1),
            "supervisor",
            {"upheld"},
        ),
    ],
    "ask_suspension": [(signed, "handler", {"until", "reason"})],
    "decide_suspension": [
        (_then("ask_suspension", "handler", reason=WHY, until="2027-01-31"), "supervisor",
         {"upheld"}),
    ],
    "resume": [(_suspended, "supervisor", set())],
    "report_part": [
        (_helped, "handler", {"text"}),
        (_letters, "dispatcher", {"text", "unit"}),
    ],
    "stage_done": [(_to("handling", STALL), "handler", {"stage"})],
    "handle": [
        (signed, "handler", {"result", "files"}),
        (_to("handling", NOISE), "handler", {"result"}),
    ],
    "check_pass": [
        (_to("handled"), "checker", {"files", "place", "taken_at"}),
        (_to("handled", NOISE), "checker", {"note"}),
    ],
    "check_fail": [(_to("handled"), "checker", {"reason"})],
    "decide_night_check": [(_alone_at_night, "dispatcher", {"upheld"})],
    "close": [(_to("checked"), "dispatcher", {"reply"})],
    "visit": [
        (_to("closed"), "caller", {"answered", "speed", "effect", "attitude", "feedback"}),
    ],
    "ask_exemption": [(_redone, "caller", {"reason"})],
    "second_exemption": [(_exempting, "reader", set())],
    "decide_exemption": [
        (_then("second_exemption", "reader", _exempting), "supervisor", {"upheld"}),
    ],
    "ask_appeal": [(_late, "handler", {"clock", "reason"})],
    "decide_appeal": [
        (_then("ask_appeal", "handler", _late, reason=WHY, clock="inner"), "supervisor",
         {"upheld"}),
    ],
    "reopen": [(_to("closed"), "supervisor", {"reason"})],
    "urge": [(signed, "supervisor", {"reason"})],
    "supervise": [(signed, "supervisor", {"reason"})],
    "unsupervise": [(_then("supervise", "supervisor", reason=WHY), "supervisor", {"reason"})],
    "take_lead": [(signed, "leader", set())],
    "merge": [(signed, "dispatcher", {"into"})],
    "split": [(_both(unsorted, unsorted), "dispatcher", {"request"})],
    "remark": [(signed, "handler", {"note"})],
}  # fmt: skip
CASES = [(key, *scene) for key, scenes in SCENES.items() for scene in scenes]


def test_every_move_that_asks_anything_is_here() -> None:
    assert set(SCENES) == {move.key for move in MOVES if move.data is not NoData}


@pytest.mark.parametrize(("key", "scene", "who", "required"), CASES)
def test_marked_is_what_would_be_refused(
    town: SmallTown, key: str, scene: Scene, who: str, required: set[str]
) -> None:
    desk = scene(town)
    page = browser(getattr(town, who))
    form = form_of(page, desk, key)
    assert page.status == 200, form
    # What a photo may tell instead says so in place of the word.
    assert with_mark(form, "必填") | with_mark(form, "照片自带") == required
    assert not with_mark(form, "必填") & with_mark(form, "选填")
    answer = make(page, desk, key)
    assert at_fault(answer) == required
    assert page.status == (422 if required else 204), answer


@pytest.mark.parametrize(
    ("key", "scene", "who", "field"),
    [
        ("contact", signed, "handler", "reached"),
        ("visit", _to("closed"), "caller", "answered"),
        ("hear", _objected, "co_handler", "agrees"),
        ("arbitrate", _objected, "arbiter", "upheld"),
        ("ask_appeal", _late, "handler", "clock"),
    ],
)
def test_what_has_consequences_is_chosen_by_somebody(
    town: SmallTown, key: str, scene: Scene, who: str, field: str
) -> None:
    desk = scene(town)
    form = form_of(browser(getattr(town, who)), desk, key)
    assert form[field].count('type="radio"') > 1
    assert " checked" not in form[field]


def test_nobody_is_rated_who_did_not_answer(town: SmallTown) -> None:
    desk = _to("closed")(town)
    page = browser(town.caller)
    html = make(page, desk, "visit", answered="true", speed="satisfied")
    assert at_fault(html) == {"effect", "attitude", "feedback"}
    assert html.count("请填全四项评价。") == 3, "at its fields, not on top as well"
    make(page, desk, "visit", answered="false")
    assert page.status == 204


def test_words_that_name_no_unit_say_so(town: SmallTown) -> None:
    desk = _text("幸福路1号门前垃圾没人清理")(town)
    desk.do("recall", town.dispatcher, reason="应由水务科办理")
    page = browser(town.dispatcher)
    html = make(page, desk, "dispatch", unit_text="城管柯二队")
    assert page.status == 422
    assert "没有找到“城管柯二队”，请从列表中选择。" in html


def test_what_others_hold_up_is_said_before_anything_is_filled_in(town: SmallTown) -> None:
    desk = helped(town, "police")
    desk.do("sign", town.handler)
    page = browser(town.handler)
    html = page.get(f"/cases/{desk.number}/moves/handle/")
    assert page.status == 409
    assert "协办单位没有反馈" in html
