"""Figures of the event log, as plain functions of the kind's table."""

from jiedao.applications.command.kinds import EVENT
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import count, rate
from jiedao.kernel.titles import Title

INDICATORS = (
    Indicator("emergency_events_handled", Title("妥善处置突发事件宗数", "Emergencies settled"), "宗",
              EVENT, "closed_at", count(lambda t: t.state == "settled"),
              sentence="妥善处置突发事件{value}", dimensions=("sort", "grade")),
    Indicator("emergency_events_handled_rate",
              Title("突发事件妥善处置率", "Share of emergencies settled"), "%", EVENT,
              "reported_at",
              rate(lambda t: (t.state == "settled") & t.closed_at.notnull()
                   & (t.closed_at.date() <= t.as_of)),
              1, sentence="突发事件妥善处置率{value}", dimensions=("sort", "grade")),
)  # fmt: skip
