"""What figures are held against: tasks that a superior set, totals that another office published.

Such a number is a fact with its source document. A kind of facts names in its options (``figures``)
those that may be entered, each of them declared here.
"""

from functools import partial
from typing import Any, Final

from jiedao.engines.indicators.workflow import WITHDRAWN
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import mean
from jiedao.kernel.titles import Title

WITHOUT: Final = (
    "place", "address", "area", "organisation", "rank", "rank_of", "scope",
)  # fmt: skip
"""Fields that facts of this sort do not use."""
UNIQUE: Final = ("indicator", "period_from", "day")
"""A figure has one such number for a period."""


def yardstick(key: str, titles: Title, unit: str, kind: str) -> Indicator:
    """The value on file for exactly the period, of the facts of a kind that are of this key."""
    return Indicator(key, titles, unit, kind, "day", mean(_value, partial(_on_file, key)))


def _value(t: Any) -> Any:
    return t["value"]


def _on_file(key: str, t: Any) -> Any:
    of_the_period = (t["period_from"] == t["since"]) & (t["day"] == t["as_of"])
    return (t["indicator"] == key) & of_the_period & (t["state"] != WITHDRAWN)
