"""What the worker reminds of: tasks due soon, overdue, or not reported on for long.

Each is told once for a due date (or for the day since which nothing was said), also when several
workers run: who writes the reminder's row tells.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _

from jiedao.applications.plan import names
from jiedao.applications.plan.models import Reminder
from jiedao.applications.plan.settings import Rhythm, rhythm_of
from jiedao.engines.projects.models import Project
from jiedao.foundation.staff.notices import NewNotice, notify
from jiedao.kernel import clock
from jiedao.kernel.transactions import durable

logger = logging.getLogger(__name__)
SOON, LATE, SILENT = "soon", "late", "silent"
_AT_ONCE: Final = 500
_COLUMNS: Final = (
    "id", "town_id", "title", "owner_id", "unit_id", "ends_on", "day", "created_at", "attributes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to be told of a task."""

    task: Any
    sort: str
    day: date
    text: str

    @property
    def key(self) -> tuple[int, str, date]:
        """What makes it known once it is told."""
        return self.task["id"], self.sort, self.day


def remind() -> int:
    """Tell what is due now and was not told yet; returns how much that was."""
    rows = Project.objects.filter(kind=names.TASK, state__in=(names.ASSIGNED, names.UNDER_WAY))
    done, last = 0, 0
    while some := list(rows.filter(id__gt=last).order_by("id").values(*_COLUMNS)[:_AT_ONCE]):
        last = some[-1]["id"]
        done += sum(_told(one) for one in _untold(some))
    return done


def _untold(tasks: Iterable[Any]) -> list[Due]:
    found = [due for task in tasks for due in _due(task, rhythm_of(task["town_id"]))]
    known = set(
        Reminder.objects.filter(task_id__in={due.task["id"] for due in found}).values_list(
            "task_id", "sort", "day"
        )
    )
    return [due for due in found if due.key not in known]


def _due(task: Any, rhythm: Rhythm) -> Iterator[Due]:
    today, title, ends_on = clock.today(), task["title"], task["ends_on"]
    if ends_on is not None and ends_on < today:
        words = _("任务已超期：%(title)s（%(day)s 到期）")
        yield Due(task, LATE, ends_on, words % {"title": title, "day": ends_on})
    elif ends_on is not None and ends_on <= today + timedelta(days=rhythm.remind_days):
        words = _("任务将到期：%(title)s（%(day)s）")
        yield Due(task, SOON, ends_on, words % {"title": title, "day": ends_on})
    said = task["attributes"].get("reported_on")
    # A task is read in long after its plan was issued: its unit is silent since it was set.
    set_on = max(task["day"], task["created_at"].astimezone(clock.TOWN_ZONE).date())
    since = date.fromisoformat(said) if said else set_on
    if since + timedelta(days=rhythm.report_days) <= today:
        words = _("任务 %(days)d 天没有报告进展：%(title)s")
        yield Due(task, SILENT, since, words % {"title": title, "days": (today - since).days})


def _told(due: Due) -> bool:
    """Whether it was told by this worker, and not by another meanwhile; one row's fault must not
    stop the others."""
    try:
        with durable():
            return _tell(due)
    except (InterfaceError, OperationalError):  # the database is away, for every row
        raise
    except Exception:
        logger.exception("could not remind of task %s", due.task["id"])
        return False


def _tell(due: Due) -> bool:
    task = due.task
    _row, made = Reminder.objects.get_or_create(
        task_id=task["id"], sort=due.sort, day=due.day, defaults={"at": clock.now()}
    )
    if not made:
        return False
    to = [NewNotice("plan", due.text, task["owner_id"], None, names.TASK, task["id"])]
    if due.sort == LATE or task["owner_id"] is None:
        to.append(NewNotice("plan", due.text, None, task["unit_id"], names.TASK, task["id"]))
    notify(task["town_id"], to)
    return True
