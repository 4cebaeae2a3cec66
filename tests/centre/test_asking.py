"""A panel that fails or takes long says so, and the others live."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from jiedao.centre import asking
from jiedao.centre.asking import Answer, ask
from jiedao.kernel import sharing
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Panel
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title
from jiedao.web.panels import Figure, Figures

ANYBODY = Reach(town_id=1, account_id=7)


class Asked:
    """A panel's query that counts, and can be held up."""

    def __init__(self) -> None:
        self.times = 0
        self.begun = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()

    def __call__(self, _reach: Reach) -> Figures:
        self.times += 1
        self.begun.set()
        assert self.go_on.wait(30)
        return Figures([Figure("在办", self.times)])


@pytest.fixture
def asked() -> Iterator[Asked]:
    found = Asked()
    yield found
    found.go_on.set()


def panel(query: object, key: str = "test.panel") -> Panel:
    return Panel(key, Title("试", "Test"), "", query)  # type: ignore[arg-type]


def test_what_fails_becomes_a_sentence() -> None:
    def broken(_reach: Reach) -> Figures:
        raise RuntimeError("the fault of an application")

    def refusing(_reach: Reach) -> Figures:
        raise Invalid("没有这一天的数据。")

    assert "算不出来" in ask(panel(broken, "test.broken"), ANYBODY).fault
    assert ask(panel(refusing, "test.refusing"), ANYBODY).fault == "没有这一天的数据。"
    assert ask(panel(lambda _reach: "no content", "test.none"), ANYBODY).fault
    assert (
        "<b>5</b>" in ask(panel(lambda _: Figures([Figure("在办", 5)]), "test.well"), ANYBODY).html
    )


def test_one_answer_does_for_all_of_one_reach(asked: Asked) -> None:
    first = ask(panel(asked), ANYBODY)
    assert ask(panel(asked), replace(ANYBODY, account_id=8)) is first
    assert ask(panel(asked), replace(ANYBODY, unit_ids=frozenset({3}))) is not first
    assert asked.times == 2


def test_who_has_heard_of_a_change_gets_nothing_older(asked: Asked) -> None:
    before = ask(panel(asked), ANYBODY)
    with sharing.no_older_than(0.0):
        after = ask(panel(asked), ANYBODY)
        assert after is not before
    with sharing.no_older_than(60.0):
        assert ask(panel(asked), ANYBODY) is after


def test_nobody_waits_for_a_slow_panel(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "WAIT_SECONDS", 0.05)
    slow = panel(asked)
    asked.go_on.clear()
    answers: list[Answer] = []
    patient = threading.Thread(target=lambda: answers.append(ask(slow, ANYBODY)))
    patient.start()
    assert asked.begun.wait(10)
    unfinished = ask(slow, ANYBODY)
    assert "还在计算" in unfinished.fault
    assert unfinished.again
    assert ask(panel(Asked(), "test.other"), ANYBODY).html
    asked.go_on.set()
    patient.join(10)
    # It took longer than anybody is let wait: it rests, and its answer is everybody's.
    with sharing.no_older_than(0.0):
        assert ask(slow, ANYBODY) is answers[0]
    assert asked.times == 1


def test_two_slow_panels_are_not_asked_at_once(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_REST", 0)
    monkeypatch.setattr(asking, "WAIT_SECONDS", -1.0)
    other = Asked()
    slow, slow_too = panel(asked), panel(other, "test.too")
    first = ask(slow_too, ANYBODY)
    ask(slow, ANYBODY)
    asked.go_on.clear()
    asked.begun.clear()
    busy = threading.Thread(target=ask, args=(slow, ANYBODY))
    busy.start()
    assert asked.begun.wait(10)
    assert ask(slow_too, ANYBODY) is first
    asked.go_on.set()
    busy.join(10)
    assert ask(slow_too, ANYBODY) is not first
