"""Figures of emergency preparedness, as plain functions of the kind's table."""

from jiedao.applications.emergency.aeds import CELL
from jiedao.applications.emergency.floods import POINT
from jiedao.applications.emergency.kinds import RESPONDER
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import count, rate
from jiedao.kernel.titles import Title

INDICATORS = (
    Indicator("waterlogging_points_completed",
              Title("完成积水内涝整治工程数", "Flood points put right"), "个", POINT, "finished_on",
              count(lambda t: t.state == "accepted"), 1, sentence="完成积水内涝整治工程{value}"),
    Indicator("first_responders_trained", Title("应急第一响应人培训人数", "First responders"), "名",
              RESPONDER, "certified_on", count(), 1, sentence="培训应急第一响应人{value}"),
    Indicator("aed_cell_coverage", Title("小分格AED设备覆盖率", "Cells with a working AED"), "%",
              CELL, "",
              rate(lambda t: t.cover_since.notnull() & (t.cover_since <= t.as_of)
                   & t.cover_until.notnull() & (t.cover_until >= t.as_of),
                   lambda t: t.state == "in_use"),
              1, sentence="小分格AED设备覆盖率{value}"),
)  # fmt: skip
