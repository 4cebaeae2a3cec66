"""What the moves of visits and plans do besides their state."""

from datetime import datetime, time
from typing import Any, cast

from django.utils.translation import gettext as _
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from jiedao.engines.cases.actions import NewCase, filing, open_case
from jiedao.engines.visits import coverage
from jiedao.engines.visits.checklists import Answer, Checklist, answers_in, checklists, form_of
from jiedao.engines.visits.models import Visit
from jiedao.engines.visits.options import CHECKLIST, PlanOptions, VisitOptions
from jiedao.foundation.records.evidence import files_of
from jiedao.foundation.records.schema import schema_of
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import facts_of
from jiedao.kernel.errors import Invalid


def checklist_of(work: Work) -> Checklist | None:
    """The checklist of a visit: its own, its plan's, or its kind's."""
    record: Any = work.record
    key = str(work.values.get(CHECKLIST) or "") or record.checklist
    key = key or (record.plan.checklist if record.plan_id else "")
    options = work.kind.options
    if not key and isinstance(options, VisitOptions):
        said = options.checklist
        key = said if isinstance(said, str) else said(work)
    return checklists.find(key) if key else None


def questions(work: Work) -> type[BaseModel]:
    """The model of what is asked on the spot."""
    return form_of(checklist_of(work), _found_out(work), work.values)


def _found_out(work: Work) -> dict[str, FieldInfo]:
    """The kind's attributes that only the visit can tell."""
    fields = work.kind.attributes.model_fields
    return {name: info for name, info in fields.items() if facts_of(name, info).later}


def complete(work: Work, data: BaseModel) -> None:
    """The answers are kept, faults need a word each, the plan's target and the subject learn."""
    record: Any = work.record
    checklist = checklist_of(work)
    answers = answers_in(checklist, data)
    _need_notes(checklist, answers)
    record.checklist = checklist.key if checklist else ""
    record.answers, record.result = answers, getattr(data, "result", "")
    work.values.update({name: getattr(data, name) for name in _found_out(work)})
    record.faults = sum(one["answer"] == Answer.FAULT for one in answers.values())
    record.visited_at, record.day = work.moment, clock.today()
    record.due_at = None
    if record.owner_id is None and work.actor.is_staff:
        record.owner_id = work.actor.id
    coverage.mark_done(record)
    _open_cases(work, checklist)
    _teach_subject(work)


def _open_cases(work: Work, checklist: Checklist | None) -> None:
    """Each fault becomes the case that the kind makes of it, shown with the visit's photos; the
    answer names it."""
    options, record = work.kind.options, cast(Visit, work.record)
    finds = options.finds if isinstance(options, VisitOptions) else None
    if finds is None or checklist is None:
        return
    shown = files_of(record) if record.faults else []
    for key, answer in record.answers.items():
        if answer["answer"] != Answer.FAULT:
            continue
        found = finds(work, checklist.question(key), answer.get("note", ""))
        if isinstance(found, NewCase):
            opened = open_case(record.town_id, found, actor=work.actor)
            filing.take_over(opened, shown)
            found = opened.number
        if found:
            answer["case"] = found


def _need_notes(checklist: Checklist | None, answers: dict[str, dict[str, str]]) -> None:
    for key, answer in answers.items():
        if answer["answer"] == Answer.FAULT and not answer.get("note"):
            assert checklist is not None
            raise Invalid(
                _("“%(question)s”不符合，请写明问题。")
                % {"question": checklist.question(key).titles},
                field=f"{key}_note",
                code="no_note",
            )


def give_up(work: Work, _data: BaseModel) -> None:
    """Nobody was met: the target stays uncovered."""
    work.record.due_at = None


def _teach_subject(work: Work) -> None:
    """What the visited record takes over, and when it is due again by its own attributes."""
    options = work.kind.options
    if not isinstance(options, VisitOptions) or work.subject is None:
        return
    if options.every is None and options.learns is None:
        return
    kind, record_id = work.subject
    schema = schema_of(kind)
    rows = schema.family.model._default_manager.select_for_update(of=("self",))
    row = rows.filter(pk=record_id, town_id=work.record.town_id).first()
    if row is None:
        return
    subject = Work(row, actor=work.actor, schema=schema)
    subject.log("visited", data={"visit": work.record.number})
    if options.learns is not None:
        options.learns(subject, work)
    span = options.every(subject.values) if options.every is not None else None
    if span is not None:
        day = clock.today() + span
        row.due_at = datetime.combine(day, time(23, 59, 59), clock.TOWN_ZONE)
    subject.finish()


def selection(work: Work) -> type[BaseModel]:
    """The model of what may be said when the plan's records are selected."""
    options = work.kind.options
    assert isinstance(options, PlanOptions)
    return options.selection


def select(work: Work, data: BaseModel) -> None:
    """Take the records that fit into the plan; those that are in it already stay once."""
    options = work.kind.options
    assert isinstance(options, PlanOptions)
    added = sum(coverage.add_targets(work, kind, data) for kind in options.of)
    work.lines[0].data = {**work.lines[0].data, "added": added}


def has_targets(work: Work) -> str:
    """A plan that covers nothing cannot begin."""
    record: Any = work.record
    return "" if record.target_count else _("还没有选取对象，请先选取。")
