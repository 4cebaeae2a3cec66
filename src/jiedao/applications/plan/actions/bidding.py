"""A unit applies to a challenge (揭榜)."""

from django.utils.translation import gettext as _

from jiedao.applications.plan import names
from jiedao.applications.plan.models import Bid
from jiedao.engines.projects.models import Project
from jiedao.foundation.records.rules import EDIT
from jiedao.kernel import clock, history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

_SHORTEST = 4


def apply(town_id: int, number: str, proposal: str, *, actor: Actor) -> Bid:
    """The actor's unit applies, or says it otherwise than before.

    Raises NotFound, Invalid, Forbidden (nobody applies for another unit), or Conflict when the
    challenge is over.
    """
    unit_id, words = bidder(actor), proposal.strip()
    with within():
        rows = Project.objects.select_for_update(of=("self",))
        task = rows.filter(town_id=town_id, kind=names.TASK, number=number).first()
        if task is None or actor.reach is None or actor.reach.town_id != town_id:
            raise NotFound(_("没有这项任务。"), code="no_record")
        _refuse_over(task)
        if len(words) < _SHORTEST:
            raise Invalid(_("请写明怎么做、何时完成。"), field="proposal")
        bid, made = Bid.objects.update_or_create(
            task=task,
            unit_id=unit_id,
            defaults={"proposal": words[:1000], "at": clock.now(), "account_id": actor.id},
            create_defaults={
                "proposal": words[:1000], "at": clock.now(), "account_id": actor.id,
                "town_id": town_id,
            },
        )  # fmt: skip
        verb = "bid_made" if made else "bid_changed"
        line = Line(names.BID, bid.pk, verb, data={"task": task.number, "unit": unit_id})
        history.record(town_id, [line], actor=actor)
    return bid


def bidder(actor: Actor) -> int:
    """The unit for which the actor may apply: the own one."""
    reach = actor.reach
    unit_id = reach.home_unit_id if reach is not None else None
    if reach is None or unit_id is None:
        raise Forbidden(_("您没有所属单位，不能申请揭榜。"), code="no_unit")
    if not reach.may(EDIT, kind=names.TASK, unit_ids=(unit_id,)):
        raise Forbidden(_("您的岗位不能代表本单位申请揭榜。"), code="no_permission")
    return unit_id


def _refuse_over(task: Project) -> None:
    end = str(task.attributes.get("apply_by") or "")
    if task.state != names.CHALLENGE or (end and end < clock.today().isoformat()):
        raise Conflict(_("这项任务的揭榜已经结束。"), code="over")
