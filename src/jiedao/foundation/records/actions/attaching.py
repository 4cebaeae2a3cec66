"""Files put on a record that is there already, besides those that come with a step."""

from collections.abc import Sequence

from jiedao.foundation.files.checking import Ready
from jiedao.foundation.records import evidence, rules
from jiedao.foundation.records.models import RecordFile
from jiedao.foundation.records.schema import schema_of
from jiedao.foundation.records.work import Work
from jiedao.kernel import history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within


def attach(
    town_id: int, kind: str, number: str, ready: Sequence[Ready], *, actor: Actor
) -> list[RecordFile]:
    """Put files that are checked and stored (``files.checking.prepare``) on a record.

    Its version stays: whoever is filling in a form meanwhile is not disturbed. Raises NotFound,
    or Forbidden in a sentence for whoever may not edit the record now.
    """
    schema = schema_of(kind)
    with within():
        work = Work.open(schema, town_id, number, actor=actor)
        if why_not := rules.edit_refusal(work):
            raise Forbidden(why_not, code="cannot_edit")
        rows = evidence.keep(work.record, ready, actor=actor)
        data = {"files": [row.pk for row in rows]}
        line = Line(kind, work.record.pk, "attached", data=data)
        history.record(town_id, [line], actor=actor)
    return rows
