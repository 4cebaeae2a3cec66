"""Figures of care, as plain functions of the kind's table.

A household applies for an adaptation once a year: its applications in a period are its households.
"""

from jiedao.applications.care.adaptation import ADAPTATION
from jiedao.applications.care.meals import CANTEEN, MEAL
from jiedao.applications.care.places import CHILD_COMMUNITY, CHILD_SITE, FACILITY, FAMILY_EVENT
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import TEN_THOUSAND, count, rate, total
from jiedao.kernel.titles import Title

INDICATORS = (
    Indicator("home_adaptation_applications",
              Title("居家适老化改造申报户数", "Households applying for adaptation"), "户", ADAPTATION,
              "day", count(), 1, sentence="完成{value}老年人家庭居家适老化改造申报"),
    Indicator("home_adaptations_completed",
              Title("居家适老化改造完成户数", "Homes adapted"), "户", ADAPTATION, "accepted_on",
              count(lambda t: t.state == "accepted"), 1, sentence="完成居家适老化改造{value}"),
    Indicator("elder_canteens_built", Title("新建长者饭堂数", "Canteens opened"), "个", CANTEEN,
              "opened_on", count(), 1, sentence="新建长者饭堂{value}", dimensions=("grade",)),
    Indicator("meal_subsidies", Title("长者助餐补贴结算金额", "Meal subsidies"), "元", MEAL,
              "given_on",
              total(lambda t: t.subsidy, lambda t: t.state.isin(["given", "rated"])),
              sentence="发放长者助餐补贴{value}", dimensions=("canteen",)),
    Indicator("elder_stations_opened",
              Title("挂牌居家社区养老服务驿站数", "Home-care stations opened"), "个", FACILITY,
              "opened_on", count(lambda t: t.sort == "station"), 1,
              sentence="{value}居家社区养老服务驿站挂牌"),
    Indicator("elder_beds_added", Title("新增养老服务床位数", "Care beds added"), "个", FACILITY,
              "opened_on", total(lambda t: t.beds), 1, sentence="新增养老服务床位{value}",
              dimensions=("sort",)),
    Indicator("child_friendly_points", Title("儿童友好社区示范点数", "Child-friendly model sites"),
              "个", CHILD_SITE, "completed_on", count(lambda t: t.demonstration), 1,
              sentence="建成{value}儿童友好社区示范点", dimensions=("sort",)),
    Indicator("child_friendly_coverage",
              Title("市级儿童友好社区覆盖率", "Communities with the city's title"), "%",
              CHILD_COMMUNITY, "",
              rate(lambda t: t.level.isin(["city", "province"]) & t.awarded_on.notnull()
                   & (t.awarded_on <= t.as_of),
                   lambda t: t.state == "in_use"),
              1, sentence="市级儿童友好社区覆盖率{value}"),
    Indicator("women_children_events", Title("妇儿友好系列活动场次", "Family events"), "场",
              FAMILY_EVENT, "day", count(lambda t: t.state == "held"), 1,
              sentence="开展妇儿友好系列活动{value}", dimensions=("audience", "series")),
    Indicator("women_children_person_times",
              Title("妇儿友好活动服务人次", "Attendance of family events"), "万人次", FAMILY_EVENT,
              "day", total(lambda t: t.attended, lambda t: t.state == "held", scale=TEN_THOUSAND),
              1, sentence="妇儿友好活动服务群众{value}", dimensions=("audience", "series")),
)  # fmt: skip
