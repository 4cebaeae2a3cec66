"""Figures of stability, as plain functions of the kind's table; none on file counts as 0."""

from jiedao.applications.disputes.kinds import INCIDENT
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import count
from jiedao.kernel.titles import Title

INDICATORS = (
    Indicator("mass_incidents", Title("大规模群体事件起数", "Mass incidents"), "起", INCIDENT, "day",
              count(lambda t: t.sort == "mass"), -1, sentence="发生大规模群体事件{value}"),
)  # fmt: skip
