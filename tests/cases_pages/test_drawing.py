"""The drawing in the docs is the workflow that runs."""

from dataclasses import replace

from jiedao.engines.cases import drawing, workflow


def test_committed_drawing_is_what_the_code_draws() -> None:
    committed = drawing.FILE.read_text(encoding="utf-8")
    assert committed == drawing.draw(), (
        "docs/workflow.svg is not what the workflow says; run"
        " `python -m jiedao.engines.cases.drawing` and look at it."
    )


def test_every_state_and_move_is_named_in_the_drawing() -> None:
    svg = drawing.draw()
    for declared in (*workflow.STATES, *workflow.MOVES):
        assert declared.titles.zh in svg


def test_a_changed_workflow_changes_the_drawing() -> None:
    fewer = replace(workflow.LOOP, moves=workflow.LOOP.moves[1:])
    assert drawing.draw(fewer) != drawing.draw()
