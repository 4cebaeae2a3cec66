"""Figures of discipline and integrity, as plain functions of the kind's table.

Two are stocks: sites and audiences as they stood on the last day of the period, ``t.as_of``; whom
education reached between its first day, ``t.since``, and that day is covered.
"""

from jiedao.applications.integrity.checks import CHECK, FINDING
from jiedao.applications.integrity.kinds import AUDIENCE, SITE
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import count, rate
from jiedao.kernel.titles import Title

INDICATORS = (
    Indicator("discipline_checks_held", Title("作风建设监督检查次数", "Discipline inspections"), "次",
              CHECK, "day", count(lambda t: t.state == "done"), 1,
              sentence="开展作风建设等监督检查{value}", dimensions=("theme", "manner")),
    Indicator("special_inspection_issues_rectified",
              Title("专项监督检查问题整改完成数", "Findings put right"), "项", FINDING, "finished_on",
              count(lambda t: t.state == "verified"), 1, sentence="监督检查发现问题整改完成{value}",
              dimensions=("theme",)),
    Indicator("integrity_sites", Title("廉洁文化阵地数", "Integrity sites"), "个", SITE, "",
              count(lambda t: (t.day <= t.as_of)
                    & (t.valid_to.isnull() | (t.valid_to > t.as_of))), 1,
              sentence="建成廉洁文化阵地{value}", dimensions=("sort",)),
    Indicator("integrity_coverage", Title("廉洁教育覆盖率", "Coverage of integrity education"), "%",
              AUDIENCE, "",
              rate(lambda t: t.educated_on.between(t.since, t.as_of),
                   lambda t: (t.state == "in_use") & (t.day <= t.as_of)), 1,
              sentence="廉洁教育覆盖率{value}", dimensions=("sort",)),
)  # fmt: skip
