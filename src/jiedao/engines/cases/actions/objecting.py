"""What an objection rests on and when it is heard and ruled on (派单异议).

The objector cites a line of the catalogue, the unit it names is heard, the arbiter rules by a
set time; the limits are the town's (settings ``limits``: ``hearing``, ``arbitration``).
"""

from datetime import datetime

from django.utils.translation import gettext as _

from jiedao.engines.cases import clocks
from jiedao.engines.cases.models import Approval
from jiedao.engines.cases.wanted import Said, Want
from jiedao.engines.cases.work import Work
from jiedao.foundation.catalogue.entries import CatalogueItem
from jiedao.kernel.errors import Invalid

LEAST_REASON = 4


def times(work: Work) -> tuple[datetime, datetime]:
    """Until when the named unit may speak, and until when the arbiter rules."""
    town_id, calendar = work.case.town_id, work.calendar
    hearing, arbitration = (
        calendar.deadline(work.moment, clocks.town_limit(town_id, name))
        for name in (clocks.HEARING, clocks.ARBITRATION)
    )
    return min(hearing, arbitration), arbitration


def set_times(work: Work, row: Approval) -> None:
    """Write both times into an objection, counted from now."""
    hear_by, row.decide_by = times(work)
    row.data = {**row.data, "hear_by": hear_by.isoformat()}


def cited_line(work: Work, citation: str) -> CatalogueItem:
    """The line of the catalogue that a citation begins with: its code, whatever follows it."""
    for code in (citation, *citation.split()[:1]):
        line = work.catalogue.item(code)
        if line is not None and line.active:
            return line
    raise Invalid(
        _("清单里没有编号为“%(code)s”的条目，请从事项清单中选取。") % {"code": citation},
        field="citation",
        code="unknown_item",
    )


def wanted_to_rule(work: Work, said: Said) -> list[Want]:
    """The named unit is heard before the ruling; without it only when its time has passed, or
    for a reason that stands in the record."""
    row = work.approval(Approval.Kind.OBJECTION)
    if row is None or is_heard(work, row) or len(said.get("unheard") or "") >= LEAST_REASON:
        return []
    sentence = _("被指名的单位还没有陈述意见；先行裁定请写明理由。")
    return [Want("unheard", sentence, "not_heard")]


def is_heard(work: Work, row: Approval) -> bool:
    """Whether the named unit has spoken, or its time to speak has passed."""
    return row.heard_at is not None or work.moment >= hear_by(row)


def hear_by(row: Approval) -> datetime:
    """Until when the named unit may speak."""
    return datetime.fromisoformat(row.data["hear_by"])
