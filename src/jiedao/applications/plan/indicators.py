"""Figures of the plan: tasks done, outside figures taken from the facts of their key, honours."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from jiedao.applications.plan.names import CLOSED, FACT, HONOUR, TASK
from jiedao.applications.plan.published import BEST, RANKS, VALUES, Line, sentence
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import count, mean, total
from jiedao.kernel.titles import Title

MEDAL = "五一劳动奖章"
_BILLION = 100


def _value(t: Any) -> Any:
    return t["value"]


def _rank(t: Any) -> Any:
    return t["rank"]


def _published(key: str, t: Any) -> Any:
    """What was published of the key for a period that ends as the one asked for does."""
    return (t["indicator"] == key) & (t["state"] != "withdrawn") & (t["day"] == t["as_of"])


def _of(lines: tuple[Line, ...], column: Any, compare: str = "") -> Iterator[Indicator]:
    for key, zh, en, unit, way in lines:
        formula = mean(column, partial(_published, key))
        yield Indicator(key, Title(zh, en), unit, FACT, "day", formula, way, compare, sentence(zh))


def _threshold(t: Any) -> Any:
    return (t["value"] / _BILLION).floor() * _BILLION


def _ranked_first(t: Any) -> Any:
    current = (t["state"] != "withdrawn") & (t["day"] == t["as_of"])
    return current & (t["field"] == "economy") & (t["rank"] == 1)


def _medals(t: Any) -> Any:
    return (t["award"] == MEDAL) & (t["state"] != "withdrawn")


INDICATORS = (
    Indicator("work_plan_tasks_completed", Title("任务清单完成（落地）项数", "Tasks of the plan done"),
              "项", TASK, "closed_at", count(lambda t: t["state"] == CLOSED), 1,
              sentence="完成{value}任务", dimensions=("period", "domain", "section")),
    *_of(VALUES, _value),
    *_of(RANKS, _rank),
    *_of(BEST, _value, "rank"),
    Indicator("fixed_asset_investment_threshold",
              Title("固定资产投资额突破关口", "Mark passed by fixed-asset investment"), "亿元", FACT,
              "day", mean(_threshold, partial(_published, "fixed_asset_investment")), 1),
    Indicator("economic_indicators_ranked_first",
              Title("位列全区第一的核心经济指标数", "Core indicators ranked first"), "项", FACT, "day",
              count(_ranked_first), 1),
    Indicator("model_worker_medals", Title("获市五一劳动奖章人数", "May Day medals"), "人", HONOUR,
              "day", total(lambda t: t["persons"], _medals), 1),
)  # fmt: skip
