"""The family of activities, as the generated pages and files know it."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from jiedao.engines.activities.models import Activity
from jiedao.engines.activities.workflow import WORKFLOW
from jiedao.foundation.records.families import WHAT, Derived, Family, RecordFields
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import attribute
from jiedao.kernel.declarations import Kind
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

PERSONS = Title("人", "persons")


class ActivityFields(RecordFields):
    """What an activity asks besides."""

    day: date = attribute(Title("活动日期", "Date"), group=WHAT, default_factory=clock.today)
    starts_at: datetime | None = attribute(Title("开始时间", "Begins"), None, group=WHAT)
    ends_at: datetime | None = attribute(Title("结束时间", "Ends"), None, group=WHAT)
    capacity: int | None = attribute(
        Title("名额", "Places"),
        None,
        group=WHAT,
        unit=PERSONS,
        ge=1,
        le=1_000_000_000,
    )


def _changing(work: Work) -> None:
    """It ends after it begins; the day follows from the beginning; it is due when it begins."""
    activity: Any = work.record
    start, end = activity.starts_at, activity.ends_at
    if start is not None and end is not None and end <= start:
        raise Invalid(_("结束时间早于开始时间。"), field="ends_at", code="bad_span")
    opened = work.schema.workflow.state(activity.state).open
    if start is not None and opened:
        activity.day = start.astimezone(clock.TOWN_ZONE).date()
    activity.due_at = start if opened else None


def _derived(_kind: Kind) -> tuple[Derived, ...]:
    return (
        Derived("enrolled", Title("报名", "Enrolled"), PERSONS),
        Derived("attended", Title("到场", "Attended"), PERSONS),
    )


ACTIVITIES = Family(
    "activity", Title("活动", "Activities"), Activity, WORKFLOW, fields=ActivityFields,
    changing=_changing, derived=_derived, icon="calendar-event", order=50,
)  # fmt: skip
