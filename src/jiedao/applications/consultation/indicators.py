"""Figures of deputies and members, as plain functions of the kind's table."""

from jiedao.applications.consultation.kinds import ACTIVITY
from jiedao.applications.consultation.matters import MATTER, SUGGESTION
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import count
from jiedao.kernel.titles import Title

INDICATORS = (
    Indicator("suggestions_submitted",
              Title("代表委员提交建议提案数", "Suggestions and proposals submitted"), "件", SUGGESTION,
              "submitted_on", count(), 1, sentence="代表委员提交建议、提案{value}",
              dimensions=("sort",)),
    Indicator("suggestions_supervised", Title("督办代表建议数", "Suggestions supervised"), "件",
              SUGGESTION, "replied_on",
              count(lambda t: (t.sort == "suggestion") & t.supervised), 1,
              sentence="督办代表建议{value}"),
    Indicator("proposals_handled", Title("政协提案办理数", "Proposals handled"), "件", SUGGESTION,
              "replied_on", count(lambda t: t.sort == "proposal"), 1,
              sentence="办理政协提案{value}"),
    Indicator("deputy_matters_solved",
              Title("代表委员推动解决民生问题数", "Matters of deputies solved"), "项", MATTER, "solved_on",
              count(lambda t: t.state == "matter_solved"), 1,
              sentence="代表委员推动解决民生问题{value}", dimensions=("via",)),
    Indicator("deputy_activities", Title("人大代表履职活动场次", "Activities of deputies"), "场",
              ACTIVITY, "day",
              count(lambda t: (t.state == "held") & (t.office == "congress")), 1,
              sentence="开展人大代表履职活动{value}", dimensions=("duty",)),
    Indicator("consultative_member_activities",
              Title("政协委员走访学习交流活动场次", "Activities of consultative members"), "场",
              ACTIVITY, "day",
              count(lambda t: (t.state == "held") & (t.office == "consultative")), 1,
              sentence="组织政协委员走访学习交流活动{value}", dimensions=("duty",)),
)  # fmt: skip
