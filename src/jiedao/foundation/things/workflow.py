"""The life of something registered: in use, suspended, ended; with a stock also what moves it."""

from dataclasses import replace
from typing import Any

from jiedao.foundation.records.saying import Reason
from jiedao.foundation.things import stock
from jiedao.kernel import clock
from jiedao.kernel.declarations import Move, State, Workflow
from jiedao.kernel.titles import Title

IN_USE, OUT_OF_USE, ENDED = "in_use", "out_of_use", "ended"
_EDIT = "records.edit"


def _end(work: Any, _data: Reason) -> None:
    work.record.valid_to = clock.today()


def _restore(work: Any, _data: Reason) -> None:
    work.record.valid_to = None


WORKFLOW = Workflow(
    "register",
    Title("登记", "Register"),
    (
        State(IN_USE, Title("在册", "In use")),
        State(OUT_OF_USE, Title("停用", "Out of use")),
        State(ENDED, Title("注销", "Deregistered"), open=False),
    ),
    (
        Move("suspend", Title("停用", "Take out of use"), (IN_USE,), OUT_OF_USE, _EDIT, data=Reason),
        Move("resume", Title("恢复使用", "Put back to use"), (OUT_OF_USE,), IN_USE, _EDIT),
        Move("end", Title("注销", "Deregister"), (IN_USE, OUT_OF_USE), ENDED, _EDIT, data=Reason,
             danger=True, effect=_end),
        Move("restore", Title("恢复登记", "Restore"), (ENDED,), IN_USE, _EDIT, data=Reason,
             effect=_restore),
    ),
    initial=IN_USE,
)  # fmt: skip

# What is out of use may still be emptied, and what comes back put in.
STOCKED = replace(WORKFLOW, moves=stock.moves((IN_USE, OUT_OF_USE), _EDIT) + WORKFLOW.moves)
