"""What is said and done with the moves of a task."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.applications.plan import names
from jiedao.applications.plan.models import Bid, Letter
from jiedao.applications.plan.rules import co_units_of
from jiedao.applications.plan.spans import span
from jiedao.foundation.records.saying import Reason
from jiedao.foundation.records.work import Work
from jiedao.foundation.staff.notices import NewNotice, notify, notify_units
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel import clock, towns
from jiedao.kernel.attributes import AccountRef, UnitRef, attribute
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

_FULL = 100


class Assignment(BaseModel, extra="forbid"):
    """Who answers for it, until when."""

    unit: UnitRef = attribute(Title("责任单位", "Responsible unit"))
    owner: AccountRef | None = attribute(Title("责任人", "Person in charge"), None)
    ends_on: date | None = attribute(
        Title("完成时限", "To be done by"), None,
        help=Title("不填则为原来的时限，没有则为计划期末",
                   "Left empty, as it was; else the end of the plan's period"),
    )  # fmt: skip
    co_units: str = attribute(
        Title("协办单位", "Co-handling units"), "", max_length=300,
        help=Title("单位名称，用顿号分开", "Names of units, parted by 、"),
    )  # fmt: skip


class Progress(BaseModel, extra="forbid"):
    """How far it is: per cent, or words alone."""

    percent: int | None = attribute(Title("完成", "Done"), None, ge=0, le=100, unit=Title("%", "%"))
    note: str = attribute(
        Title("进展情况", "Progress"), widget="textarea", min_length=2, max_length=1000
    )


class Closing(BaseModel, extra="forbid"):
    """That it is done, and when."""

    on: date = attribute(Title("完成日期", "Done on"), default_factory=clock.today)
    note: str = attribute(
        Title("完成情况", "What was done"), widget="textarea", min_length=2, max_length=1000
    )


class Challenge(BaseModel, extra="forbid"):
    """What units are asked that want to take it."""

    wanted: str = attribute(
        Title("揭榜要求", "Asked of applicants"), widget="textarea", min_length=2, max_length=1000
    )
    apply_by: date = attribute(Title("揭榜截止", "Apply by"))


class Pick(BaseModel, extra="forbid"):
    """Whose application is taken."""

    unit: UnitRef = attribute(
        Title("揭榜单位", "Unit"),
        help=Title("申请了揭榜的单位", "One of those that applied"),
    )  # fmt: skip
    ends_on: date | None = attribute(Title("完成时限", "To be done by"), None)


class Supervision(BaseModel, extra="forbid"):
    """What the letter asks, and until when it is answered."""

    reason: str = attribute(
        Title("督办事项和要求", "What is wrong and asked"), widget="textarea", min_length=4,
        max_length=1000,
    )  # fmt: skip
    reply_by: date = attribute(
        Title("回复期限", "Reply by"), default_factory=lambda: clock.today() + timedelta(days=7)
    )


def assign(work: Work, said: Assignment) -> None:
    """The unit learns of it; a task without a date is due at the end of the plan's period."""
    task: Any = work.record
    task.unit_id, task.owner_id = _unit(work, said.unit), said.owner
    if said.co_units:
        work.values["co_units"] = said.co_units
    _set_due(work, said.ends_on)
    _tell(work, _("交办任务：%(title)s"), co_units=True)


def _unit(work: Work, unit_id: int) -> int:
    node = structure_of(work.record.town_id).units.get(unit_id)
    if node is None or not node.valid_on(clock.today()):
        raise Invalid(_("没有这个单位，请从列表中选择。"), field="unit", code="no_reference")
    return unit_id


def _set_due(work: Work, day: date | None) -> None:
    task: Any = work.record
    task.ends_on = day or task.ends_on or span(work.values["period"])[1]
    # What was promised later than it is due would be refused as a span that runs backwards.
    task.day = min(task.day, task.ends_on)


def progress(work: Work, said: Progress) -> None:
    """Lists and the wall show the latest; history keeps them all."""
    task: Any = work.record
    if said.percent is not None:
        task.progress = said.percent
    task.started_on = task.started_on or clock.today()
    work.values.update(said=said.note, reported_on=clock.today())


def ask_close(work: Work, said: Closing) -> None:
    """Whoever asks cannot accept it."""
    task: Any = work.record
    if said.on > clock.today():
        raise Invalid(_("完成日期在将来。"), field="on", code="future_date")
    task.finished_on = said.on
    task.started_on = min(task.started_on or said.on, said.on)
    work.values.update(said=said.note, asked_by=work.actor.id if work.actor.is_staff else None)


def accept(work: Work, _said: BaseModel) -> None:
    """From today it counts as done."""
    task: Any = work.record
    task.progress = _FULL
    _tell(work, _("任务已办结：%(title)s"))


def send_back(work: Work, said: Reason) -> None:
    """The unit goes on with it."""
    task: Any = work.record
    task.finished_on = None
    work.values["asked_by"] = None
    _tell(work, _("办结申请被退回：%(title)s。%(reason)s"), reason=said.reason)


def urge(work: Work, said: Reason) -> None:
    """Whoever answers for it is told, and it is counted."""
    work.values["urged"] = (work.values.get("urged") or 0) + 1
    _tell(work, _("催办：%(title)s。%(reason)s"), reason=said.reason)


def supervise(work: Work, said: Supervision) -> None:
    """A numbered letter to the unit; its page gives it as a file."""
    task, today = work.record, clock.today()
    if said.reply_by < today:
        raise Invalid(_("回复期限已经过去。"), field="reply_by", code="bad_date")
    assert task.unit_id is not None
    letter = Letter.objects.create(
        town_id=task.town_id,
        task_id=task.pk,
        year=today.year,
        serial=towns.take_numbers(task.town_id, f"plan-letter-{today.year}"),
        unit_id=task.unit_id,
        dated=today,
        reply_by=said.reply_by,
        reason=said.reason,
        account_id=work.actor.id if work.actor.is_staff else None,
    )
    work.lines[0].data = {**work.lines[0].data, "letter": letter.serial}
    _tell(work, _("督办函：%(title)s，请于 %(day)s 前回复"), day=said.reply_by.isoformat())


def offer(work: Work, said: Challenge) -> None:
    """It goes onto the board of challenges."""
    if said.apply_by < clock.today():
        raise Invalid(_("揭榜截止已经过去。"), field="apply_by", code="bad_date")
    work.values.update(wanted=said.wanted, apply_by=said.apply_by)


def pick(work: Work, said: Pick) -> None:
    """Only a unit that applied can be chosen; it answers for the task from now on."""
    bids = Bid.objects.filter(task_id=work.record.pk)
    if not bids.filter(unit_id=said.unit).update(chosen=True):
        raise Invalid(_("这个单位没有申请揭榜。"), field="unit", code="no_bid")
    task: Any = work.record
    task.unit_id = said.unit
    _set_due(work, said.ends_on)
    _tell(work, _("揭榜成功：%(title)s"))
    others = bids.exclude(unit_id=said.unit).values_list("unit_id", flat=True)
    text = _("揭榜未选中：%(title)s") % {"title": task.title}
    notify_units(task.town_id, list(others), kind="plan", text=text)


def _tell(work: Work, words: str, *, co_units: bool = False, **more: str) -> None:
    """A notice to the person in charge, else to the unit; to co-handling units where asked."""
    task = work.record
    text = words % {"title": task.title, **more}
    unit = None if task.owner_id else task.unit_id
    to = [NewNotice("plan", text, task.owner_id, unit, names.TASK, task.pk)]
    if co_units:
        wanted = set(co_units_of(work.values))
        to += [
            NewNotice("plan", _("协办") + text, None, node.id, names.TASK, task.pk)
            for node in structure_of(task.town_id).units.values()
            if node.name in wanted and node.id != task.unit_id
        ]
    notify(task.town_id, to)
