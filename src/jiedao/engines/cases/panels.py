"""What the command centre shows of every kind of case: what comes in, how open work stands."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from jiedao.engines.cases import clocks, kinds, naming, tallies
from jiedao.engines.cases.board import (
    AMBER,
    GREEN,
    KEPT_SECONDS,
    NEW,
    RED,
    VIOLET,
    Special,
    Standing,
    specials,
)
from jiedao.engines.cases.gate import SEE, sight_of, where_of
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.pages.common import RECORD, case_url, unit_name
from jiedao.foundation.places.locator import locator_for
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Panel
from jiedao.kernel.models import History
from jiedao.kernel.sharing import shared
from jiedao.kernel.titles import Title
from jiedao.web.live.feed import last_id
from jiedao.web.panels import Figure, Figures, Line, Lines, Part, Tones

WORST: Final = 5
NEWEST: Final = 30
_WHOLE: Final = 10
FEED_LINES: Final = 20_000
LIVE: Final = (RECORD,)
GROUP: Final = Title("事件", "Cases")
_ORDER: Final = (RED, AMBER, VIOLET, GREEN)


def _list(**query: str | int) -> str:
    return f"{reverse('cases:list')}?{urlencode(query, doseq=True)}"


def _words() -> Mapping[str, str]:
    return {
        RED: _("已超期"), AMBER: _("将到期"),
        VIOLET: _("挂账"), GREEN: _("时限内"),
    }  # fmt: skip


def pulse(reach: Reach) -> Figures:
    """What came in, was dispatched, closed and ran late today, beside the same weekday's usual."""
    found, day = tallies.flows(reach), clock.today().isoformat()
    late = tallies.standing(reach).whole[NEW]
    titles = {
        "reported_at": _("今日受理"),
        "dispatched_at": _("今日分拨"),
        "closed_at": _("今日办结"),
    }
    figures = [
        Figure(title, found[name].today, url=_list(**{f"{name.removesuffix('_at')}_from": day}),
               usual=_rounded(found[name].usual))
        for name, title in titles.items()
    ]  # fmt: skip
    tone = RED if late else ""
    return Figures([*figures, Figure(_("今日新超期"), late, tone=tone, url=_list(tone="red"))])


def _rounded(usual: float | None) -> float | None:
    """Nobody compares with a quarter of a case."""
    return None if usual is None else round(usual) if usual >= _WHOLE else round(usual, 1)


def tones(reach: Reach) -> Tones:
    """Open work in the colours of its clocks."""
    counts, words = tallies.standing(reach).whole, _words()
    return Tones([Part(words[t], counts.get(t, 0), t, _list(tone=t)) for t in _ORDER])


def units(reach: Reach) -> Lines:
    """The units with most late work."""
    found = tallies.standing(reach).units
    lines = [
        _line(unit_name(reach.town_id, key), counts, _list(unit=key, tone=_worst_tone(counts)))
        for key, counts in _worst(found)
    ]
    return Lines(lines, _("没有单位有超期或将到期的事件。"))


def grids(reach: Reach) -> Lines:
    """The grids with most late work."""
    locator = locator_for(reach.town_id)
    found = tallies.standing(reach).grids
    lines = []
    for key, counts in _worst(found):
        area = locator.area(key)
        url = _list(area=key, tone=_worst_tone(counts))
        lines.append(_line(area.name if area else str(key), counts, url))
    return Lines(lines, _("没有网格有超期或将到期的事件。"))


def _worst(found: Standing) -> list[tuple[int, Counter[str]]]:
    pressing = [
        (key, counts)
        for key, counts in found.items()
        if key is not None and (counts[RED] or counts[AMBER])
    ]
    pressing.sort(key=lambda one: (-one[1][RED], -one[1][AMBER], one[0]))
    return pressing[:WORST]


def _line(title: str, counts: Counter[str], url: str) -> Line:
    words = _words()
    parts = [Part(words[tone], counts[tone], tone) for tone in _ORDER]
    said = _("在办 %(all)d") % {"all": sum(counts[tone] for tone in _ORDER)}
    tone = _worst_tone(counts)
    return Line(title, said, url, tone, counts[tone], parts=parts)


def _worst_tone(counts: Counter[str]) -> str:
    return RED if counts[RED] else AMBER


def feed(reach: Reach) -> Lines:
    """What has just happened to cases that the reader may see, the newest first."""
    town_id, sees = reach.town_id, sight_of(reach)
    recent = shared(("feed", town_id), KEPT_SECONDS, lambda: _recent(town_id))
    shown = [(row, case) for row, case, special in recent if sees(where_of(case), *special)]
    return Lines([_event(*one) for one in shown[:NEWEST]], _("今天还没有动态。"))


def _recent(town_id: int) -> list[tuple[History, Case, Special]]:
    # The end of the history, backwards: where little happens to cases it is not read to its beginning.
    newest = History.objects.filter(id__gt=last_id() - FEED_LINES)
    rows = newest.filter(town_id=town_id, kind=RECORD).exclude(verb="revealed")
    recent = list(rows.order_by("-id")[: 3 * NEWEST])
    ids = {row.record_id for row in recent}
    cases = Case.objects.select_related("item", "unit", "community").in_bulk(ids)
    special = specials(town_id, ids)
    return [
        (row, cases[row.record_id], special.get(row.record_id, Special()))
        for row in recent
        if row.record_id in cases
    ]


def _event(row: History, case: Case) -> Line:
    verb = naming.verbs_of(case.kind).get(row.verb)
    what = case.item or kinds.kind_of(case.kind)
    where = " · ".join(str(one) for one in (case.community, case.unit) if one)
    titles: Any = getattr(what, "titles", what) or case.number
    return Line(
        f"{verb or row.verb}：{titles}", where or case.number, case_url(case.number),
        clocks.tone(case, clock.now()), at=row.at,
    )  # fmt: skip


PANELS = (
    Panel("cases.pulse", Title("今日", "Today"), SEE, pulse, "", GROUP, LIVE, 3, 3, 10),
    Panel("cases.tones", Title("在办时限", "Open work"), SEE, tones, "", GROUP, LIVE, 3, 3, 20),
    Panel("cases.units", Title("超期最多的单位", "Units most behind"), SEE, units, "", GROUP,
          LIVE, 3, 5, 30),
    Panel("cases.grids", Title("超期最多的网格", "Grids most behind"), SEE, grids, "", GROUP,
          LIVE, 3, 5, 40),
    Panel("cases.feed", Title("动态", "What happens"), SEE, feed, "", GROUP, LIVE, 3, 6, 50),
)  # fmt: skip
