"""What a check that found something makes of it: a hazard about the place, one for each question."""

from typing import Any, Final

from jiedao.applications.safety import names
from jiedao.applications.safety.checklists import Lists
from jiedao.applications.safety.options import Field, HazardGrade
from jiedao.engines.cases import kinds
from jiedao.engines.cases.actions import NewCase
from jiedao.engines.cases.models import Case
from jiedao.engines.visits.checklists import Question

CHANNEL: Final = "staff"
_FIELDS: Final = {
    Lists.FIRE.value: Field.FIRE, Lists.HOME.value: Field.FIRE, Lists.FACTORY.value: Field.WORK,
    Lists.GAS.value: Field.GAS,
}  # fmt: skip


def open_about(town_id: int, kind: str, record_id: int) -> Any:
    """Hazards of a place that are not struck off."""
    return Case.objects.filter(
        town_id=town_id, kind=names.HAZARD, subject_kind=kind, subject_id=record_id,
        state__in=kinds.workflow_of(names.HAZARD).open_states(),
    )  # fmt: skip


def known_about(town_id: int, case_kind: str, subject: tuple[str, int], question: str) -> str:
    """The number of the open case of a kind about a record and a question; "" for none."""
    rows = Case.objects.filter(
        town_id=town_id, kind=case_kind, subject_kind=subject[0], subject_id=subject[1],
        state__in=kinds.workflow_of(case_kind).open_states(), attributes__question=question,
    )  # fmt: skip
    return rows.values_list("number", flat=True).first() or ""


def hazard_of(visit: Any, question: Question, note: str) -> NewCase | str:
    """The hazard that a fault makes; the number of the one that is open about it already."""
    record = visit.record
    kind, record_id = visit.subject or ("", 0)
    known = known_about(record.town_id, names.HAZARD, (kind, record_id), question.titles.zh)
    if known:
        return known
    return NewCase(
        f"{record.title}：{question.titles.zh}——不符合。{note}",
        CHANNEL,
        names.HAZARD,
        unit_id=record.unit_id or visit.actor.unit_id,
        longitude=record.lon,
        latitude=record.lat,
        address=record.address,
        community_id=record.community_id,
        grid_id=record.grid_id,
        find_place=False,
        subject_kind=kind,
        subject_id=record_id or None,
        attributes={
            "grade": HazardGrade.MAJOR if question.grave else HazardGrade.GENERAL,
            "field": _FIELDS.get(record.checklist, Field.OTHER),
            "visit": record.number,
            "question": question.titles.zh,
            "basis": question.basis,
        },
    )
