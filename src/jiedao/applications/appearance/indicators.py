"""Figures of city appearance, as plain functions of the kind's table.

A violation that counts as put right was cleared or penalised; a building leaves the stock when its
disposal is confirmed, on the day of the disposal. Areas are in m², published in 10,000 m².
"""

from jiedao.applications.appearance import names
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import PER_CENT, TEN_THOUSAND, count, mean, rate, total
from jiedao.kernel.titles import Title

_CLOSED = ("put_right", "penalised")

INDICATORS = (
    Indicator("enforcement_actions", Title("执法、市容专项整治行动次数", "Campaign actions"), "次",
              names.ACTION, "day", count(lambda t: t.state == "done"), 1,
              sentence="开展市容执法专项整治行动{value}", dimensions=("sort", "topic")),
    Indicator("street_disorders_closed", Title("整治市容乱象宗数", "Disorders put right"), "宗",
              names.DISORDER, "closed_at",
              count(lambda t: t.state.isin(_CLOSED) & (t.subject_kind == names.ACTION)), 1,
              sentence="整治市容乱象{value}", dimensions=("sort",)),
    Indicator("street_vending_cleared", Title("清理乱摆卖宗数", "Street vending cleared"), "宗",
              names.DISORDER, "closed_at",
              count(lambda t: t.state.isin(_CLOSED) & (t.sort == "vending")), 1,
              sentence="清理乱摆卖{value}"),
    Indicator("street_cases_filed", Title("违法行为立案数", "Cases filed"), "宗", names.DISORDER,
              "filed_on", count(), sentence="违法行为立案{value}", dimensions=("sort",)),
    Indicator("street_cases_closed", Title("“六乱一超”立案处罚办结数", "Cases penalised and closed"),
              "宗", names.DISORDER, "closed_at", count(lambda t: t.state == "penalised"),
              sentence="立案处罚并办结{value}", dimensions=("sort",)),
    Indicator("illegal_building_area_reduced",
              Title("消化拆除违建面积", "Illegal buildings disposed of"), "万平方米", names.BUILDING,
              "disposed_on",
              total(lambda t: t.floor_area, lambda t: t.state == "disposed", scale=TEN_THOUSAND),
              1, sentence="消化拆除违建{value}", dimensions=("disposal", "origin")),
    Indicator("illegal_building_task_ratio",
              Title("查违减存量年度任务完成率", "Yearly task fulfilled"), "%", names.TASK, "",
              mean(lambda t: t.done / t.target,
                   lambda t: (t.state == "in_use") & (t.year == t.as_of.year()), scale=PER_CENT),
              1, sentence="完成查违减存量年度任务的{value}"),
    Indicator("recycling_sites_cleared",
              Title("清退违规再生资源回收站点数", "Recycling sites cleared"), "家", names.VIOLATION,
              "cleared_on", count(lambda t: t.sort == "station"), 1,
              sentence="清退违规再生资源回收站点{value}"),
    Indicator("vehicle_recycling_spots_cleared",
              Title("清退以车代库回收点位数", "Vehicle spots cleared"), "家", names.VIOLATION,
              "cleared_on", count(lambda t: t.sort == "vehicle"), 1,
              sentence="清退以车代库点位{value}"),
    Indicator("recycling_sites_rectified_rate",
              Title("违规再生资源回收站点整治率", "Recycling sites rectified"), "%",
              names.VIOLATION, "reported_at",
              rate(lambda t: t.cleared_on.notnull() & (t.cleared_on <= t.as_of)), 1,
              sentence="违规再生资源回收站点整治率{value}", dimensions=("sort",)),
    Indicator("recycling_sites_check_coverage",
              Title("再生资源回收站点检查覆盖率", "Recycling stations checked"), "%", names.STATION,
              "",
              rate(lambda t: t.checked_on.between(t.since, t.as_of),
                   lambda t: t.state == "in_use"),
              1, sentence="再生资源回收站点检查覆盖率{value}"),
)  # fmt: skip
