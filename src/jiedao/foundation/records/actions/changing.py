"""Changing records: an edit, or a move of the kind's workflow."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from jiedao.foundation.files.checking import Ready
from jiedao.foundation.records import evidence, rules
from jiedao.foundation.records.actions.filling import fill, given
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.numbers import given_key
from jiedao.foundation.records.schema import Schema, schema_of
from jiedao.foundation.records.work import Work
from jiedao.kernel.actors import Actor
from jiedao.kernel.declarations import Move
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from jiedao.kernel.sentences import validation_errors
from jiedao.kernel.transactions import within


def edit(
    town_id: int,
    kind: str,
    number: str,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    version: int | None = None,
    note: str = "",
) -> Record:
    """Change some fields of a record, and return it as it now is.

    Raises NotFound, Invalid, Forbidden (also for a place or unit outside the actor's
    jurisdiction), or Conflict; then nothing has changed.
    """
    schema = schema_of(kind)
    with within():
        work = Work.open(schema, town_id, number, actor=actor, version=version)
        why_not = rules.edit_refusal(work)
        if why_not:
            raise Forbidden(why_not, code="cannot_edit")
        data = schema.validate(plain(given(work)) | dict(values))
        work.record.key = schema.key_of(data) or given_key(work.record.key)
        if note:
            work.log("edit", note=note)
        check_key(work)
        fill(work, data)
        rules.require(work, rules.EDIT)
        work.finish()
    return work.record


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Present values in the form that validation takes: a point as the pin widget sends it."""
    point = values.get("place")
    found = dict(values)
    if point is not None:
        found["place"] = f"{point[0]},{point[1]}"
    return found


def check_key(work: Work) -> None:
    """Another record of the kind must not have the same key."""
    record = work.record
    if not record.key:
        return
    rows = type(record)._default_manager.filter(town_id=record.town_id, kind=record.kind)
    other = rows.filter(key=record.key).exclude(pk=record.pk).first()
    if other is not None:
        raise Invalid(
            _("与 %(number)s“%(title)s”重复。") % {"number": other.number, "title": other.title},
            field=work.kind.unique[0],
            code="duplicate",
        )


def make_move(
    town_id: int,
    kind: str,
    number: str,
    key: str,
    data: Mapping[str, Any] | BaseModel | None = None,
    *,
    actor: Actor,
    version: int | None = None,
    files: Sequence[Ready] = (),
) -> Record:
    """Make one move of the kind's workflow and return the record as it now is.

    ``files``, checked and stored, show what the move says. Raises NotFound (no such record or
    move), Invalid (data, or what is not shown), Forbidden or Conflict (why not, in a sentence);
    then nothing has changed.
    """
    schema = schema_of(kind)
    move = find_move(schema, key)
    with within():
        work = Work.open(schema, town_id, number, actor=actor, version=version)
        return make(work, move, parse(move.data_for(work), data), files=files)


def make(work: Work, move: Move, parsed: BaseModel, *, files: Sequence[Ready] = ()) -> Record:
    """Make a move on work that is already open, inside the caller's transaction."""
    why_not = rules.refusal(work, move)
    if why_not:
        wrong_state = work.record.state not in move.sources
        raise (Conflict if wrong_state else Forbidden)(why_not, code=f"cannot_{move.key}")
    work.move = move.key
    shown = evidence.keep(work.record, files, actor=work.actor, step=move.key)
    evidence.refuse_without(work, move)
    work.log(
        move.key,
        note=getattr(parsed, "reason", "") or getattr(parsed, "note", ""),
        data={"files": [row.pk for row in shown]} if shown else None,
    )
    if move.target is not None:
        target = work.schema.workflow.state(move.target)
        work.record.state = target.key
        work.record.closed_at = None if target.open else work.record.closed_at or work.moment
    if move.effect is not None:
        move.effect(work, parsed)
    else:
        keep(work, parsed)
    work.finish()
    return work.record


def keep(work: Work, parsed: BaseModel) -> None:
    """What a move without an effect of its own does: fields that the kind has too are kept."""
    own = work.kind.attributes.model_fields
    work.values.update({n: getattr(parsed, n) for n in type(parsed).model_fields if n in own})


def find_move(schema: Schema, key: str) -> Move:
    """The move of that key; NotFound names it."""
    try:
        return schema.workflow.move(key)
    except KeyError:
        raise NotFound(_("没有“%(key)s”这个操作。") % {"key": key[:40]}, code="no_move") from None


def parse(model: type[BaseModel], data: Mapping[str, Any] | BaseModel | None) -> BaseModel:
    """A move's data, validated; Invalid with a sentence for each field at fault."""
    if isinstance(data, BaseModel):
        data = {name: getattr(data, name) for name in type(data).model_fields}
    try:
        parsed = model.model_validate(data or {})
    except ValidationError as error:
        raise Invalid(
            _("有几处没有填对。"), code="invalid_data", errors=validation_errors(error)
        ) from None
    # "nan" and "inf" are numbers to pydantic, and to no database.
    endless = [name for name, value in parsed if isinstance(value, float) and not isfinite(value)]
    if endless:
        raise Invalid(_("请填数字。"), code="invalid_data", field=endless[0])
    return parsed
