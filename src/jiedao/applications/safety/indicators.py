"""Figures of safety, as plain functions of the kind's table; a ratio is (part, whole).

``t`` holds one row a record, limited to the period by ``date_field``; where that is "", every
record as it stood at the end of the period, whose last day is ``t.as_of``. A figure that says ``compare`` is the plain value of
the period: its rise, fall or rank is worked out from the same figure of other years.
"""

from jiedao.applications.safety import names
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import count, distinct, rate, total
from jiedao.kernel.titles import Title

INDICATORS = (
    Indicator("safety_campaign_topics", Title("安全生产小专项数", "Safety campaigns"), "项",
              names.CAMPAIGN, "day", count(), 1),
    Indicator("safety_rectified_enterprises",
              Title("安全生产整治重点企业家次", "Key enterprises rectified"), "家次", names.CHECK, "day",
              count(lambda t: (t.state == "done") & (t.faults == 0) & t.follows_id.notnull()), 1),
    Indicator("major_hazards_open", Title("未销号重大隐患数", "Major hazards open"), "项",
              names.HAZARD, "",
              count(lambda t: (t.grade == "major") & ~t.state.isin(["struck_off", "transferred"])),
              -1),
    Indicator("gas_hose_households_replaced",
              Title("完成燃气软管及减压阀更换户数", "Households with hose and valve replaced"), "户",
              names.GAS, "replaced_on", count(lambda t: t.hose & t.valve), 1),
    Indicator("villages_power_upgraded",
              Title("完成供用电安全提升的城中村数", "Villages with safe power supply"), "个",
              names.POWER, "finished_on",
              distinct(lambda t: t.village, lambda t: t.state == "accepted"), 1),
    Indicator("safety_head_training_coverage",
              Title("企业主要负责人安全培训覆盖率", "Heads of enterprises trained"), "%", names.PRINCIPAL, "",
              rate(lambda t: t.trained_on.year() == t.as_of.year(),
                   lambda t: t.state == "in_use"), 1),
    Indicator("accident_deaths_decrease",
              Title("安全事故死亡人数同比降幅", "Fall in accident deaths"), "%", names.ACCIDENT, "day",
              total(lambda t: t.deaths), -1, "growth"),
    Indicator("accident_deaths_best",
              Title("安全事故死亡人数历史排名", "Rank of accident deaths"), "历史", names.ACCIDENT,
              "day", total(lambda t: t.deaths), -1, "rank"),
    Indicator("major_safety_accidents",
              Title("较大及以上安全生产事故起数", "Larger work accidents"), "起", names.ACCIDENT, "day",
              count(lambda t: (t.sort == "work") & (t.grade != "general")), -1),
    Indicator("fatal_fires", Title("火灾亡人事故起数", "Fatal fires"), "起", names.ACCIDENT, "day",
              count(lambda t: (t.sort == "fire") & (t.deaths > 0)), -1),
    Indicator("natural_disaster_accidents",
              Title("自然灾害事故起数", "Natural-disaster incidents"), "起", names.ACCIDENT, "day",
              count(lambda t: t.sort == "natural"), -1),
    Indicator("food_campaign_actions",
              Title("食品安全专项整治行动次数", "Food campaign actions"), "次", names.FOOD_ACTION, "day",
              count(lambda t: t.state == "done"), 1, sentence="开展食品安全专项整治行动{value}",
              dimensions=("theme",)),
    Indicator("food_cases_filed", Title("食品违法行为立案宗数", "Food offences filed"), "宗",
              names.FOOD_CASE, "filed_on", count(), sentence="立案食品违法行为{value}",
              dimensions=("fault",)),
    Indicator("fire_area_rectification_rate",
              Title("火灾高风险区域整改完成率", "High fire-risk places rectified"), "%",
              names.PREMISES, "",
              rate(lambda t: t.fire_cleared_on.notnull(), lambda t: t.fire_area.notnull()), 1),
)  # fmt: skip
