"""Figures of greening, as plain functions of the kind's table; areas are in m²."""

from jiedao.applications.environment.kinds import GREENING, PLANTING
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import TEN_THOUSAND, count, total
from jiedao.kernel.titles import Title

INDICATORS = (
    Indicator("parks_built", Title("新建公园绿地数", "Parks built"), "个", GREENING,
              "finished_on", count(lambda t: t.sort == "park"), 1, "", "新建公园绿地{value}"),
    Indicator("greenways_approved", Title("推进立项碧道项目数", "Waterside greenways approved"),
              "个", GREENING, "approved_on", count(lambda t: t.sort == "blueway"), 1, "",
              "推进{value}碧道项目立项"),
    Indicator("bare_plots_greened_area", Title("裸露地块覆绿面积", "Bare plots made green"),
              "万平方米", GREENING, "finished_on",
              total(lambda t: t.area_size, lambda t: t.sort == "bare_plot", scale=TEN_THOUSAND),
              1, "", "裸露地块覆绿{value}"),
    Indicator("trees_planted", Title("种植树木株数", "Trees planted"), "株", PLANTING, "day",
              total(lambda t: t.trees, lambda t: t.state == "held"), 1, "", "种植树木{value}",
              ("species",)),
)  # fmt: skip
