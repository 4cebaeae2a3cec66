"""Traffic: campaigns on the road, parking, abandoned vehicles, dangerous spots."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class TrafficConfig(Application):
    name = "jiedao.applications.traffic"
    key = "traffic"
    titles = Title("交通秩序", "Traffic")
    icon = "traffic-lights"
    order = 120
    report_section = "management"
    uses = ("engines.cases", "foundation.records", "foundation.workdays")
