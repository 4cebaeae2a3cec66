"""Targets as people write them, one a line, and as figures are compared with them.

A line is ``KEY COMPARISON VALUE UNIT [ATTRIBUTE=VALUE …] [PERIOD]`` (a title does for the key), as in
``micro_projects_completed >= 20 个 year=2024 2024H2``: the comparison is ``>=`` (不少于), ``<=``
(不超过) or ``=`` (等于).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.applications.plan.options import Comparison
from jiedao.applications.plan.spans import span
from jiedao.engines.indicators.choosing import INDICATORS
from jiedao.kernel import registry
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.errors import Invalid

_READ_AS: Final = {
    ">=": Comparison.AT_LEAST, "≥": Comparison.AT_LEAST, "不少于": Comparison.AT_LEAST,
    "<=": Comparison.AT_MOST, "≤": Comparison.AT_MOST, "不超过": Comparison.AT_MOST,
    "=": Comparison.EQUAL, "等于": Comparison.EQUAL,
}  # fmt: skip
SIGNS: Final = {Comparison.AT_LEAST: "≥", Comparison.AT_MOST: "≤", Comparison.EQUAL: "="}
WRITTEN: Final = {Comparison.AT_LEAST: ">=", Comparison.AT_MOST: "<=", Comparison.EQUAL: "="}
_FILTER: Final = re.compile(r"([a-z][a-z0-9_]*)[=＝](\S+)")
_LEAST_WORDS: Final = 3
MOST: Final = 6
"""So many targets a task may have."""


@dataclass(frozen=True)
class Goal:
    """A number to be reached: of which figure, over which records, in which period."""

    key: str
    comparison: Comparison
    value: Decimal
    unit: str = ""
    period: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def indicator(self) -> Indicator | None:
        """The declared figure; None where the dictionary lost it."""
        return registry.indicators.find(self.key)

    @property
    def name(self) -> str:
        """What the figure is called."""
        found = self.indicator
        return str(found.titles) if found else self.key

    @property
    def identity(self) -> tuple[str, str, tuple[tuple[str, str], ...]]:
        """What its actual value is asked by: two tasks with the same ask once."""
        return self.key, self.period, tuple(sorted(self.filters.items()))


def comparison_for(key: str) -> Comparison:
    """What a target of this figure asks for where nothing is said: no more of what is better
    when there is less of it."""
    found = registry.indicators.find(key)
    return Comparison.AT_MOST if found and found.direction < 0 else Comparison.AT_LEAST


def filters_of(text: str) -> dict[str, str]:
    """``attribute=value`` pairs of a text; Invalid for anything else in it."""
    found: dict[str, str] = {}
    for word in re.split(r"[\s,，;；]+", text.strip()):
        if not word:
            continue
        pair = _FILTER.fullmatch(word)
        if pair is None:
            raise Invalid(_("筛选条件写成“属性=值”，不能是“%(word)s”。") % {"word": word[:40]})
        found[pair[1]] = pair[2]
    return found


def line_of(text: str) -> Goal:
    """The target that a line means; Invalid says how lines are written."""
    words = text.split()
    if len(words) < _LEAST_WORDS or words[1] not in _READ_AS:
        raise Invalid(_("“%(line)s”写法不对，应如：指标名称 >= 20 个。") % {"line": text[:60]})
    unit, pairs, period = "", [], ""
    for word in words[_LEAST_WORDS:]:
        if _FILTER.fullmatch(word):
            pairs.append(word)
        elif re.match(r"20\d\d", word):
            period = word
        else:
            unit = word
    key = INDICATORS.find(words[0]) or words[0]
    return checked(Goal(key, _READ_AS[words[1]], _number(words[2]), unit, period,
                        filters_of(" ".join(pairs))))  # fmt: skip


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise Invalid(_("“%(text)s”不是数字。") % {"text": text[:40]}) from None
    if not value.is_finite():
        raise Invalid(_("“%(text)s”不是数字。") % {"text": text[:40]})
    return value


def checked(goal: Goal) -> Goal:
    """The target, with the unit of its figure where none is said; Invalid for what there is not."""
    found = goal.indicator
    if found is None:
        raise Invalid(_("没有指标“%(key)s”。") % {"key": goal.key[:60]}, field="indicator")
    if goal.period:
        span(goal.period)
    unit = goal.unit or found.unit
    return Goal(goal.key, goal.comparison, goal.value, unit, goal.period, goal.filters)


def goals_of(values: Mapping[str, Any]) -> Iterator[Goal]:
    """The targets of a task by its attributes; those of no period are of the plan's."""
    plan = str(values.get("period") or "")
    key, value = values.get("indicator"), values.get("target")
    if key and value is not None:
        yield Goal(
            str(key),
            Comparison(values.get("comparison") or comparison_for(str(key))),
            Decimal(str(value)),
            str(values.get("target_unit") or _unit_of(str(key))),
            str(values.get("target_period") or plan),
            filters_of(str(values.get("filters") or "")),
        )
    for line in str(values.get("more_targets") or "").splitlines():
        if line.strip():
            goal = line_of(line)
            yield Goal(goal.key, goal.comparison, goal.value, goal.unit, goal.period or plan,
                       goal.filters)  # fmt: skip


def _unit_of(key: str) -> str:
    found = registry.indicators.find(key)
    return found.unit if found else ""
