"""The hottest classes as a panel of the command centre, led by the newest early signal."""

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from jiedao.engines.mining.matters import gate
from jiedao.engines.mining.matters.pages import cells
from jiedao.engines.mining.matters.saying import newest_signals
from jiedao.engines.mining.matters.words import KIND, TITLE, state_title, tone_of
from jiedao.engines.mining.models import MatterClass
from jiedao.engines.mining.rights import SEE
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Panel
from jiedao.kernel.titles import Title
from jiedao.web.panels import Line, Lines

SHOWN: Final = 6
_SIGNALS: Final = 1
_GROUP: Final = Title("智能归类", "Suggestions")


def hot(reach: Reach) -> Lines:
    """The hottest that are not over, with state, trend and heat; above them the surest signal."""
    rows = gate.classes(reach).filter(dismissed_at=None).exclude(state=MatterClass.State.QUIET)
    found = rows.order_by("-heat", "-id")[:SHOWN]
    signals = [
        Line(_("信号：%(what)s") % {"what": one.title}, one.short, one.url, "amber")
        for one in newest_signals(reach, _SIGNALS)
    ]
    return Lines(
        [*signals, *(_line(row) for row in found)],
        _("近期没有发现热点。"), reverse("mining:matters"), _("全部一类事"),
    )  # fmt: skip


def _line(matter: MatterClass) -> Line:
    words = {
        "state": state_title(matter.state), "last": matter.weeks[-1] if matter.weeks else 0,
        "usual": f"{_usual(matter):.1f}",
    }  # fmt: skip
    told = _("%(state)s · 本周 %(last)s 件，平常每周 %(usual)s 件") % words
    return Line(
        matter.title, told, cells.url_of(matter.number), tone_of(matter), cells.heat(matter)
    )


def _usual(matter: MatterClass) -> float:
    """Reports in an ordinary week: the mean of those before this one."""
    earlier = matter.weeks[:-1]
    return sum(earlier) / len(earlier) if earlier else 0.0


PANELS = (
    Panel("mining.hot", TITLE, SEE, hot, "", _GROUP, (KIND,), 3, 5, 45, on_wall=False),
)  # fmt: skip
