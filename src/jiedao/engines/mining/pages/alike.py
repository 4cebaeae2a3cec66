"""Beside a case: what may be the same matter, with the way to merge; what was solved like it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from jiedao.engines.cases import kinds, rules, workflow
from jiedao.engines.cases.actions.making import find_move
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.pages.common import actor
from jiedao.engines.cases.work import Work
from jiedao.engines.mining.alike_solved import solved_like
from jiedao.engines.mining.asking import said_the_same
from jiedao.engines.mining.duplicates import Duplicate, Matter, duplicates_of
from jiedao.foundation.staff.pages.common import account_of
from jiedao.foundation.staff.reach import reach_of
from jiedao.web.parts import MoveButton

MERGE = "cases.merge"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list; ``said``: a sender says that it is the same."""

    found: Duplicate
    said: bool
    buttons: list[MoveButton]


def on_desk(request: HttpRequest, work: Work) -> str:
    """What may be the same as a case that is to be dispatched."""
    return _duplicates(request, work)


def beside(request: HttpRequest, case: Any) -> str:
    """The same on the case's page, for whoever may merge it."""
    reach = reach_of(account_of(request))
    if case.state not in workflow.BEFORE_CLOSING or not reach.anywhere(MERGE, case.kind):
        return ""
    return _duplicates(request, Work(case, actor=actor(request)))


def solved_beside(request: HttpRequest, case: Any) -> str:
    """What was done in closed cases like it, while there is still something to do."""
    if not kinds.is_open(case):
        return ""
    rows = solved_like(case, reach_of(account_of(request)))
    return render_to_string("mining/solved.html", {"rows": rows}, request=request) if rows else ""


def _duplicates(request: HttpRequest, work: Work) -> str:
    case = work.case
    if not kinds.goes_the_loop(case.kind):
        return ""
    said = _said(case)
    reach = reach_of(account_of(request))
    found = duplicates_of(case.town_id, Matter.of(case), reach, besides=said)
    if not found:
        return ""
    mergeable = not rules.refusal(work, find_move(case.kind, "merge"))
    rows = [Row(one, one.case.pk in said, _buttons(case, one, mergeable)) for one in found]
    return render_to_string("mining/alike.html", {"rows": rows}, request=request)


def _said(case: Case) -> set[int]:
    """The cases that senders named; one that was merged since is the case it went into."""
    numbers = said_the_same(case)
    rows = Case.objects.filter(town_id=case.town_id, number__in=numbers) if numbers else ()
    return {row.merged_into_id or row.pk for row in rows} - {case.pk}


def _buttons(case: Case, found: Duplicate, mergeable: bool) -> list[MoveButton]:
    if not mergeable or found.case.state not in workflow.BEFORE_CLOSING:
        return []
    url = reverse("cases:move", args=[case.number, "merge"])
    lazy = f"{url}?{urlencode({'into': found.case.number})}"
    return [MoveButton("merge", _("并入这一件"), url, lazy=lazy)]
