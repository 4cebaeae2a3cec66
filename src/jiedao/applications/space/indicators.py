"""Figures of land and premises, as plain functions of the kind's table.

Areas are in m² and amounts in yuan; the published ones in 万平方米, 公顷 and 万元.
"""

from typing import Any

from jiedao.applications.space import names
from jiedao.engines.indicators.yardsticks import yardstick
from jiedao.engines.projects.figures import in_progress, planned_or_in_progress
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import (
    PER_CENT,
    TEN_THOUSAND,
    count,
    distinct,
    mean,
    quotient,
    rate,
    total,
)
from jiedao.kernel.titles import Title

HECTARE = 1e-4
_DAYS = "day"


def _in_ledger(t: Any) -> Any:
    return (t.day <= t.as_of) & (t.state != "withdrawn")


def _lettable(t: Any) -> Any:
    return _in_ledger(t) & t.lettable


def _let(t: Any) -> Any:
    return t.state == "let"


_LAND = (
    Indicator("renewal_and_land_projects",
              Title("城市更新和土地整备项目数", "Renewal and land-preparation projects"), "个",
              names.LAND_PROJECT, "", count(in_progress), 0, "",
              "推进城市更新和土地整备项目{value}", ("sort",)),
    Indicator("building_demolition_area", Title("建筑物清拆面积", "Floor area pulled down"),
              "万平方米", names.DEMOLITION, "accepted_on",
              total(lambda t: t.floor_area, scale=TEN_THOUSAND), 1, "",
              "完成建筑物清拆{value}"),
    Indicator("project_stage_duration", Title("土地整备项目阶段用时", "Days used for a stage"),
              "天", names.LAND_STAGE, "reached_on",
              mean(lambda t: t.reached_on.delta(t.began_on, unit=_DAYS)), -1, "",
              "土地整备项目阶段用时{value}", ("stage",)),
    Indicator("land_levelled_area", Title("意向地块土地平整面积", "Area levelled"), "万平方米",
              names.LAND_STAGE, "reached_on",
              total(lambda t: t.levelled_area, lambda t: t.stage == "levelling",
                    scale=TEN_THOUSAND), 1, "", "完成土地平整{value}"),
    Indicator("land_prepared_area", Title("土地整备完成面积", "Land prepared"), "公顷",
              names.PARCEL, "finished_on", total(lambda t: t.area_size, scale=HECTARE), 1, "",
              "完成土地整备{value}", ("project", "use")),
    Indicator("industrial_land_prepared_area",
              Title("产业空间（产业用地）整备释放面积", "Industrial land released"), "公顷",
              names.PARCEL, "released_on",
              total(lambda t: t.area_size, lambda t: t.use == "industrial", scale=HECTARE), 1, "",
              "整备释放产业用地{value}", ("project",)),
    Indicator("land_handed_over_area", Title("土地（作业面）移交面积", "Land handed over"), "公顷",
              names.PARCEL, "handed_over_on",
              total(lambda t: t.surveyed_area, scale=HECTARE), 1, "", "移交土地{value}",
              ("project", "handover", "use")),
)  # fmt: skip
_HELD_AGAINST = (
    yardstick(names.LAND_TASK, Title("土地整备年度任务", "Yearly task of land preparation"), "公顷",
              names.LAND_YARDSTICK),
    yardstick(names.INDUSTRIAL_LAND_TASK,
              Title("产业空间土地整备年度任务", "Yearly task of industrial land"), "公顷",
              names.LAND_YARDSTICK),
    yardstick(names.DISTRICT_HANDED_OVER,
              Title("全区土地入库量", "Land handed over in the district"), "公顷",
              names.LAND_YARDSTICK),
    Indicator("land_preparation_task_ratio",
              Title("土地整备任务完成率", "Yearly task of land preparation fulfilled"), "%",
              names.PARCEL, "finished_on",
              quotient("land_prepared_area", names.LAND_TASK, yearly=True, scale=PER_CENT), 1, "",
              "完成土地整备年度任务的{value}"),
    Indicator("industrial_land_task_ratio",
              Title("产业空间土地整备任务完成率", "Yearly task of industrial land fulfilled"), "%",
              names.PARCEL, "released_on",
              quotient("industrial_land_prepared_area", names.INDUSTRIAL_LAND_TASK, yearly=True,
                       scale=PER_CENT), 1, "", "完成产业空间土地整备年度任务的{value}"),
    Indicator("land_handover_share_of_district",
              Title("土地入库量占全区比重", "Share of the district's land handed over"), "%",
              names.PARCEL, "handed_over_on",
              quotient("land_handed_over_area", names.DISTRICT_HANDED_OVER, scale=PER_CENT), 1,
              "", "土地入库量占全区{value}"),
)  # fmt: skip
_PARKS = (
    Indicator("parks_in_upgrade",
              Title("在推进（计划）改造提升园区数", "Parks being upgraded"), "个",
              names.PARK_UPGRADE, "", count(planned_or_in_progress), 1, "",
              "推进{value}老旧园区转型升级", ("mode",)),
    Indicator("park_upgrade_area", Title("老旧工业园区转型升级面积", "Area being upgraded"),
              "万平方米", names.PARK_UPGRADE, "",
              total(lambda t: t.area_size, planned_or_in_progress, scale=TEN_THOUSAND), 1, "",
              "老旧工业园区转型升级面积{value}", ("mode",)),
    Indicator("park_upgrade_investment",
              Title("老旧园区升级贡献固定资产投资额", "Investment of the upgrades"), "万元",
              names.PARK_INVESTMENT, "day", total(lambda t: t.amount, scale=TEN_THOUSAND), 1, "",
              "老旧园区升级贡献固定资产投资{value}"),
    Indicator("parks_upgraded",
              Title("改造升级（完成转型增效）老旧园区数", "Parks upgraded"), "个",
              names.PARK_UPGRADE, "finished_on", count(), 1, "", "完成{value}老旧园区升级改造",
              ("mode",)),
    Indicator("park_upgrade_enterprises_in",
              Title("转型增效项目招引优质企业数", "Enterprises moved into upgraded parks"), "家",
              names.SPACE, "lease_from",
              distinct(lambda t: t.organisation_id, lambda t: t.upgrade.notnull()), 1, "",
              "转型增效项目招引{value}企业进驻", ("park", "industry")),
    Indicator("vertical_factory_projects", Title("“工业上楼”项目数", "Vertical factories"), "个",
              names.PARK_UPGRADE, "",
              count(lambda t: planned_or_in_progress(t) & (t.mode == "vertical")), 1, "",
              "推进{value}“工业上楼”项目"),
    Indicator("collective_space_vacated_area",
              Title("腾挪集体物业产业空间面积", "Collective premises made available"), "万平方米",
              names.SPACE, "vacated_on",
              total(lambda t: t.floor_area, lambda t: t.owned_by == "collective",
                    scale=TEN_THOUSAND), 1, "", "腾挪{value}集体物业产业空间", ("park",)),
    Indicator("park_letting_rate", Title("园区招商率", "Share of area let"), "%", names.SPACE, "",
              rate(_let, _lettable, weight=lambda t: t.floor_area), 1, "", "园区招商率{value}",
              ("park", "owned_by")),
    Indicator("park_target_industry_rate",
              Title("园区产业聚集率", "Share let to the target industry"), "%", names.SPACE, "",
              rate(lambda t: t.on_target, lambda t: _lettable(t) & _let(t),
                   weight=lambda t: t.floor_area), 1, "", "园区产业聚集率{value}", ("park",)),
    Indicator("industrial_space_growth",
              Title("高品质产业空间增长", "Growth of industrial space"), "倍", names.SPACE, "",
              total(lambda t: t.floor_area, lambda t: _in_ledger(t) & t.high_quality,
                        scale=TEN_THOUSAND), 1, "growth", "", ("park", "owned_by")),
)  # fmt: skip
_ORDER = (
    Indicator("sublandlord_area_recovered",
              Title("清退“二房东”收回产业用房面积", "Area recovered from sub-landlords"),
              "万平方米", names.LEASING_CASE, "closed_on",
              total(lambda t: t.recovered_area,
                    lambda t: (t.sort == "sublandlord") & (t.state == "rectified"),
                    scale=TEN_THOUSAND), 1, "", "清退“二房东”，收回{value}产业用房", ("park",)),
    Indicator("leasing_parks_rectified",
              Title("租赁市场整治完成重点园区数", "Key parks put in order"), "个",
              names.LEASING_CASE, "closed_on",
              count(lambda t: (t.sort == "park") & (t.state == "rectified")), 1, "",
              "完成{value}重点园区租赁市场整治"),
    Indicator("leasing_parks_rectified_rate",
              Title("租赁市场重点园区整治率", "Share of key parks put in order"), "%",
              names.LEASING_CASE, "",
              rate(lambda t: t.state == "rectified", lambda t: t.sort == "park"), 1, "",
              "重点园区租赁市场整治率{value}"),
    Indicator("leasing_enterprises_benefiting",
              Title("租赁市场整治惠及企业数", "Enterprises benefiting"), "家", names.LEASE_CHECK,
              "rectified_on",
              distinct(lambda t: t.organisation_id, lambda t: t.state == "rectified"), 1, "",
              "租赁市场整治惠及企业{value}", ("measure",)),
    Indicator("full_time_supervisory_chairs",
              Title("监事会主席专职化公司家数", "Companies with a full-time chair"), "家",
              names.COMPANY, "",
              count(lambda t: t.full_time & (t.full_time_since <= t.as_of)
                    & (t.state != "ended")), 1, "",
              "推动{value}股份合作公司监事会主席专职化", ("level",)),
)  # fmt: skip
INDICATORS = (*_LAND, *_HELD_AGAINST, *_PARKS, *_ORDER)
