"""The life of a fact: written down, checked against its source by somebody else, or withdrawn."""

from jiedao.foundation.records.saying import Reason
from jiedao.kernel.declarations import Move, Party, State, Workflow
from jiedao.kernel.titles import Title

RECORDED, VERIFIED, WITHDRAWN = "recorded", "verified", "withdrawn"
_EDIT = "records.edit"


def correct(*sources: str) -> Move:
    """Back to the beginning, since it was wrong."""
    return Move("correct", Title("更正", "Correct"), sources, RECORDED, _EDIT, data=Reason)


def withdraw(*sources: str) -> Move:
    """It stands no more, and stays on file."""
    return Move("withdraw", Title("撤销", "Withdraw"), sources, WITHDRAWN, _EDIT, data=Reason,
                danger=True)  # fmt: skip


WORKFLOW = Workflow(
    "fact",
    Title("外部数据", "External figure"),
    (
        State(RECORDED, Title("待核对", "To be checked")),
        State(VERIFIED, Title("已核对", "Checked"), open=False),
        State(WITHDRAWN, Title("已撤销", "Withdrawn"), open=False),
    ),
    (
        Move("verify", Title("核对无误", "Agrees with the source"), (RECORDED,), VERIFIED, _EDIT,
             party=Party.NOT_HANDLER, primary=True,
             help=Title("由登记人以外的人对照来源文件核对",
                        "By somebody other than who wrote it down, against the source")),
        correct(VERIFIED),
        withdraw(RECORDED, VERIFIED),
    ),
    initial=RECORDED,
)  # fmt: skip
