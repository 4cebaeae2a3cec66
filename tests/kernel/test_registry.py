"""The registry checks on entry, answers in sentences, and is closed after start-up."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from pydantic import BaseModel

from jiedao.kernel import registry
from jiedao.kernel.declarations import Kind, Move, SettingGroup, State, Workflow
from jiedao.kernel.registry import Slot, check_workflow
from jiedao.kernel.titles import Title

NAME = Title("树", "Tree")


def kind(key: str = "tree", workflow: Workflow | None = None) -> Kind:
    return Kind(key, "register", NAME, "trees", workflow=workflow)


def workflow(**changes: object) -> Workflow:
    states = (State("new", NAME), State("done", NAME, open=False))
    moves = (Move("finish", NAME, ("new",), "done", "trees.finish"),)
    values = {"key": "w", "titles": NAME, "states": states, "moves": moves, "initial": "new"}
    return Workflow(**(values | changes))  # type: ignore[arg-type]


@pytest.fixture
def slot() -> Slot[Kind]:
    fresh: Slot[Kind] = Slot(
        "kinds", Kind, lambda k: check_workflow(k.workflow) if k.workflow else ""
    )
    registry._slots.remove(fresh)
    return fresh


def test_what_entered_is_found_again(slot: Slot[Kind]) -> None:
    slot.add(kind())
    assert slot.get("tree").titles.zh == "树"
    assert "tree" in slot
    assert slot.find("bush") is None


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (kind(""), "without a key"),
        (NAME, "expected Kind, got Title"),
        (kind(workflow=workflow(initial="old")), "begins in unknown state 'old'"),
        (
            kind(workflow=workflow(moves=(Move("x", NAME, ("lost",), None, "p"),))),
            "unknown state 'lost'",
        ),
        (
            kind(workflow=workflow(moves=(Move("x", NAME, ("new",), None, "p", rule="no"),))),  # type: ignore[arg-type]
            "has a rule that cannot be called",
        ),
        (kind(workflow=workflow(moves=(Move("x", NAME, (), None, "p"),))), "from no state"),
        (kind(workflow=workflow(moves=(Move("x", NAME, ("new",), None, ""),))), "no permission"),
    ],
)
def test_a_mistake_is_answered_with_a_sentence(slot: Slot[Kind], item: Kind, sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=sentence):
        slot.add(item, declared_by="applications/trees/kinds.py")


def test_the_sentence_names_who_declared_it(slot: Slot[Kind]) -> None:
    slot.add(kind())
    with pytest.raises(ImproperlyConfigured, match=r"declared twice \(declared by trees\.kinds\)"):
        slot.add(kind(), declared_by="trees.kinds")


def test_nothing_enters_after_closing(slot: Slot[Kind]) -> None:
    slot.close()
    with pytest.raises(ImproperlyConfigured, match="closed after start-up"):
        slot.add(kind())


def test_the_house_is_closed_once_it_runs() -> None:
    with pytest.raises(ImproperlyConfigured, match="closed"):
        registry.kinds.add(kind("late"))


def test_a_setting_is_declared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    class Colours(BaseModel):
        colour: str = "red"

    fresh: Slot[SettingGroup] = Slot("settings", SettingGroup)
    registry._slots.remove(fresh)
    monkeypatch.setattr(registry, "settings", fresh)
    monkeypatch.setattr(registry, "intakes", ())
    monkeypatch.setattr(registry, "_at_closing", [])
    fresh.add(SettingGroup("walls", NAME, Colours))
    fresh.add(SettingGroup("doors", NAME, Colours))
    with pytest.raises(ImproperlyConfigured, match="'colour' stands in 'walls' and in 'doors'"):
        registry.close()
