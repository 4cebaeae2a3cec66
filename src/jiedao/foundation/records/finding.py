"""The search over everything, and the addresses by which history and notices lead to a record."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import zip_longest
from typing import Any, Final

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from jiedao.foundation.records import searching
from jiedao.foundation.records.families import Family
from jiedao.foundation.records.gate import SEE, reach_filter
from jiedao.foundation.records.schema import Schema, generated_kinds, schema_of
from jiedao.foundation.records.standing import state_of, tone
from jiedao.foundation.records.verbs import verbs_of
from jiedao.foundation.staff.links import RecordLink, record_links
from jiedao.foundation.staff.pages.common import account_of
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.titles import Title
from jiedao.web import slots

_TITLES: Final = Title("台账", "Records")


def enter() -> None:
    """One provider for all kinds, and a link for each; called when all kinds are known."""
    slots.search_providers.add(
        slots.SearchProvider("records", _TITLES, "database", find, SEE, order=20)
    )
    for kind in generated_kinds():
        record_links.add(link_of(schema_of(kind.key)), declared_by=__name__)


def link_of(schema: Schema) -> RecordLink:
    """How history, notices and the audit name a record of the kind, and where its page is."""
    kind, model = schema.kind, schema.family.model
    # Who may read the audit may not therefore know what a restricted record is about.
    label = (model, "number" if kind.restricted else "title")
    return RecordLink(kind.key, kind.titles, partial(_url, schema), verbs_of(schema), label)


def _url(schema: Schema, record_id: int) -> str:
    rows = schema.family.model._default_manager.filter(kind=schema.kind.key, pk=record_id)
    number = rows.values_list("number", flat=True).first()
    return reverse("records:detail", args=[schema.kind.key, number]) if number else ""


def find(request: HttpRequest, words: str, limit: int) -> Iterable[slots.Hit]:
    """Records of every kind that the reader may see, by number, code or words."""
    reach = reach_of(account_of(request))
    found = [list(_hits(reach, schemas, words, limit)) for schemas in _by_family(reach)]
    # In turn, so that one full table does not hide what the others found.
    return [hit for turn in zip_longest(*found) for hit in turn if hit is not None][:limit]


def _by_family(reach: Reach) -> Iterator[list[Schema]]:
    """The kinds the reader may see anything of, those of one table together."""
    found: dict[str, list[Schema]] = {}
    for kind in generated_kinds():
        if reach.anywhere(SEE, kind.key):
            schema = schema_of(kind.key)
            found.setdefault(schema.family.key, []).append(schema)
    yield from found.values()


def _hits(reach: Reach, schemas: list[Schema], words: str, limit: int) -> Iterator[slots.Hit]:
    family: Family = schemas[0].family
    rows: Any = family.model._default_manager.filter(gate(reach, schemas), town_id=reach.town_id)
    ids = searching.find(rows, schemas, words, limit=limit)
    by_kind = {schema.kind.key: schema for schema in schemas}
    moment = clock.now()
    for row in family.model._default_manager.filter(pk__in=ids).order_by("-id"):
        schema = by_kind[row.kind]
        yield slots.Hit(
            row.title,
            reverse("records:detail", args=[row.kind, row.number]),
            f"{schema.kind.titles} {row.number} {state_of(schema, row).titles}",
            tone(schema, row, moment),
        )


def gate(reach: Reach, schemas: Iterable[Schema]) -> Q:
    """The gates of several kinds of one table as one condition."""
    whole: list[str] = []
    parts: dict[Q, list[str]] = {}
    for schema in schemas:
        chosen = reach_filter(reach, schema.kind.key)
        if chosen is None:
            whole.append(schema.kind.key)
        else:
            parts.setdefault(chosen, []).append(schema.kind.key)
    found = Q(kind__in=whole) if whole else Q(pk__in=[])
    for chosen, kinds in parts.items():
        found |= Q(kind__in=kinds) & chosen
    return found
