"""Figures of employment help.

The two are stocks: who was registered and had not left by the last day of the period. Whoever
found work in the period was registered in it, and counts as helped if helped.
"""

from typing import Any

from jiedao.applications.jobs.kinds import FAMILY, SEEKER
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import count, rate
from jiedao.kernel.titles import Title


def _registered(t: Any) -> Any:
    stays = t.left_on.isnull() | (t.left_on > t.as_of)
    looks = t.employed_on.isnull() | (t.employed_on >= t.since)
    return (t.group == "difficulty") & (t.day <= t.as_of) & stays & looks


INDICATORS = (
    Indicator("employment_difficulty_help_rate",
              Title("就业困难人员帮扶率", "Helped of those with employment difficulty"), "%", SEEKER, "",
              rate(lambda t: t.helped_on.between(t.since, t.as_of), _registered), 1,
              sentence="就业困难人员帮扶率{value}"),
    Indicator("zero_employment_households", Title("零就业家庭户数", "Families without a job"), "户",
              FAMILY, "",
              count(lambda t: (t.day <= t.as_of)
                    & (t.solved_on.isnull() | (t.solved_on > t.as_of))), -1,
              sentence="零就业家庭{value}"),
)  # fmt: skip
