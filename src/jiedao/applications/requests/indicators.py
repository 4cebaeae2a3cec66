"""Figures over requests, as plain functions of the kind's table; a ratio is (part, whole).

``t`` holds one row a request, limited to the period by ``date_field``, with the columns of
``Request`` and those of its case. A satisfied answer is
“satisfied” or “basically satisfied”; no answer is no answer.
"""

from jiedao.applications.requests.kinds import REQUEST, SNAP
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import count, rate
from jiedao.kernel.titles import Title

_CLOSED = ("closed", "archived")
_GOOD = ("satisfied", "basically")
_ANSWERS = (*_GOOD, "dissatisfied")

INDICATORS = (
    Indicator(
        "requests_handled",
        Title("民意速办受理（办理）件数", "Requests handled"),
        "宗",
        REQUEST,
        "received_at",
        count(),
        sentence="办理民意速办{value}",
    ),
    Indicator(
        "request_closing_rate",
        Title("民意速办办结率", "Share of requests closed"),
        "%",
        REQUEST,
        "received_at",
        rate(lambda t: t.state.isin(_CLOSED)),
        direction=1,
    ),
    Indicator(
        "request_satisfaction_rate",
        Title("民意速办满意率", "Share of satisfied answers"),
        "%",
        REQUEST,
        "closed_at",
        rate(lambda t: t.satisfaction.isin(_GOOD), lambda t: t.satisfaction.isin(_ANSWERS)),
        direction=1,
        sentence="民意速办满意率{value}",
    ),
    Indicator(
        "snap_reports_closed",
        Title("随手拍办结件数", "Snap reports closed"),
        "宗",
        SNAP,
        "closed_at",
        count(lambda t: t.state.isin(_CLOSED)),
        direction=1,
    ),
)
