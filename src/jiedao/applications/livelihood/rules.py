"""The caps of micro livelihood projects: settings of the town, asked whenever one is saved.

Shenzhen's rules give a ceiling for one project and a yearly budget for each community; both
differ by district and year, so a town sets them (amounts in yuan; 0: none).
"""

from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from jiedao.applications.livelihood.settings import KEY, Caps
from jiedao.engines.projects.models import Project
from jiedao.kernel import towns

_SPENT = ("decided", "implementing", "accepted")


def caps_of(town_id: int) -> Caps:
    """The town's settings of micro projects."""
    return Caps.model_validate(towns.setting(town_id, KEY) or {})


def within_caps(work: Any) -> str:
    """No project above the ceiling, and no community beyond its yearly budget."""
    record, town_id = work.record, work.record.town_id
    cap = caps_of(town_id).project_cap
    largest = max(
        record.amount_planned or Decimal(0), work.values.get("amount_applied") or Decimal(0)
    )
    if cap and largest > cap:
        return _("单个项目不能超过 %(cap)s 元。") % {"cap": f"{cap:,}"}
    return _within_budget(work)


def _within_budget(work: Any) -> str:
    record = work.record
    budget = caps_of(record.town_id).community_budget
    if not budget or record.state not in _SPENT or record.community_id is None:
        return ""
    others = Project.objects.filter(
        town_id=record.town_id,
        kind=record.kind,
        community_id=record.community_id,
        state__in=_SPENT,
        attributes__year=work.values.get("year"),
    ).exclude(pk=record.pk)
    spent = others.aggregate(total=Sum("amount_planned"))["total"] or Decimal(0)
    if spent + (record.amount_planned or Decimal(0)) <= budget:
        return ""
    return _("本社区本年度已安排 %(spent)s 元，加上这个项目超过 %(budget)s 元。") % {
        "spent": f"{spent:,.0f}",
        "budget": f"{budget:,}",
    }
