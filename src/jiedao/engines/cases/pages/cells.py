"""Columns of a list of cases: the same words and shapes on every list."""

from collections.abc import Sequence

from django.db.models import F
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jiedao.engines.cases import clocks, kinds, workflow
from jiedao.engines.cases.channels import channel_title
from jiedao.engines.cases.models import Case, Clock
from jiedao.engines.cases.naming import state_title
from jiedao.kernel import clock, history
from jiedao.kernel.titles import Title
from jiedao.web import cells
from jiedao.web.lists import Column

_EXCERPT = 80


def what(case: Case) -> SafeString:
    """The beginning of the text, long numbers starred out, with its marks."""
    words = " ".join(history.scrub(case.text[: 2 * _EXCERPT]).split())[:_EXCERPT]
    return cells.beside(*marks(case), format_html("<span>{}</span>", words))


def marks(case: Case) -> list[SafeString]:
    """督办, 涉密, 重办 …: small words before the text."""
    found = []
    if case.supervised:
        found.append(cells.tag(Title("督办", "Supervised"), "red"))
    if case.leader_id is not None:
        found.append(cells.tag(Title("包案", "Leader")))
    if case.secret:
        found.append(cells.tag(Title("涉密", "Secret")))
    if case.redo_count:
        found.append(cells.tag(Title("重办", "Redo")))
    return found


def state(case: Case) -> SafeString:
    """The state with the shape of the case's tone."""
    return cells.badge(state_title(case), clocks.tone(case, clock.now()))


def left(case: Case) -> SafeString:
    """The nearest clock; for finished work what it came to, nothing where no clock runs."""
    if not kinds.is_open(case):
        due, stopped = case.__dict__.get(_CAME_TO, (None, None))
        return cells.clock(due, stopped=stopped) if stopped else SafeString("")
    if case.due_at is None:
        return SafeString("")
    if case.due_clock == clocks.SUSPENSION:
        return cells.clock(case.due_at, paused=clock.now())
    return cells.clock(case.due_at, warn=case.warn_at)


_CAME_TO = "came_to"
# Whoever was sent elsewhere or given back was not late: nothing was to be done in time here.
_NO_WORK = (workflow.DECLINED, workflow.WITHDRAWN, workflow.RETURNED_UP, workflow.MERGED)


def tell_outcomes(cases: Sequence[Case]) -> None:
    """Note in those that are finished how their worst limit ended, for ``left`` to show: one
    query for a page, none where all are open."""
    done = {
        case.pk: case for case in cases if not kinds.is_open(case) and case.state not in _NO_WORK
    }
    if not done:
        return
    rows = Clock.objects.filter(case_id__in=list(done), stopped_at__isnull=False)
    rows = rows.exclude(kind__in=clocks.BESIDES)
    # The worst comes last and stays.
    for row in rows.annotate(over=F("stopped_at") - F("due_at")).order_by("over"):
        done[row.case_id].__dict__[_CAME_TO] = (row.due_at, row.stopped_at)


def place(case: Case) -> str:
    """The grid, else the community, else the address as written."""
    area = case.grid or case.community
    return area.name if area else case.address


NUMBER = Column("number", Title("编号", "Number"), lambda c: c.number, width="m", link=True)
WHAT = Column("what", Title("内容", "Subject"), what, lead=True)
ITEM = Column("item", Title("事项", "Item"), lambda c: c.item or "", width="m", rank=2)
UNIT = Column("unit", Title("主办", "Unit"), lambda c: c.unit or "", width="m", rank=2)
PLACE = Column("place", Title("位置", "Place"), place, width="m", rank=3)
STATE = Column("state", Title("状态", "State"), state, width="s")
CLOCK = Column("clock", Title("时限", "Time left"), left, width="m")
CHANNEL = Column(
    "channel", Title("来源", "Channel"), lambda c: channel_title(c.channel), width="m", rank=3
)
REPORTED = Column(
    "reported", Title("上报", "Reported"), lambda c: cells.when(c.reported_at), width="m", rank=4
)
COLUMNS = (NUMBER, WHAT, ITEM, UNIT, PLACE, STATE, CLOCK, REPORTED)
