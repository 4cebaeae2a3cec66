"""Figures of enterprise services, as plain functions of the kind's table.

Of requests ``t`` holds one row a request with the columns of its case. One is solved when it is
closed and the firm, where it answered, was not dissatisfied.
"""

from typing import Any

from jiedao.applications.enterprise.serving import REQUEST, STATION
from jiedao.applications.enterprise.technology import DIAGNOSIS, LINK, SCENARIO, SCENARIO_EVENT
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import count, rate
from jiedao.kernel.titles import Title


def _solved(t: Any) -> Any:
    content = t.satisfaction.isnull() | (t.satisfaction != "dissatisfied")
    return t.state.isin(("closed", "archived")) & content


INDICATORS = (
    Indicator("enterprise_requests_solved", Title("解决企业诉求数", "Requests solved"), "宗",
              REQUEST, "closed_at", count(_solved), 1, "", "解决企业诉求{value}",
              ("source", "hard")),
    Indicator("enterprise_stations_opened",
              Title("成立重点园区企业服务站数", "Service stations opened"), "个", STATION,
              "opened_on", count(), 1, "", "成立{value}重点园区企业服务站"),
    Indicator("technical_diagnosis_visits",
              Title("免费技改问诊服务企业家次", "Technical diagnoses"), "家次", DIAGNOSIS, "day",
              count(lambda t: t.state == "done"), 1, "", "为{value}企业提供免费技改问诊",
              ("expert",)),
    Indicator("scenario_events", Title("应用场景专项活动场次", "Scenario events"), "场",
              SCENARIO_EVENT, "day", count(lambda t: t.state == "held"), 1, "",
              "开展应用场景专项活动{value}"),
    Indicator("scenario_projects_landed", Title("落地场景项目数", "Scenarios landed"), "个",
              SCENARIO, "finished_on", count(), 1, "", "落地场景项目{value}", ("offered_by",)),
    Indicator("online_institute_park_coverage",
              Title("线上工研院链接重点园区覆盖率", "Key parks linked with the institute"), "%",
              LINK, "",
              rate(lambda t: t.linked_on.notnull() & (t.linked_on <= t.as_of),
                   lambda t: t.key_park & (t.state == "in_use")), 1, "",
              "线上工研院链接重点园区覆盖率{value}"),
)  # fmt: skip
