"""What the moves of projects do: milestones, payments, and the days that figures count by."""

from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from jiedao.engines.projects import data
from jiedao.engines.projects.models import Milestone, Payment
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.errors import Invalid


def add_milestone(work: Work, said: data.NewMilestone) -> None:
    """Of one name there is one milestone in a project."""
    project: Any = work.record
    if project.milestones.filter(title=said.title).exists():
        raise Invalid(_("已经有这个节点。"), field="title", code="duplicate")
    Milestone.objects.create(project=project, title=said.title, due_on=said.due_on)
    _count(work)


def milestone_done(work: Work, said: data.MilestoneDone) -> None:
    """A milestone is reached once, and not in the future."""
    project: Any = work.record
    row = project.milestones.filter(title=said.title, done_on=None).first()
    if row is None:
        raise Invalid(_("没有这个未完成的节点。"), field="title", code="no_milestone")
    if said.done_on > clock.today():
        raise Invalid(_("完成日期在将来。"), field="done_on", code="future_date")
    row.done_on, row.note = said.done_on, said.note
    row.save(update_fields=["done_on", "note"])
    _count(work)


def _count(work: Work) -> None:
    project: Any = work.record
    rows = list(project.milestones.values_list("done_on", flat=True))
    project.progress = 100 * sum(day is not None for day in rows) // len(rows) if rows else 0


def pay(work: Work, said: data.NewPayment) -> None:
    """What is paid never exceeds what was planned, and never sinks below nothing."""
    project: Any = work.record
    paid = (project.amount_paid or Decimal(0)) + said.amount
    if project.amount_planned is not None and paid > project.amount_planned:
        raise Invalid(
            _("支付合计 %(paid)s 元超过计划 %(planned)s 元。")
            % {"paid": paid, "planned": project.amount_planned},
            field="amount",
            code="over_budget",
        )
    if paid < 0:
        raise Invalid(_("更正后支付合计小于零。"), field="amount", code="negative")
    Payment.objects.create(
        town_id=project.town_id,
        project=project,
        amount=said.amount,
        paid_on=said.paid_on,
        note=said.note,
        account_id=work.actor.id if work.actor.is_staff else None,
    )
    total = project.payments.aggregate(total=Sum("amount"))["total"]
    project.amount_paid = total or Decimal(0)


def start(work: Work, said: data.Finish) -> None:
    """The day on which the work began."""
    project: Any = work.record
    project.started_on = said.on


def finish(work: Work, said: data.Finish) -> None:
    """The day on which it was accepted."""
    project: Any = work.record
    if project.started_on and said.on < project.started_on:
        raise Invalid(_("完成日期早于开工日期。"), field="on", code="bad_span")
    project.finished_on = said.on
