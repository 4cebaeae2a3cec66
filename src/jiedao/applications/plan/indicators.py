"""Figures that others publish: taken from the facts of their key, never computed here."""

from functools import partial
from typing import Any

from jiedao.applications.plan.kinds import FACT
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import total
from jiedao.kernel.titles import Title

_PUBLISHED = (
    ("gdp", "地区生产总值", "Gross product", "亿元"),
    ("above_scale_output", "规上工业总产值", "Output of above-scale industry", "亿元"),
    ("fixed_asset_investment", "固定资产投资额", "Fixed-asset investment", "亿元"),
    ("retail_sales", "社会消费品零售总额", "Retail sales", "亿元"),
)


def _value(t: Any) -> Any:
    return t.value


def _of(key: str, t: Any) -> Any:
    return (t["indicator"] == key) & (t["state"] != "withdrawn")


INDICATORS = tuple(
    Indicator(key, Title(zh, en), unit, FACT, "day", total(_value, partial(_of, key)), 1)
    for key, zh, en, unit in _PUBLISHED
)
