"""Figures of fire safety, as plain functions of the kind's table."""

from jiedao.applications.fire.kinds import PLACE
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import rate
from jiedao.kernel.titles import Title

INDICATORS = (
    Indicator("small_place_smoke_alarm_rate",
              Title("“九小”场所烟感安装完成率", "Small places with their smoke alarms"), "%", PLACE,
              "",
              rate(lambda t: t.installed_on.notnull() & (t.installed_on <= t.as_of)
                   & (t.installed >= t.required),
                   lambda t: (t.state == "in_use") & (t.required > 0)),
              1, sentence="“九小”场所烟感报警器安装完成率{value}", dimensions=("sort",)),
)  # fmt: skip
