"""申诉: an upheld appeal exempts the statistics; that it was late stays visible."""

from django.utils.translation import gettext as _

from jiedao.engines.cases import clocks
from jiedao.engines.cases import move_data as data
from jiedao.engines.cases.actions.effects import Effect, ask, decide, tell_units
from jiedao.engines.cases.models import Approval
from jiedao.engines.cases.work import Work
from jiedao.kernel.errors import Invalid


def ask_appeal(work: Work, given: data.AskAppeal) -> None:
    """申诉超期: why the lateness of one kind of clock was not the unit's fault."""
    late = [
        row.pk
        for row in work.clocks
        if row.kind == given.clock and not row.exempted and clocks.ran_late(row, work.moment)
    ]
    if not late:
        raise Invalid(_("这个时限没有超期。"), field="clock", code="not_late")
    ask(work, Approval.Kind.APPEAL, given.reason, data={"clock": given.clock, "clocks": late})
    work.lines[0].data = {"clocks": [given.clock]}


def decide_appeal(work: Work, given: data.Decide) -> None:
    """复核申诉 by somebody else: the clocks appealed against leave the statistics, no others."""
    row = decide(work, Approval.Kind.APPEAL, given.upheld, given.note)
    if given.upheld:
        for clock in work.clocks:
            if clock.pk in row.data["clocks"]:
                clock.exempted = True
        work.touch_clocks()
    told = _("申诉成立，不计入统计。") if given.upheld else _("申诉不成立。")
    tell_units(work, [work.case.unit_id], "appeal", told)


EFFECTS: dict[str, Effect] = {"ask_appeal": ask_appeal, "decide_appeal": decide_appeal}
