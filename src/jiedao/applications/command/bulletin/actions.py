"""Every write to bulletins."""

from typing import Any

from django.utils.translation import gettext as _

from jiedao.applications.command.bulletin.counting import Days, count
from jiedao.applications.command.bulletin.models import Bulletin, BulletinCheck
from jiedao.applications.command.bulletin.rights import BULLETIN, CHECK, MAKE, RELEASE
from jiedao.foundation.staff.reach import require
from jiedao.kernel import clock, history
from jiedao.kernel.access import Reach
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Forbidden, Invalid
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within


def make(reach: Reach, span: str, days: Days, *, actor: Actor) -> Bulletin:
    """Count a bulletin, or a draft of it anew: its units are asked again where their line has
    changed. Conflict for one that was released."""
    require(actor, MAKE)
    with within():
        rows = Bulletin.objects.select_for_update().filter(town_id=reach.town_id, span=span)
        bulletin = rows.filter(first=days.first).first()
        if bulletin is not None and bulletin.released_at is not None:
            raise Conflict(_("这一期已经发布，不能再改。"), code="released")
        content, moment = count(reach, days).model_dump(mode="json"), clock.now()
        old = {} if bulletin is None else bulletin.content
        if bulletin is None:
            bulletin = Bulletin(town_id=reach.town_id, span=span, first=days.first, last=days.last)
        else:
            bulletin.version += 1
        bulletin.content, bulletin.counted_at, bulletin.made_by_id = content, moment, actor.id
        bulletin.save()
        _ask_units(bulletin, old)
        history.record(reach.town_id, [Line(BULLETIN, bulletin.pk, "counted")], actor=actor)
    return bulletin


def _ask_units(bulletin: Bulletin, old: dict[str, Any]) -> None:
    lines = {line["unit_id"]: line for line in bulletin.content["units"]}
    before = {line["unit_id"]: line for line in old.get("units", ())}
    changed = [unit for unit, line in lines.items() if before.get(unit) != line]
    bulletin.checks.exclude(unit_id__in=lines).delete()
    bulletin.checks.filter(unit_id__in=changed).update(agreed=None, note="", account=None, at=None)
    known = set(bulletin.checks.values_list("unit_id", flat=True))
    BulletinCheck.objects.bulk_create(
        BulletinCheck(bulletin=bulletin, unit_id=unit) for unit in lines if unit not in known
    )


def check(bulletin: Bulletin, unit_id: int, agreed: bool, note: str, *, actor: Actor) -> None:
    """A unit agrees to its line or says what is wrong with it."""
    require(actor, CHECK, unit_ids=(unit_id,))
    if bulletin.released_at is not None:
        raise Conflict(_("这一期已经发布，不能再改。"), code="released")
    if not agreed and not note.strip():
        raise Invalid(_("有异议的，请写明哪个数字不对、为什么。"), field="note", code="no_note")
    with within():
        rows = bulletin.checks.filter(unit_id=unit_id)
        said = {"agreed": agreed, "note": note.strip()[:500], "account_id": actor.id}
        if not rows.update(**said, at=clock.now()):
            raise Invalid(_("这一期里没有您单位的数字。"), field="unit", code="no_line")
        data = {"unit": unit_id, "agreed": agreed}
        line = Line(BULLETIN, bulletin.pk, "checked", note=note, data=data)
        history.record(bulletin.town_id, [line], actor=actor)


def release(bulletin: Bulletin, version: int, *, actor: Actor) -> None:
    """Let it go out under one's own name; by somebody else than who counted it.

    Conflict where it was counted anew meanwhile, or a unit's objection stands: who releases
    must have seen these numbers and no others.
    """
    require(actor, RELEASE)
    if bulletin.made_by_id == actor.id:
        raise Forbidden(_("编制人不能自己发布，请另一位有权的同事发布。"), code="own_work")
    if bulletin.checks.filter(agreed=False).exists():
        raise Conflict(_("还有单位提出异议，核实后重新统计，再行发布。"), code="objected")
    with within():
        rows = Bulletin.objects.filter(pk=bulletin.pk, version=version, released_at=None)
        if not rows.update(released_at=clock.now(), released_by_id=actor.id, version=version + 1):
            raise Conflict(_("这一期刚被重新统计或已经发布，请再看一遍。"), code="changed")
        history.record(bulletin.town_id, [Line(BULLETIN, bulletin.pk, "released")], actor=actor)
    bulletin.refresh_from_db()
