"""Beside a case: what was suggested of it, by which rule or version, and what people decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from jiedao.engines.cases.models import Case
from jiedao.engines.cases.pages.common import reader
from jiedao.engines.cases.suggestions_slot import Offered
from jiedao.engines.mining.at_desk import source_words, version_url
from jiedao.engines.mining.models import Suggestion, Task
from jiedao.engines.mining.rights import SEE
from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel import history
from jiedao.kernel.titles import Title
from jiedao.web.slots import RecordPanel

TASKS = {
    Task.ITEM: Title("事项", "Item"),
    Task.UNIT: Title("去向", "Goes to"),
    Task.TIME: Title("时长", "Time"),
}
_ORDER = list(TASKS)


@dataclass(frozen=True, slots=True)
class Told:
    """One suggestion in words."""

    task: Title
    offered: list[str]
    because: list[str]
    source: str
    url: str
    at: datetime
    decision: str
    reason: str
    by: str
    decided_at: datetime | None


def render(request: HttpRequest, record: Any) -> str:
    """HTML, or "" where nothing was suggested."""
    assert isinstance(record, Case)
    rows = Suggestion.objects.filter(town_id=record.town_id, case=record)
    rows = rows.select_related("model", "decided_by").defer("model__body", "model__scores")
    told = [_tell(row) for row in sorted(rows, key=lambda row: _ORDER.index(Task(row.task)))]
    if not told:
        return ""
    context = {"rows": told, "explained": reader(request).anywhere(SEE)}
    return render_to_string("mining/of_case.html", context, request=request)


def _tell(row: Suggestion) -> Told:
    first = row.offered[0] if row.offered else {}
    words = [str(word) for word in first.get("words", ())]
    return Told(
        TASKS[Task(row.task)],
        [_offer(row, one) for one in row.offered],
        [_("依据的词：%(words)s") % {"words": _("、").join(words)}]
        if words and row.task == Task.ITEM
        else words,
        source_words(row),
        version_url(row),
        row.made_at,
        _decision(row),
        history.scrub(row.reason),
        str(row.decided_by or ""),
        row.decided_at,
    )


def _offer(row: Suggestion, one: dict[str, Any]) -> str:
    if row.task == Task.TIME:
        days, risk = one.get("days"), one.get("p")
        said = [_("约 %(n)d 天办结") % {"n": max(1, round(days))}] if days is not None else []
        said += [_("超期风险 %(p)s") % {"p": f"{risk:.0%}"}] if risk is not None else []
        return _("；").join(said)
    name = named(row.town_id, Task(row.task), int(one["id"]))
    return f"{name} {Offered(0, name, one.get('p')).percent}".strip()


def named(town_id: int, task: Task, key: int | None) -> str:
    """The name of an item or unit that was suggested or chosen."""
    if key is None:
        return ""
    if task is Task.ITEM:
        return catalogue_for(town_id).name(key)
    node = structure_of(town_id).units.get(key)
    return node.name if node else ""


def _decision(row: Suggestion) -> str:
    if row.decision == Suggestion.Decision.ACCEPTED:
        return _("已采纳")
    if row.decision == Suggestion.Decision.CHANGED:
        return _("改为%(name)s") % {"name": named(row.town_id, Task(row.task), row.chosen)}
    return _("请人选定") if row.asks else ""


PANEL = RecordPanel("mining.suggestions", "case", Title("机器建议", "Suggestions"), render, "", 60)
