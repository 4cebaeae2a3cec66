"""A case's page: everything on one page, in parts that reload on their own.

Head, matter and course follow every change; the moves do too, but never while somebody writes in
one of their forms; the map reloads only when the place was changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.engines.cases import clocks, kinds, rules, subjects
from jiedao.engines.cases.actions.adding import may_add
from jiedao.engines.cases.gate import files_filter, seen
from jiedao.engines.cases.models import Attachment, Case, Request
from jiedao.engines.cases.naming import state_title
from jiedao.engines.cases.pages import attribute_words, choices, record_parts, saying
from jiedao.engines.cases.pages.common import RECORD, actor, case_of, case_url
from jiedao.engines.cases.pages.move_files import evidence_of
from jiedao.engines.cases.pages.next_step import due_next, held_up
from jiedao.engines.cases.pages.record_parts import (
    STAGES,
    ApprovalView,
    ClockView,
    RequestView,
    approval_views,
    clock_views,
    photo,
    place_features,
    request_views,
    unit_views,
)
from jiedao.engines.cases.proofs import EVIDENCE
from jiedao.engines.cases.work import Work
from jiedao.foundation.records.rules import Offer
from jiedao.foundation.staff.links import kind_title
from jiedao.kernel import clock, history
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import NoData
from jiedao.kernel.errors import NotFound
from jiedao.kernel.titles import Title
from jiedao.web.parts import Entry, Fact, MoveButton, Photo
from jiedao.web.shell import base_template, target

# What undoes or divides something that is not there needs no “why not”.
_SILENT_UNLESS_POSSIBLE = frozenset(
    {"resume", "unsupervise", "split", "stage_done", "ask_return_up", "ask_appeal"}
)
PARTS = ("head", "moves", "about", "place", "body")


@require_GET
def record(request: HttpRequest, number: str) -> HttpResponse:
    """The page, or with ``?part=`` one of its regions."""
    part = request.GET.get("part", "")
    try:
        page = RecordPage(request, case_of(request, number))
    except NotFound:
        if part not in PARTS:
            raise
        # A region of an open page: the case went to others, returned or sent elsewhere.
        context = {"part": part, "id": target(request), "number": number}
        return render(request, "cases/record/gone.html", context)
    template = f"cases/record/{part}.html" if part in PARTS else "cases/record.html"
    return render(request, template, {"page": page, "base_template": base_template(request)})


@dataclass(frozen=True, slots=True)
class Gallery:
    """The pictures of one stage."""

    title: str
    photos: list[Photo]


class _Read(Work):
    """A case that is only read: its requests come with who asked, once for rules and page."""

    @cached_property
    def requests(self) -> list[Request]:
        return list(self.case.requests.select_related("requester").order_by("id"))


class RecordPage:
    """What the templates of a case's page may ask; each part is read only when it is shown."""

    def __init__(self, request: HttpRequest, case: Case) -> None:
        self.request, self.case = request, case
        self.who = actor(request)
        self.work = _Read(case, actor=self.who)
        self.live = f"{RECORD}:{case.pk}"
        self.url = case_url(case.number)

    # Head

    @cached_property
    def tone(self) -> str:
        return clocks.tone(self.case, clock.now())

    @property
    def state(self) -> Title:
        return state_title(self.case)

    @property
    def kind(self) -> Any:
        kind = kinds.kind_of(self.case.kind)
        return kind.titles if kind else self.case.kind

    @property
    def matter(self) -> str:
        """The catalogue's matter; what goes a way of its own need have none."""
        item = self.work.catalogue.item(self.case.item_id) if self.case.item_id else None
        if item is not None:
            return item.path
        return _("未归类") if kinds.goes_the_loop(self.case.kind) else ""

    @property
    def summary(self) -> str:
        """Kind, matter and level in one line."""
        return " · ".join(str(part) for part in (self.kind, self.matter, self.level) if part)

    @property
    def level(self) -> str:
        return choices.level_title(self.case.level)

    @cached_property
    def clocks(self) -> list[ClockView]:
        """Where several asked, each clock of a request says whose it is."""
        rows = self.work.requests
        readable = seen(self._reach, rows) if len(rows) > 1 else ()
        numbers = {row.pk: row.number for row in readable}
        return clock_views(self.work.clocks, self.case.kind, self.work.calendar, numbers)

    @property
    def may_print(self) -> bool:
        return self._holds("cases.print")

    # Moves

    @cached_property
    def buttons(self) -> list[MoveButton]:
        """What the reader may do next; what one might expect and may not, with the reason."""
        offers = [offer for offer in rules.offers(self.work) if self._worth_showing(offer)]
        first = due_next(self.work, offers)
        offers.sort(key=lambda offer: (offer.move.key != first, not offer.move.primary))
        return [self._button(offer, offer.move.key == first) for offer in offers]

    def _worth_showing(self, offer: Offer) -> bool:
        """Whether one might expect to be able to: why not is told only then."""
        if offer.allowed:
            return True
        reach, key = self.who.reach, offer.move.key
        expected = reach is not None and reach.anywhere(offer.move.permission)
        return expected and key not in _SILENT_UNLESS_POSSIBLE

    def _button(self, offer: Offer, primary: bool) -> MoveButton:
        move = offer.move
        url = reverse("cases:move", args=[self.case.number, move.key])
        waits = held_up(self.work, move) if offer.allowed and move.primary else ""
        return MoveButton(
            key=move.key,
            title=move.titles,
            url=url,
            primary=primary,
            danger=move.danger,
            why_not=offer.why_not,
            lazy="" if move.data is NoData and move.asks is None else url,
            help=waits or (move.help if move.help.zh else ""),
            version=self.case.version,
        )

    # Body

    @property
    def text(self) -> str:
        return history.scrub(self.case.text)

    @property
    def hides(self) -> bool:
        """Whether the text holds numbers that are starred out."""
        return self.text != self.case.text

    @property
    def may_reveal(self) -> bool:
        return self._holds("parties.reveal")

    @cached_property
    def facts(self) -> list[Fact]:
        case = self.case
        rows = [
            Fact(_("事项"), self.matter, wide=True),
            Fact(_("地址"), case.address, wide=True),
            Fact(_("社区"), case.community or ""),
            Fact(_("网格"), case.grid or ""),
            Fact(_("楼栋"), case.building or ""),
            Fact(_("等级"), self.level),
            Fact(_("主办单位"), case.unit or ""),
            Fact(_("经办人"), case.handler or ""),
            Fact(_("包案领导"), case.leader or ""),
            Fact(_("不予分拨"), record_parts.outcome_title(case)),
            Fact(_("催办"), _("%(n)s 次") % {"n": case.urge_count} if case.urge_count else ""),
            Fact(_("退回"), _("%(n)s 次") % {"n": case.return_count} if case.return_count else ""),
            Fact(
                _("延期"),
                _("%(n)s 次") % {"n": case.extension_count} if case.extension_count else "",
            ),
            Fact(_("重办"), _("%(n)s 次") % {"n": case.redo_count} if case.redo_count else ""),
        ]
        own = attribute_words.facts(case.kind, case.attributes, self._reach)
        return [*self._subject(), *rows, *own, *self._marks()]

    @property
    def _reach(self) -> Reach:
        assert self.who.reach is not None
        return self.who.reach

    def _subject(self) -> list[Fact]:
        """What it is about, with the way to its page."""
        case = self.case
        if case.subject_id is None:
            return []
        found = subjects.find(self._reach, case.subject_kind, case.subject_id)
        if found is None:
            return [Fact(_("对象"), kind_title(case.subject_kind))]
        return [Fact(_("对象"), found.title, wide=True, url=found.url)]

    def _marks(self) -> list[Fact]:
        known = {
            "composed_text": _("内容由事项名称拼成，来件没有原文"),
            "received_at_import": _("来件没有时间，按导入时间计"),
            "outside_town": _("位置在本街道范围之外"),
            "place_from_address": _("位置由地址推定"),
            "place_from_text": _("位置由内容推定"),
        }
        words = [known[mark] for mark in self.case.marks if mark in known]
        if self.case.closed_elsewhere:
            words.append(_("导入时已由别的系统办结，不需要我们回访"))
        return [Fact(_("注意"), "；".join(words), wide=True)] if words else []

    @cached_property
    def files(self) -> list[Attachment]:
        readable = files_filter(self._reach, self.case.pk)
        return list(self.case.attachments.filter(readable).order_by("id"))

    @property
    def galleries(self) -> list[Gallery]:
        """Pictures and papers by stage: before, after, check …"""
        found = []
        for stage, title in STAGES.items():
            photos = [photo(row, staged=True) for row in self.files if row.stage == stage]
            if photos:
                found.append(Gallery(str(title), photos))
        return found

    @cached_property
    def may_upload(self) -> list[tuple[str, str]]:
        """The stages to which the reader may add files."""
        return [
            (stage.value, str(title))
            for stage, title in STAGES.items()
            if may_add(self.who.reach, self.case, stage)
        ]

    @property
    def evidence(self) -> list[str]:
        """What the item asks to be attached before the work counts as done."""
        return [_(EVIDENCE[name].title) for name in evidence_of(self.work)]

    @property
    def check_way(self) -> Any:
        item = self.work.catalogue.item(self.case.item_id) if self.case.item_id else None
        return saying.CHECK_WAYS.get(item.check_way, "") if item else ""

    @cached_property
    def requests(self) -> list[RequestView]:
        reach = self._reach
        return request_views(
            self.case, seen(reach, self.work.requests), self.work.clocks, self.files, reach
        )

    @cached_property
    def units(self) -> Sequence[Any]:
        return unit_views(self.case.assignments.select_related("unit"))

    @cached_property
    def approvals(self) -> list[ApprovalView]:
        rows = self.case.approvals.select_related(
            "proposed_unit", "asked_by", "asked_unit", "seconded_by", "decided_by"
        )
        return approval_views(rows)

    @cached_property
    def entries(self) -> list[Entry]:
        lines = history.timeline(self.case.town_id, RECORD, self.case.pk)
        return saying.Teller(self.case.town_id, lines, self.case.kind).entries()

    # Place

    @cached_property
    def features(self) -> dict[str, Any] | None:
        return place_features(self.case, self.tone)

    def _holds(self, permission: str) -> bool:
        reach, case = self.who.reach, self.case
        units = [row.unit_id for row in self.work.assignments] or (
            [case.unit_id] if case.unit_id else []
        )
        return reach is not None and reach.may(
            permission, kind=case.kind, unit_ids=units, area_ids=self.work.area_ids
        )
