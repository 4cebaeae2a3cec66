"""Figures of legal affairs, as plain functions of the kind's table."""

from jiedao.applications.legal import names
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import TEN_THOUSAND, count, total
from jiedao.kernel.titles import Title

INDICATORS = (
    Indicator("administrative_cases_lost", Title("行政案件败诉数", "Administrative cases lost"), "宗",
              names.DISPUTE, "judged_on",
              count(lambda t: (t.state == "judged") & (t.ending == "lost")), -1,
              sentence="行政案件败诉{value}", dimensions=("sort",)),
    Indicator("legal_consultations",
              Title("重大行政决策法律咨询次数", "Consultations on major decisions"), "次", names.OPINION,
              "given_on", count(lambda t: t.state == "opined"), 1,
              sentence="为重大行政决策提供法律咨询{value}", dimensions=("verdict",)),
    Indicator("legal_education_events", Title("普法宣传教育活动场次", "Legal-education events"), "场",
              names.EVENT, "day", count(lambda t: t.state == "held"), 1,
              sentence="开展各类普法宣传活动{value}", dimensions=("audience", "topic")),
    Indicator("legal_materials_distributed",
              Title("普法宣传资料派发数", "Legal materials handed out"), "万份", names.EVENT, "day",
              total(lambda t: t.materials, lambda t: t.state == "held", scale=TEN_THOUSAND), 1,
              sentence="派发普法宣传资料{value}", dimensions=("audience", "topic")),
)  # fmt: skip
