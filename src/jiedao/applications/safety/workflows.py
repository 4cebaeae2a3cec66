"""The lives that safety's records have of their own."""

from dataclasses import replace

from jiedao.applications.safety import moves, names, training
from jiedao.engines.activities.workflow import WORKFLOW as ACTIVITY
from jiedao.engines.projects import effects as projects
from jiedao.engines.projects.data import Finish
from jiedao.engines.projects.workflow import common_moves
from jiedao.foundation.records.saying import Reason
from jiedao.foundation.things.workflow import IN_USE
from jiedao.foundation.things.workflow import WORKFLOW as REGISTER
from jiedao.kernel.declarations import Move, Party, State, Workflow
from jiedao.kernel.titles import Title

_EDIT = "records.edit"

PREMISES = replace(
    REGISTER,
    key="safety_premises",
    titles=Title("场所", "Premises"),
    moves=(
        Move("grade", Title("评定等级", "Give a grade"), (IN_USE,), None, names.APPROVE,
             data=moves.Regrade),
        Move("clear_fire", Title("登记火灾风险整改完成", "Record fire risk cleared"), (IN_USE,), None,
             names.APPROVE, Party.NOT_HANDLER, data=moves.Cleared, effect=moves.clear,
             rule=moves.is_clear),
        *REGISTER.moves,
    ),
)  # fmt: skip

_OFFERED, _APPOINTED, _REFUSED = "listed", "appointed", "refused"
_REPLACED, _PASSED = "replaced", "passed"
GAS = Workflow(
    "gas_household",
    Title("燃气用户整治", "Gas household"),
    (
        State(_OFFERED, Title("待预约", "No appointment yet")),
        State(_APPOINTED, Title("已预约", "Appointment made")),
        State(_REFUSED, Title("拒绝", "Refused")),
        State(_REPLACED, Title("已更换", "Replaced")),
        State(_PASSED, Title("已合格", "Passed"), open=False),
    ),
    (
        Move("appoint", Title("预约", "Make an appointment"), (_OFFERED, _APPOINTED, _REFUSED), _APPOINTED,
             _EDIT, data=moves.Appointment, primary=True),
        Move("replace", Title("登记更换", "Replaced"), (_OFFERED, _APPOINTED, _REFUSED), _REPLACED,
             _EDIT, data=moves.Replacement, effect=moves.replaced, primary=True),
        Move("refuse", Title("登记拒绝", "Refused"), (_OFFERED, _APPOINTED), _REFUSED, _EDIT,
             data=moves.Refusal),
        Move("pass", Title("检查合格", "Passed"), (_OFFERED, _APPOINTED, _REPLACED), _PASSED, _EDIT,
             data=moves.Passed, primary=True),
        Move("again", Title("重新列入", "List again"), (_REPLACED, _PASSED), _OFFERED, _EDIT,
             data=Reason),
    ),
    initial=_OFFERED,
)  # fmt: skip

TRAINING = replace(
    ACTIVITY,
    key="safety_training",
    titles=Title("安全培训", "Safety training"),
    moves=(
        Move("invite", Title("邀请应训负责人", "Invite heads due for training"), ("draft", "announced"), None,
             _EDIT, data=training.Invite, effect=training.invite, primary=True),
        *(
            replace(move, effect=training.hold) if move.key == "hold" else move
            for move in ACTIVITY.moves
        ),
    ),
)  # fmt: skip

LISTED, RECTIFYING, ACCEPTANCE, STRUCK_OFF = "listed", "rectifying", "acceptance", "struck_off"
FIRE_LISTED = Workflow(
    "fire_listed",
    Title("火灾高风险挂牌", "High fire-risk list"),
    (
        State(LISTED, Title("已挂牌", "Listed")),
        State(RECTIFYING, Title("整改中", "Rectifying")),
        State(ACCEPTANCE, Title("待验收", "To be accepted")),
        State(STRUCK_OFF, Title("已摘牌", "Delisted"), open=False),
    ),
    (
        Move("start", Title("开始整改", "Begin rectification"), (LISTED,), RECTIFYING, _EDIT, data=Finish,
             effect=projects.start, primary=True),
        Move("ask", Title("申请验收", "Ask for acceptance"), (RECTIFYING,), ACCEPTANCE, _EDIT,
             rule=moves.issues_done, primary=True),
        Move("strike_off", Title("验收摘牌", "Accept and delist"), (ACCEPTANCE,), STRUCK_OFF,
             names.APPROVE, Party.NOT_HANDLER, data=moves.Score, effect=moves.strike_off,
             primary=True),
        Move("fail", Title("验收不通过", "Not accepted"), (ACCEPTANCE,), RECTIFYING, names.APPROVE,
             Party.NOT_HANDLER, data=Reason),
        *common_moves(LISTED, RECTIFYING),
    ),
    initial=LISTED,
)  # fmt: skip
