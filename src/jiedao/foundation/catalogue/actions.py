"""Every write to the catalogue: a draft is worked on, then published as an immutable edition.

Cases keep the clocks they were given; a new edition counts for what is dispatched after it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from jiedao.foundation.catalogue import publishing, queries
from jiedao.foundation.catalogue.checks import faults_of
from jiedao.foundation.catalogue.differences import Change, differences
from jiedao.foundation.catalogue.models import Edition
from jiedao.foundation.catalogue.rows import ItemRow, below, from_body, to_body
from jiedao.foundation.places.models import Area
from jiedao.foundation.staff.actions.common import require_in
from jiedao.foundation.staff.models import Unit
from jiedao.kernel import clock, history, towns
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Invalid, NotFound
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

EDITION = "edition"
PERMISSION = "catalogue.edit"
_SHOWN = 3


def open_draft(town_id: int, *, actor: Actor) -> Edition:
    """The town's draft: the one being worked on, or a new copy of the published edition."""
    require_in(actor, PERMISSION, town_id)
    with within():
        draft = queries.draft_of(town_id)
        if draft is not None:
            return draft
        last = Edition.objects.filter(town_id=town_id).order_by("-number").first()
        draft = Edition.objects.create(
            town_id=town_id,
            number=last.number + 1 if last else 1,
            status=Edition.Status.DRAFT,
            created_at=clock.now(),
            body=to_body(queries.published_rows(town_id)),
        )
        _record(draft, "opened", actor=actor)
        return draft


def discard_draft(draft: Edition, *, actor: Actor) -> None:
    """Throw a draft away; its history line keeps how much it differed."""
    require_in(actor, PERMISSION, draft.town_id)
    with within():
        draft = _locked(draft)
        changes = differences(queries.published_rows(draft.town_id), from_body(draft.body))
        _record(draft, "discarded", actor=actor, data=_counts(changes))
        draft.delete()


def add_item(draft: Edition, row: ItemRow, *, actor: Actor) -> Edition:
    """Add an item; ``Invalid`` if its code is taken or its parent is not there."""
    with within():
        draft = _open(draft, actor)
        rows = from_body(draft.body)
        if any(known.code == row.code for known in rows):
            raise Invalid(_("事项代码“%(code)s”重复。") % {"code": row.code}, field="code")
        return _save(draft, rows, [*rows, row], "item_added", row.code, actor=actor)


def change_item(draft: Edition, code: str, values: dict[str, Any], *, actor: Actor) -> Edition:
    """Change fields of an item (those of ``ItemRow`` but its code), conditions and duties too."""
    with within():
        draft = _open(draft, actor)
        rows = from_body(draft.body)
        row = _row(rows, code)
        try:
            new = ItemRow.model_validate(row.model_dump() | values | {"code": code})
        except ValidationError as error:
            raise Invalid(_("填写的内容有误。"), errors=_sentences(error)) from None
        changed = [new if one.code == code else one for one in rows]
        return _save(draft, rows, changed, "item_changed", code, actor=actor)


def retire_item(draft: Edition, code: str, *, actor: Actor) -> Edition:
    """Retire an item and all below it: new cases no longer get it, old ones keep it."""
    with within():
        draft = _open(draft, actor)
        rows = from_body(draft.body)
        _row(rows, code)
        gone = set(below(rows, code))
        changed = [
            row.model_copy(update={"active": False}) if row.code in gone else row for row in rows
        ]
        return _save(draft, rows, changed, "item_retired", code, actor=actor)


def replace_items(
    draft: Edition, rows: Sequence[ItemRow], *, retire_others: bool = False, actor: Actor
) -> Edition:
    """The batch form: put many items in at once (an Excel file).

    Items not among them stay as they are, or are retired where ``retire_others`` is set.
    """
    with within():
        draft = _open(draft, actor)
        held = from_body(draft.body)
        coming = {row.code: row for row in rows}
        kept = [
            row.model_copy(update={"active": False}) if retire_others else row
            for row in held
            if row.code not in coming
        ]
        return _save(draft, held, [*kept, *rows], "items_loaded", "", actor=actor)


def publish(draft: Edition, *, note: str = "", actor: Actor) -> list[Change]:
    """Check the draft as a whole, write it into the tables and freeze it.

    Returns what changed. Raises ``Invalid`` with a sentence for each faulty item (keys are
    their codes) and leaves everything as it was.
    """
    with within():
        draft = _open(draft, actor)
        town_id = draft.town_id
        rows = from_body(draft.body)
        unit_ids = dict(Unit.objects.filter(town_id=town_id).values_list("code", "id"))
        area_ids = _area_ids(town_id, rows)
        _refuse(faults_of(rows, unit_ids, area_ids))
        changes = differences(queries.published_rows(town_id), rows)
        publishing.write(town_id, draft.number, rows, changes, unit_ids, area_ids)
        Edition.objects.filter(town_id=town_id, status=Edition.Status.PUBLISHED).update(
            status=Edition.Status.RETIRED
        )
        draft.status, draft.note, draft.published_at = (
            Edition.Status.PUBLISHED,
            note[:300],
            clock.now(),
        )
        draft.save(update_fields=["status", "note", "published_at"])
        _record(draft, "published", actor=actor, note=note, data=_counts(changes))
        towns.touch(town_id)
    return changes


def load(town_id: int, rows: Iterable[ItemRow], *, note: str = "", actor: Actor) -> list[Change]:
    """Put rows in and publish, in one step: a new town, a demo, an import without review."""
    with within():
        draft = open_draft(town_id, actor=actor)
        draft = replace_items(draft, list(rows), actor=actor)
        return publish(draft, note=note, actor=actor)


def _open(draft: Edition, actor: Actor) -> Edition:
    require_in(actor, PERMISSION, draft.town_id)
    return _locked(draft)


def _locked(draft: Edition) -> Edition:
    """The draft as it is now, locked: two editors at once must not lose each other's work."""
    fresh = Edition.objects.select_for_update().filter(pk=draft.pk).first()
    if fresh is None or fresh.status != Edition.Status.DRAFT:
        raise Conflict(_("这一版清单已经发布或作废，不能再修改。"), code="not_a_draft")
    return fresh


def _row(rows: Iterable[ItemRow], code: str) -> ItemRow:
    for row in rows:
        if row.code == code:
            return row
    raise NotFound(_("清单里没有代码为“%(code)s”的事项。") % {"code": code})


def _save(
    draft: Edition,
    before: Sequence[ItemRow],
    after: Sequence[ItemRow],
    verb: str,
    code: str,
    *,
    actor: Actor,
) -> Edition:
    changes = differences(before, after)
    if changes:
        draft.body = to_body(after)
        draft.save(update_fields=["body"])
        _record(draft, verb, actor=actor, data=_counts(changes) | ({"code": code} if code else {}))
    return draft


def _area_ids(town_id: int, rows: Iterable[ItemRow]) -> dict[str, int]:
    wanted = {duty.area for row in rows for duty in row.duties if duty.area}
    areas = Area.objects.filter(town_id=town_id, code__in=wanted)
    return dict(areas.values_list("code", "id"))


def _refuse(faults: dict[str, str]) -> None:
    if not faults:
        return
    shown = "；".join(f"{code}：{fault}" for code, fault in list(faults.items())[:_SHOWN])
    raise Invalid(
        _("清单有 %(count)d 个事项需要改正：%(shown)s") % {"count": len(faults), "shown": shown},
        code="faulty_edition",
        errors=faults,
    )


def _sentences(error: ValidationError) -> dict[str, str]:
    return {".".join(map(str, fault["loc"])): fault["msg"] for fault in error.errors()}


def _counts(changes: Iterable[Change]) -> dict[str, int]:
    counts = {"added": 0, "changed": 0, "retired": 0}
    for change in changes:
        counts[change.sort] += 1
    return counts


def _record(
    edition: Edition,
    verb: str,
    *,
    actor: Actor,
    note: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    line = Line(
        EDITION, edition.pk, verb, note=note, data={"number": edition.number, **(data or {})}
    )
    history.record(edition.town_id, [line], actor=actor)
