"""The life of an activity: prepared, announced, held or cancelled."""

from jiedao.engines.activities import effects
from jiedao.foundation.records.saying import Reason
from jiedao.kernel.declarations import Move, State, Workflow
from jiedao.kernel.titles import Title

DRAFT, ANNOUNCED, HELD, CANCELLED = "draft", "announced", "held", "cancelled"
_EDIT = "records.edit"

WORKFLOW = Workflow(
    "activity",
    Title("活动", "Activity"),
    (
        State(DRAFT, Title("筹备", "Being prepared")),
        State(ANNOUNCED, Title("已发布", "Announced")),
        State(HELD, Title("已举办", "Held"), open=False),
        State(CANCELLED, Title("已取消", "Cancelled"), open=False),
    ),
    (
        Move("announce", Title("发布", "Announce"), (DRAFT,), ANNOUNCED, _EDIT, primary=True),
        Move("enrol", Title("登记报名", "Enrol"), (DRAFT, ANNOUNCED), None, _EDIT,
             data=effects.Enrol, effect=effects.enrol),
        Move("attendance", Title("签到", "Take attendance"), (ANNOUNCED,), None, _EDIT,
             data=effects.Attendance, effect=effects.take_attendance),
        Move("hold", Title("登记举办情况", "Record how it went"), (DRAFT, ANNOUNCED), HELD,
             _EDIT, data=effects.Held, effect=effects.hold, primary=True),
        Move("cancel", Title("取消活动", "Cancel"), (DRAFT, ANNOUNCED), CANCELLED, _EDIT,
             data=Reason, effect=effects.cancel, danger=True),
    ),
    initial=DRAFT,
)  # fmt: skip
