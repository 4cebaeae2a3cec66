"""What the worker does for cases: warn, escalate, resume, remind, let the fallback unit act.

Each step takes rows whose time has come, one transaction a case; a worker killed in between
leaves them due.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial

from django.db import InterfaceError, OperationalError
from django.db.models import Q
from django.utils.translation import gettext as _

from jiedao.engines.cases import clocks, kinds, workflow
from jiedao.engines.cases import move_data as data
from jiedao.engines.cases.actions import checking, dispatching, effects, making, time
from jiedao.engines.cases.models import Approval, Case, Clock
from jiedao.engines.cases.work import Work
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.declarations import Step
from jiedao.kernel.errors import Refused
from jiedao.kernel.transactions import durable

logger = logging.getLogger(__name__)
_BATCH = 200
_PUT_OFF = timedelta(minutes=10)
_REMINDED = "reminded_at"


def _each(acts: Iterable[tuple[str, Callable[[], object]]]) -> int:
    """Act on one row after another, a transaction each; returns how many were done.

    One row that is refused, or at fault, is logged and left for the next round; those after
    it have their turn.
    """
    done = 0
    for what, act in acts:
        try:
            with durable():
                done += act() is not False
        except (InterfaceError, OperationalError):  # the database is away, for every row
            raise
        except Exception:  # one row's fault must not stop the others
            logger.exception("could not act on %s", what)
    return done


def mind_clocks() -> int:
    """Warn before clocks run out, record lateness, escalate. Returns the cases acted on."""
    due: dict[int, list[int]] = defaultdict(list)
    rows = Clock.objects.filter(act_at__lte=clock.now()).order_by("act_at")
    for case_id, clock_id in rows.values_list("case_id", "id")[:_BATCH]:
        due[case_id].append(clock_id)
    done = _each((f"case {case_id}", partial(_mind, case_id)) for case_id in due)
    if done < len(due):
        # Put off, lest what cannot be minded fill every batch.
        stuck = Clock.objects.filter(pk__in=[pk for pks in due.values() for pk in pks])
        stuck.filter(act_at__lte=clock.now()).update(act_at=clock.now() + _PUT_OFF)
    return done


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
    due = Case.objects.filter(suspended_until__lte=clock.now())
    rows = due.filter(_resumes()).order_by("suspended_until")
    return _each(
        (number, partial(making.make_move, town, number, "resume", data.WithNote(), actor=SYSTEM))
        for town, number in list(rows.values_list("town_id", "number")[:_BATCH])
    )


def _resumes() -> Q:
    """Where a case can go on: at work in the loop, in ways of a kind's own where they say."""
    found = Q(state__in=workflow.AT_WORK)
    for kind in kinds.own_kinds():
        for move in kinds.workflow_of(kind.key).moves:
            if move.key == "resume":
                found |= Q(kind=kind.key, state__in=move.sources)
    return found


def rule_by_default() -> int:
    """An objection nobody ruled on in time goes to the catalogue's fallback unit (兜底)."""
    rows = Approval.objects.filter(
        kind=Approval.Kind.OBJECTION,
        state=Approval.State.OPEN,
        decide_by__lte=clock.now(),
        # Nobody may rule while a case is suspended, so nothing is ruled by default either.
        case__suspended_until=None,
    )
    return _each(
        (row.case.number, partial(_rule, row))
        for row in rows.select_related("case").order_by("decide_by")[:_BATCH]
    )


def _rule(row: Approval) -> bool:
    case = Case.objects.select_for_update().get(pk=row.case_id)
    work = Work(case, actor=SYSTEM)
    if work.approval(Approval.Kind.OBJECTION) is None:
        return False
    fallback = _fallback(work)
    upheld = fallback is not None
    work.log(
        "arbitrate",
        note=_("到期未裁定，由兜底单位办理。") if upheld else _("到期未裁定，维持原派。"),
    )
    effects.decide(work, Approval.Kind.OBJECTION, upheld, work.lines[0].note)
    if case.state in workflow.AT_WORK:
        dispatching.rule(work, row, upheld, fallback)
    work.finish()
    return True


def _fallback(work: Work) -> int | None:
    """The unit that acts when nobody ruled; None where it acts already, or may not be given it."""
    case = work.case
    if case.item_id is None or case.state not in workflow.AT_WORK:
        return None
    unit_id = work.catalogue.responsible(case.item_id, work.area_ids).fallback_unit_id
    if unit_id is None or unit_id == case.unit_id:
        return None
    try:
        dispatching.admit(work, [unit_id])
    except Refused:
        return None
    return unit_id


def remind_of_night_checks() -> int:
    """What a lone night shift passed and nobody checked by the end of the next workday."""
    rows = Approval.objects.filter(
        kind=Approval.Kind.NIGHT_CHECK, state=Approval.State.OPEN, decide_by__lte=clock.now()
    ).exclude(data__has_key=_REMINDED)
    return _each(
        (row.case.number, partial(_remind, row.case_id))
        for row in rows.select_related("case").order_by("decide_by")[:_BATCH]
    )


def _remind(case_id: int) -> bool:
    work = Work(Case.objects.select_for_update().get(pk=case_id), actor=SYSTEM)
    row = work.approval(Approval.Kind.NIGHT_CHECK)
    if row is None or _REMINDED in row.data:
        return False
    row.data = {**row.data, _REMINDED: work.moment.isoformat()}
    row.save(update_fields=["data"])
    checking.remind_of_night_check(work)
    work.finish()
    return True


STEPS = (
    Step("cases.clocks", 5.0, mind_clocks),
    Step("cases.resume", 30.0, resume_suspended),
    Step("cases.arbitration", 30.0, rule_by_default),
    Step("cases.night_checks", 60.0, remind_of_night_checks),
)
