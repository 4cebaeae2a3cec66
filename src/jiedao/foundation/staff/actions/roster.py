"""Writing the duty roster: putting people on it, taking them off, putting another in their place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.foundation.staff.actions.common import Faults, require_in
from jiedao.foundation.staff.duty import PLAN, Shift, Swap
from jiedao.foundation.staff.duty_words import part_title, span_words
from jiedao.foundation.staff.models import Account, Unit
from jiedao.foundation.staff.notices import NewNotice, notify
from jiedao.foundation.staff.queries import valid_posts
from jiedao.kernel import clock, history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Invalid, NotFound
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

SHIFT: Final = "shift"
LONGEST: Final = timedelta(hours=72)
"""Of one shift: a holiday's weekend at most."""


@dataclass(frozen=True, slots=True)
class NewShift:
    """A shift to be put on the roster; ``unit_id`` None for the unit in which the person sits."""

    part: str
    account_id: int
    starts_at: datetime
    ends_at: datetime
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a new shift; ``known`` when it stood on the roster already."""

    shift: Shift
    known: bool


def add_shifts(town_id: int, news: Sequence[NewShift], *, actor: Actor) -> list[Added]:
    """Put people on the roster; all or, with ``Invalid`` naming each fault, none.

    What stands there already is left as it is. Double bookings are not refused: the roster of
    record may hold them, and shows them.
    """
    require_in(actor, PLAN, town_id)
    seats = _seats(town_id, {new.account_id for new in news})
    units = dict(Unit.objects.filter(town_id=town_id).values_list("pk", "kind"))
    _check(news, seats, units)
    there = {_key(row): row for row in _around(town_id, news)}
    added, rows = [], []
    for new in news:
        unit_id = new.unit_id or seats[new.account_id]
        row = Shift(
            town_id=town_id, part=new.part, unit_id=unit_id, account_id=new.account_id,
            starts_at=new.starts_at, ends_at=new.ends_at,
        )  # fmt: skip
        known = there.get(_key(row))
        if known is None:
            there[_key(row)] = row
            rows.append(row)
        added.append(Added(known or row, known is not None))
    with within():
        Shift.objects.bulk_create(rows, batch_size=500)
        history.record(town_id, [_line(row, "added") for row in rows], actor=actor)
        _tell(town_id, rows, actor)
    return added


def _key(row: Shift) -> tuple[Any, ...]:
    return row.part, row.unit_id, row.account_id, row.starts_at


def _around(town_id: int, news: Sequence[NewShift]) -> Sequence[Shift]:
    if not news:
        return []
    first = min(new.starts_at for new in news)
    last = max(new.starts_at for new in news)
    rows = Shift.objects.filter(town_id=town_id, withdrawn_at=None)
    return list(rows.filter(starts_at__gte=first, starts_at__lte=last))


def _seats(town_id: int, account_ids: set[int]) -> dict[int, int]:
    """Account → the unit of its first post today."""
    found: dict[int, int] = {}
    posts = valid_posts().filter(unit__town_id=town_id, account_id__in=account_ids)
    for account_id, unit_id in posts.order_by("id").values_list("account_id", "unit_id"):
        found.setdefault(account_id, unit_id)
    return found


def _check(news: Sequence[NewShift], seats: dict[int, int], units: dict[int, str]) -> None:
    faults = Faults()
    for index, new in enumerate(news):
        if new.part not in Shift.Part.values:
            faults.add(index, "part", _("没有这种值班。"))
        if new.account_id not in seats:
            faults.add(index, "account", _("排班的人须在本街道有岗位。"))
        if new.unit_id is not None and new.unit_id not in units:
            faults.add(index, "unit", _("本街道没有这个机构。"))
        unit = new.unit_id or seats.get(new.account_id, 0)
        if new.part == Shift.Part.COMMUNITY and units.get(unit, "") != Unit.UnitKind.COMMUNITY:
            faults.add(index, "unit", _("社区值班要写明是哪个社区。"))
        if not timedelta(0) < new.ends_at - new.starts_at <= LONGEST:
            faults.add(index, "ends_at", _("一班须在开始之后结束，最长 72 小时。"))
    faults.refuse()


def _line(row: Shift, verb: str, note: str = "", **changes: Any) -> Line:
    data = {
        "part": row.part, "unit": row.unit_id, "account": row.account_id,
        "starts_at": row.starts_at, "ends_at": row.ends_at,
    }  # fmt: skip
    return Line(SHIFT, row.pk, verb, note=note, data=data, changes=changes)


def _tell(town_id: int, rows: Sequence[Shift], actor: Actor) -> None:
    """One notice for each person: the next of his new shifts, and how many there are."""
    coming: dict[int, list[Shift]] = {}
    for row in sorted(rows, key=lambda one: one.starts_at):
        if row.ends_at > clock.now() and row.account_id != actor.id:
            coming.setdefault(row.account_id, []).append(row)
    notify(
        town_id,
        [
            NewNotice(
                "duty",
                _("您被排了 %(n)d 个班，最近的是 %(part)s %(span)s。")
                % {"n": len(mine), "part": part_title(mine[0].part), "span": span_words(mine[0])},
                account_id=account_id, record_kind=SHIFT, record_id=mine[0].pk,
            )
            for account_id, mine in coming.items()
        ],
    )  # fmt: skip


def locked(town_id: int, *shift_ids: int) -> list[Shift]:
    """These shifts, locked in the order of their ids; NotFound for one that is not there."""
    rows = Shift.objects.select_for_update(no_key=True).filter(town_id=town_id, pk__in=shift_ids)
    found = {row.pk: row for row in rows.order_by("pk")}
    if len(found) != len(set(shift_ids)):
        raise NotFound(_("没有这个班。"))
    return [found[pk] for pk in shift_ids]


def require_standing(shift: Shift) -> None:
    """Refuse a shift that was taken off the roster, or is over."""
    if shift.withdrawn_at is not None:
        raise Conflict(_("这个班已经撤下。"), code="withdrawn")
    if shift.ends_at <= clock.now():
        raise Conflict(_("这个班已经结束，不能再改。"), code="over")


def withdraw(town_id: int, shift_id: int, reason: str, *, actor: Actor) -> Shift:
    """Take a shift off the roster; the gap it leaves shows. Questions about it end."""
    require_in(actor, PLAN, town_id)
    with within():
        (shift,) = locked(town_id, shift_id)
        require_standing(shift)
        shift.withdrawn_at = clock.now()
        shift.save(update_fields=["withdrawn_at"])
        _end_questions(shift)
        line = _line(shift, "withdrawn", reason, withdrawn_at=(None, shift.withdrawn_at))
        history.record(town_id, [line], actor=actor)
        text = _("您的%(part)s %(span)s 已撤下：%(reason)s")
        tell(shift, shift.account_id, text, actor, reason=reason)
    return shift


def reassign(town_id: int, shift_id: int, account: Account, reason: str, *, actor: Actor) -> Shift:
    """Put another person in a shift's place (调班): the planner's word, for who cannot come."""
    require_in(actor, PLAN, town_id)
    with within():
        (shift,) = locked(town_id, shift_id)
        require_standing(shift)
        if account.pk == shift.account_id:
            raise Invalid(_("已经是这个人的班。"), field="account")
        refuse_unfit(town_id, shift, account.pk)
        _end_questions(shift)
        old = shift.account_id
        give(shift, account.pk, "reassigned", reason, actor=actor)
        tell(
            shift, old, _("您的%(part)s %(span)s 已改由他人值班：%(reason)s"), actor, reason=reason
        )
        tell(shift, account.pk, _("请您值班：%(part)s %(span)s，%(reason)s"), actor, reason=reason)
    return shift


def give(shift: Shift, account_id: int, verb: str, note: str, *, actor: Actor) -> None:
    """Write another person into a shift; the caller has asked whether that may be."""
    old, shift.account_id = shift.account_id, account_id
    shift.save(update_fields=["account"])
    line = _line(shift, verb, note, account_id=(old, account_id))
    history.record(shift.town_id, [line], actor=actor)


def refuse_unfit(town_id: int, shift: Shift, account_id: int, but: Sequence[int] = ()) -> None:
    """Refuse who cannot stand in: no post, not a leader for a leader, on duty elsewhere then."""
    kinds = valid_posts().filter(unit__town_id=town_id, account_id=account_id)
    held = set(kinds.order_by().values_list("unit__kind", flat=True))
    if not held:
        raise Conflict(_("排班的人须在本街道有岗位。"), code="no_post")
    if shift.part == Shift.Part.LEADER and Unit.UnitKind.LEADERSHIP not in held:
        raise Conflict(_("带班领导的班只能由领导来带。"), code="no_leader")
    busy = Shift.objects.filter(
        town_id=town_id, account_id=account_id, withdrawn_at=None,
        starts_at__lt=shift.ends_at, ends_at__gt=shift.starts_at,
    ).exclude(pk__in=[shift.pk, *but])  # fmt: skip
    if (other := busy.first()) is not None:
        raise Conflict(
            _("那段时间他已经有班：%(part)s %(span)s。")
            % {"part": part_title(other.part), "span": span_words(other)},
            code="on_duty",
        )


def _end_questions(shift: Shift) -> None:
    open_ones = Swap.objects.filter(state=Swap.State.ASKED)
    for name in ("shift", "other"):
        open_ones.filter(**{name: shift}).update(
            state=Swap.State.TAKEN_BACK, answered_at=clock.now()
        )


def tell(shift: Shift, account_id: int, text: str, actor: Actor, **words: str) -> None:
    """A notice about a shift to one person, unless he did it himself."""
    if account_id == actor.id:
        return
    said = text % {"part": part_title(shift.part), "span": span_words(shift), **words}
    new = NewNotice("duty", said, account_id=account_id, record_kind=SHIFT, record_id=shift.pk)
    notify(shift.town_id, [new])
