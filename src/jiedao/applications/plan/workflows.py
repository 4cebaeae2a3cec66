"""The life of a task: proposed, assigned, under way, closing asked, closed; or dropped."""

from jiedao.applications.plan import moves, rules
from jiedao.applications.plan.names import (
    ACCEPT,
    ASSIGN,
    ASSIGNED,
    CHALLENGE,
    CLOSED,
    CLOSING,
    DROPPED,
    OPEN,
    PROPOSED,
    SUPERVISE,
    UNDER_WAY,
)  # fmt: skip
from jiedao.foundation.records.evidence import FILE
from jiedao.foundation.records.saying import Reason
from jiedao.kernel.declarations import Move, Party, State, Workflow
from jiedao.kernel.titles import Title

_EDIT = "records.edit"

TASKS = Workflow(
    "work_task",
    Title("工作任务", "Task of the plan"),
    (
        State(PROPOSED, Title("待交办", "Proposed")),
        State(CHALLENGE, Title("揭榜中", "Open challenge")),
        State(ASSIGNED, Title("已交办", "Assigned")),
        State(UNDER_WAY, Title("推进中", "Under way")),
        State(CLOSING, Title("申请办结", "Closing asked")),
        State(CLOSED, Title("已办结", "Closed"), open=False),
        State(DROPPED, Title("已终止", "Dropped"), open=False),
    ),
    (
        Move("assign", Title("交办", "Assign"), (PROPOSED,), ASSIGNED, ASSIGN,
             data=moves.Assignment, effect=moves.assign, primary=True),
        Move("offer", Title("张榜", "Put on the board"), (PROPOSED,), CHALLENGE, ASSIGN,
             data=moves.Challenge, effect=moves.offer,
             help=Title("没有责任单位的任务公开揭榜挂帅", "Units may apply for it")),
        Move("pick", Title("选定揭榜单位", "Pick a unit"), (CHALLENGE,), ASSIGNED, ASSIGN,
             data=moves.Pick, effect=moves.pick, rule=rules.is_over, primary=True),
        Move("withdraw", Title("撤榜", "Take off the board"), (CHALLENGE,), PROPOSED, ASSIGN,
             data=Reason),
        Move("progress", Title("报告进展", "Report progress"), (ASSIGNED, UNDER_WAY), UNDER_WAY,
             _EDIT, party=Party.LEAD, data=moves.Progress, effect=moves.progress, primary=True),
        Move("ask_close", Title("申请办结", "Ask for closing"), (UNDER_WAY,), CLOSING, _EDIT,
             party=Party.LEAD, data=moves.Closing, effect=moves.ask_close, evidence=(FILE,),
             help=Title("附证明材料，由责任人以外的人验收",
                        "With proof; accepted by somebody else")),
        Move("accept", Title("验收办结", "Accept as done"), (CLOSING,), CLOSED, ACCEPT,
             effect=moves.accept, rule=rules.not_ones_own, primary=True),
        Move("return", Title("退回", "Return"), (CLOSING,), UNDER_WAY, ACCEPT, data=Reason,
             effect=moves.send_back),
        Move("reassign", Title("改派", "Assign anew"), (ASSIGNED, UNDER_WAY), ASSIGNED, ASSIGN,
             data=moves.Assignment, effect=moves.assign),
        Move("urge", Title("催办", "Urge"), (ASSIGNED, UNDER_WAY), None, SUPERVISE, data=Reason,
             effect=moves.urge),
        Move("supervise", Title("发督办函", "Send a letter"), (ASSIGNED, UNDER_WAY), None,
             SUPERVISE, data=moves.Supervision, effect=moves.supervise),
        Move("drop", Title("终止", "Drop"), OPEN, DROPPED, ASSIGN, data=Reason, danger=True),
        Move("restore", Title("恢复", "Take up again"), (DROPPED,), PROPOSED, ASSIGN, data=Reason),
    ),
    initial=PROPOSED,
)  # fmt: skip
