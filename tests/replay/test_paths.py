"""The way through a workflow: the fewest moves, none that only the worker makes."""

import pytest

from jiedao.applications.livelihood.workflows import MICRO
from jiedao.config.replay.paths import named, path_to
from jiedao.engines.visits.workflow import VISIT
from jiedao.foundation.records.schema import generated_kinds, schema_of
from jiedao.kernel.declarations import Move, Party, State, Workflow
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

NAME = Title("步骤", "Step")
SHORT = Workflow(
    "short",
    NAME,
    (State("a", NAME), State("b", NAME), State("c", NAME), State("far", NAME)),
    (
        Move("slow", NAME, ("a",), "b", "records.edit"),
        Move("slower", NAME, ("b",), "c", "records.edit"),
        Move("rough", NAME, ("a",), "c", "records.edit", danger=True),
        Move("smooth", NAME, ("a",), "c", "records.edit", primary=True),
        Move("by_itself", NAME, ("c",), "far", "records.edit", party=Party.SYSTEM),
    ),
    initial="a",
)


def keys(moves: list[Move]) -> list[str]:
    return [move.key for move in moves]


def test_the_fewest_moves_and_of_two_the_one_that_is_due() -> None:
    assert keys(path_to(SHORT, "c")) == ["smooth"]
    assert keys(path_to(SHORT, "c", start="b")) == ["slower"]
    assert path_to(SHORT, "a") == []


def test_what_only_the_worker_makes_is_no_way() -> None:
    with pytest.raises(Invalid, match="没有通往"):
        path_to(SHORT, "far")


def test_unknown_states_and_moves_are_named() -> None:
    with pytest.raises(Invalid, match="nowhere"):
        path_to(SHORT, "nowhere")
    with pytest.raises(Invalid, match="jump"):
        named(SHORT, ["slow", "jump"])


def test_ways_of_the_house() -> None:
    assert keys(path_to(MICRO, "accepted")) == ["review", "decide", "start", "accept"]
    assert keys(path_to(VISIT, "done")) == ["complete"]


@pytest.mark.parametrize("kind", [kind.key for kind in generated_kinds()])
def test_every_way_of_every_kind_leads_where_it_should(kind: str) -> None:
    workflow = schema_of(kind).workflow
    for state in workflow.state_keys():
        try:
            moves = path_to(workflow, state)
        except Invalid:
            continue
        here = workflow.initial
        for move in moves:
            assert here in move.sources
            here = str(move.target)
        assert here == state
