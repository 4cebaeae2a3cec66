"""The note from one shift to the next: written by who goes, read and signed by who comes."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from jiedao.foundation.staff.actions.common import apply
from jiedao.foundation.staff.actions.roster import locked, tell
from jiedao.foundation.staff.duty import Handover, Shift
from jiedao.foundation.staff.roster import comers
from jiedao.kernel import clock, history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

HANDOVER: Final = "handover"
"""In history, with the id of the shift: the words of a note are not for all who see the shift."""


@dataclass(frozen=True, slots=True)
class Note:
    """What is handed over: what happened, what is still open, keys and devices."""

    happened: str
    open_matters: str = ""
    things: str = ""


def hand_over(town_id: int, shift_id: int, note: Note, *, actor: Actor) -> Handover:
    """Write the note of one's shift, or set it right; until it is signed."""
    if not note.happened.strip():
        raise Invalid(_("请写明当班情况；没有情况也请写“无”。"), field="happened")
    with within():
        (shift,) = locked(town_id, shift_id)
        found = Handover.objects.filter(shift=shift).first()
        row = found or Handover(town_id=town_id, shift=shift, happened="")
        _refuse(row, actor)
        values = {
            "happened": note.happened.strip(), "open_matters": note.open_matters.strip(),
            "things": note.things.strip(),
        }  # fmt: skip
        changes = apply(row, values)
        if not changes:
            return row
        row.written_at = clock.now()
        row.save()
        _record(shift, "handed_over", actor, changes=changes)
        if not found:
            for who in comers(shift):
                text = _("%(name)s已写交接班记录（%(part)s %(span)s），请接班时签收。")
                tell(shift, who.account_id, text, actor, name=actor.name)
    return row


def _refuse(row: Handover, actor: Actor) -> None:
    shift = row.shift
    if shift.account_id != actor.id:
        raise Forbidden(_("交接班记录由当班的人来写。"), code="not_yours")
    if shift.withdrawn_at is not None or shift.starts_at > clock.now():
        raise Conflict(_("这个班还没有开始，或者已经撤下。"), code="not_on_duty")
    if row.signed_at is not None:
        raise Conflict(_("交接班记录已经签收，不能再改。"), code="signed")


def sign_handover(town_id: int, handover_id: int, remark: str, *, actor: Actor) -> Handover:
    """Read and take over. Only who comes next in the same part may sign, and never the writer."""
    with within():
        rows = Handover.objects.select_for_update(no_key=True, of=("self",))
        row = rows.filter(pk=handover_id, town_id=town_id).first()
        if row is None:
            raise NotFound(_("没有这份交接班记录。"))
        if row.signed_at is not None:
            raise Conflict(_("这份交接班记录已经签收。"), code="signed")
        shift = Shift.objects.get(pk=row.shift_id)
        if shift.account_id == actor.id:
            raise Forbidden(_("自己写的交接班记录要由接班的人签收。"), code="own_note")
        if actor.id not in {who.account_id for who in comers(shift)}:
            raise Forbidden(_("交接班记录由接班的人签收。"), code="not_next")
        row.signed_by_id, row.signed_at, row.remark = actor.id, clock.now(), remark.strip()
        row.save(update_fields=["signed_by", "signed_at", "remark"])
        _record(shift, "handover_signed", actor, note=row.remark)
        tell(shift, shift.account_id, _("%(name)s已签收您的交接班记录。"), actor, name=actor.name)
    return row


def _record(
    shift: Shift, verb: str, actor: Actor, *, note: str = "", changes: object = None
) -> None:
    line = Line(HANDOVER, shift.pk, verb, note=note, changes=changes or {})  # type: ignore[arg-type]
    history.record(shift.town_id, [line], actor=actor)
