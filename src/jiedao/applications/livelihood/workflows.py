"""The life of a micro livelihood project: collect → review → decide → implement → accept → ledger.

Every step is public (深圳“民生微实事” rules): a meeting of verified residents decides, the decision
is put up for some days, and only then is it carried out.
"""

from jiedao.applications.livelihood import moves
from jiedao.engines.projects.workflow import common_moves
from jiedao.foundation.records.saying import Reason
from jiedao.kernel.declarations import Move, State, Workflow
from jiedao.kernel.titles import Title

COLLECTED, REVIEWED, DECIDED = "collected", "reviewed", "decided"
IMPLEMENTING, ACCEPTED, REJECTED = "implementing", "accepted", "rejected"
_EDIT, _APPROVE = "records.edit", "livelihood.approve"

MICRO = Workflow(
    "micro_project",
    Title("民生微实事", "Micro livelihood project"),
    (
        State(COLLECTED, Title("征集", "Collected")),
        State(REVIEWED, Title("已评审", "Reviewed")),
        State(DECIDED, Title("已议决", "Decided")),
        State(IMPLEMENTING, Title("实施中", "Under way")),
        State(ACCEPTED, Title("已验收", "Accepted"), open=False),
        State(REJECTED, Title("未采纳", "Not adopted"), open=False),
    ),
    (
        Move("review", Title("评审通过", "Pass review"), (COLLECTED,), REVIEWED, _APPROVE,
             data=moves.Review, effect=moves.review, primary=True),
        Move("decide", Title("登记居民议事", "Record the residents' meeting"), (REVIEWED,), DECIDED,
             _EDIT, data=moves.Meeting, effect=moves.decide, primary=True),
        Move("notice", Title("公示", "Publish the notice"), (DECIDED,), None, _EDIT,
             data=moves.Notice, effect=moves.put_up),
        Move("object", Title("登记公示意见", "Record an objection"), (DECIDED,), None, _EDIT,
             data=moves.Objection, effect=moves.object_to),
        Move("settle", Title("意见已处理", "Objection settled"), (DECIDED,), None, _APPROVE,
             data=Reason, effect=moves.settle, rule=moves.has_objection),
        Move("start", Title("开始实施", "Start"), (DECIDED,), IMPLEMENTING, _EDIT,
             data=moves.Start, effect=moves.start, rule=moves.notice_is_over, primary=True),
        *common_moves(IMPLEMENTING, ACCEPTED),
        Move("accept", Title("验收", "Accept"), (IMPLEMENTING,), ACCEPTED, _APPROVE,
             data=moves.Acceptance, effect=moves.accept, evidence=("photo",), primary=True),
        Move("publish", Title("公开台账", "Publish in the ledger"), (ACCEPTED,), None, _EDIT,
             effect=moves.publish, rule=moves.not_yet_published, primary=True),
        Move("reject", Title("不采纳", "Do not adopt"), (COLLECTED, REVIEWED, DECIDED), REJECTED,
             _APPROVE, data=Reason, danger=True),
    ),
    initial=COLLECTED,
)  # fmt: skip
