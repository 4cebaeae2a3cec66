"""Kinds are held against each other when the house is closed; a mistake is told in a sentence."""

from dataclasses import replace
from typing import Annotated, Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from jiedao.engines.cases import kinds
from jiedao.engines.cases.actions import NewCase, make_move, open_case
from jiedao.engines.cases.kinds import CaseOptions, ClockKind
from jiedao.engines.cases.models import Case
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.attributes import Ref, attribute
from jiedao.kernel.declarations import Kind, Move, State, Workflow
from jiedao.kernel.errors import Refused
from jiedao.kernel.titles import Title
from tests.cast import SmallTown
from tests.hazards import HAZARD, HAZARDS, MOVES, STATES, HazardFacts, declared

NAME = Title("名", "Name")


class Astray(HazardFacts):
    """It refers to what there is not."""

    other: Annotated[int, Ref("record:nobodys")] | None = attribute(NAME, None)


def changed(**changes: Any) -> Kind:
    flow = replace(HAZARDS, **changes.pop("workflow", {}))
    return replace(HAZARD, workflow=flow, **changes)


def with_move(**changes: Any) -> Kind:
    first = replace(MOVES[0], **changes)
    return changed(workflow={"moves": (first, *MOVES[1:])})


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (
            changed(workflow={"states": (*STATES, State("handled", NAME, open=False))}),
            "'handled' is open in 'loop' and finished in 'trial_hazard'",
        ),
        (
            changed(workflow={"states": (*STATES, State("a_state_with_a_long_name", NAME))}),
            "longer than 16",
        ),
        (with_move(stops=("nap",)), "'nap', which the kind does not declare"),
        (with_move(starts=("platform",)), "no limit of its own"),
        (with_move(evidence=("selfie",)), "'selfie', which nobody knows"),
        (with_move(evidence=("after_photo", "check_photo")), "two stages"),
        (
            changed(workflow={"moves": tuple(m for m in MOVES if m.key != "resume")}),
            "never resumed",
        ),
        (changed(about=("nobodys",)), "'nobodys', which is no kind of record"),
        (changed(attributes=Astray), "refers to 'record:nobodys', which nobody offers"),
        (changed(options={"colour": "red"}), "options are a dict"),
        (changed(options=CaseOptions(columns=("size",))), "'size' is no attribute"),
        (changed(options=CaseOptions((ClockKind("inner", NAME),))), "one of the loop's"),
        (changed(options=CaseOptions((ClockKind("nap", NAME, from_start=True),))), "has no limit"),
    ],
)
def test_a_mistake_stops_the_start_with_a_sentence(kind: Kind, sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=sentence), declared(kind):
        pass
    assert kind.key not in {one.key for one in kinds.own_kinds()}


def test_two_kinds_must_agree_on_a_shared_state() -> None:
    states = tuple(
        replace(state, open=not state.open) if state.key == "struck_off" else state
        for state in STATES
    )
    other = replace(HAZARD, key="other", workflow=replace(HAZARDS, states=states))
    with (
        pytest.raises(ImproperlyConfigured, match="finished in 'trial_hazard' and open in 'other'"),
        declared(HAZARD, other),
    ):
        pass


def test_a_state_of_the_same_name_does_not_come_to_the_dispatch_desk(town: SmallTown) -> None:
    moves = (Move("finish", NAME, ("accepted",), "over", "cases.close", primary=True),)
    states = (State("accepted", NAME), State("over", NAME, open=False))
    like = Kind(
        "like", "case", NAME, "trial", workflow=Workflow("like", NAME, states, moves, "accepted")
    )
    with declared(like):
        case = open_case(town.id, NewCase("看一下", "staff", "like"), actor=SYSTEM)
        assert kinds.strangers_to(("accepted",)) == ["like"]
        rows = kinds.only_the_loop(Case.objects.all(), ("accepted",))
        assert case not in rows
        with pytest.raises(Refused):
            make_move(town.id, case.number, "dispatch", actor=actor_of(town.dispatcher))
