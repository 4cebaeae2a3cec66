"""What must be true of a task before it is saved, and who may do what to it."""

from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.applications.plan import names
from jiedao.applications.plan.goals import MOST, checked, goals_of
from jiedao.foundation.records.evidence import files_of
from jiedao.foundation.records.work import Work
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel import clock
from jiedao.kernel.errors import Invalid


def has_unit(work: Work) -> str:
    """A task that runs has somebody who answers for it."""
    if work.record.state in names.RUNNING and work.record.unit_id is None:
        return _("还没有责任单位，请先交办。")
    return ""


def sound_targets(work: Work) -> str:
    """Every target is of a figure that there is, and can be read."""
    values = work.values
    if values.get("target") is not None and not values.get("indicator"):
        return _("填了目标值，请填指标代号。")
    try:
        goals = [checked(goal) for goal in goals_of(values)]
    except Invalid as fault:
        return fault.sentence
    return _("一项任务最多 %(n)d 个目标。") % {"n": MOST} if len(goals) > MOST else ""


def known_co_units(work: Work) -> str:
    """Co-handling units are units of the town."""
    said = co_units_of(work.values)
    units = {node.name for node in structure_of(work.record.town_id).units.values()}
    unknown = [name for name in said if name not in units]
    return _("没有“%(name)s”这个单位。") % {"name": unknown[0]} if unknown else ""


def co_units_of(values: Any) -> list[str]:
    """Names of the co-handling units."""
    words = str(values.get("co_units") or "")
    for sign in "，,;；\n ":
        words = words.replace(sign, "、")
    return [name for name in words.split("、") if name]


_BY_MOVE: Final = {
    "asked_by": ("ask_close", "return"), "urged": ("urge",), "reported_on": ("progress",),
}  # fmt: skip


def by_its_move(work: Work) -> str:
    """Who asked for the closing, and how often was urged, nobody writes in by an edit."""
    if work.record.pk is None:
        return ""
    for name, moves in _BY_MOVE.items():
        before, now = work.record.attributes.get(name), work.values.get(name)
        if str(before or "") != str(now or "") and work.move not in moves:
            return _("“%(field)s”不能直接修改。") % {"field": work.schema.spec(name).titles}
    return ""


def not_ones_own(work: Work) -> str:
    """What somebody did, another finds done."""
    actor = work.actor
    if actor.is_system:
        return ""
    if actor.id in (work.record.owner_id, work.values.get("asked_by")):
        return _("责任人和申请人不能验收自己的任务。")
    return "" if files_of(work.record) else _("还没有办结证明材料。")


def is_over(work: Work) -> str:
    """A challenge is decided when its time to apply is over, or somebody applied."""
    end = work.values.get("apply_by")
    if end is not None and end >= clock.today() and not bids_of(work.record.pk):
        return _("揭榜还没有截止，也没有单位申请。")
    return ""


def bids_of(task_id: int) -> int:
    """How many units applied."""
    from jiedao.applications.plan.models import Bid

    return Bid.objects.filter(task_id=task_id).count()
