"""Figures of study; person-times are kept as persons, published in 10,000 person-times."""

from jiedao.applications.party.kinds import SESSION
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import TEN_THOUSAND, count, distinct, total
from jiedao.kernel.titles import Title

_STUDY = ("theory", "discipline", "centre_group", "first_topic")
_BY = ("held_by", "programme", "topic")

INDICATORS = (
    Indicator("first_topic_sessions", Title("“第一议题”学习次数", "First-topic sessions"), "次", SESSION,
              "day", count(lambda t: (t.state == "held") & (t.sort == "first_topic")), 1,
              sentence="开展“第一议题”集中学习{value}", dimensions=_BY),
    Indicator("centre_group_sessions", Title("理论学习中心组学习次数", "Centre-group sessions"), "次",
              SESSION, "day", count(lambda t: (t.state == "held") & (t.sort == "centre_group")), 1,
              sentence="开展理论学习中心组学习{value}", dimensions=_BY),
    Indicator("study_sessions_held", Title("党纪、理论学习次数", "Study sessions"), "次", SESSION, "day",
              count(lambda t: (t.state == "held") & t.sort.isin(["theory", "discipline"])), 1,
              sentence="开展党纪、理论学习{value}", dimensions=("sort", *_BY)),
    Indicator("study_topics", Title("专题学习专题数", "Topics studied"), "个", SESSION, "day",
              distinct(lambda t: t.topic,
                       lambda t: (t.state == "held") & t.sort.isin(list(_STUDY))), 1,
              sentence="开展专题学习{value}", dimensions=("programme",)),
    Indicator("study_person_times", Title("理论学习覆盖(教育)人次", "Attendance of study"), "万人次",
              SESSION, "day",
              total(lambda t: t.attended, lambda t: t.state == "held", scale=TEN_THOUSAND), 1,
              sentence="理论学习覆盖{value}", dimensions=("sort", *_BY)),
    Indicator("discipline_lectures",
              Title("党组织书记讲纪律党课次数", "Discipline lectures of secretaries"), "次", SESSION, "day",
              count(lambda t: (t.state == "held") & (t.sort == "party_lecture")
                    & (t.lecturer == "secretary") & t.discipline), 1,
              sentence="党组织书记讲纪律党课{value}"),
    Indicator("theory_lectures", Title("理论宣讲活动场次", "Lectures"), "场", SESSION, "day",
              count(lambda t: (t.state == "held") & (t.sort == "lecture")), 1,
              sentence="开展理论宣讲{value}", dimensions=_BY),
)  # fmt: skip
