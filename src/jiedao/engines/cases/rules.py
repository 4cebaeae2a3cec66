"""May this actor make this move now, and if not, why not: one place, asked by page, API and move.

``refusal`` answers with a sentence or an empty string. The general part (state, permission,
standing, suspension) is read off the workflow of the case's kind; what single moves ask besides
stands in the move's own ``rule``, for those of the loop in ``EXTRA``, each with its source.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiedao.engines.cases import askings, clocks, kinds
from jiedao.engines.cases.models import Approval, Assignment
from jiedao.engines.cases.work import Work
from jiedao.engines.cases.workflow import is_the_loops
from jiedao.foundation.records.rules import Offer
from jiedao.foundation.staff.models import Unit
from jiedao.foundation.staff.queries import anybody_about
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel.access import Reach
from jiedao.kernel.actors import Actor
from jiedao.kernel.declarations import Move, Party

MAX_EXTENSIONS = 2
CHECK_RETURNED_TO = "check_returned_to"
"""Among the case's ``step_actors``: those to whom a checker gave the work back."""
PARTS = (Party.LEAD, Party.CO, Party.HANDLING)
_NOBODYS = (Party.REQUESTER, Party.SYSTEM)
"""What no official makes: it follows from a resident's answer, or from the time."""


def offers(work: Work) -> list[Offer]:
    """Every move that starts from the case's state, for the actor of ``work``.

    Moves for which the actor holds no permission at all are left out: a page says why not
    only where one might expect to be able to.
    """
    result = []
    for move in kinds.workflow_of(work.case.kind).moves:
        if work.case.state not in move.sources or not _holds(work.actor, move):
            continue
        why_not = refusal(work, move)
        if why_not and _nothing_asked(work, move):
            continue
        result.append(Offer(move, why_not))
    return result


def waits_for_decision(work: Work, move: Move) -> bool:
    """Whether it decides on something that was asked."""
    return move.key in _ONLY_WHEN_ASKED and not _nothing_asked(work, move)


def _nothing_asked(work: Work, move: Move) -> bool:
    """Whether it decides on something (in the loop, or taken over from it) that nobody asked."""
    asked = _ONLY_WHEN_ASKED.get(move.key)
    ours = is_the_loops(move) or (move.rule is not None and move.rule is EXTRA.get(move.key))
    return asked is not None and ours and work.approval(asked) is None


def refusal(work: Work, move: Move) -> str:
    """Why the actor of ``work`` may not make ``move`` now; an empty string when it may."""
    case = work.case
    if case.state not in move.sources:
        return _("现在是“%(state)s”，不能%(move)s。") % {
            "state": kinds.state_of(case).titles,
            "move": move.titles,
        }
    if work.actor.is_system:
        return move.rule(work) if move.rule else ""
    if case.suspended_until is not None and not move.while_suspended:
        return _("正在挂账，恢复办理后才能%(move)s。") % {"move": move.titles}
    complaint = _standing(work, move)
    if complaint:
        return complaint
    rule = EXTRA.get(move.key) if is_the_loops(move) else move.rule
    return rule(work) if rule else ""


def _holds(actor: Actor, move: Move) -> bool:
    if actor.is_system:
        return True
    if actor.reach is None or move.party in _NOBODYS:
        return False
    stands_in = move.party in PARTS and actor.reach.anywhere("cases.dispatch")
    return stands_in or actor.reach.anywhere(move.permission)


def _unit_ids(work: Work) -> list[int]:
    units = [row.unit_id for row in work.assignments]
    if work.case.unit_id is not None and work.case.unit_id not in units:
        units.append(work.case.unit_id)
    return units


def _standing(work: Work, move: Move) -> str:
    """Permission over the case, and the part that the move asks for."""
    if work.actor.reach is None:
        return _("需要登录后操作。")
    if move.party in _NOBODYS:
        return _("“%(move)s”不由工作人员操作。") % {"move": move.titles}
    if move.key == "hear" and is_the_loops(move):
        return _hear_standing(work)
    if move.party in PARTS:
        return _part_refusal(work, move)
    if not _may(work, move.permission):
        return _no_permission(move)
    return _own_work_refusal(work, move)


def _no_permission(move: Move) -> str:
    return _("您的岗位没有在这件事上“%(move)s”的权限。") % {"move": move.titles}


def _own_work_refusal(work: Work, move: Move) -> str:
    """Check and return visit are done by somebody other than the handler."""
    if move.party is not Party.NOT_HANDLER or not work.lent_a_hand:
        return ""
    if move.key == "check_pass" and is_the_loops(move) and work.calendar.is_night(work.moment):
        return _night_refusal(work)
    return _("办理人不能给自己%(move)s。") % {"move": move.titles}


def _night_refusal(work: Work) -> str:
    """A lone night shift may check its own work; somebody checks it the next workday.

    The forward rule of returns is the stronger: a handler to whom the checker returned a case
    may not pass the check, by night as by day.
    """
    if CHECK_RETURNED_TO in work.case.step_actors:
        return _("核查退回过的，要由其他人核查，办理人不能自己核查通过。")
    case = work.case
    if anybody_about(
        case.town_id,
        "cases.check",
        but=work.actor.id,
        kind=case.kind,
        unit_ids=_unit_ids(work),
        area_ids=work.area_ids,
    ):
        return _("现在还有别的核查人在岗，请由他核查；办理人独自值夜班时才能自己核查通过。")
    return ""


def _may(work: Work, permission: str) -> bool:
    """The permission over the lead unit or the place; only then the co-handlers are looked up."""
    case, reach = work.case, work.actor.reach
    assert reach is not None
    lead = [case.unit_id] if case.unit_id is not None else []
    areas = work.area_ids
    if reach.may(permission, kind=case.kind, unit_ids=lead, area_ids=areas):
        return True
    return reach.may(permission, kind=case.kind, unit_ids=_unit_ids(work), area_ids=areas)


def _part_refusal(work: Work, move: Move) -> str:
    """Who sits in a unit at work speaks for it, wherever the case lies: a community that helps
    outside its area, with an unplaced or a secret matter, must be able to report."""
    if _part_units(work, move) & spoken_for(work.actor.reach, move.permission, work.case.kind):
        return ""
    if _records_a_letter(work, move):
        return ""
    if not _may(work, move.permission):
        return _no_permission(move)
    if move.party is Party.CO:
        return _("只有协办单位可以%(move)s。") % {"move": move.titles}
    return _("只有主办单位可以%(move)s。") % {"move": move.titles}


def spoken_for(reach: Reach | None, permission: str, kind: str = "") -> set[int]:
    """The units for which one holds the permission as one of them, for cases of ``kind``."""
    if reach is None:
        return set()
    grants = [g for g in reach.holding(permission) if not kind or kind in (g.kinds or {kind})]
    units = set(reach.unit_ids) if grants else set()
    for grant in grants:
        units |= grant.unit_ids
    return units


def outside_units(town_id: int) -> set[int]:
    """Bodies that are written to by letter: they have no accounts."""
    known = structure_of(town_id).units.values()
    return {unit.id for unit in known if unit.kind == Unit.UnitKind.EXTERNAL}


def _part_units(work: Work, move: Move) -> set[int]:
    """The units that stand in the part the move asks for."""
    units: set[int] = set()
    if move.party is not Party.CO and work.case.unit_id is not None:
        units.add(work.case.unit_id)
    if move.party is not Party.LEAD:
        helping = (row for row in work.assignments if row.part == Assignment.Part.CO)
        units |= {row.unit_id for row in helping}
    return units


def _records_a_letter(work: Work, move: Move) -> bool:
    """Outside bodies have no accounts: the dispatcher records what they answer by letter."""
    if not _may(work, "cases.dispatch"):
        return False
    return bool(_part_units(work, move) & outside_units(work.case.town_id))


def _hear_standing(work: Work) -> str:
    objection = work.approval(Approval.Kind.OBJECTION)
    if objection is None:
        return _("没有待裁定的派单异议。")
    named = objection.proposed_unit_id
    if named in outside_units(work.case.town_id) and _may(work, "cases.dispatch"):
        return ""
    if named not in spoken_for(work.actor.reach, "cases.sign"):
        return _("只有异议中被指名的单位可以陈述意见。")
    return ""


def _objection_refusal(work: Work) -> str:
    if work.case.arbitrated:
        return _("已经裁定，不能再提异议。")
    if work.approval(Approval.Kind.OBJECTION) is not None:
        return _("异议已提出，正在等待裁定；裁定前请先办理。")
    return ""


def _recall_refusal(work: Work) -> str:
    # Until the unit signs, the dispatcher mends a wrong dispatch; a ruling is not undone by one.
    if work.case.arbitrated:
        return _("已经裁定，不能撤回分拨。")
    if work.approval(Approval.Kind.OBJECTION) is not None:
        return _("派单异议正在等待裁定，不能撤回分拨；裁定时可以改派。")
    return ""


def _return_refusal(work: Work) -> str:
    if work.case.arbitrated:
        return _("已经裁定，不能退回。")
    return ""


def _handle_refusal(work: Work) -> str:
    # Forward rule: the dispatcher to whom a handler returned it may not mark it handled.
    actors = work.case.step_actors
    if actors.get("returned_to_dispatch") and actors.get("dispatch") == work.actor.id:
        return _("这件事曾退回给您重新分拨，不能由您办结。")
    return ""


def _extension_refusal(work: Work) -> str:
    case = work.case
    if case.extension_count >= MAX_EXTENSIONS:
        return _("已延期两次，不能再延。")
    if work.approval(Approval.Kind.EXTENSION) is not None:
        return _("延期申请正在审批。")
    inner = [row for row in work.clocks if clocks.of_the_work(row.kind) and row.running]
    if not inner:
        return _("没有正在计时的办理时限。")
    if any(row.due_at < work.moment for row in inner):
        return _("已经超期，不能申请延期。")
    return ""


def _suspension_refusal(work: Work) -> str:
    if work.approval(Approval.Kind.SUSPENSION) is not None:
        return _("挂账申请正在审批。")
    return ""


def _needs(kind: str, sentence: str) -> Callable[[Work], str]:
    """Something must have been asked; whoever asked may not decide."""

    def refuse(work: Work) -> str:
        row = work.approval(kind)
        if row is None:
            return _(sentence)
        if row.asked_by_id is not None and row.asked_by_id == work.actor.id:
            return _("不能审批自己提出的申请。")
        return ""

    return refuse


def _resume_refusal(work: Work) -> str:
    return "" if work.case.suspended_until is not None else _("没有挂账。")


def _stage_refusal(work: Work) -> str:
    staged = [row for row in work.clocks if row.stage and row.stopped_at is None]
    return "" if len(staged) > 1 else _("没有可单独完成的阶段。")


def _supervise_refusal(work: Work) -> str:
    return _("已在督办名单上。") if work.case.supervised else ""


def _unsupervise_refusal(work: Work) -> str:
    return "" if work.case.supervised else _("不在督办名单上。")


def _visit_refusal(work: Work) -> str:
    return _("来件时已由别的系统办结，不需要我们回访。") if work.case.closed_elsewhere else ""


def _split_refusal(work: Work) -> str:
    return "" if len(work.requests) > 1 else _("只有一件诉求，无需拆案。")


_ONLY_WHEN_ASKED = {
    "hear": Approval.Kind.OBJECTION,
    "arbitrate": Approval.Kind.OBJECTION,
    "decide_extension": Approval.Kind.EXTENSION,
    "decide_suspension": Approval.Kind.SUSPENSION,
    "decide_night_check": Approval.Kind.NIGHT_CHECK,
    **askings.ONLY_WHEN_ASKED,
}

EXTRA: dict[str, Callable[[Work], str]] = {
    "object": _objection_refusal,
    "recall": _recall_refusal,
    "return": _return_refusal,
    "handle": _handle_refusal,
    "ask_extension": _extension_refusal,
    "ask_suspension": _suspension_refusal,
    "arbitrate": _needs(Approval.Kind.OBJECTION, gettext_noop("没有待裁定的派单异议。")),
    "decide_extension": _needs(Approval.Kind.EXTENSION, gettext_noop("没有待审批的延期申请。")),
    "decide_suspension": _needs(Approval.Kind.SUSPENSION, gettext_noop("没有待审批的挂账申请。")),
    "decide_night_check": _needs(
        Approval.Kind.NIGHT_CHECK, gettext_noop("没有需要补核查的夜班办结。")
    ),
    "resume": _resume_refusal,
    "stage_done": _stage_refusal,
    "supervise": _supervise_refusal,
    "unsupervise": _unsupervise_refusal,
    "visit": _visit_refusal,
    "split": _split_refusal,
    **askings.REFUSALS,
}
