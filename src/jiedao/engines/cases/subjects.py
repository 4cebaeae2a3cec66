"""What a case is about: a record of a kind that its own kind names (``Kind.about``), or something
else that has a page. And, for the page of such a record, the cases about it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from jiedao.engines.cases import clocks, kinds, queries
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.naming import state_title
from jiedao.engines.cases.work import CASE
from jiedao.foundation.records import subjects
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.relating import SHOWN, Related
from jiedao.foundation.records.schema import is_generated
from jiedao.foundation.staff.links import kind_title, record_url
from jiedao.kernel import clock, history
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Kind
from jiedao.kernel.errors import Invalid

SEE, REPORT = "cases.see", "cases.report"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a case is about, as a reader may see it."""

    title: str
    url: str


def check(kind: str, subject_kind: str) -> None:
    """Invalid where cases of a kind are never about such records."""
    declared = kinds.kind_of(kind)
    known = declared.about if declared is not None else ()
    if is_generated(subject_kind) and subject_kind not in known:
        raise Invalid(
            _("这种事件不能登记在“%(kind)s”上。") % {"kind": kind_title(subject_kind)},
            field="subject_kind",
            code="no_subject",
        )


def find(reach: Reach, kind: str, record_id: int) -> Subject | None:
    """The record, by its name where it has one; None where there is none that the reader may see."""
    url = record_url(kind, record_id)
    if not url or (kind == CASE and not _seen(reach, record_id)):
        return None
    if not is_generated(kind):
        return Subject(kind_title(kind), url)
    name = subjects.name_of(reach, kind, record_id)
    return Subject(f"{kind_title(kind)} · {name}", url) if name else None


def _seen(reach: Reach, case_id: int) -> bool:
    return Case.objects.visible_to(reach).filter(pk=case_id).exists()


def may_open(reach: Reach, kind: str) -> bool:
    """Whether the reader may open a case of that kind anywhere."""
    return any(not one.kinds or kind in one.kinds for one in reach.holding(REPORT))


def related(reach: Reach, record: Record, is_open: bool) -> Iterator[Related]:
    """The cases about a record, of each kind that may be about it (``records.relating``)."""
    for kind in kinds.case_kinds():
        if record.kind in kind.about and reach.anywhere(SEE, kind.key):
            yield _related(reach, record, kind, is_open)


def _related(reach: Reach, record: Record, kind: Kind, is_open: bool) -> Related:
    found = list(queries.about(reach, record.kind, record.pk).filter(kind=kind.key)[: SHOWN + 1])
    moment = clock.now()
    query = urlencode({"subject_kind": record.kind, "subject_id": record.pk})
    new = f"{reverse('cases:kind_new', args=[kind.key])}?{query}"
    return Related(
        kind,
        [
            (reverse("cases:record", args=[case.number]), _line(case), str(state_title(case)),
             clocks.tone(case, moment))
            for case in found[:SHOWN]
        ],
        new if is_open and may_open(reach, kind.key) else "",
        f"{reverse('cases:kind', args=[kind.key])}?{query}" if len(found) > SHOWN else "",
    )  # fmt: skip


def _line(case: Case) -> str:
    day = case.reported_at.astimezone(clock.TOWN_ZONE).date()
    return f"{day} {' '.join(history.scrub(case.text[:120]).split())[:60]}"
