"""Figures of investment, as plain functions of the kind's table; amounts are in yuan."""

from typing import Any, Final

from jiedao.applications.investment.kinds import (
    LEAD,
    OUTPUT_TASK,
    PROJECTS_TASK,
    TASK,
    TEAM,
    TRIP,
)
from jiedao.engines.indicators.yardsticks import yardstick
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import count, distinct, quotient, total
from jiedao.kernel.titles import Title

HUNDRED_MILLION: Final = 1e-8
"""From yuan to 亿元."""
_TAGS: Final = ("industry", "quality", "source")


def _settled(t: Any) -> Any:
    return t.state == "settled"


INDICATORS = (
    Indicator("enterprises_attracted",
              Title("新招引（落户）企业数", "Enterprises attracted"), "家", LEAD, "registered_on",
              distinct(lambda t: t.organisation_id, _settled), 1, "", "新招引企业{value}", _TAGS),
    Indicator("investment_projects_settled", Title("招商落户项目数", "Projects settled"), "个",
              LEAD, "registered_on", count(_settled), 1, "", "落户项目{value}", _TAGS),
    Indicator("settled_projects_intended_amount",
              Title("招商落户项目意向投资总额", "Intended amount of settled projects"), "亿元",
              LEAD, "registered_on",
              total(lambda t: t.amount_planned, _settled, scale=HUNDRED_MILLION), 1, "",
              "落户项目意向投资总额{value}", _TAGS),
    Indicator("settled_projects_output",
              Title("招引项目落地（纳统）产值", "Output of settled projects"), "亿元", LEAD,
              "registered_on", total(lambda t: t.output, _settled, scale=HUNDRED_MILLION), 1, "",
              "招引项目落地产值{value}", _TAGS),
    Indicator("investment_leads_found", Title("招商挖掘项目数", "Leads found"), "个", LEAD, "day",
              count(), 1, "", "挖掘项目{value}", _TAGS),
    Indicator("investment_leads_intended_amount",
              Title("招商项目意向投资总额", "Intended amount of leads"), "亿元", LEAD, "day",
              total(lambda t: t.amount_planned, scale=HUNDRED_MILLION), 1, "",
              "挖掘项目意向投资总额{value}", _TAGS),
    Indicator("conference_projects_signed",
              Title("招商大会现场签约项目数", "Projects signed at events"), "个", LEAD, "signed_on",
              count(lambda t: t.event.notnull()), 1, "", "现场签约项目{value}", ("industry",)),
    Indicator("conference_projects_expected_output",
              Title("招商大会签约项目预计年产值", "Expected output of these"), "亿元", LEAD,
              "signed_on",
              total(lambda t: t.expected_output, lambda t: t.event.notnull(),
                    scale=HUNDRED_MILLION), 1, "", "签约项目预计年产值{value}"),
    Indicator("investment_teams",
              Title("成立招商小分队（专业团队）数", "Teams set up"), "支", TEAM, "day", count(), 1,
              "", "成立招商小分队{value}", ("professional",)),
    Indicator("investment_team_members",
              Title("专业招商团队人数", "Members of professional teams"), "人", TEAM, "",
              total(lambda t: t.members,
                    lambda t: t.professional & (t.day <= t.as_of) & (t.state == "in_use")), 1, "",
              "组建{value}专业招商团队"),
    Indicator("promotion_trips", Title("外出招商次数", "Promotion trips"), "次", TRIP, "day",
              count(lambda t: t.state == "done"), 1, "", "外出招商{value}"),
    yardstick(PROJECTS_TASK, Title("招引项目数年度任务", "Yearly task of projects"), "个", TASK),
    yardstick(OUTPUT_TASK, Title("招引项目产值年度任务", "Yearly task of their output"), "亿元", TASK),
    Indicator("investment_task_ratio_projects",
              Title("招引项目数完成年度任务倍数", "Projects settled over the yearly task"), "倍", LEAD,
              "registered_on",
              quotient("investment_projects_settled", PROJECTS_TASK, yearly=True), 1, "",
              "招引项目数为年度任务的{value}"),
    Indicator("investment_task_ratio_output",
              Title("招引项目落地产值完成年度任务倍数", "Their output over the yearly task"), "倍",
              LEAD, "registered_on",
              quotient("settled_projects_output", OUTPUT_TASK, yearly=True), 1, "",
              "招引项目落地产值为年度任务的{value}"),
)  # fmt: skip
