"""Checklists: what is looked at, by which rule, and what a fault makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, create_model
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from jiedao.kernel.attributes import Options, attribute, facts_of
from jiedao.kernel.registry import Slot
from jiedao.kernel.titles import Title
from jiedao.web.widgets import bare

NOTE = "_note"
_NOTE = Title("问题说明", "What is wrong")


class Answer(Options):
    """What was found at one question."""

    OK = "ok", "符合", "In order"
    FAULT = "fault", "不符合", "Not in order"
    NONE = "none", "不涉及", "Does not apply"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to look at; ``basis`` is the law or standard it rests on; a fault at a ``grave``
    one is a major hazard unless whoever looks says otherwise."""

    key: str
    titles: Title
    basis: str = ""
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Checklist:
    """A named list of questions."""

    key: str
    titles: Title
    questions: tuple[Question, ...]

    def question(self, key: str) -> Question:
        """The question of that key; KeyError when the list has none."""
        return next(one for one in self.questions if one.key == key)


def _check(checklist: Checklist) -> str:
    keys = [question.key for question in checklist.questions]
    double = next((key for key in keys if keys.count(key) > 1), "")
    if double:
        return f"question {double!r} stands in it twice"
    return "" if keys else "a checklist without questions"


checklists: Slot[Checklist] = Slot("checklists", Checklist, _check)


class Outcome(BaseModel, extra="forbid"):
    """What is said of a visit besides the checklist."""

    result: str = attribute(
        Title("走访情况", "What was found"), "", widget="textarea", max_length=2000
    )


class _Asked(BaseModel, extra="forbid"):
    """What is filled in on the spot."""


def form_of(
    checklist: Checklist | None, found: Mapping[str, FieldInfo], known: Mapping[str, Any]
) -> type[BaseModel]:
    """The model of what is filled in on the spot: what the kind wants to be ``found`` out, an
    answer to each question, with a note where it is a fault, and a word on the whole. What is
    ``known`` before holds where nothing else is said."""
    if checklist is None and not found:
        return Outcome
    fields: dict[str, Any] = {
        name: _demanded(name, info, known.get(name)) for name, info in found.items()
    }
    for question in checklist.questions if checklist else ():
        help_ = Title(question.basis, question.basis)
        fields[question.key] = (Answer, attribute(question.titles, help=help_))
        note = attribute(_NOTE, "", max_length=500, when=f"{question.key}={Answer.FAULT}")
        fields[f"{question.key}{NOTE}"] = (str, note)
    fields["result"] = (str, Outcome.model_fields["result"])
    name = checklist.key.title().replace("_", "") if checklist else "Visit"
    return create_model(f"Answers{name}", __base__=_Asked, **fields)


def _demanded(name: str, info: FieldInfo, known: Any) -> tuple[Any, Any]:
    """The field that may be empty before the visit, as one that must be filled on it."""
    facts = facts_of(name, info)
    kind: Any = bare(info.annotation)
    if info.metadata:
        kind = Annotated.__class_getitem__((kind, *info.metadata))  # type: ignore[attr-defined]
    default = PydanticUndefined if known is None else known
    asked = attribute(facts.titles, default, help=facts.help, unit=facts.unit, widget=facts.widget)
    return kind, asked


def answers_in(checklist: Checklist | None, data: BaseModel) -> dict[str, dict[str, str]]:
    """Question → answer and note, as a visit keeps them."""
    questions = checklist.questions if checklist else ()
    found: dict[str, dict[str, str]] = {}
    for question in questions:
        answer = {"answer": str(getattr(data, question.key))}
        note = getattr(data, f"{question.key}{NOTE}")
        found[question.key] = answer | ({"note": note} if note else {})
    return found
