"""The lives of a visit and of a plan, each on one screen."""

from dataclasses import replace

from jiedao.engines.visits import coverage, effects
from jiedao.engines.visits.checklists import Outcome
from jiedao.engines.visits.options import Selection
from jiedao.foundation.records.evidence import PHOTO
from jiedao.foundation.records.saying import Reason
from jiedao.kernel.declarations import Move, State, Workflow
from jiedao.kernel.titles import Title

PLANNED, DONE, NOT_DONE = "planned", "done", "not_done"
DRAFT, RUNNING, ENDED = "draft", coverage.RUNNING, "ended"
_EDIT = "records.edit"


VISIT = Workflow(
    "visit",
    Title("走访", "Visit"),
    (
        State(PLANNED, Title("待走访", "Planned")),
        State(DONE, Title("已完成", "Done"), open=False),
        State(NOT_DONE, Title("未完成", "Not done"), open=False),
    ),
    (
        Move("complete", Title("登记结果", "Record the result"), (PLANNED,), DONE, _EDIT,
             data=Outcome, asks=effects.questions, effect=effects.complete, primary=True),
        Move("give_up", Title("未能走访", "Not carried out"), (PLANNED,), NOT_DONE, _EDIT,
             data=Reason, effect=effects.give_up),
        Move("reopen", Title("重新走访", "Plan again"), (NOT_DONE,), PLANNED, _EDIT),
    ),
    initial=PLANNED,
)  # fmt: skip

# Of kinds whose result is shown by a photo.
SHOWN = replace(
    VISIT,
    moves=tuple(
        replace(move, evidence=(PHOTO,)) if move.key == "complete" else move for move in VISIT.moves
    ),
)

PLAN = Workflow(
    "plan",
    Title("计划", "Plan"),
    (
        State(DRAFT, Title("准备中", "Being prepared")),
        State(RUNNING, Title("进行中", "Running")),
        State(ENDED, Title("已结束", "Ended"), open=False),
    ),
    (
        Move("select", Title("选取对象", "Select places"), (DRAFT, RUNNING), None, _EDIT,
             data=Selection, asks=effects.selection, effect=effects.select),
        Move("start", Title("启动", "Start"), (DRAFT,), RUNNING, _EDIT, primary=True,
             rule=effects.has_targets),
        Move("end", Title("结束", "End"), (RUNNING,), ENDED, _EDIT, data=Reason),
    ),
    initial=DRAFT,
)  # fmt: skip
