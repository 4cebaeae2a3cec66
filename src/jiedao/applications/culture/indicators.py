"""Figures of culture and civility, as plain functions of the kind's table.

Score and rank of the assessment are facts with their source (application ``plan``).
"""

from jiedao.applications.culture.events import EVENT, PRACTICE
from jiedao.applications.culture.findings import FINDING
from jiedao.applications.culture.kinds import SITE
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import TEN_THOUSAND, count, total
from jiedao.kernel.titles import Title

INDICATORS = (
    Indicator("civility_findings_rectified",
              Title("整治城市文明测评发现问题数", "Civility findings rectified"), "个", FINDING,
              "closed_at", count(lambda t: (t.state == "struck_off") & (t.source != "own")), 1,
              sentence="整治城市文明测评发现问题{value}", dimensions=("source",)),
    Indicator("civility_practice_sites_added",
              Title("新增新时代文明实践阵地数", "Practice sites added"), "个", SITE, "opened_on",
              count(lambda t: t.sort != "post"), 1, sentence="新增新时代文明实践阵地{value}",
              dimensions=("sort",)),
    Indicator("civility_practice_events", Title("新时代文明实践活动场次", "Practice events"), "场",
              PRACTICE, "day", count(lambda t: t.state == "held"), 1,
              sentence="开展新时代文明实践活动{value}", dimensions=("brand",)),
    Indicator("sport_and_culture_events", Title("文体活动(培训)场次", "Culture and sports events"),
              "场", EVENT, "day", count(lambda t: t.state == "held"), 1,
              sentence="开展文体活动{value}", dimensions=("sort", "brand")),
    Indicator("culture_event_person_times",
              Title("群众文化活动惠及人次", "Attendance of cultural events"), "万人次", EVENT, "day",
              total(lambda t: t.attended, lambda t: (t.state == "held") & (t.sort == "culture"),
                    scale=TEN_THOUSAND),
              1, sentence="惠及市民{value}"),
)  # fmt: skip
