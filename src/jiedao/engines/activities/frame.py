"""What the engine enters: its family, and who takes part beside an activity."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from jiedao.engines.activities.family import ACTIVITIES
from jiedao.engines.activities.models import Enrolment
from jiedao.foundation.parties.masks import mask_name
from jiedao.foundation.records.families import families
from jiedao.foundation.records.panels import panel_of_family

_SHOWN = 60


def enter() -> None:
    """Called once, when the app is ready."""
    families.add(ACTIVITIES, declared_by=__name__)
    panel_of_family(ACTIVITIES, _participants)


def _participants(request: HttpRequest, activity: Any) -> str:
    rows = list(
        activity.enrolments.exclude(state=Enrolment.State.CANCELLED).order_by("id")[:_SHOWN]
    )
    shown = [
        (row.name if row.organisation_id else mask_name(row.name), row.state, row.score)
        for row in rows
    ]
    context = {"activity": activity, "rows": shown}
    return render_to_string("activities/panel.html", context, request=request)
