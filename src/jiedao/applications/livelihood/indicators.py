"""Figures of micro livelihood projects, as plain functions of the kind's table.

``t`` holds one row a record, limited to the period by ``date_field``; amounts are in yuan, the
published ones in 10,000 yuan.
"""

from jiedao.applications.livelihood.kinds import PROJECT, SESSION
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import TEN_THOUSAND, count, distinct, total
from jiedao.kernel.titles import Title

INDICATORS = (
    Indicator("micro_projects_applied", Title("民生微实事申报项目数", "Projects applied for"), "个",
              PROJECT, "day", count(), 1),
    Indicator("micro_projects_applied_amount", Title("民生微实事申报金额", "Amount applied for"),
              "万元", PROJECT, "day", total(lambda t: t.amount_applied, scale=TEN_THOUSAND), 1),
    Indicator("micro_projects_implemented", Title("民生微实事实施项目数", "Projects implemented"),
              "个", PROJECT, "started_on", count(), 1, sentence="实施“民生微实事”项目{value}"),
    Indicator("micro_projects_completed", Title("民生微实事完成项目数", "Projects completed"), "个",
              PROJECT, "finished_on", count(), 1),
    Indicator("micro_projects_branded", Title("民生微实事品牌项目数", "Branded projects"), "个",
              PROJECT, "day", count(lambda t: t.brand != ""), 1),
    Indicator("micro_project_categories", Title("民生微实事项目类别数", "Themes of projects"), "类",
              PROJECT, "day", distinct(lambda t: t.theme)),
    Indicator("micro_project_person_times", Title("民生微实事服务人次", "Attendance of sessions"),
              "万人次", SESSION, "day",
              total(lambda t: t.attended, lambda t: t.state == "held", scale=TEN_THOUSAND), 1),
)  # fmt: skip
