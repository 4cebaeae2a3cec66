"""What the plan enters into the frame: links from history, and what stands beside a task."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from jiedao.applications.plan import names
from jiedao.applications.plan.actuals import actuals
from jiedao.applications.plan.board import figure, standing_of
from jiedao.applications.plan.letters import letters_of, number_of
from jiedao.applications.plan.models import Bid
from jiedao.applications.plan.queries import readable
from jiedao.applications.plan.standing import computed, differs, elapsed, is_reached, light
from jiedao.applications.plan.tasks import values_of
from jiedao.foundation.staff.links import RecordLink, record_links
from jiedao.kernel import clock
from jiedao.kernel.declarations import NO_TITLE
from jiedao.kernel.titles import Title
from jiedao.web import slots

_DOCUMENT = {
    "read_in": Title("读入文件", "Document read in"),
    "set_right": Title("更正读入内容", "Finding set right"),
    "assigned_many": Title("批量填写责任单位、时限", "Unit or date set for many"),
    "left_out": Title("删去读入内容", "Findings left out"),
    "asked_again": Title("恢复读入内容", "Findings asked about again"),
    "confirmed": Title("确认读入内容", "Findings confirmed"),
}
_BID = {
    "bid_made": Title("申请揭榜", "Applied to a challenge"),
    "bid_changed": Title("修改揭榜申请", "Application changed"),
}


def enter() -> None:
    """Called once, when the application is ready."""
    record_links.add(
        RecordLink(
            names.DOCUMENT,
            Title("读入的计划", "Plan read in"),
            lambda document_id: reverse("plan:document", args=[document_id]),
            verbs=_DOCUMENT,
        ),
        declared_by=__name__,
    )
    record_links.add(
        RecordLink(
            names.BID,
            Title("揭榜申请", "Application to a challenge"),
            lambda _bid_id: reverse("plan:challenges"),
            verbs=_BID,
        ),
        declared_by=__name__,
    )
    slots.record_panels.add(slots.RecordPanel("plan.task", names.TASK, NO_TITLE, beside, order=50))


def beside(request: HttpRequest, task: Any) -> str:
    """Targets with what they are now, letters of supervision, applications."""
    values = values_of(task.attributes)
    goals = tuple(readable(values))
    known = actuals(task.town_id, goals)
    row = {name: getattr(task, name) for name in
           ("state", "day", "ends_on", "finished_on", "progress")}  # fmt: skip
    standing = standing_of(row, values, goals)
    today = clock.today()
    found = computed(goals, known)
    context = {
        "computed": found,
        "differs": differs(task.progress, found),
        "goals": [
            (goal.name, figure(goal, known), goal.period, goal.filters,
             goal.identity in known and is_reached(goal, known[goal.identity]))
            for goal in goals
        ],
        "light": light(standing, known, today),
        "elapsed": round(100 * elapsed(standing.begins, standing.ends_on, today)),
        "task": task,
        "runs": task.state in names.RUNNING,
        "letters": [(number_of(one), one) for one in letters_of(task.pk)],
        "bids": list(Bid.objects.filter(task_id=task.pk).select_related("unit")),
    }  # fmt: skip
    return render_to_string("plan/panel.html", context, request=request)
