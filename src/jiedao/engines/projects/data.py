"""What must be said with the moves that every project has."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, Field

from jiedao.kernel import clock
from jiedao.kernel.attributes import attribute
from jiedao.kernel.titles import Title

Money = Annotated[Decimal, Field(max_digits=16, decimal_places=2)]
"""An amount in yuan."""
YUAN = Title("元", "yuan")
M2 = Title("平方米", "m²")


class NewMilestone(BaseModel, extra="forbid"):
    """A step that is to be reached."""

    title: str = attribute(Title("节点", "Milestone"), min_length=1, max_length=120)
    due_on: date = attribute(Title("计划完成", "Planned for"))


class MilestoneDone(BaseModel, extra="forbid"):
    """A step that was reached."""

    title: str = attribute(
        Title("节点", "Milestone"), min_length=1, max_length=120,
        help=Title("与登记的节点名称一致", "As the milestone is called"),
    )  # fmt: skip
    done_on: date = attribute(Title("完成日期", "Done on"), default_factory=clock.today)
    note: str = attribute(Title("说明", "Note"), "", max_length=300)


class NewPayment(BaseModel, extra="forbid"):
    """Money that was paid."""

    amount: Money = attribute(
        Title("金额", "Amount"), unit=YUAN, widget="money",
        help=Title("更正以前的支付时填负数", "Negative to set an earlier payment right"),
    )  # fmt: skip
    paid_on: date = attribute(Title("支付日期", "Paid on"), default_factory=clock.today)
    note: str = attribute(Title("用途", "For"), "", max_length=300)


class Finish(BaseModel, extra="forbid"):
    """The end of a stage that figures count by."""

    on: date = attribute(Title("日期", "Date"), default_factory=clock.today)
    note: str = attribute(Title("说明", "Note"), "", widget="textarea", max_length=500)
