"""What the command centre shows of every kind of case: what comes in, how open work stands."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from jiedao.engines.cases import clocks, kinds, naming, tallies
from jiedao.engines.cases.board import (
    AMBER,
    GREEN,
    KEPT_SECONDS,
    NEUTRAL,
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
from jiedao.web.panels import Figure, Figures, Line, Lines, Part, Sieve, Tones

WORST: Final = 5
NEWEST: Final = 30
_READ: Final = 4 * NEWEST
_SHOWN: Final = 2 * NEWEST
"""More than one reads at once, so that something is left where a reader sifts them."""
_WHOLE: Final = 10
FEED_LINES: Final = 20_000
LIVE: Final = (RECORD,)
GROUP: Final = Title("事件", "Cases")
_CAME, _WORK, _LATE, _OVER = "came", "work", "late", "over"
_OWN, _URGENT = "own", "urgent"
_BY_COMING: Final = ("reported", "joined", "split_from")
_BY_CLOCKS: Final = ("warned", "lapsed", "escalated", "night_check_overdue")
_ORDER: Final = (RED, AMBER, VIOLET, GREEN, NEUTRAL)


def _list(**query: str | int) -> str:
    return f"{reverse('cases:list')}?{urlencode(query, doseq=True)}"


def pulse(reach: Reach) -> Figures:
    """What came in, was dispatched, closed and ran late today, beside the same weekday's usual;
    and what is suspended."""
    found, day = tallies.flows(reach), clock.today().isoformat()
    standing = tallies.standing(reach).whole
    late, waiting = standing[NEW], standing[VIOLET]
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
    figures += [
        Figure(_("今日新超期"), late, tone=RED if late else "", url=_list(tone="red")),
        Figure(_("挂账"), waiting, tone=VIOLET if waiting else "",
               url=_list(tone="violet")),
    ]  # fmt: skip
    return Figures(figures)


def _rounded(usual: float | None) -> float | None:
    """Nobody compares with a quarter of a case."""
    return None if usual is None else round(usual) if usual >= _WHOLE else round(usual, 1)


def tones(reach: Reach) -> Tones:
    """Open work in the colours of its clocks."""
    counts, words = tallies.standing(reach).whole, naming.tone_words()
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
    words = naming.tone_words()
    parts = [Part(words[tone], counts[tone], tone) for tone in _ORDER]
    said = _("在办 %(all)d") % {"all": sum(counts[tone] for tone in _ORDER)}
    tone = _worst_tone(counts)
    return Line(title, said, url, tone, counts[tone], parts=parts)


def _worst_tone(counts: Counter[str]) -> str:
    return RED if counts[RED] else AMBER


def feed(reach: Reach) -> Lines:
    """What has just happened to cases that the reader may see, the newest first; emergencies that
    are not over lead."""
    town_id, sees = reach.town_id, sight_of(reach)
    recent = shared(("feed", town_id), KEPT_SECONDS, lambda: _recent(town_id))
    shown = [(row, case) for row, case, special in recent if sees(where_of(case), *special)]
    lines = [_event(row, case, reach) for row, case in _urgent_first(shown)[:_SHOWN]]
    return Lines(lines, _("今天还没有动态。"), sieves=_sieves())


def _recent(town_id: int) -> list[tuple[History, Case, Special]]:
    # The end of the history, backwards: where little happens to cases it is not read to its beginning.
    newest = History.objects.filter(id__gt=last_id() - FEED_LINES)
    rows = newest.filter(town_id=town_id, kind=RECORD).exclude(verb="revealed")
    recent = list(rows.order_by("-id")[:_READ])
    ids = {row.record_id for row in recent}
    around = Case.objects.select_related("item", "unit", "community", "grid", "building")
    cases, special = around.in_bulk(ids), specials(town_id, ids)
    return [
        (row, cases[row.record_id], special.get(row.record_id, Special()))
        for row in recent
        if row.record_id in cases
    ]


def _sieves() -> list[Sieve]:
    return [
        Sieve(_CAME, _("新上报"), alone=True), Sieve(_WORK, _("分拨和处置"), alone=True),
        Sieve(_LATE, _("预警和超期"), alone=True), Sieve(_OVER, _("办结"), alone=True),
        Sieve(_OWN, _("本单位")), Sieve(_URGENT, _("突发")),
    ]  # fmt: skip


def _is_emergency(case: Case) -> bool:
    kind = kinds.kind_of(case.kind)
    return kind is not None and kinds.options_of(kind).emergency


def _is_urgent(case: Case) -> bool:
    return _is_emergency(case) and kinds.is_open(case)


def _urgent_first(shown: Sequence[tuple[History, Case]]) -> list[tuple[History, Case]]:
    """The last that happened to each open emergency, then all else."""
    leading: dict[int, tuple[History, Case]] = {}
    for row, case in shown:
        if _is_urgent(case):
            leading.setdefault(case.pk, (row, case))
    first = {row.pk for row, _case in leading.values()}
    return [*leading.values(), *(one for one in shown if one[0].pk not in first)]


def _event(row: History, case: Case, reach: Reach) -> Line:
    verb = naming.verbs_of(case.kind).get(row.verb)
    urgent, own = _is_urgent(case), case.unit_id in reach.unit_ids
    place = (case.building or case.grid) if urgent else None
    where = " · ".join(str(one) for one in (case.community, place, case.unit) if one)
    marks = [
        _sort(row, case),
        *([_OWN] if own else []),
        *([_URGENT] if _is_emergency(case) else []),
    ]
    kind = kinds.kind_of(case.kind)
    what = naming.matter_of(case) or (kind.titles if kind else case.number)
    return Line(
        f"{what}：{verb or row.verb}" if urgent else f"{verb or row.verb}：{what}",
        where or case.number, case_url(case.number), clocks.tone(case, clock.now()), at=row.at,
        marks=marks, urgent=case.number if urgent else "",
    )  # fmt: skip


def _sort(row: History, case: Case) -> str:
    """Which sort of event it is, for whoever wants to see no other."""
    if row.verb in _BY_COMING:
        return _CAME
    if row.verb in _BY_CLOCKS:
        return _LATE
    workflow = kinds.workflow_of(case.kind)
    targets = {move.key: move.target for move in workflow.moves}
    target = targets.get(row.verb)
    return _WORK if target is None or workflow.state(target).open else _OVER


PANELS = (
    Panel("cases.pulse", Title("今日", "Today"), SEE, pulse, "", GROUP, LIVE, 3, 3, 10),
    Panel("cases.tones", Title("在办时限", "Open work"), SEE, tones, "", GROUP, LIVE, 3, 3, 20),
    Panel("cases.units", Title("超期最多的单位", "Units most behind"), SEE, units, "", GROUP,
          LIVE, 3, 5, 30),
    Panel("cases.grids", Title("超期最多的网格", "Grids most behind"), SEE, grids, "", GROUP,
          LIVE, 3, 5, 40),
    Panel("cases.feed", Title("动态", "What happens"), SEE, feed, "", GROUP, LIVE, 3, 6, 50),
)  # fmt: skip
