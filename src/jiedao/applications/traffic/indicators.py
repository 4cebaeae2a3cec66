"""Figures of traffic, as plain functions of the kind's table."""

from jiedao.applications.traffic.hazards import HAZARD
from jiedao.applications.traffic.kinds import ACTION, BUILDING, SITE
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import count, distinct, total
from jiedao.kernel.titles import Title

INDICATORS = (
    Indicator("traffic_campaign_actions", Title("交通综合整治行动次数", "Traffic campaigns"), "次",
              ACTION, "day", count(lambda t: t.state == "done"), 1,
              sentence="开展交通综合整治行动{value}", dimensions=("topic",)),
    Indicator("parking_spaces_added", Title("新增停车位数", "Parking spaces added"), "个", SITE,
              "opened_on", total(lambda t: t.spaces), 1, sentence="新增停车位{value}",
              dimensions=("sort", "locality")),
    Indicator("parking_buildings_completed", Title("立体停车场建成数", "Parking buildings built"),
              "个", BUILDING, "finished_on", count(lambda t: t.state == "accepted"), 1,
              sentence="建成立体停车场{value}", dimensions=("locality",)),
    Indicator("road_hazard_classes", Title("整治道路安全隐患类别数", "Classes of road hazards"),
              "类", HAZARD, "rectified_on",
              distinct(lambda t: t.sort, lambda t: t.state == "struck_off"), 1,
              sentence="整治{value}道路安全隐患"),
)  # fmt: skip
