"""The ordinary life of a project, and the moves that every project may use."""

from dataclasses import replace

from jiedao.engines.projects import data, effects
from jiedao.foundation.records.saying import Note, Reason
from jiedao.kernel.declarations import Move, State, Workflow
from jiedao.kernel.titles import Title

PROPOSED, APPROVED, UNDER_WAY = "proposed", "approved", "under_way"
ACCEPTED, DROPPED = "accepted", "dropped"
_EDIT = "records.edit"

_COMMON = (
    Move("add_milestone", Title("添加节点", "Add milestone"), (), None, _EDIT,
         data=data.NewMilestone, effect=effects.add_milestone),
    Move("milestone_done", Title("完成节点", "Milestone reached"), (), None, _EDIT,
         data=data.MilestoneDone, effect=effects.milestone_done),
    Move("pay", Title("登记支付", "Record payment"), (), None, _EDIT,
         data=data.NewPayment, effect=effects.pay),
)  # fmt: skip


def common_moves(*sources: str) -> tuple[Move, ...]:
    """Milestones and payments, for a workflow of an application's own with these states."""
    return tuple(replace(move, sources=sources) for move in _COMMON)


WORKFLOW = Workflow(
    "project",
    Title("项目", "Project"),
    (
        State(PROPOSED, Title("申报", "Proposed")),
        State(APPROVED, Title("立项", "Approved")),
        State(UNDER_WAY, Title("实施中", "Under way")),
        State(ACCEPTED, Title("已验收", "Accepted"), open=False),
        State(DROPPED, Title("已终止", "Dropped"), open=False),
    ),
    (
        Move("approve", Title("批准立项", "Approve"), (PROPOSED,), APPROVED, "projects.approve",
             data=Note, primary=True),
        Move("start", Title("开工", "Start"), (APPROVED,), UNDER_WAY, _EDIT, data=data.Finish,
             effect=effects.start, primary=True),
        Move("accept", Title("验收", "Accept"), (UNDER_WAY,), ACCEPTED, "projects.approve",
             data=data.Finish, effect=effects.finish, primary=True),
        Move("drop", Title("终止", "Drop"), (PROPOSED, APPROVED, UNDER_WAY), DROPPED,
             "projects.approve", data=Reason, danger=True),
        *common_moves(APPROVED, UNDER_WAY),
    ),
    initial=PROPOSED,
)  # fmt: skip
