"""Reads of call-outs and of the event log: who has answered, which first report is late."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q

from jiedao.applications.command.duty.models import Called, Callout, CalloutQuerySet
from jiedao.applications.command.kinds import EVENT, LOGGED, REPORT_UP, WITHIN, EventFacts, Grade
from jiedao.engines.cases import board, kinds
from jiedao.engines.cases.models import Case, Clock
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Tone


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a call-out's people have come."""

    callout: Callout
    people: Sequence[Called]

    @property
    def counts(self) -> Counter[str]:
        """Furthest step → how many; "" have not answered."""
        return Counter(one.step for one in self.people)

    @property
    def silent(self) -> list[Called]:
        """Who has not answered at all."""
        return [one for one in self.people if not one.step]

    @property
    def tone(self) -> str:
        """Red where somebody is silent beyond the time, amber while somebody is, green after."""
        if not self.silent:
            return Tone.GREEN
        late = clock.now() > self.callout.answer_by
        return Tone.RED if late else Tone.AMBER


def callouts(reach: Reach) -> CalloutQuerySet:
    """Those that the reader may see, newest first, with their people."""
    people = Called.objects.select_related("account", "unit", "noted_by")
    rows: CalloutQuerySet = Callout.objects.visible_to(reach)
    rows = rows.select_related("called_by", "unit", "case").distinct()
    return rows.prefetch_related(Prefetch("called", people.order_by("unit__code", "id")))


def standing(row: Callout) -> Standing:
    """Who was called and how far they are."""
    return Standing(row, list(row.called.all()))


def running(reach: Reach) -> list[Standing]:
    """Call-outs that go on, the newest first."""
    rows = callouts(reach).filter(closed_at=None).order_by("-called_at", "-id")
    return [standing(row) for row in rows[:10]]


@dataclass(frozen=True, slots=True)
class Event:
    """An emergency and its first report: due, made or not, late or not."""

    case: Case
    due: datetime
    reported: datetime | None
    late: bool

    @property
    def tone(self) -> str:
        """Red for a report made late or missing beyond its time; it stays red."""
        if self.late:
            return Tone.RED
        if self.reported is not None:
            return Tone.GREEN
        return Tone.AMBER if clock.now() >= self.warn else Tone.GREEN

    @property
    def warn(self) -> datetime:
        """From when on the report is pressing: a quarter of its time is left."""
        return self.due - timedelta(hours=WITHIN.amount) / 4

    @property
    def open(self) -> bool:
        """Whether it is not settled yet."""
        return self.case.state in kinds.open_states()

    @property
    def facts(self) -> EventFacts:
        """Sort, grade, what happened."""
        return EventFacts.model_validate(self.case.attributes)

    @property
    def urgency(self) -> tuple[int, float]:
        """What leads: a first report that is missing, then one that is pressing, what is grave,
        what nobody was sent to; the newest first; what is settled last."""
        return _rank(self), -self.case.reported_at.timestamp()


def _rank(one: Event) -> int:
    if not one.open:
        return 5
    if one.reported is None and one.tone in (Tone.RED, Tone.AMBER):
        return 0 if one.late else 1
    if one.facts.grade == Grade.MAJOR:
        return 2
    return 3 if one.case.state == LOGGED else 4


def by_urgency(rows: Iterable[Event]) -> list[Event]:
    """The pressing ones first."""
    return sorted(rows, key=lambda one: one.urgency)


def events(reach: Reach, begin: datetime, end: datetime) -> list[Event]:
    """The emergencies called in within a span, the earliest first."""
    rows = Case.objects.visible_to(reach).filter(
        kind=EVENT, reported_at__gte=begin, reported_at__lt=end
    )
    return _events(rows.select_related("unit", "community").order_by("reported_at", "id"))


def open_events(reach: Reach, limit: int = 20) -> list[Event]:
    """Emergencies that are not settled, the pressing ones first."""
    rows = Case.objects.visible_to(reach).filter(
        kind=EVENT, state__in=kinds.open_states(), closed_at__isnull=True
    )
    # Found within the index of open work; ordered here, or a database walks all cases by their date.
    return _newest_first(sorted(rows.order_by().values_list("pk", flat=True), reverse=True)[:limit])


def open_events_now(reach: Reach, limit: int = 20) -> list[Event]:
    """The same from the board, for screens that many look at."""
    return _newest_first(board.open_ids(reach, EVENT)[:limit])


def _newest_first(ids: list[int]) -> list[Event]:
    if not ids:
        return []
    found = Case.objects.filter(pk__in=ids).select_related("unit", "community")
    newest = sorted(found, key=lambda case: (case.reported_at, case.pk), reverse=True)
    return by_urgency(_events(newest))


def open_at(reach: Reach, moment: datetime) -> list[Event]:
    """Emergencies that were open at a moment: called in before it and not settled by then."""
    rows = Case.objects.visible_to(reach).filter(kind=EVENT, reported_at__lt=moment)
    rows = rows.filter(Q(state__in=kinds.open_states()) | Q(closed_at__gte=moment))
    return _events(rows.select_related("unit", "community").order_by("reported_at", "id"))


def _events(rows: Iterable[Case]) -> list[Event]:
    cases = list(rows)
    ids = [case.pk for case in cases]
    found = Clock.objects.filter(case_id__in=ids, kind=REPORT_UP).order_by("-due_at")
    dues = dict(found.values_list("case_id", "due_at"))
    moment = clock.now()
    return [_event(case, dues.get(case.pk), moment) for case in cases]


def _event(case: Case, due: datetime | None, moment: datetime) -> Event:
    due = due or case.reported_at + timedelta(hours=WITHIN.amount)
    said = case.attributes.get("reported_up_at")
    reported = datetime.fromisoformat(said) if said else None
    late = bool(case.attributes.get("late_report")) or (reported is None and moment > due)
    return Event(case, due, reported, late)
