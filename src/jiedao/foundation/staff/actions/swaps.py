"""Exchanging shifts: asked by one, agreed by the other. A shift never stands empty meanwhile."""

from typing import Final

from django.utils.translation import gettext as _

from jiedao.foundation.staff.actions.roster import (
    SHIFT,
    give,
    locked,
    refuse_unfit,
    require_standing,
    tell,
)
from jiedao.foundation.staff.duty import Shift, Swap
from jiedao.foundation.staff.models import Account
from jiedao.kernel import clock, history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

_ANSWERS: Final = {
    "swap_declined": Swap.State.DECLINED,
    "swap_taken_back": Swap.State.TAKEN_BACK,
}


def ask_swap(
    town_id: int,
    shift_id: int,
    asked_of: Account,
    other_id: int | None,
    reason: str,
    *,
    actor: Actor,
) -> Swap:
    """Ask a colleague to take one's shift, for one of his (``other_id``) or for nothing."""
    if not reason.strip():
        raise Invalid(_("请写明换班的原因。"), field="reason")
    with within():
        shift, other = _both(town_id, shift_id, other_id)
        if shift.account_id != actor.id:
            raise Forbidden(_("只能换自己的班。"), code="not_yours")
        if asked_of.pk == actor.id:
            raise Invalid(_("请选一位同事。"), field="account")
        _check(shift, other, asked_of.pk)
        if Swap.objects.filter(shift=shift, state=Swap.State.ASKED).exists():
            raise Conflict(_("这个班已经在问人换班，请等答复或先收回。"), code="asked_already")
        swap = Swap.objects.create(
            town_id=town_id, shift=shift, other=other, asked_by_id=shift.account_id,
            asked_of=asked_of, reason=reason.strip(), asked_at=clock.now(),
        )  # fmt: skip
        _record(swap, "swap_asked", reason, actor)
        text = _("%(name)s请您换班：%(part)s %(span)s。%(reason)s")
        tell(shift, asked_of.pk, text, actor, name=actor.name, reason=reason.strip())
    return swap


def agree_swap(town_id: int, swap_id: int, *, actor: Actor) -> Swap:
    """The colleague agrees: both shifts change hands in one step. All is asked again first, for
    the roster may have changed since; a refusal changes nothing."""
    with within():
        swap = _open(town_id, swap_id)
        if swap.asked_of_id != actor.id:
            raise Forbidden(_("这次换班问的不是您。"), code="not_asked")
        shift, other = _both(town_id, swap.shift_id, swap.other_id)
        if shift.account_id != swap.asked_by_id:
            raise Conflict(_("这个班已经换了人，不能再换。"), code="changed_hands")
        _check(shift, other, swap.asked_of_id)
        _close(swap, Swap.State.AGREED)
        give(shift, swap.asked_of_id, "swapped", swap.reason, actor=actor)
        if other is not None:
            give(other, swap.asked_by_id, "swapped", swap.reason, actor=actor)
        _end_others(swap)
        tell(
            shift,
            swap.asked_by_id,
            _("%(name)s同意换班：%(part)s %(span)s。"),
            actor,
            name=actor.name,
        )
    return swap


def answer_no(town_id: int, swap_id: int, verb: str, *, actor: Actor) -> Swap:
    """The colleague declines (``swap_declined``), or who asked takes it back
    (``swap_taken_back``). The shift stays whose it is."""
    with within():
        swap = _open(town_id, swap_id)
        whose = swap.asked_of_id if verb == "swap_declined" else swap.asked_by_id
        if actor.id != whose:
            raise Forbidden(_("这次换班问的不是您。"), code="not_asked")
        _close(swap, _ANSWERS[verb])
        _record(swap, verb, "", actor)
        if verb == "swap_declined":
            text = _("%(name)s不同意换班：%(part)s %(span)s。")
            tell(swap.shift, swap.asked_by_id, text, actor, name=actor.name)
    return swap


def _both(town_id: int, shift_id: int, other_id: int | None) -> tuple[Shift, Shift | None]:
    if other_id is None:
        return locked(town_id, shift_id)[0], None
    one, other = locked(town_id, shift_id, other_id)
    return one, other


def _check(shift: Shift, other: Shift | None, asked_of: int) -> None:
    for one in (shift, other):
        if one is not None:
            require_standing(one)
            if one.starts_at <= clock.now():
                raise Conflict(_("已经开始的班不能换，请由排班人调班。"), code="begun")
    if other is not None:
        if other.account_id != asked_of:
            raise Conflict(_("换来的班不是这位同事的。"), code="not_theirs")
        if other.part != shift.part:
            raise Invalid(_("只能换同一种班。"), field="other", code="other_part")
        refuse_unfit(shift.town_id, other, shift.account_id, but=[shift.pk])
    refuse_unfit(shift.town_id, shift, asked_of, but=[other.pk] if other else [])


def _open(town_id: int, swap_id: int) -> Swap:
    rows = Swap.objects.select_for_update(no_key=True, of=("self",))
    swap = rows.filter(pk=swap_id, town_id=town_id).first()
    if swap is None:
        raise NotFound(_("没有这次换班。"))
    if swap.state != Swap.State.ASKED:
        raise Conflict(_("这次换班已经有了答复。"), code="answered")
    return swap


def _close(swap: Swap, state: str) -> None:
    swap.state, swap.answered_at = state, clock.now()
    swap.save(update_fields=["state", "answered_at"])


def _end_others(swap: Swap) -> None:
    """Other open questions about either shift are void: it is another's now."""
    ids = [pk for pk in (swap.shift_id, swap.other_id) if pk]
    for name in ("shift_id__in", "other_id__in"):
        Swap.objects.filter(state=Swap.State.ASKED, **{name: ids}).update(
            state=Swap.State.TAKEN_BACK, answered_at=clock.now()
        )


def _record(swap: Swap, verb: str, note: str, actor: Actor) -> None:
    data = {"swap": swap.pk, "other": swap.other_id, "asked_of": swap.asked_of_id}
    history.record(
        swap.town_id, [Line(SHIFT, swap.shift_id, verb, note=note, data=data)], actor=actor
    )
