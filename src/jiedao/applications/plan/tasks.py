"""The kind of a plan's task: a commitment with unit, date, target and source."""

from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from jiedao.applications.plan.options import Comparison, Domain
from jiedao.applications.plan.spans import PERIOD, half_of
from jiedao.engines.indicators.choosing import CHOSEN
from jiedao.kernel import clock
from jiedao.kernel.attributes import AccountRef, attribute
from jiedao.kernel.titles import Title

PLAN = Title("计划", "Plan")
TARGET = Title("目标", "Target")
SOURCE = Title("来源", "Source")
RUN = Title("推进情况", "Progress")


def _period() -> str:
    return half_of(clock.today())


class WorkTask(BaseModel):
    """What a plan promises; unit, person in charge and due date are every project's."""

    period: str = attribute(
        Title("计划期", "Plan period"), group=PLAN, listed=True, filterable=True,
        default_factory=_period, pattern=rf"^{PERIOD}$", max_length=10, examples=["2024H2"],
        help=Title("如 2024、2024H2、2024Q3、2024-05", "As 2024, 2024H2, 2024Q3, 2024-05"),
    )  # fmt: skip
    section: str = attribute(
        Title("目标或板块", "Goal or section"), "", group=PLAN, filterable=True, max_length=100
    )
    domain: Domain = attribute(
        Title("领域", "Domain"), Domain.OTHER, group=PLAN, listed=True, filterable=True
    )
    co_units: str = attribute(
        Title("协办单位", "Co-handling units"), "", group=PLAN, max_length=300, examples=[""],
        help=Title("单位名称，用顿号分开", "Names of units, parted by 、"),
    )  # fmt: skip
    indicator: str = attribute(
        Title("指标代号", "Indicator"), "", group=TARGET, max_length=80, examples=[""],
        widget=CHOSEN,
        help=Title("目标对应的指标，实际值由它算出", "The figure that gives the actual value"),
    )  # fmt: skip
    comparison: Comparison | None = attribute(
        Title("要求", "Wanted"), None, group=TARGET,
        help=Title("不填则按指标的好坏方向", "Left empty, as the indicator's direction says"),
    )  # fmt: skip
    target: Decimal | None = attribute(
        Title("目标值", "Target value"), None, group=TARGET, ge=0, max_digits=18, decimal_places=4
    )
    target_unit: str = attribute(
        Title("目标单位", "Unit of the target"), "", group=TARGET, max_length=20
    )
    filters: str = attribute(
        Title("统计口径", "Counted over"), "", group=TARGET, max_length=200, examples=[""],
        help=Title("属性=值，用空格分开", "attribute=value, parted by spaces"),
    )  # fmt: skip
    target_period: str = attribute(
        Title("统计期", "Counted in"), "", group=TARGET, pattern=rf"^({PERIOD})?$",
        max_length=10, examples=[""],
        help=Title("不填则为计划期", "Left empty, the period of the plan"),
    )  # fmt: skip
    more_targets: str = attribute(
        Title("其他目标", "Further targets"), "", group=TARGET, widget="textarea", max_length=1000,
        examples=[""],
        help=Title("每行一个：指标名称 >= 20 个 属性=值", "One a line: KEY >= 20 UNIT attribute=value"),
    )  # fmt: skip
    source: str = attribute(Title("来源文件", "Document"), "", group=SOURCE, max_length=200)
    quote: str = attribute(
        Title("原文", "As the plan says it"), "", group=SOURCE, widget="textarea", max_length=2000
    )
    reported_on: date | None = attribute(
        Title("上次报告进展", "Last reported"), None, group=RUN, later=True
    )
    said: str = attribute(
        Title("最近进展", "Latest progress"), "", group=RUN, later=True, widget="textarea",
        max_length=1000,
    )  # fmt: skip
    asked_by: AccountRef | None = attribute(
        Title("申请办结人", "Closing asked by"), None, group=RUN, later=True
    )
    urged: int | None = attribute(
        Title("催办", "Urged"), None, group=RUN, later=True, ge=0, unit=Title("次", "times")
    )
    wanted: str = attribute(
        Title("揭榜要求", "Asked of applicants"), "", group=RUN, later=True, widget="textarea",
        max_length=1000,
    )  # fmt: skip
    apply_by: date | None = attribute(Title("揭榜截止", "Apply by"), None, group=RUN, later=True)


def values_of(attributes: dict[str, Any]) -> dict[str, Any]:
    """The stored attributes with the defaults of those that are not there."""
    fields = WorkTask.model_fields
    return {name: attributes.get(name, field.get_default(call_default_factory=False))
            for name, field in fields.items()}  # fmt: skip
