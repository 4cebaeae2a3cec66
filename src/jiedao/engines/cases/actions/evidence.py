"""Files that the staff put on a case: before, after, at the check, with the reply."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jiedao.engines.cases import rules
from jiedao.engines.cases.actions import filing
from jiedao.engines.cases.actions.adding import own_permissions
from jiedao.engines.cases.models import Attachment, Case
from jiedao.engines.cases.work import CASE
from jiedao.foundation.files import checking
from jiedao.kernel import history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Invalid
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

_PERMISSIONS = {
    Attachment.Stage.REPORT: ("cases.report", "cases.handle", "cases.dispatch"),
    Attachment.Stage.BEFORE: ("cases.handle",),
    Attachment.Stage.AFTER: ("cases.handle",),
    Attachment.Stage.CHECK: ("cases.check",),
    Attachment.Stage.REPLY: ("cases.close", "cases.handle"),
}


def add_evidence(
    case: Case, ready: Sequence[checking.Ready], *, stage: str, actor: Actor
) -> list[Attachment]:
    """Put files that are ``checking.prepare``d on a case that the actor sees.

    The case's version stays: whoever is filling in a move meanwhile is not disturbed. Raises
    Invalid for an unknown stage, Forbidden without the permission that the stage asks for.
    """
    if stage not in Attachment.Stage.values:
        raise Invalid(_("没有“%(stage)s”这一类附件。") % {"stage": stage}, field="stage")
    with within():
        _admit(case, stage, actor)
        rows = filing.add(case, ready, stage=stage, account_id=actor.id if actor.is_staff else None)
        data = {"stage": stage, "files": [row.pk for row in rows]}
        history.record(case.town_id, [Line(CASE, case.pk, "attached", data=data)], actor=actor)
    return rows


def _admit(case: Case, stage: str, actor: Actor) -> None:
    if actor.is_system:
        return
    units = [row.unit_id for row in case.assignments.all() if row.ended_at is None]
    areas = [a for a in (case.building_id, case.grid_id, case.community_id) if a is not None]
    wanted = (*_PERMISSIONS[Attachment.Stage(stage)], *own_permissions(case.kind, stage))
    if actor.reach is None or not any(
        actor.reach.may(permission, kind=case.kind, unit_ids=units, area_ids=areas)
        or not rules.spoken_for(actor.reach, permission, case.kind).isdisjoint(units)
        for permission in wanted
    ):
        raise Forbidden(_("您的岗位不能给这件事添加这类附件。"), code="no_permission")
