"""What the addresses of one kind do: the same actions as the pages, the same gate."""

from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jiedao.foundation.records import rules, selecting, subjects
from jiedao.foundation.records.actions import Added, Draft, add_many, edit, make_move
from jiedao.foundation.records.api import shapes
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.schema import Schema
from jiedao.foundation.records.verbs import verbs_of
from jiedao.foundation.records.work import Work, not_found
from jiedao.foundation.staff.api import asking
from jiedao.foundation.staff.api.callers import Caller, caller_of
from jiedao.foundation.staff.api.naming import Names, timeline
from jiedao.kernel import history
from jiedao.kernel.declarations import Move
from jiedao.kernel.errors import Conflict, Invalid
from jiedao.kernel.texts import clean
from jiedao.kernel.transactions import durable
from jiedao.web.api.bodies import answer, read_json, retry_key_of, version_of

DEFAULT_LIMIT = 20
_PAGING = ("limit", "cursor", "town")


class Endpoints:
    """The addresses of one kind; each method is a view without its address."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.kind = schema.kind.key
        self.base = f"/api/v1/records/{self.kind}"

    def listing(self, request: HttpRequest) -> HttpResponse:
        """One page of what the caller may see, newest first."""
        reach = caller_of(request).reach
        chosen = selecting.chosen_of(reach, self.schema, request.GET, besides=_PAGING)
        limit = asking.number(request.GET, "limit")
        page = selecting.page(
            reach,
            self.schema,
            chosen,
            limit=DEFAULT_LIMIT if limit is None else limit,
            cursor=asking.text(request.GET, "cursor"),
        )
        items = shapes.records(self.schema, reach, page.rows)
        return answer({"items": items, "next": page.next or None})

    def detail(self, request: HttpRequest, number: str) -> HttpResponse:
        """One record."""
        caller = caller_of(request)
        return self._answer(caller, self.visible(caller, number))

    def offers(self, request: HttpRequest, number: str) -> HttpResponse:
        """What may be done with a record now, and why not."""
        caller = caller_of(request)
        row = self.visible(caller, number)
        work = Work(row, actor=caller.actor, schema=self.schema)
        return answer([shapes.offer(work, one) for one in rules.offers(work)])

    def timeline(self, request: HttpRequest, number: str) -> HttpResponse:
        """Every line of a record's history, oldest first."""
        caller = caller_of(request)
        row = self.visible(caller, number)
        lines = history.timeline(row.town_id, row.kind, row.pk)
        titles = verbs_of(self.schema)
        return answer(timeline(lines, Names(row.town_id), lambda verb: str(titles.get(verb, verb))))

    def create(self, request: HttpRequest) -> HttpResponse:
        """A new record: 201; one that is known by its key, or that was sent before: 200."""
        caller = caller_of(request)
        data = read_json(request)
        subject = self._subject(caller, data)
        self._refuse_unknown(data)
        draft = Draft(data, subject=subject, retry=retry_key_of(request))
        added = self._added(caller, draft)
        if added.refusal is not None:
            raise added.refusal
        assert added.record is not None
        if added.known and not self._sees(caller, added.record):
            raise Conflict(_("已有同样编号的记录，不在您的范围内。"), code="duplicate")
        return self._answer(caller, added.record, 200 if added.known else 201)

    def change(self, request: HttpRequest, number: str) -> HttpResponse:
        """Some fields of a record anew; ``version`` or If-Match guards against a change between."""
        caller = caller_of(request)
        data = read_json(request)
        version = version_of(request, data)
        self._refuse_unknown(data)
        if data.get("area") is not None:
            data.setdefault("place", None)  # a point would say otherwise
        row = self.visible(caller, number)
        with durable():
            after = edit(
                row.town_id, self.kind, row.number, data, actor=caller.actor, version=version
            )
        return self._answer(caller, after)

    def move(self, request: HttpRequest, number: str, move: Move) -> HttpResponse:
        """A move of the workflow, with its data."""
        caller = caller_of(request)
        data = read_json(request)
        version = version_of(request, data)
        row = self.visible(caller, number)
        with durable():
            after = make_move(
                row.town_id, self.kind, row.number, move.key, data,
                actor=caller.actor, version=version,
            )  # fmt: skip
        return self._answer(caller, after)

    def visible(self, caller: Caller, number: str) -> Record:
        """The record of that number; a stranger finds nothing."""
        rows = self.schema.family.model.objects.visible_to(caller.reach, self.kind)
        row: Record | None = rows.filter(number=clean(number).upper()).first()
        if row is None:
            raise not_found(self.schema, number)
        return row

    def _sees(self, caller: Caller, row: Record) -> bool:
        rows = self.schema.family.model.objects.visible_to(caller.reach, self.kind)
        return rows.filter(pk=row.pk).exists()

    def _answer(self, caller: Caller, row: Record, status: int = 200) -> HttpResponse:
        document = shapes.record(self.schema, caller.reach, row)
        headers = {"ETag": f'"{row.version}"'}
        if status == 201:
            headers["Location"] = f"{self.base}/{row.number}"
        return answer(document, status, **headers)

    def _subject(self, caller: Caller, data: dict[str, Any]) -> tuple[str, int] | None:
        word = data.pop("about", None)
        return subjects.find(caller.reach, self.schema, str(word)) if word else None

    def _refuse_unknown(self, data: dict[str, Any]) -> None:
        """Fields of the family that the kind does without are as unknown as any other."""
        known = {spec.name for spec in self.schema.specs}
        errors = {name: _("没有这个字段。") for name in data if name not in known}
        if errors:
            raise Invalid(_("有几处没有填对。"), code="invalid_data", errors=errors)

    def _added(self, caller: Caller, draft: Draft) -> Added:
        try:
            return self._add(caller, draft)
        except IntegrityError:
            # The same was sent twice at once, and the other was first: now it is known.
            return self._add(caller, draft)

    def _add(self, caller: Caller, draft: Draft) -> Added:
        with durable():
            (added,) = add_many(caller.reach.town_id, self.kind, [draft], actor=caller.actor)
        return added
