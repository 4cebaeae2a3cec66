"""One piece of work on a case: loads it, remembers what it was, saves what changed.

The row, its clocks, the history line and the deliveries are written in one transaction; the
row by compare-and-set on ``version``, so of two officials who press at once one is told.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from jiedao.engines.cases import clocks as clock_rules
from jiedao.engines.cases.models import Approval, Assignment, Case, Clock, Request
from jiedao.foundation.catalogue.lookup import Catalogue, catalogue_for
from jiedao.foundation.workdays.calendar import Calendar, Limit, calendar_for
from jiedao.kernel import clock, history
from jiedao.kernel.access import Reach
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Invalid, NotFound
from jiedao.kernel.history import Line
from jiedao.kernel.rows import compare_and_set, insert, update

CASE = "case"
REQUEST = "request"

# Every field that a move may change: compared, saved and written into history by these names.
TRACKED = (
    "state", "item_id", "condition_id", "level", "secret", "unit_id", "handler_id", "leader_id",
    "community_id", "grid_id", "building_id", "lon", "lat", "address", "accepted_at",
    "dispatched_at", "signed_at", "contacted_at", "handled_at", "checked_at", "closed_at",
    "returned_at",
    "due_at", "due_clock", "warn_at", "suspended_until", "outcome", "result", "merged_into_id",
    "supervised", "closed_elsewhere", "escalation", "redo_count", "return_count", "extension_count", "urge_count",
    "arbitrated", "misdispatched", "subject_kind", "subject_id", "step_actors", "attributes",
    "marks",
)  # fmt: skip
# Follow from the others; history need not repeat them.
DERIVED = frozenset({"due_clock", "warn_at", "step_actors", "returned_at"})
# What moves change of the requests: kept in the same line, under ``requests`` and their numbers.
OF_REQUESTS = (
    "case_id", "state", "secret", "replied_at", "speed", "effect", "attitude", "feedback",
    "satisfaction", "visited_at", "exempted",
)  # fmt: skip


def number_filter(number: str) -> dict[str, str]:
    """The filter that finds a case by its own number or by one of its requests'."""
    return {"requests__number": number} if number.startswith("R") else {"number": number}


class Work:
    """A case being changed by one actor at one moment."""

    def __init__(self, case: Case, *, actor: Actor) -> None:
        self.case = case
        self.actor = actor
        self.moment: datetime = clock.now()
        self.lines: list[Line] = []
        self._before = {name: _frozen(getattr(case, name)) for name in TRACKED}
        self._clocks_before: dict[int, tuple[Any, ...]] = {}
        self._clocks_touched = False
        self._requests_before: dict[int, tuple[Any, ...]] = {}

    @classmethod
    def open(
        cls,
        town_id: int,
        number: str,
        *,
        actor: Actor,
        version: int | None = None,
        reach: Reach | None = None,
    ) -> "Work":
        """Load and lock the case of that number (the case's own, or one of its requests'); with
        a ``reach`` only one that it may know of.

        Raises NotFound, or Conflict when the caller saw an older version.
        """
        rows = Case.objects.select_for_update(of=("self",)).filter(town_id=town_id)
        if reach is not None:
            rows = rows.visible_to(reach)
        # No order: a number is one case's.
        case = next(iter(rows.filter(**number_filter(number)).order_by()[:1]), None)
        if case is None:
            raise NotFound(_("没有编号为 %(number)s 的事件。") % {"number": number}, code="no_case")
        work = cls(case, actor=actor)
        work.expect(version)
        return work

    def expect(self, version: int | None) -> None:
        """Conflict when the caller saw an older version of the case."""
        if version is not None and version != self.case.version:
            raise _outrun()

    def following(self, *, actor: Actor) -> "Work":
        """The same case at a later moment, by another actor, without reading it again.

        For batches that hold the case's whole life in one transaction (samples); everybody
        else opens the case anew, for it may have changed meanwhile.
        """
        later = Work(self.case, actor=actor)
        for name in ("clocks", "assignments", "approvals", "requests"):
            if name in self.__dict__:
                later.__dict__[name] = self.__dict__[name]
        if "clocks" in self.__dict__:
            later._clocks_before = {row.pk: _clock_values(row) for row in self.clocks}
        if "requests" in self.__dict__:
            later._requests_before = {row.pk: _request_values(row) for row in self.requests}
        return later

    @cached_property
    def clocks(self) -> list[Clock]:
        """All clocks of the case, also stopped ones and those started by this work."""
        rows = list(Clock.objects.filter(case=self.case))
        self._clocks_before = {row.pk: _clock_values(row) for row in rows}
        return rows

    @cached_property
    def assignments(self) -> list[Assignment]:
        """The units at work on it now."""
        return [row for row in self.case.assignments.all() if row.ended_at is None]

    @cached_property
    def approvals(self) -> list[Approval]:
        """What has been asked and is not yet decided."""
        undecided = (Approval.State.OPEN, Approval.State.SECONDED)
        return list(self.case.approvals.filter(state__in=undecided))

    @cached_property
    def requests(self) -> list[Request]:
        """Everybody who asked."""
        rows = list(self.case.requests.order_by("id"))
        self._requests_before = {row.pk: _request_values(row) for row in rows}
        return rows

    @cached_property
    def calendar(self) -> Calendar:
        """The town's calendar."""
        return calendar_for(self.case.town_id)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The town's catalogue."""
        return catalogue_for(self.case.town_id)

    @property
    def area_ids(self) -> list[int]:
        """The areas it lies in, smallest first."""
        ids = (self.case.building_id, self.case.grid_id, self.case.community_id)
        return [area_id for area_id in ids if area_id is not None]

    @property
    def lent_a_hand(self) -> bool:
        """Whether the actor handled it, in any round and part: lead, co-handler, an earlier one."""
        hands = (*self.case.step_actors.get("hands", ()), self.case.handler_id)
        return self.actor.id is not None and self.actor.id in hands

    def approval(self, kind: str) -> Approval | None:
        """The undecided approval of that kind, if there is one."""
        return next((row for row in self.approvals if row.kind == kind), None)

    def start_clock(self, new: Clock) -> None:
        """Add a clock to the case."""
        self.clocks.append(new)
        self._clocks_touched = True

    def begin_clock(
        self,
        kind: str,
        *,
        limit: Limit | None = None,
        until: date | None = None,
        stage: str = "",
    ) -> Clock:
        """Start a clock from now: for so long, until a moment, or until the end of a date;
        without any of these for as long as the town or the kind says.

        It takes the place of one of its kind and stage that still runs: what that one measured
        stays. Raises Invalid for a moment that is past.
        """
        if until is not None:
            due = until if isinstance(until, datetime) else clock_rules.end_of(until)
            if due <= self.moment:
                raise Invalid(_("期限要在现在以后。"), field="until", code="past_date")
            fresh = clock_rules.until(self.case, kind, due, at=self.moment, stage=stage)
        else:
            limit = limit or clock_rules.limit_for(self.case, kind)
            fresh = clock_rules.start(
                self.case, kind, limit, calendar=self.calendar, at=self.moment, stage=stage
            )
        # What this very work started by its name is replaced, not stopped: it measured nothing.
        self.clocks[:] = [
            row for row in self.clocks if row.pk or (row.kind, row.stage) != (kind, stage)
        ]
        self.stop_clocks((kind,), stage=stage)
        self.start_clock(fresh)
        return fresh

    def stop_clocks(
        self, kinds: Iterable[str], *, owed: bool = True, stage: str | None = None
    ) -> None:
        """Stop the clocks of these kinds (and, where given, this stage) that still run or are
        paused.

        First contact is met only by a contact (``clocks.meet``): where it is still ``owed``,
        ending its clock counts as not made.
        """
        for row in self.clocks:
            wanted = row.kind in kinds and stage in (None, row.stage)
            if wanted and row.stopped_at is None:
                clock_rules.stop(row, self.moment)
                if owed and row.kind == Clock.Kind.FIRST_CONTACT:
                    row.met = False
                self._clocks_touched = True

    def meet_contacts(self, request_ids: Iterable[int]) -> None:
        """The first contact with these requesters is made, if only after the work was done."""
        asked = set(request_ids)
        for row in self.clocks:
            own = row.kind == Clock.Kind.FIRST_CONTACT and row.request_id in asked
            if own and (row.stopped_at is None or row.met is False):
                clock_rules.meet(row, self.moment)
                self._clocks_touched = True

    def stop_of_request(self, request_id: int) -> None:
        """Stop every clock that is only this request's."""
        for row in self.clocks:
            if row.request_id == request_id and row.stopped_at is None:
                clock_rules.stop(row, self.moment)
                self._clocks_touched = True

    def stop_parts(self, unit_ids: Iterable[int]) -> None:
        """Stop the clocks that measure these units' parts."""
        units = set(unit_ids)
        for row in self.clocks:
            if row.unit_id in units and row.stopped_at is None:
                clock_rules.stop(row, self.moment)
                self._clocks_touched = True

    def touch_clocks(self) -> None:
        """Say that clocks were changed by hand and must be saved."""
        self._clocks_touched = True

    def log(self, verb: str, *, note: str = "", data: dict[str, Any] | None = None) -> None:
        """Add a line to the case's history; the first one also carries the changed fields."""
        self.lines.append(Line(CASE, self.case.pk, verb, note=note, data=data or {}))

    def finish(self) -> None:
        """Save the changed fields and clocks, and append the history lines."""
        if self._clocks_touched:
            self._save_clocks()
        if self._clocks_touched or self.case.suspended_until != self._before["suspended_until"]:
            clock_rules.lead(self.case, self.clocks)
        changed = {
            name: (old, getattr(self.case, name))
            for name, old in self._before.items()
            if getattr(self.case, name) != old
        }
        self._save_case(changed)
        if self.lines:
            self.lines[0].changes = {
                name: pair for name, pair in changed.items() if name not in DERIVED
            } | self._requests_changed()
        history.record(self.case.town_id, self.lines, actor=self.actor)

    def _requests_changed(self) -> dict[str, tuple[Any, Any]]:
        """What became of the requests, as one field of history: number → field → value."""
        old: dict[str, dict[str, Any]] = {}
        new: dict[str, dict[str, Any]] = {}
        for row in self.__dict__.get("requests", ()):
            before = self._requests_before.get(row.pk, _request_values(row))
            for name, was, now in zip(OF_REQUESTS, before, _request_values(row), strict=True):
                if was != now:
                    old.setdefault(row.number, {})[name] = was
                    new.setdefault(row.number, {})[name] = now
        return {"requests": (old, new)} if new else {}

    def _save_case(self, changed: dict[str, tuple[Any, Any]]) -> None:
        values = {name: new for name, (_old, new) in changed.items()}
        updated = compare_and_set(self.case, self.case.version, values)
        if not updated:
            raise _outrun()
        self.case.version += 1

    def _save_clocks(self) -> None:
        insert([row for row in self.clocks if row.pk is None])
        before = self._clocks_before
        changed = [
            row for row in self.clocks if row.pk in before and before[row.pk] != _clock_values(row)
        ]
        update(changed, CLOCK_FIELDS)


def _outrun() -> Conflict:
    return Conflict(_("这件事刚被别人处理过，请看最新情况再操作。"), code="version_conflict")


CLOCK_FIELDS = [
    "stage", "limit_amount", "limit_unit",
    "due_at", "warn_at", "paused_at", "stopped_at", "warned_at", "lapsed_at", "act_at", "exempted",
    "met",
]  # fmt: skip


def _clock_values(row: Clock) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in CLOCK_FIELDS)


def _request_values(row: Request) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in OF_REQUESTS)


def _frozen(value: Any) -> Any:
    """A copy of a JSON value, so that changing it in place is noticed."""
    if isinstance(value, dict):
        return dict(value)
    return list(value) if isinstance(value, list) else value
