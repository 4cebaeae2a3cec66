"""What staff add to a case beside its moves: files, and reading the original of a scrubbed text."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jiedao.engines.cases import rules
from jiedao.engines.cases.actions import filing
from jiedao.engines.cases.kinds import workflow_of
from jiedao.engines.cases.models import Attachment, Case
from jiedao.engines.cases.proofs import stages_of
from jiedao.engines.cases.work import CASE, Work
from jiedao.foundation.files import checking
from jiedao.kernel import history
from jiedao.kernel.access import Reach
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Invalid
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

# Who may add what: by the permission of the step that the file belongs to.
STAGE_PERMISSIONS = {
    Attachment.Stage.REPORT: ("cases.report", "cases.dispatch"),
    Attachment.Stage.BEFORE: ("cases.handle",),
    Attachment.Stage.AFTER: ("cases.handle",),
    Attachment.Stage.CHECK: ("cases.check",),
    Attachment.Stage.REPLY: ("cases.close", "cases.handle"),
}
LEAST_REASON = 4


def may_add(reach: Reach | None, case: Case, stage: str) -> bool:
    """Whether files of this stage may be added to the case."""
    if reach is None:
        return False
    units = [row.unit_id for row in case.assignments.all() if row.ended_at is None]
    areas = [a for a in (case.building_id, case.grid_id, case.community_id) if a is not None]
    return any(
        reach.may(permission, kind=case.kind, unit_ids=units, area_ids=areas)
        or not rules.spoken_for(reach, permission, case.kind).isdisjoint(units)
        for permission in (
            *STAGE_PERMISSIONS[Attachment.Stage(stage)],
            *own_permissions(case.kind, stage),
        )
    )


def own_permissions(kind: str, stage: str) -> tuple[str, ...]:
    """What besides lets one add files of a stage: the permissions of the moves of a kind's own
    workflow that ask for such files."""
    moves = workflow_of(kind).moves
    return tuple(move.permission for move in moves if stage in stages_of(move))


def add_files(
    town_id: int, number: str, ready: Sequence[checking.Ready], stage: str, *, actor: Actor
) -> Case:
    """Add files of one stage, already checked by ``checking.prepare``, and say so in the history."""
    if stage not in Attachment.Stage.values:
        raise Invalid(_("请选择附件属于哪一步。"), field="stage")
    if not ready:
        raise Invalid(_("请选择文件。"), field="files")
    with within():
        work = Work.open(town_id, number, actor=actor)
        if not may_add(actor.reach, work.case, stage):
            raise Forbidden(_("您的岗位不能给这件事添加这类附件。"), code="cannot_attach")
        rows = filing.add(work.case, ready, stage=stage, account_id=actor.id)
        work.log("attached", data={"stage": stage, "files": [row.pk for row in rows]})
        work.finish()
    return work.case


def read_original(case: Case, reason: str, *, actor: Actor) -> str:
    """The text as it was written, with the numbers in it; the reason is logged (PIPL art. 6)."""
    reach = actor.reach
    units = [case.unit_id] if case.unit_id else []
    areas = [a for a in (case.building_id, case.grid_id, case.community_id) if a is not None]
    if reach is None or not reach.may(
        "parties.reveal", kind=case.kind, unit_ids=units, area_ids=areas
    ):
        raise Forbidden(_("您没有查看完整个人信息的权限。"), code="no_permission")
    reason = " ".join(reason.split())
    if len(reason) < LEAST_REASON:
        raise Invalid(
            _("请写明原因（至少 %(least)d 个字），会记入日志。") % {"least": LEAST_REASON},
            field="reason",
        )
    with within():
        line = Line(CASE, case.pk, "revealed", note=reason[:500], data={"field": "text"})
        history.record(case.town_id, [line], actor=actor)
    return case.text


def note_export(town_id: int, query: str, *, actor: Actor) -> None:
    """Say in the audit log who took which list out of the system."""
    line = Line("export", actor.id or 0, "exported", note=query[:500], data={"list": "cases"})
    history.record(town_id, [line], actor=actor)
