"""What the engine enters: its two families, and what stands beside their records."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from jiedao.engines.visits import coverage
from jiedao.engines.visits.checklists import Answer, checklists
from jiedao.engines.visits.family import PLANS, VISITS
from jiedao.foundation.records.families import families
from jiedao.foundation.records.panels import panel_of_family

_SHOWN = 30


def enter() -> None:
    """Called once, when the app is ready."""
    for family, render in ((VISITS, _answers), (PLANS, _coverage)):
        families.add(family, declared_by=__name__)
        panel_of_family(family, render)


def _coverage(request: HttpRequest, plan: Any) -> str:
    """How far a plan is, by community, and what is still to be done."""
    context = {
        "plan": plan,
        "communities": coverage.by_community(plan),
        "left": coverage.uncovered(plan, _SHOWN),
    }
    return render_to_string("visits/coverage.html", context, request=request)


def _answers(request: HttpRequest, visit: Any) -> str:
    """What was found at each question."""
    checklist = checklists.find(visit.checklist) if visit.checklist else None
    if checklist is None or not visit.answers:
        return ""
    rows = [
        (question, Answer(said["answer"]), said.get("note", ""))
        for question in checklist.questions
        if (said := visit.answers.get(question.key))
    ]
    return render_to_string("visits/answers.html", {"rows": rows}, request=request)
