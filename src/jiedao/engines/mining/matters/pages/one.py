"""A class's page: what it is, how it goes, where it lies, its cases, its root-cause case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.engines.cases import clocks
from jiedao.engines.cases.naming import state_title as case_state
from jiedao.engines.cases.pages.common import case_url, reader
from jiedao.engines.mining.matters import acts, gate
from jiedao.engines.mining.matters.effect import BEFORE, Effect, effect_of
from jiedao.engines.mining.matters.pages import cells
from jiedao.engines.mining.matters.words import KIND, LEGEND, VERBS, state_title, tone_of
from jiedao.engines.mining.models import MatterClass, Member
from jiedao.engines.mining.rights import EDIT, SEE
from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel import clock, history
from jiedao.kernel.access import Reach
from jiedao.kernel.models import History
from jiedao.web import formats
from jiedao.web.parts import Change, Chart, Entry, Fact, Series
from jiedao.web.shell import base_template

SHOWN: Final = 100
_SIMILAR: Final = 5


@require_GET
def matter(request: HttpRequest, class_number: str) -> HttpResponse:
    """The page of one class; a stranger finds nothing."""
    page = MatterPage(request, reader(request, SEE), class_number)
    return render(
        request,
        "mining/matters/matter.html",
        {"page": page, "base_template": base_template(request)},
    )


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A case of the class, as its list shows it."""

    case: Any
    likeness: str
    state: object
    tone: str
    url: str


class MatterPage:
    """What the template of a class's page may ask."""

    def __init__(self, request: HttpRequest, reach: Reach, number: str) -> None:
        self.request, self.reach = request, reach
        self.matter = gate.matter_of(reach, number)
        self.moment = clock.now()
        self.live = f"{KIND}:{self.matter.pk}"

    # Head

    @property
    def state(self) -> object:
        return cells.state(self.matter)

    @property
    def meta(self) -> str:
        place = cells.place(self.matter)
        return " · ".join(one for one in (self.matter.number, self.item, place) if one)

    @cached_property
    def item(self) -> str:
        found = catalogue_for(self.reach.town_id).item(self.matter.item_id or 0)
        return found.path if found is not None else ""

    @cached_property
    def may_edit(self) -> bool:
        return self.reach.anywhere(EDIT)

    @property
    def may_root(self) -> bool:
        free = self.matter.root_id is None and self.matter.dismissed_at is None
        return self.may_edit and free

    @cached_property
    def may_join(self) -> bool:
        may = self.may_edit and self.reach.anywhere("cases.merge")
        return may and self.root_open and acts.joinable(self.matter).exists()

    @property
    def root_open(self) -> bool:
        return self.matter.root is not None and self.matter.root.closed_at is None

    # Numbers

    @property
    def facts(self) -> list[Fact]:
        one = self.matter
        return [
            Fact(_("件数"), _("%(n)d 件") % {"n": one.size}),
            Fact(_("人数"), _("至少 %(n)d 人") % {"n": one.people}),
            Fact(_("热度"), cells.heat(one)),
            Fact(_("与平常相比"), _("%(times)s 倍") % {"times": f"{one.growth:.1f}"}),
            Fact(_("最早"), formats.exact(one.first_at)),
            Fact(_("最近"), formats.exact(one.last_at)),
            Fact(_("特征词"), _("、").join(one.words), wide=True),
        ]

    @cached_property
    def chart(self) -> Chart:
        weeks = self.matter.weeks
        today = self.matter.grouped_at.astimezone(clock.TOWN_ZONE).date()
        last = len(weeks) - 1
        starts = [today - timedelta(days=7 * (last - at) + 6) for at in range(len(weeks))]
        title = _("近 %(n)d 周每周件数") % {"n": len(weeks)}
        labels = [f"{day.month}-{day.day:02d}" for day in starts]
        return Chart(title, labels, [Series(_("件数"), weeks)], "bar", _("件"))

    # Members

    @cached_property
    def members(self) -> list[MemberLine]:
        rows = gate.members_of(self.reach, self.matter)
        found = rows.select_related("case", "case__item", "case__unit", "case__grid")[:SHOWN]
        return [self._line(row) for row in found]

    @cached_property
    def visible(self) -> int:
        if len(self.members) < SHOWN:
            return len(self.members)
        return gate.members_of(self.reach, self.matter).count()

    @property
    def hidden(self) -> int:
        """Cases that count and that the reader may not see."""
        return max(self.matter.size - self.visible, 0)

    @property
    def beyond(self) -> int:
        """Cases that he may see and the list has no room for."""
        return self.visible - len(self.members)

    def _line(self, row: Member) -> MemberLine:
        case = row.case
        likeness = _("人工加入") if row.by_hand else f"{100 * row.likeness:.0f}%"
        tone = clocks.tone(case, self.moment)
        return MemberLine(case, likeness, case_state(case), tone, case_url(case.number))

    @cached_property
    def features(self) -> dict[str, Any] | None:
        """Where the cases that he may see lie."""
        placed = [one for one in self.members if one.case.lon is not None]
        features = [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [one.case.lon, one.case.lat]},
                "properties": {
                    "tone": one.tone, "url": one.url,
                    "title": f"{one.case.number} {history.scrub(one.case.text[:60])[:24]}",
                },
            }
            for one in placed
        ]  # fmt: skip
        return {"type": "FeatureCollection", "features": features} if features else None

    # Root cause

    @cached_property
    def root_url(self) -> str:
        """The case's page, where the reader may see it."""
        root = self.matter.root
        if root is None or not gate.cases_among(self.reach, [root.pk]):
            return ""
        return case_url(root.number)

    @property
    def root_state(self) -> object:
        return case_state(self.matter.root) if self.matter.root is not None else ""

    @cached_property
    def effect(self) -> Effect | None:
        root = self.matter.root
        if root is None:
            return None
        rows = self.matter.members.filter(removed_at=None)
        reported = list(rows.values_list("case__reported_at", flat=True))
        return effect_of(root, reported, self.moment)

    @property
    def effect_words(self) -> list[str]:
        """Numbers before and after, in sentences."""
        found = self.effect
        return effect_sentences(found) if found is not None else []

    # Others

    @cached_property
    def similar(self) -> list[MatterClass]:
        """Other classes of the same item or with words in common, the likest first."""
        rows = gate.classes(self.reach).filter(dismissed_at=None).exclude(pk=self.matter.pk)
        scored = [
            (_likeness(self.matter, row), row) for row in rows.select_related("grid", "community")
        ]
        best = sorted(
            (one for one in scored if one[0] > 0), key=lambda one: (-one[0], -one[1].heat)
        )
        return [row for _score, row in best[:_SIMILAR]]

    @property
    def similar_lines(self) -> list[tuple[str, MatterClass, object, str]]:
        return [(cells.url_of(r.number), r, cells.state(r), cells.place(r)) for r in self.similar]

    @cached_property
    def entries(self) -> list[Entry]:
        lines = history.timeline(self.matter.town_id, KIND, self.matter.pk)
        return list(entries(self.matter.town_id, lines))

    def url(self, name: str) -> str:
        return reverse(f"mining:matter_{name}", args=[self.matter.number])

    @property
    def urls(self) -> dict[str, str]:
        names = ("root", "join", "playbook", "dismiss", "restore", "add")
        return {name: self.url(name) for name in names}

    @property
    def legend(self) -> dict[str, str]:
        return {tone: str(title) for tone, title in LEGEND.items()}

    @property
    def tone(self) -> str:
        return tone_of(self.matter)


def effect_sentences(found: Effect) -> list[str]:
    """What was before the root-cause case, and what came after it was closed."""
    before = _("立案前 %(weeks)d 周共 %(n)d 件，平均每周 %(rate)s 件。") % {
        "weeks": BEFORE, "n": found.before_reports, "rate": f"{found.before:.1f}",
    }  # fmt: skip
    if not found.weeks:
        return [before, _("根源事件尚未办结，办结后开始比较。")]
    if found.after is None:
        later = _("办结还不满一周，这期间 %(n)d 件，满一周后开始比较。") % {"n": found.reports}
        return [before, later]
    later = _("办结后 %(weeks)s 周共 %(n)d 件，平均每周 %(rate)s 件。") % {
        "weeks": f"{found.weeks:.1f}", "n": found.reports, "rate": f"{found.after:.1f}",
    }  # fmt: skip
    return [before, later, *_compared(found.change)]


def _compared(change: float | None) -> list[str]:
    if change is None:
        return []
    share = f"{100 * abs(change):.0f}%"
    if change < 0:
        return [_("比立案前下降 %(share)s。") % {"share": share}]
    return [_("比立案前上升 %(share)s。") % {"share": share} if change else _("与立案前持平。")]


def _likeness(one: MatterClass, other: MatterClass) -> float:
    """Words in common as a share of both, and somewhat for the same item."""
    mine, others = set(one.words), set(other.words)
    both = len(mine & others) / max(len(mine | others), 1)
    return both + (0.2 if one.item_id is not None and one.item_id == other.item_id else 0.0)


def entries(town_id: int, lines: Iterable[History]) -> Iterable[Entry]:
    """What happened to a class, the newest first."""
    units = structure_of(town_id).units
    for line in reversed(list(lines)):
        node = units.get(line.unit_id or 0)
        system = line.actor_kind == History.ActorKind.SYSTEM
        yield Entry(
            line.at, _("系统") if system else line.actor_name, VERBS.get(line.verb, line.verb),
            _note(line), _changes(line), unit=node.name if node else "",
        )  # fmt: skip


def _note(line: History) -> str:
    case = line.data.get("case", "")
    cases = line.data.get("cases")
    told = _("%(n)d 件") % {"n": cases} if isinstance(cases, int) else ""
    if isinstance(cases, list):
        told = _("、").join(cases)
    return " ".join(str(one) for one in (case, told, line.note) if one)


def _changes(line: History) -> list[Change]:
    titles = {"size": _("件数"), "people": _("人数"), "state": _("状态"), "title": _("名称")}
    return [
        Change(titles[name], *(str(state_title(v)) if name == "state" else v for v in pair))
        for name, pair in line.changes.items()
        if name in titles
    ]
