"""Alarms: records of any kind that calls for help (``Kind.alarm``) and may be raised like a case."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jiedao.applications.command.incident import names
from jiedao.applications.command.incident.actions import NewIncident, raise_incident
from jiedao.applications.command.incident.models import Incident
from jiedao.foundation.records.schema import generated_kinds, is_generated, schema_of
from jiedao.kernel.access import Reach
from jiedao.kernel.actors import Actor
from jiedao.kernel.declarations import Kind
from jiedao.kernel.errors import Conflict, NotFound


def kinds_of_alarm() -> list[Kind]:
    """Kinds whose records may call for help."""
    return [kind for kind in generated_kinds() if kind.alarm is not None]


def record_of(reach: Reach, kind: str, number: str) -> Any:
    """The record of that number, if its kind may call for help; a stranger finds nothing."""
    if kind in {one.key for one in kinds_of_alarm()}:
        rows = schema_of(kind).family.model.objects.visible_to(reach, kind)
        found = rows.filter(number=number.upper()[:24]).first()
        if found is not None:
            return found
    raise NotFound(_("没有这条记录。"), code="no_record")


def calls(record: Any) -> str:
    """What the record calls for help about now; "" for nothing."""
    declared = schema_of(record.kind).kind
    return declared.alarm(record) if declared.alarm is not None else ""


def raise_record(
    town_id: int, kind: str, number: str, new: NewIncident, *, actor: Actor
) -> Incident:
    """Raise a record that calls for help, at its place; see ``raise_incident``.

    Conflict for one that does not call (any more).
    """
    reach = actor.reach
    if reach is None or reach.town_id != town_id:
        raise NotFound(_("没有这条记录。"), code="no_record")
    row = record_of(reach, kind, number)
    if not calls(row):
        raise Conflict(_("这条记录现在没有报警，不能升级。"), code="no_alarm")
    return raise_incident(
        town_id,
        NewIncident(kind, row.pk, new.title, new.plan, new.level, new.reason, row.lon, row.lat,
                    row.address),
        actor=actor,
    )  # fmt: skip


def source_of(reach: Reach, incident: Incident) -> tuple[str, str]:
    """Title and address of the record it was raised from, for those who may see it."""
    kind = incident.source_kind
    if kind == names.CASE or not is_generated(kind):
        return "", ""
    rows = schema_of(kind).family.model.objects.visible_to(reach, kind)
    row = rows.filter(pk=incident.source_id).first()
    if row is None:
        return "", ""
    return str(row.title), reverse("records:detail", args=[kind, row.number])
