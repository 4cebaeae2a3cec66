"""A record's page: what it is and how it stands, what may be done next, where it is, what there
is about it, and what happened."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.foundation.records import rules
from jiedao.foundation.records.evidence import files_of
from jiedao.foundation.records.keyed import keyed_of
from jiedao.foundation.records.models import Record, RecordFile
from jiedao.foundation.records.pages import timeline
from jiedao.foundation.records.pages.common import actor, list_url, record_of, record_url
from jiedao.foundation.records.pages.evidence import gallery
from jiedao.foundation.records.relating import SHOWN, Related, relations
from jiedao.foundation.records.schema import Schema, generated_kinds, schema_of
from jiedao.foundation.records.standing import state_of, tone, warn_at
from jiedao.foundation.records.words import all_said
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock, history, registry
from jiedao.kernel.declarations import Kind, NoData
from jiedao.web.parts import Entry, Fact, MoveButton, Photo
from jiedao.web.shell import base_template

_HEAD = frozenset({"title", "place"})


@require_GET
def record(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """The page, whole or for the panel beside a list."""
    schema, row = record_of(request, kind, number)
    page = RecordPage(request, schema, row)
    return render(
        request, "records/record.html", {"page": page, "base_template": base_template(request)}
    )


class RecordPage:
    """What the template of a record's page may ask; each part is read only when it is shown."""

    def __init__(self, request: HttpRequest, schema: Schema, row: Record) -> None:
        self.request, self.schema, self.record = request, schema, row
        self.kind = schema.kind
        self.who = actor(request)
        self.work = Work(row, actor=self.who, schema=schema)
        self.live = f"{row.kind}:{row.pk}"
        self.url = record_url(row.kind, row.number)
        self.list_url = list_url(row.kind)

    @property
    def state(self) -> Any:
        return state_of(self.schema, self.record)

    @property
    def tone(self) -> str:
        return tone(self.schema, self.record, clock.now())

    @property
    def due(self) -> Any:
        return self.record.due_at if self.state.open else None

    @property
    def warn(self) -> Any:
        return warn_at(self.record)

    @property
    def edit_url(self) -> str:
        if rules.edit_refusal(self.work):
            return ""
        return reverse("records:edit", args=[self.record.kind, self.record.number])

    @cached_property
    def buttons(self) -> list[MoveButton]:
        """What the reader may do next, and what one might expect and may not, with the reason."""
        offers = sorted(rules.offers(self.work), key=lambda offer: not offer.move.primary)
        return [self._button(offer) for offer in offers]

    def _button(self, offer: rules.Offer) -> MoveButton:
        move = offer.move
        url = reverse("records:move", args=[self.record.kind, self.record.number, move.key])
        return MoveButton(
            key=move.key,
            title=move.titles,
            url=url,
            primary=move.primary,
            danger=move.danger,
            why_not=offer.why_not,
            lazy="" if move.data is NoData and move.asks is None and not move.evidence else url,
            help=move.help if move.help.zh else "",
            version=self.record.version,
        )

    @cached_property
    def groups(self) -> list[tuple[str, list[Fact]]]:
        """The fields in words, under their headings."""
        found: dict[str, list[Fact]] = {}
        for spec, words in all_said(self.work):
            if spec.name in _HEAD:
                continue
            wide, title = spec.facts.widget == "textarea" or len(words) > 40, spec.titles
            if known := keyed_of(spec):
                title, words = known.titles, known.title(words) or words
            found.setdefault(str(spec.facts.group), []).append(Fact(str(title), words, wide))
        where = self._where()
        if where:
            found.setdefault(str(_("位置")), []).extend(where)
        return [(heading, rows) for heading, rows in found.items() if rows]

    def _where(self) -> list[Fact]:
        row = self.record
        if row.lon is None:
            return []
        pairs = ((_("社区"), row.community), (_("网格"), row.grid), (_("楼栋"), row.building))
        return [Fact(label, area.name) for label, area in pairs if area is not None]

    @property
    def subject(self) -> tuple[str, str, str] | None:
        """Title of the kind, name and address of what the record is about."""
        row = self.record
        kind = registry.kinds.find(row.subject_kind) if row.subject_id else None
        if kind is None:
            return None
        model = schema_of(kind.key).family.model
        found = model.objects.visible_to(self._reach, kind.key).filter(pk=row.subject_id).first()
        return (
            (str(kind.titles), found.title, record_url(kind.key, found.number)) if found else None
        )

    @property
    def _reach(self) -> Any:
        assert self.who.reach is not None
        return self.who.reach

    @cached_property
    def related(self) -> list[Related]:
        """The records of other kinds, and what else is about this one, newest first."""
        kinds = [kind for kind in generated_kinds() if self.record.kind in kind.about]
        found = [self._related(k) for k in kinds if self._reach.anywhere(rules.SEE, k.key)]
        for other in relations:
            found += other.of(self._reach, self.record, self.state.open)
        return found

    def _related(self, kind: Kind) -> Related:
        schema = schema_of(kind.key)
        rows = schema.family.model.objects.visible_to(self._reach, kind.key)
        rows = rows.filter(subject_kind=self.record.kind, subject_id=self.record.pk)
        found = list(rows.order_by("-id")[: SHOWN + 1])
        moment = clock.now()
        about = f"?about={self.record.kind}:{self.record.pk}"
        new = reverse("records:new", args=[kind.key]) + about
        return Related(
            kind,
            [
                (record_url(kind.key, row.number), f"{row.day} {row.title}",
                 str(state_of(schema, row).titles), tone(schema, row, moment))
                for row in found[:SHOWN]
            ],
            new if self._reach.anywhere(rules.ADD, kind.key) and self.state.open else "",
            f"{list_url(kind.key)}{about}" if len(found) > SHOWN else "",
        )  # fmt: skip

    @cached_property
    def files(self) -> list[RecordFile]:
        """Everything that shows what the record says, asked for once."""
        return files_of(self.record)

    @property
    def photos(self) -> list[Photo]:
        """The files for the strip of pictures, each under the step it came with."""
        steps = {move.key: str(move.titles) for move in self.schema.workflow.moves}
        return gallery(self.record.kind, self.record.number, self.files, steps)

    @property
    def attach_url(self) -> str:
        if rules.edit_refusal(self.work):
            return ""
        return reverse("records:attach", args=[self.record.kind, self.record.number])

    @cached_property
    def entries(self) -> list[Entry]:
        lines = history.timeline(self.record.town_id, self.record.kind, self.record.pk)
        return timeline.entries(self.schema, self.record.town_id, lines)

    @property
    def has_place(self) -> bool:
        return self.record.lon is not None
