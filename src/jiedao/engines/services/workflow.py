"""The life of a service: ordered, assigned, given, rated; or refused."""

from jiedao.engines.services import effects
from jiedao.foundation.records.saying import Reason
from jiedao.kernel.declarations import Move, State, Workflow
from jiedao.kernel.titles import Title

ORDERED, ASSIGNED, GIVEN, RATED, REFUSED = "ordered", "assigned", "given", "rated", "refused"
_EDIT = "records.edit"

WORKFLOW = Workflow(
    "service",
    Title("服务", "Service"),
    (
        State(ORDERED, Title("已申请", "Ordered")),
        State(ASSIGNED, Title("已派单", "Assigned")),
        State(GIVEN, Title("已服务", "Provided")),
        State(RATED, Title("已评价", "Rated"), open=False),
        State(REFUSED, Title("未提供", "Not provided"), open=False),
    ),
    (
        Move("assign", Title("派单", "Assign"), (ORDERED, ASSIGNED), ASSIGNED, _EDIT,
             data=effects.Assign, effect=effects.assign, primary=True),
        Move("give", Title("登记服务", "Record the service"), (ORDERED, ASSIGNED), GIVEN, _EDIT,
             data=effects.Given, effect=effects.give, primary=True),
        Move("rate", Title("登记评价", "Record the rating"), (GIVEN,), RATED, _EDIT,
             data=effects.Rating, effect=effects.rate, primary=True),
        Move("refuse", Title("不予提供", "Decline"), (ORDERED, ASSIGNED), REFUSED, _EDIT,
             data=Reason, danger=True),
    ),
    initial=ORDERED,
)  # fmt: skip
