"""What the engine enters into the frame: search, the first page's cards, links, worker steps."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from jiedao.engines.cases import checks, clocks, searching, subjects
from jiedao.engines.cases.gate import sees_everything
from jiedao.engines.cases.importing import running
from jiedao.engines.cases.models import Case, Request
from jiedao.engines.cases.naming import every_verb, state_title
from jiedao.engines.cases.pages import home
from jiedao.engines.cases.pages.common import RECORD, SEE, case_url, reader
from jiedao.engines.cases.panels import PANELS
from jiedao.engines.cases.settings import GROUPS
from jiedao.engines.cases.worker import STEPS
from jiedao.foundation.datasets.importers import Importer, importers
from jiedao.foundation.parties.slots import PersonRecord, PersonRecords, person_records
from jiedao.foundation.records.relating import Relation, relations
from jiedao.foundation.staff.links import RecordLink, record_links
from jiedao.kernel import clock, history, registry
from jiedao.kernel.access import Reach
from jiedao.kernel.titles import Title
from jiedao.web import slots

CASES = Title("事件", "Cases")


def enter() -> None:
    """Called once, when the app is ready."""
    registry.on_close(checks.check_kinds)
    relations.add(Relation("cases", subjects.related), declared_by=__name__)
    for step in STEPS:
        registry.steps.add(step, declared_by=__name__)
    for group in GROUPS:
        registry.settings.add(group, declared_by=__name__)
    slots.search_providers.add(
        slots.SearchProvider("cases", CASES, "clipboard-list", find, SEE, order=10)
    )
    importers.add(
        Importer(
            running.KIND,
            Title("诉求、工单", "Requests"),
            running.titled_maps,
            running.read_map,
            running.parse_map,
            running.check_file,
            running.import_requests,
        )
    )
    for card in _CARDS:
        slots.home_cards.add(card)
    for panel in PANELS:
        registry.panels.add(panel, declared_by=__name__)
    person_records.add(PersonRecords("requests", Title("诉求", "Requests"), _people, _of_person))
    registry.on_close(_enter_link)


def _enter_link() -> None:
    """Called when all kinds of case are known: each brings verbs of its own."""
    record_links.add(RecordLink(RECORD, CASES, _link, every_verb()), declared_by=__name__)


_CARDS = (
    slots.HomeCard("cases.day", Title("待我办", "Waiting for me"), home.my_day, SEE, 10, wide=True),
    slots.HomeCard("cases.approvals", Title("待我审批", "To decide"), home.approvals, SEE, 20),
    slots.HomeCard("cases.steps", Title("在办事件走到哪一步", "Where open cases stand"),
                   home.steps, SEE, 30),
    slots.HomeCard("cases.units", Title("各单位在办", "Open work by unit"), home.units, SEE, 40),
)  # fmt: skip


def find(request: HttpRequest, words: str, limit: int) -> Iterable[slots.Hit]:
    """Cases by number, telephone, or words of text and address."""
    reach = reader(request)
    rows = Case.objects.visible_to(reach)
    ids = searching.find(rows, reach, words, limit=limit, narrow=not sees_everything(reach))
    found = Case.objects.filter(pk__in=ids).select_related("unit").order_by("-id")
    moment = clock.now()
    return [
        slots.Hit(
            f"{row.number} {' '.join(history.scrub(row.text[:120]).split())[:40]}",
            case_url(row.number),
            f"{state_title(row)} {row.unit or ''}".strip(),
            clocks.tone(row, moment),
        )
        for row in found
    ]


def _people(reach: Reach) -> QuerySet[Any, Any]:
    return Request.objects.visible_to(reach).exclude(requester=None).values("requester_id")


def _of_person(reach: Reach, person_id: int, limit: int) -> Sequence[PersonRecord]:
    rows = Request.objects.visible_to(reach).filter(requester_id=person_id)
    moment = clock.now()
    return [
        PersonRecord(
            row.number,
            " ".join(history.scrub(row.text).split())[:60],
            case_url(row.case.number),
            row.received_at,
            state_title(row.case),
            clocks.tone(row.case, moment),
        )
        for row in rows.select_related("case").order_by("-id")[:limit]
    ]


def _link(record_id: int) -> str:
    number = Case.objects.filter(pk=record_id).values_list("number", flat=True).first()
    return case_url(number) if number else ""
