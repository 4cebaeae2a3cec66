"""History: scrubbed, complete enough to go back in time, and the outbox of reactions."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedao.kernel import clock, history, outbox, registry
from jiedao.kernel.actors import SYSTEM, Actor
from jiedao.kernel.declarations import Reaction
from jiedao.kernel.history import Line
from jiedao.kernel.models import Delivery, History, Town

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def plain_town(db: None) -> Town:
    return Town.objects.create(key="plain", title="平原街道", created_at=MONDAY)


def test_a_note_keeps_no_telephone_or_identity_number() -> None:
    said = history.scrub("请回电13800005678，身份证110101199003070011，单号R26030200012")
    assert "13800005678" not in said
    assert "110101199003070011" not in said
    assert "R26030200012" in said


@given(st.from_regex(r"1[3-9]\d{9}", fullmatch=True), st.text("甲乙丙，。 ", max_size=8))
def test_no_mobile_number_survives_scrubbing(number: str, around: str) -> None:
    assert number not in history.scrub(f"{around}{number}{around}")


def test_what_lies_deeper_is_scrubbed_too() -> None:
    facts = {"who": ["王老板 13800005678"], "money": 3}
    assert history.plain(facts) == {"who": ["王老板 138****5678"], "money": 3}


def test_any_past_moment_can_be_restored(plain_town: Town) -> None:
    states = ["reported", "accepted", "dispatched"]
    for hour, (old, new) in enumerate(pairwise(states), start=1):
        with clock.at(MONDAY + timedelta(hours=hour)):
            line = Line("case", 7, "move", changes={"state": (old, new)})
            history.record(plain_town.pk, [line], actor=SYSTEM)
    lines = history.timeline(plain_town.pk, "case", 7)
    seen = [
        history.as_of({"state": "dispatched"}, lines, MONDAY + timedelta(hours=hour))["state"]
        for hour in (0, 1, 2)
    ]
    assert seen == states


@pytest.fixture
def reaction(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A reaction to ``ping`` of ``thing`` that fails the first time it runs."""
    ran: list[int] = []

    def run(line_id: int) -> None:
        ran.append(line_id)
        if len(ran) == 1:
            raise RuntimeError("not yet")

    item = Reaction("test.ping", "thing", ("ping",), run)
    monkeypatch.setitem(registry.reactions._items, item.key, item)
    return ran


@pytest.mark.django_db(transaction=True)
def test_a_failed_reaction_is_tried_again_and_then_done_once(
    plain_town: Town, reaction: list[int]
) -> None:
    with clock.at(MONDAY):
        history.record(plain_town.pk, [Line("thing", 1, "ping")], actor=SYSTEM)
        assert outbox.deliver_due() == 0
        assert outbox.deliver_due() == 0, "not due again yet"
    with clock.at(MONDAY + timedelta(minutes=5)):
        assert outbox.deliver_due() == 1
        assert outbox.deliver_due() == 0
    assert len(reaction) == 2
    assert Delivery.objects.get().done_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_line_nobody_waits_for_makes_no_delivery(plain_town: Town, reaction: list[int]) -> None:
    history.record(plain_town.pk, [Line("thing", 1, "pong")], actor=SYSTEM)
    assert History.objects.count() == 1
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_reaction_may_hear_of_people_alone(
    plain_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = Reaction(
        "test.people", "thing", ("ping",), lambda _line: None, by=(History.ActorKind.ACCOUNT,)
    )
    monkeypatch.setitem(registry.reactions._items, item.key, item)
    history.record(plain_town.pk, [Line("thing", 1, "ping")], actor=SYSTEM)
    assert not Delivery.objects.exists()
    person = Actor(kind=History.ActorKind.ACCOUNT, id=1, name="某人")
    history.record(plain_town.pk, [Line("thing", 1, "ping")], actor=person)
    assert Delivery.objects.get().reaction == item.key
