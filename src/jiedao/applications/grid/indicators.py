"""Figures over grid events, as plain functions of the kind's table.

``t`` holds one row an event, limited to the period by ``date_field``.
"""

from jiedao.applications.grid.kinds import GRID_EVENT
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import TEN_THOUSAND, count
from jiedao.kernel.titles import Title

INDICATORS = (
    Indicator(
        "grid_events_reported",
        Title("网格采报隐患事件信息数", "Events reported by grid workers"),
        "万宗",
        GRID_EVENT,
        "reported_at",
        count(scale=TEN_THOUSAND),
    ),
    Indicator(
        "grid_requests_solved",
        Title("网格解决群众诉求类案件数", "Residents' requests solved in the grid"),
        "宗",
        GRID_EVENT,
        "closed_at",
        count(lambda t: t.sort == "request"),
        direction=1,
    ),
)
