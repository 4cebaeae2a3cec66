"""What the engine enters: its two families, and how far a plan is beside its record."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from jiedao.engines.visits import coverage
from jiedao.engines.visits.family import PLANS, VISITS
from jiedao.foundation.records.families import families
from jiedao.foundation.records.schema import generated_kinds
from jiedao.kernel import registry
from jiedao.web import slots

_SHOWN = 30


def enter() -> None:
    """Called once, when the app is ready."""
    for family in (VISITS, PLANS):
        families.add(family, declared_by=__name__)
    registry.on_close(_panels)


def _panels() -> None:
    """A panel for every kind of plan, and one for every kind of visit."""
    for kind in generated_kinds():
        if kind.family in _PANELS:
            render = _PANELS[kind.family]
            slots.record_panels.add(
                slots.RecordPanel(f"{kind.family}.{kind.key}", kind.key, kind.titles, render)
            )


def _coverage(request: HttpRequest, plan: Any) -> str:
    context = {
        "plan": plan,
        "communities": coverage.by_community(plan),
        "left": coverage.uncovered(plan, _SHOWN),
    }
    return render_to_string("visits/coverage.html", context, request=request)


def _answers(request: HttpRequest, visit: Any) -> str:
    from jiedao.engines.visits.checklists import Answer, checklists

    checklist = checklists.find(visit.checklist) if visit.checklist else None
    if checklist is None or not visit.answers:
        return ""
    rows = [
        (question, Answer(said["answer"]), said.get("note", ""))
        for question in checklist.questions
        if (said := visit.answers.get(question.key))
    ]
    return render_to_string("visits/answers.html", {"rows": rows}, request=request)


_PANELS = {"plan": _coverage, "visit": _answers}
