"""Figures of works, as plain functions of the kind's table; lengths are in metres."""

from collections.abc import Callable
from typing import Any

from jiedao.applications.works.renewal import RENEWAL
from jiedao.applications.works.roads import ROAD
from jiedao.engines.projects.figures import in_progress
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import count, total
from jiedao.kernel.titles import Title

KILOMETRE = 1e-3


def _sort(*sorts: str) -> Callable[[Any], Any]:
    return lambda t: t.sort.isin(sorts)


def _not_yet(t: Any, name: str) -> Any:
    return t[name].isnull() | (t[name] > t.as_of)


def _preliminary(t: Any) -> Any:
    """Prepared at the period's end, and nobody on the site."""
    begun = t.preliminary_on.notnull() & (t.preliminary_on <= t.as_of)
    idle = _not_yet(t, "entered_on") & _not_yet(t, "started_on")
    return (t.sort == "road") & begun & idle & (t.state != "dropped")


def _reserved(t: Any) -> Any:
    return (
        (t.sort == "road") & (t.day <= t.as_of) & _not_yet(t, "preliminary_on")
        & _not_yet(t, "started_on") & (t.state != "dropped")
    )  # fmt: skip


_ROADS = (
    Indicator("roads_opened", Title("新开通（打通）道路数", "Roads opened"), "条", ROAD,
              "finished_on", count(_sort("road")), 1, "", "新开通道路{value}"),
    Indicator("roads_opened_length", Title("新开通道路里程", "Length of roads opened"), "公里",
              ROAD, "finished_on",
              total(lambda t: t.length, _sort("road"), scale=KILOMETRE), 1, "",
              "新开通道路总里程{value}"),
    Indicator("slow_lanes_rebuilt_length",
              Title("改造慢行系统里程", "Walking and cycling lanes rebuilt"), "公里", ROAD,
              "finished_on", total(lambda t: t.length, _sort("slow_lane"), scale=KILOMETRE), 1, "",
              "改造慢行系统{value}"),
    Indicator("road_projects_started", Title("道路开工（新建）数", "Roads begun"), "条", ROAD,
              "started_on", count(_sort("road")), 1, "", "启动{value}道路建设"),
    Indicator("road_projects_site_entry",
              Title("道路项目进场施工数", "Road projects on the site"), "个", ROAD, "entered_on",
              count(_sort("road")), 1, "", "推动{value}道路项目进场施工"),
    Indicator("footbridges_started", Title("人行天桥开工数", "Footbridges begun"), "座", ROAD,
              "started_on", count(_sort("footbridge")), 1, "", "开工建设人行天桥{value}"),
    Indicator("road_projects_preliminary",
              Title("推进前期工作道路数", "Roads in preliminary work"), "条", ROAD, "",
              count(_preliminary), 0, "", "推进{value}道路前期工作"),
    Indicator("road_projects_reserved",
              Title("谋划前期工作道路数", "Roads in the reserve"), "条", ROAD, "",
              count(_reserved), 0, "", "提前谋划{value}道路前期工作"),
    Indicator("lighting_sections_improved",
              Title("照明设施改造提升路段数", "Sections with better lighting"), "条", ROAD,
              "finished_on", count(_sort("lighting")), 1, "", "改造提升{value}路段照明设施"),
    Indicator("road_repair_projects_completed",
              Title("道路修缮及路灯接电项目完成数", "Repairs and connections done"), "个", ROAD,
              "finished_on", count(_sort("repair", "lamps")), 1, "",
              "完成道路修缮及路灯接电项目{value}", ("sort",)),
)  # fmt: skip
_RENEWAL = (
    Indicator("area_improvement_projects",
              Title("城区环境品质提升项目数", "Area improvement projects"), "个", RENEWAL, "",
              count(lambda t: in_progress(t) & (t.sort == "area") & t.subject_id.isnull()), 1, "",
              "推动{value}城区环境品质提升项目"),
    Indicator("walking_trails_built", Title("打造特色健步道条数", "Walking trails built"), "条",
              RENEWAL, "finished_on", count(_sort("trail")), 1, "", "打造{value}特色健步道"),
    Indicator("old_estates_started",
              Title("启动改造前期工作老旧小区数", "Old estates being prepared"), "个", RENEWAL,
              "preliminary_on", count(_sort("estate")), 1, "",
              "启动{value}老旧小区改造前期工作"),
    Indicator("old_estates_completed", Title("完成提升老旧小区数", "Old estates renewed"), "个",
              RENEWAL, "finished_on", count(_sort("estate")), 1, "", "完成{value}老旧小区提升"),
)  # fmt: skip
INDICATORS = (*_ROADS, *_RENEWAL)
