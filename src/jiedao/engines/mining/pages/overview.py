"""智能归类: versions and how well they do, what is mistaken, what drifts, what fits nothing."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.engines.cases.pages.common import reader
from jiedao.engines.mining import queries
from jiedao.engines.mining.models import LearnedModel, Suggestion, Task
from jiedao.engines.mining.pages.mistaken import Text, readable
from jiedao.engines.mining.pages.of_case import TASKS, named
from jiedao.engines.mining.queries import Week
from jiedao.engines.mining.rights import MANAGE, SEE
from jiedao.engines.mining.settings import settings_of, threshold_of
from jiedao.kernel.access import Reach
from jiedao.web.parts import Chart, Series
from jiedao.web.shell import base_template

UNCLEAR_SHOWN = 20
UNUSED_SHOWN = 40


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version as the table shows it."""

    row: LearnedModel
    cells: list[str]
    url: str


@dataclass(frozen=True, slots=True)
class TaskTable:
    """The versions of one task."""

    title: object
    heads: list[tuple[str, str]]
    lines: list[VersionLine]


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The page; texts of cases as far as the reader may see them (``mistaken.readable``)."""
    reach = reader(request, SEE)
    town_id, own = reach.town_id, settings_of(reach.town_id)
    unclear = queries.unclear(town_id)
    shown, hidden = readable(reach, unclear, UNCLEAR_SHOWN)
    idle = queries.unused(town_id)
    tables = [_table(town_id, task) for task in Task]
    context = {
        "own": own,
        "sure": _percent(threshold_of(town_id)),
        "tables": tables,
        "none_yet": not any(table.lines for table in tables),
        "pairs": _pairs(town_id),
        "chart": _chart(queries.weeks(town_id)),
        "new_words": _new_words(tables),
        "unclear": [_unclear(town_id, text, row) for text, row in shown],
        "unclear_count": len(unclear),
        "unclear_hidden": hidden,
        "idle": idle[:UNUSED_SHOWN],
        "idle_count": len(idle),
        "may_manage": _may_manage(reach),
        "base_template": base_template(request),
    }
    return render(request, "mining/overview.html", context)


def _may_manage(reach: Reach) -> bool:
    return reach.anywhere(MANAGE)


def _heads(task: Task) -> list[tuple[str, str]]:
    """(title, what it means) of the scores' columns."""
    if task is Task.TIME:
        return [
            (
                _("区分度"),
                _("AUC：任取一件超期的和一件按时的，前者风险估得更高的机会；50% 等于瞎猜"),
            ),
            (_("误差"), _("Brier 分：估计风险与结果之差的平方的平均，越小越好")),
            (_("基线误差"), _("对每件都说平均超期率时的误差")),
        ]
    right = [
        (_("首选对"), _("首选正好是人最后确认的")),
        (_("前三对"), _("前三个里有人最后确认的")),
    ]
    if task is Task.UNIT:
        return [
            (_("清单对的"), _("清单写明的责任单位正好是最后办结的；建议去向时以清单为先")),
            *right,
            (_("把握偏差"), _("期望校准误差 ECE：说的把握与实际对的比例平均差多少")),
        ]
    return [
        *right,
        (_("把握偏差"), _("期望校准误差 ECE：说的把握与实际对的比例平均差多少")),
        (_("自己答的"), _("把握达到标准、不用请人选的")),
        (_("其中对的"), _("自己答的里面首选对的")),
    ]


def _cells(row: LearnedModel) -> list[str]:
    scores = row.scores
    if not scores.get("tested"):
        return ["—"] * len(_heads(Task(row.task)))
    if row.task == Task.TIME:
        return [
            _percent(scores.get("auc")),
            *(_number(scores.get(k)) for k in ("brier", "brier_base")),
        ]
    if row.task == Task.UNIT:
        return [_percent(scores.get(k)) for k in ("duty", "accuracy", "top3", "ece")]
    return [_percent(scores.get(k)) for k in ("accuracy", "top3", "ece", "answered", "precision")]


def _table(town_id: int, task: Task) -> TaskTable:
    lines = [
        VersionLine(row, _cells(row), reverse("mining:use", args=[row.pk]))
        for row in queries.versions(town_id, task)
    ]
    return TaskTable(TASKS[task], _heads(task), lines)


def _pairs(town_id: int) -> list[dict[str, Any]]:
    return [
        {
            "offered": named(town_id, Task.ITEM, offered),
            "chosen": named(town_id, Task.ITEM, chosen),
            "count": count,
            "url": reverse("mining:mistaken", args=[offered, chosen]),
        }
        for offered, chosen, count in queries.mistaken_pairs(town_id)
    ]


def _chart(weeks: list[Week]) -> Chart | None:
    if not weeks:
        return None
    accepted = [round(100 * w.accepted / w.decided, 1) if w.decided else None for w in weeks]
    asked = [round(100 * w.asked / w.made, 1) for w in weeks]
    return Chart(
        _("每周的建议有多少被采纳？"),
        [f"{week.first:%m-%d}" for week in weeks],
        [Series(_("首选被采纳"), accepted), Series(_("拿不准、请人选"), asked)],
        "line",
        "%",
    )


def _new_words(tables: list[TaskTable]) -> list[str]:
    for table in tables:
        for line in table.lines:
            if line.row.task == Task.ITEM and "new_words" in line.row.scores:
                return [str(word) for word in line.row.scores["new_words"]]
    return []


def _unclear(town_id: int, text: Text, row: Suggestion) -> dict[str, Any]:
    first = row.offered[0] if row.offered else None
    return {
        "text": text,
        "likely": named(town_id, Task.ITEM, first["id"]) if first else "",
        "p": _percent(first["p"]) if first else "",
        "chosen": named(town_id, Task.ITEM, row.chosen),
    }


def _percent(value: float | None) -> str:
    return "—" if value is None else f"{value:.1%}"


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"
