"""What the engine enters: its family, and milestones and payments beside a project."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from jiedao.engines.projects.family import PROJECTS
from jiedao.foundation.records.families import families
from jiedao.foundation.records.panels import panel_of_family
from jiedao.kernel import clock


def enter() -> None:
    """Called once, when the app is ready."""
    families.add(PROJECTS, declared_by=__name__)
    panel_of_family(PROJECTS, _steps_and_money)


def _steps_and_money(request: HttpRequest, project: Any) -> str:
    today = clock.today()
    milestones = [
        (row, "grey" if row.done_on else "red" if row.due_on < today else "green")
        for row in project.milestones.order_by("due_on", "id")
    ]
    payments = list(project.payments.order_by("-paid_on", "-id"))
    if not milestones and not payments and project.amount_planned is None:
        return ""
    context = {"project": project, "milestones": milestones, "payments": payments}
    return render_to_string("projects/panel.html", context, request=request)
