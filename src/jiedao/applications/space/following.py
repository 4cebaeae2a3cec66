"""What somebody has to clear by a day: an obstacle of a project, a finding about a company."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.foundation.records.saying import Reason
from jiedao.kernel import clock
from jiedao.kernel.attributes import attribute
from jiedao.kernel.declarations import Move, State, Workflow
from jiedao.kernel.titles import Title

TO_CLEAR, CLEARED = "to_clear", "cleared"
_EDIT = "records.edit"


class Clearing(BaseModel):
    """How it was cleared, found out by the step that says so."""

    cleared_on: date | None = attribute(
        Title("解决日期", "Cleared on"), None, later=True, listed=True
    )
    outcome: str = attribute(
        Title("解决情况", "Outcome"), "", later=True, widget="textarea", max_length=1000
    )


class Cleared(BaseModel, extra="forbid"):
    """What came of it."""

    cleared_on: date = attribute(Title("解决日期", "Cleared on"), default_factory=clock.today)
    outcome: str = attribute(
        Title("解决情况", "Outcome"), widget="textarea", min_length=2, max_length=1000
    )


def has_owner_and_deadline(work: Any) -> str:
    """Somebody answers for it, by a day."""
    if work.record.owner_id is None and work.record.unit_id is None:
        return _("请填写责任人或责任单位。")
    return "" if work.record.ends_on is not None else _("请填写计划完成日期。")


FOLLOWED = Workflow(
    "followed",
    Title("跟进销号", "Followed until cleared"),
    (
        State(TO_CLEAR, Title("待解决", "To clear")),
        State(CLEARED, Title("已解决", "Cleared"), open=False),
    ),
    (
        Move("clear", Title("登记解决", "Clear"), (TO_CLEAR,), CLEARED, _EDIT, data=Cleared,
             primary=True),
        Move("reopen", Title("重新跟进", "Reopen"), (CLEARED,), TO_CLEAR, _EDIT, data=Reason),
    ),
    initial=TO_CLEAR,
)  # fmt: skip
