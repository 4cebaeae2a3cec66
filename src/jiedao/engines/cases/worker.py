"""What the worker does for cases: warn, escalate, resume, and let the fallback unit act.

Each step takes rows whose time has come, one transaction a case; a worker killed in between
leaves them due.
"""

import logging
from collections import defaultdict

from django.utils.translation import gettext as _

from jiedao.engines.cases import clocks, workflow
from jiedao.engines.cases import move_data as data
from jiedao.engines.cases.actions import dispatching, effects, making, time
from jiedao.engines.cases.models import Approval, Case, Clock
from jiedao.engines.cases.work import Work
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.declarations import Step
from jiedao.kernel.errors import Refused
from jiedao.kernel.transactions import durable

logger = logging.getLogger(__name__)
_BATCH = 200


def mind_clocks() -> int:
    """Warn before clocks run out, record lateness, escalate. Returns the cases acted on."""
    due: dict[int, list[int]] = defaultdict(list)
    rows = Clock.objects.filter(act_at__lte=clock.now()).order_by("act_at")
    for case_id, clock_id in rows.values_list("case_id", "id")[:_BATCH]:
        due[case_id].append(clock_id)
    for case_id in due:
        with durable():
            _mind(case_id)
    return len(due)


def _mind(case_id: int) -> None:
    mind(Work(Case.objects.select_for_update().get(pk=case_id), actor=SYSTEM))


def mind(work: Work) -> None:
    """Warn, record lateness and escalate as the case's clocks say, inside a transaction."""
    acting = [row for row in work.clocks if row.act_at is not None and row.act_at <= work.moment]
    again = [row for row in acting if clocks.has_lapsed(row)]
    over = [row for row in acting if row.due_at <= work.moment and row not in again]
    soon = [row for row in acting if row not in over and row not in again]
    if soon:
        time.warn(work, soon)
    if over:
        time.lapse(work, over)
    for row in again:
        row.act_at = None
        work.touch_clocks()
    if again:
        time.escalate(work)
    if acting:
        work.finish()


def resume_suspended() -> int:
    """Suspended cases whose day has come go on by themselves."""
    rows = Case.objects.filter(suspended_until__lte=clock.now()).values_list("town_id", "number")
    done = 0
    for town_id, number in list(rows[:_BATCH]):
        try:
            with durable():
                making.make_move(town_id, number, "resume", data.WithNote(), actor=SYSTEM)
            done += 1
        except Refused:
            logger.exception("could not resume %s", number)
    return done


def rule_by_default() -> int:
    """An objection nobody ruled on in time goes to the catalogue's fallback unit (兜底)."""
    rows = Approval.objects.filter(
        kind=Approval.Kind.OBJECTION, state=Approval.State.OPEN, decide_by__lte=clock.now()
    )
    done = 0
    for row in rows.select_related("case")[:_BATCH]:
        with durable():
            done += _rule(row)
    return done


def _rule(row: Approval) -> bool:
    case = Case.objects.select_for_update().get(pk=row.case_id)
    work = Work(case, actor=SYSTEM)
    if work.approval(Approval.Kind.OBJECTION) is None:
        return False
    fallback = None
    if case.item_id is not None:
        fallback = work.catalogue.responsible(case.item_id, work.area_ids).fallback_unit_id
    if case.state not in workflow.AT_WORK:
        fallback = None
    upheld = fallback is not None and fallback != case.unit_id
    work.log(
        "arbitrate",
        note=_("到期未裁定，由兜底单位办理。") if upheld else _("到期未裁定，维持原派。"),
    )
    effects.decide(work, Approval.Kind.OBJECTION, upheld, work.lines[0].note)
    if case.state in workflow.AT_WORK:
        dispatching.rule(work, row, upheld, fallback)
    work.finish()
    return True


STEPS = (
    Step("cases.clocks", 5.0, mind_clocks),
    Step("cases.resume", 30.0, resume_suspended),
    Step("cases.arbitration", 30.0, rule_by_default),
)
