"""Figures of housing, as plain functions of the kind's table."""

from jiedao.applications.housing.kinds import ALLOTMENT, BATCH, PROJECT
from jiedao.engines.projects.figures import under_way
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import count, distinct, total
from jiedao.kernel.titles import Title

INDICATORS = (
    Indicator("rental_units_recognised",
              Title("保障性租赁住房认定套数", "Affordable rental homes recognised"), "套", BATCH,
              "recognised_on", total(lambda t: t.homes, lambda t: t.sort == "rental"), 1, "",
              "完成保障性租赁住房认定{value}"),
    Indicator("affordable_units_supplied",
              Title("保障性住房供应房源套数", "Affordable homes on offer"), "套", BATCH,
              "supplied_on", total(lambda t: t.homes), 1, "", "供应保障性住房房源{value}",
              ("sort",)),
    Indicator("affordable_projects_building",
              Title("在建保障性住房项目数", "Housing projects being built"), "个", PROJECT, "",
              count(under_way), 1, "", "加快建设{value}保障性住房项目", ("sort",)),
    Indicator("talent_housing_projects_let",
              Title("人才住房配租项目数", "Talent housing projects being let"), "个", ALLOTMENT,
              "opened_on",
              distinct(lambda t: t.subject_id, lambda t: t.sort == "talent"), 1, "",
              "推进{value}项目人才住房配租"),
)  # fmt: skip
