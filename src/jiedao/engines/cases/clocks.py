"""The clocks of a case: pure arithmetic on unsaved rows; the actions save them.

Several run at once; the nearest leads. Lateness is computed from ``due_at`` and never erased.
"""

from collections.abc import Iterable
from datetime import date, datetime, time

from jiedao.engines.cases import kinds, workflow
from jiedao.engines.cases.models import Case, Clock, Request
from jiedao.foundation.workdays.calendar import Calendar, Limit, LimitUnit
from jiedao.kernel import towns
from jiedao.kernel.clock import TOWN_ZONE

HEARING, ARBITRATION = "hearing", "arbitration"
# Town settings override these; amounts in the units of ``LimitUnit``. First contact within
# 24 hours is Shenzhen's practice, signing for within two office hours that of many districts.
DEFAULT_LIMITS = {
    workflow.SIGN_FOR: Limit(2, LimitUnit.OFFICE_HOURS),
    workflow.FIRST_CONTACT: Limit(24, LimitUnit.URGENT_HOURS),
    workflow.INNER: Limit(5, LimitUnit.WORKDAYS),
    HEARING: Limit(4, LimitUnit.OFFICE_HOURS),
    ARBITRATION: Limit(1, LimitUnit.WORKDAYS),
}
DEFAULT_WARN_SHARE = 0.25
SUSPENSION = "suspension"
"""What leads a suspended case, beside the kinds of clocks: the day on which it goes on."""
# Besides these a clock measures the work itself: it may be extended, and its lateness goes up.
BESIDES = (workflow.SIGN_FOR, workflow.FIRST_CONTACT, workflow.PLATFORM, workflow.CO_REPORT)


def of_the_work(kind: str) -> bool:
    """Whether a clock measures the work itself: the inner limit, and every kind's own clocks."""
    return kind not in BESIDES


def town_limit(town_id: int, kind: str) -> Limit:
    """The town's limit for a kind of clock (setting ``limits``), else the default."""
    return _told(town_id, kind) or DEFAULT_LIMITS[kind]


def _told(town_id: int, name: str) -> Limit | None:
    chosen = towns.setting(town_id, "limits", {}).get(name)
    return Limit(int(chosen["amount"]), LimitUnit(chosen["unit"])) if chosen else None


def limit_for(case: Case, key: str) -> Limit:
    """How long a clock runs that is started by its name alone: a kind's own, or the loop's."""
    own = kinds.clock_of(case.kind, key)
    if own is None:
        return town_limit(case.town_id, key)
    limit = _told(case.town_id, f"{case.kind}.{key}") or own.limit
    assert limit is not None, f"{case.kind}.{key} is started with a limit or a moment"
    return limit


def warn_share(town_id: int, kind: str) -> float:
    """The share of a limit that is left when the warning comes: the clock's own
    (setting ``warn_shares``), else the town's (``warn_share``)."""
    own = towns.setting(town_id, "warn_shares", {}).get(kind)
    return float(own or towns.setting(town_id, "warn_share", DEFAULT_WARN_SHARE))


def start(
    case: Case,
    kind: str,
    limit: Limit,
    *,
    calendar: Calendar,
    at: datetime,
    stage: str = "",
) -> Clock:
    """A new clock, unsaved."""
    due = calendar.deadline(at, limit)
    clock = Clock(
        town_id=case.town_id,
        case=case,
        kind=kind,
        stage=stage,
        limit_amount=limit.amount,
        limit_unit=limit.unit.value,
        started_at=at,
        due_at=due,
    )
    schedule(clock)
    return clock


def part(
    case: Case, unit_id: int, inner: Iterable[Clock], *, calendar: Calendar, at: datetime
) -> Clock:
    """A co-handler's clock (协办单位在时限内向主办反馈), unsaved.

    Its limit is the town's (setting ``limits``, ``co_report``), else the lead's last deadline;
    who joins when that has passed gets the whole limit again.
    """
    last = max(inner, key=lambda row: row.due_at)
    limit = Limit(last.limit_amount or 1, LimitUnit(last.limit_unit or LimitUnit.WORKDAYS))
    own = workflow.CO_REPORT in towns.setting(case.town_id, "limits", {})
    if own:
        limit = town_limit(case.town_id, workflow.CO_REPORT)
    clock = start(case, workflow.CO_REPORT, limit, calendar=calendar, at=at)
    clock.unit_id = unit_id
    if not own and last.due_at > at:
        clock.due_at = last.due_at
        schedule(clock)
    return clock


def until(case: Case, kind: str, due: datetime, *, at: datetime, stage: str = "") -> Clock:
    """A new clock that runs out at a moment somebody named, unsaved."""
    clock = Clock(
        town_id=case.town_id, case=case, kind=kind, stage=stage, started_at=at, due_at=due
    )
    schedule(clock)
    return clock


def end_of(day: date) -> datetime:
    """The last second of a date, in the town's zone."""
    return datetime.combine(day, time(23, 59, 59), TOWN_ZONE)


def platform(request: Request) -> Clock:
    """The superior platform's clock, with the deadline that the platform gave."""
    assert request.platform_due_at is not None
    clock = Clock(
        town_id=request.town_id,
        case=request.case,
        request=request,
        kind=workflow.PLATFORM,
        started_at=request.received_at,
        due_at=request.platform_due_at,
    )
    schedule(clock)
    return clock


def schedule(clock: Clock) -> None:
    """Set when the clock warns and when the worker must look at it next."""
    share = warn_share(clock.town_id, clock.kind)
    clock.warn_at = clock.due_at - (clock.due_at - clock.started_at) * share
    if not clock.running or has_lapsed(clock):
        clock.act_at = None
    else:
        clock.act_at = clock.warn_at if clock.warned_at is None else clock.due_at


def has_lapsed(clock: Clock) -> bool:
    """Whether its present deadline is noted as missed: more time may have been granted since."""
    return clock.lapsed_at is not None and clock.lapsed_at >= clock.due_at


def stop(clock: Clock, moment: datetime) -> None:
    """The clock has done its work; what it measured stays."""
    clock.stopped_at = moment
    clock.paused_at = None
    clock.act_at = None
    if moment > clock.due_at and clock.lapsed_at is None:
        clock.lapsed_at = clock.due_at


def meet(clock: Clock, moment: datetime) -> None:
    """What it waited for has happened, if only after its running was ended."""
    stop(clock, moment)
    clock.met = True


def ran_late(clock: Clock, moment: datetime) -> bool:
    """Whether it ran out before it stopped, or is running over now."""
    over = clock.running and clock.due_at < moment
    return clock.late or clock.lapsed_at is not None or over


def pause(clock: Clock, moment: datetime) -> None:
    """Suspend; ``resume`` gives back exactly the time that was left."""
    clock.paused_at = moment
    clock.act_at = None


def resume(clock: Clock, moment: datetime, calendar: Calendar) -> None:
    """Run again, with the working time that was left when it was paused."""
    assert clock.paused_at is not None
    if clock.due_at > clock.paused_at:
        unit = LimitUnit(clock.limit_unit) if clock.limit_unit else LimitUnit.URGENT_HOURS
        clock.due_at = calendar.resumed(clock.due_at, clock.paused_at, moment, unit)
    clock.paused_at = None
    schedule(clock)


def extend(clock: Clock, amount: int, calendar: Calendar) -> None:
    """Move the deadline by ``amount`` of the clock's own unit, counted from the deadline; by
    days where only a moment was named."""
    unit = LimitUnit(clock.limit_unit) if clock.limit_unit else LimitUnit.DAYS
    clock.due_at = calendar.deadline(clock.due_at, Limit(amount, unit))
    clock.warned_at = None
    schedule(clock)


def lead(case: Case, clocks: Iterable[Clock]) -> None:
    """Write the nearest running clock into the case: its deadline, kind and warning.

    While a case is suspended, the day it resumes counts among them: a platform's clock runs on
    meanwhile, and leads when it is nearer.
    """
    nearest = min(
        (clock for clock in clocks if clock.running),
        key=lambda clock: (clock.due_at, clock.kind == workflow.CO_REPORT),
        default=None,
    )
    until = case.suspended_until
    if until is not None and (nearest is None or until <= nearest.due_at):
        case.due_at, case.due_clock, case.warn_at = until, SUSPENSION, None
        return
    case.due_at = nearest.due_at if nearest else None
    case.due_clock = nearest.kind if nearest else ""
    case.warn_at = nearest.warn_at if nearest else None


def tone(case: Case, moment: datetime) -> str:
    """The state colour: green, amber, red, violet or grey."""
    if not kinds.is_open(case):
        return "grey"
    if case.due_clock == SUSPENSION:
        return "violet"
    if case.due_at is None:
        return "neutral"
    if case.due_at < moment:
        return "red"
    if case.warn_at is not None and case.warn_at <= moment:
        return "amber"
    return "green" if case.suspended_until is None else "violet"
