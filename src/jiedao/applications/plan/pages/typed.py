"""What the page of a document sends, as the columns of a finding."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.applications.plan.goals import Goal, checked, filters_of
from jiedao.applications.plan.naming import units_of
from jiedao.applications.plan.options import Comparison, Domain
from jiedao.kernel.errors import Invalid

_LARGEST: Final = 10**13


def values_of(town_id: int, sent: Mapping[str, str]) -> dict[str, Any]:
    """The columns that were sent, as their types; Invalid for what they cannot mean."""
    found: dict[str, Any] = {
        name: sent[name].strip()[:longest]
        for name, longest in (("title", 200), ("value_unit", 20), ("filters", 200))
        if name in sent
    }
    if "unit" in sent:
        found["unit_id"] = unit_id(town_id, sent["unit"])
    if "ends_on" in sent:
        found["ends_on"] = day_of(sent["ends_on"])
    if "domain" in sent:
        found["domain"] = _one_of(sent["domain"], [one.value for one in Domain])
    if "comparison" in sent:
        found["comparison"] = _one_of(sent["comparison"], ["", *(c.value for c in Comparison)])
    return found | _target(sent)


def _target(sent: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "value" in sent:
        found["value"] = number(sent["value"])
    if "indicator" in sent:
        key = sent["indicator"].strip().split(" ")[0][:80]
        if key:
            checked(Goal(key, Comparison.AT_LEAST, Decimal(1)))
        found["indicator"] = key
    filters_of(sent.get("filters", ""))
    return found


def number(text: str) -> Decimal | None:
    """A number as it was typed; None for none."""
    words = text.replace(",", "").replace("，", "").strip()
    if not words:
        return None
    try:
        value = Decimal(words)
        if value.is_finite() and 0 <= value < _LARGEST:
            return value
    except InvalidOperation:
        pass
    raise Invalid(_("“%(text)s”不是数字。") % {"text": text[:40]}, field="value")


def day_of(text: str) -> date | None:
    """A day as a browser sends it; None for none."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid(_("日期写成 2025-06-30。"), field="ends_on") from None


def unit_id(town_id: int, text: str) -> int | None:
    """The unit of that name, or of that code; None for none."""
    words = text.strip()
    if not words:
        return None
    for node in units_of(town_id):
        if words in (node.name, node.code):
            return node.id
    raise Invalid(_("没有“%(name)s”这个单位。") % {"name": words[:40]}, field="unit")


def _one_of(text: str, known: list[str]) -> str:
    if text not in known:
        raise Invalid(_("请从列表中选择。"))
    return text
