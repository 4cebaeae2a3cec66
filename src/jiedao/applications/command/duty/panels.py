"""What the command centre shows of the duty: who is on now, open emergencies, call-outs."""

from collections.abc import Iterable
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from jiedao.applications.command.duty.actions import CALLOUT
from jiedao.applications.command.duty.queries import Event, Standing, open_events_now, running
from jiedao.applications.command.kinds import EVENT
from jiedao.engines.cases.kinds import states_of
from jiedao.engines.cases.pages.common import RECORD, case_url
from jiedao.foundation.staff.actions.roster import SHIFT
from jiedao.foundation.staff.duty import SEE, Shift
from jiedao.foundation.staff.duty_words import part_title
from jiedao.foundation.staff.roster import on_now, telephone
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Panel, Tone
from jiedao.kernel.titles import Title
from jiedao.web.panels import Line, Lines, Part

GROUP: Final = Title("值班值守", "Command")


def now(reach: Reach) -> Lines:
    """Who is on duty now, with office telephones only; a part that nobody mans is red."""
    shifts = on_now(reach)
    url = reverse("command:duty")
    missing = {Shift.Part.LEADER, Shift.Part.OFFICER} - {one.part for one in shifts}
    lines = [
        Line(_("%(part)s：无人在班") % {"part": part_title(part)}, url=url, tone=Tone.RED)
        for part in (Shift.Part.LEADER, Shift.Part.OFFICER)
        if part in missing
    ]
    return Lines([*lines, *_on(shifts)], _("现在没有人在班。"), url, _("值班页面"))


def _on(shifts: Iterable[Shift]) -> Iterable[Line]:
    for one in shifts:
        where = one.unit.name if one.of_unit else part_title(one.part)
        url = reverse("staff:shift", args=[one.pk])
        yield Line(f"{where}：{one.account.name}", telephone(one), url)


def emergencies(reach: Reach) -> Lines:
    """Open emergencies: the clock of the first report until it is made, a late one in red."""
    lines = [_emergency(one) for one in open_events_now(reach)]
    return Lines(lines, _("没有正在处置的突发事件。"), _ledger(bool(lines)), _("突发事件台账"))


def _ledger(some_open: bool) -> str:
    """All emergencies; while some are open these, the nearest deadline first."""
    url = reverse("cases:kind", args=[EVENT])
    asked = [("state", state.key) for state in states_of(EVENT) if state.open]
    return f"{url}?{urlencode([*asked, ('order', 'due')])}" if some_open else url


def _emergency(one: Event) -> Line:
    # Not the caller's words: they may name somebody, and the wall shows this.
    facts = one.facts
    where = one.case.community.name if one.case.community else ""
    if one.late:
        said = _("迟报") if one.reported else _("首报超时")
    else:
        said = _("已首报") if one.reported else _("待首报")
    unit = one.case.unit.name if one.case.unit else _("未派遣")
    sort = str(facts.sort.titles)
    title = " · ".join(part for part in (facts.matter or sort, where) if part)
    words = (said, str(facts.grade.titles), sort if facts.matter else "", unit)
    meta = " · ".join(part for part in words if part)
    due = None if one.reported else one.due
    at = one.case.reported_at if due is None else None
    return Line(title, meta, case_url(one.case.number), one.tone, at=at, due=due, warn=one.warn)


def rolls(reach: Reach) -> Lines:
    """Call-outs that run: who has answered, who has not, and the clock."""
    url = reverse("command:callouts")
    lines = [_roll(one) for one in running(reach)]
    return Lines(lines, _("没有正在进行的点名。"), url, _("点名调度"))


def _roll(one: Standing) -> Line:
    row, counts = one.callout, one.counts
    meta = _("应到 %(all)d · 到达 %(arrived)d · 出发 %(out)d · 未应答 %(silent)d") % {
        "all": len(one.people), "arrived": counts["arrived"], "out": counts["set_out"],
        "silent": counts[""],
    }  # fmt: skip
    answered = counts["received"] + counts["set_out"]
    parts = (
        Part(_("到达"), counts["arrived"], Tone.GREEN),
        Part(_("已应答"), answered, Tone.AMBER),
        Part(_("未应答"), counts[""], Tone.RED if one.tone == Tone.RED else Tone.NEUTRAL),
    )
    url = reverse("command:callout", args=[row.pk])
    due = row.answer_by if one.silent else None
    return Line(row.what, meta, url, one.tone, due=due, parts=parts,
                at=row.called_at if due is None else None)  # fmt: skip


PANELS = (
    Panel("command.now", Title("当前值班", "On duty now"), SEE, now, "", GROUP, (SHIFT,),
          3, 4, 12),
    Panel("command.events", Title("突发事件", "Emergencies"), "cases.see", emergencies, EVENT,
          GROUP, (RECORD,), 3, 4, 11),
    Panel("command.rolls", Title("点名调度", "Call-outs"), SEE, rolls, "", GROUP, (CALLOUT,),
          3, 3, 13, on_wall=False),
)  # fmt: skip
