"""What the engine enters: its two families, and what stands beside their records."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from jiedao.engines.visits import coverage
from jiedao.engines.visits.checklists import Answer, checklists
from jiedao.engines.visits.family import PLANS, VISITS
from jiedao.engines.visits.options import PlanOptions
from jiedao.foundation.records.families import families
from jiedao.foundation.records.pages.common import may
from jiedao.foundation.records.panels import panel_of_family
from jiedao.foundation.records.rules import ADD
from jiedao.foundation.records.schema import schema_of
from jiedao.kernel.application import open_part

_SHOWN = 30
_DAYS = 14


def enter() -> None:
    """Called once, when the app is ready."""
    open_part("checklists", {"CHECKLISTS": checklists})
    for family, render in ((VISITS, _answers), (PLANS, _coverage)):
        families.add(family, declared_by=__name__)
        panel_of_family(family, render)


def _coverage(request: HttpRequest, plan: Any) -> str:
    """How far a plan is, by community and by day, and what is still to be done."""
    options = schema_of(plan.kind).kind.options
    assert isinstance(options, PlanOptions)
    new = ""
    if plan.state == coverage.RUNNING and may(request, schema_of(options.visit), ADD):
        new = reverse("records:new", args=[options.visit])
    context = {
        "plan": plan,
        "communities": coverage.by_community(plan),
        "days": coverage.by_day(plan)[-_DAYS:],
        "faulty": coverage.faulty(plan, _SHOWN),
        "left": [
            (one.title, f"{new}?about={one.subject_kind}:{one.subject_id}" if new else "")
            for one in coverage.uncovered(plan, _SHOWN)
        ],
    }
    return render_to_string("visits/coverage.html", context, request=request)


def _answers(request: HttpRequest, visit: Any) -> str:
    """What was found at each question."""
    checklist = checklists.find(visit.checklist) if visit.checklist else None
    if checklist is None or not visit.answers:
        return _before(request, visit)
    rows = [
        (question, Answer(said["answer"]), said.get("note", ""), said.get("case", ""))
        for question in checklist.questions
        if (said := visit.answers.get(question.key))
    ]
    context = {"rows": rows, "follows": visit.follows}
    return render_to_string("visits/answers.html", context, request=request)


def _before(request: HttpRequest, visit: Any) -> str:
    """What a recheck, not made yet, is to look at again."""
    if visit.follows is None:
        return ""
    return render_to_string("visits/answers.html", {"follows": visit.follows}, request=request)
