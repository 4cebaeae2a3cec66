"""Every write to reports: a draft is composed, edited and submitted; publishing freezes it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from jiedao.engines.indicators.periods import Period
from jiedao.engines.reports.gate import PUBLISH, WRITE
from jiedao.engines.reports.models import Report, ReportFigure
from jiedao.engines.reports.queries import KIND, drafted_just_now, releasers, writers
from jiedao.engines.reports.writing import composing, freezing, proposing
from jiedao.engines.reports.writing.book import Book
from jiedao.engines.reports.writing.checking import contradictions
from jiedao.engines.reports.writing.document import Block, Document, tokens
from jiedao.engines.reports.writing.keeping import Kept, kept, known
from jiedao.engines.reports.writing.markup import parse, write, write_token
from jiedao.foundation.staff.actions.common import apply, require_in
from jiedao.foundation.staff.notices import NewNotice, notify
from jiedao.kernel import clock, history, towns
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Forbidden, Invalid
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

_LONGEST = 200_000
_KINDS = {6: Report.Kind.HALF, 12: Report.Kind.ANNUAL}


@dataclass(frozen=True, slots=True)
class Composed:
    """A first text, what is proposed beside it, and its figures: as ``draft`` keeps it."""

    document: Document
    proposals: list[dict[str, str]]
    figures: Kept


def compose(town_id: int, period: Period) -> Composed:
    """The first text of a period, nothing kept yet: seconds of counting, so that whoever can
    does it before his transaction begins, in which nobody else writes."""
    book = Book(town_id)
    document = composing.compose(book, period)
    found = [asdict(one) for one in proposing.proposals(book, period)]
    return Composed(document, found, _kept(book, document.blocks, [one["text"] for one in found]))


def draft(
    town_id: int,
    period: Period,
    *,
    title: str = "",
    composed: Composed | None = None,
    actor: Actor,
) -> Report:
    """A first text for the period, with what its author might say of shortcomings. Asked again
    within moments (a second click), it gives the first."""
    require_in(actor, WRITE, town_id)
    if first := drafted_just_now(town_id, period.key, title, actor=actor):
        return first
    made = composed or compose(town_id, period)
    try:
        with transaction.atomic():
            new = add(
                town_id, period, made.document, title=title, proposals=made.proposals,
                figures=made.figures, actor=actor,
            )  # fmt: skip
            # The other click was composing at the same time, and came first.
            if first := drafted_just_now(town_id, period.key, title, actor=actor, before=new.pk):
                raise _SecondClickError(first)
    except _SecondClickError as second:
        return second.first
    return new


class _SecondClickError(Exception):
    """What was made is undone: ``first`` is there already."""

    def __init__(self, first: Report) -> None:
        super().__init__()
        self.first = first


def add(
    town_id: int,
    period: Period,
    document: Document,
    *,
    title: str = "",
    proposals: list[dict[str, str]] | None = None,
    figures: Kept | None = None,
    actor: Actor,
) -> Report:
    """Keep a text as a new draft."""
    require_in(actor, WRITE, town_id)
    with within():
        moment = clock.now()
        report = Report.objects.create(
            town_id=town_id,
            number=towns.take_numbers(town_id, "report"),
            period=period.key,
            kind=_KINDS.get(period.month_count if period.is_months else 0, Report.Kind.OTHER),
            title=(title or document.title)[:200],
            office=document.office,
            day=document.day,
            body=write(document.blocks),
            proposals=proposals or [],
            kept=figures or {},
            author_id=actor.id if actor.is_staff else None,
            edited_by_id=actor.id if actor.is_staff else None,
            created_at=moment,
            edited_at=moment,
        )
        _record(report, "drafted", actor=actor)
    return report


def edit(
    report: Report,
    *,
    version: int,
    body: str,
    title: str,
    office: str = "",
    day: date | None = None,
    actor: Actor,
) -> Report:
    """Change the text; Conflict where somebody else was first (``version`` is what was read)."""
    require_in(actor, WRITE, report.town_id)
    _refuse_empty(title, body)
    with within():
        fresh = _open_to_change(report)
        if fresh.version != version:
            raise Conflict(
                _("这份报告刚被别人改过，请刷新后把您的改动再写一次。"), code="changed_meanwhile"
            )
        values = {"title": title, "office": office, "day": day, "body": write(parse(body))}
        changes = apply(fresh, values)
        if changes:
            fresh.kept = _kept_of(fresh, fresh.kept)
            fresh.version += 1
            fresh.edited_at = clock.now()
            fresh.edited_by_id = actor.id if actor.is_staff else fresh.edited_by_id
            fresh.save()
            _record(fresh, "edited", changes=dict(changes), actor=actor)
    return fresh


def refresh(report: Report, *, actor: Actor) -> Report:
    """Compute the figures of a draft anew; its text stays, and so does its version."""
    require_in(actor, WRITE, report.town_id)
    with within():
        fresh = _open_to_change(report)
        fresh.kept = _kept_of(fresh, {})
        fresh.save(update_fields=["kept"])
        _record(fresh, "refreshed", actor=actor)
    return fresh


def discard(report: Report, *, actor: Actor) -> None:
    """Throw a draft away; its history stays."""
    require_in(actor, WRITE, report.town_id)
    with within():
        fresh = _open_to_change(report)
        _record(fresh, "discarded", note=fresh.title, actor=actor)
        fresh.delete()


def submit(report: Report, *, version: int, actor: Actor) -> Report:
    """Hand a draft over to those who may release it, and tell them; until it is taken back or
    returned nobody changes it. Conflict where nobody else may release it."""
    require_in(actor, WRITE, report.town_id)
    with within():
        fresh = _open_to_change(report)
        if fresh.version != version:
            raise Conflict(_("这份报告刚被改过，请看过新的文字再送审。"), code="changed_meanwhile")
        readers = releasers(fresh)
        if not readers:
            raise Conflict(
                _(
                    "除起草人和最后修改人以外，还没有人可以发布。请管理员给一个人“材料审核人”的岗位。"
                ),
                code="no_releaser",
            )
        fresh.state, fresh.returned_for = Report.State.SUBMITTED, ""
        fresh.submitted_at = clock.now()
        fresh.submitted_by_id = actor.id if actor.is_staff else None
        fresh.save()
        _record(fresh, "submitted", actor=actor)
        _tell(fresh, readers, _("请审核发布：%(title)s") % {"title": fresh.title})
    return fresh


def take_back(report: Report, *, actor: Actor) -> Report:
    """A submitted report is a draft again, to be changed further."""
    require_in(actor, WRITE, report.town_id)
    with within():
        fresh = _submitted(report)
        fresh.state = Report.State.DRAFT
        fresh.save(update_fields=["state"])
        _record(fresh, "taken_back", actor=actor)
    return fresh


def return_for(report: Report, *, reason: str, actor: Actor) -> Report:
    """Back to whoever submitted it, with what is to be changed; its author is told."""
    require_in(actor, PUBLISH, report.town_id)
    if not reason.strip():
        raise Invalid(_("请写明退回的原因。"), field="reason")
    with within():
        fresh = _submitted(report)
        fresh.state, fresh.returned_for = Report.State.DRAFT, reason.strip()[:500]
        fresh.save(update_fields=["state", "returned_for"])
        _record(fresh, "returned", note=fresh.returned_for, actor=actor)
        told = {"title": fresh.title, "why": fresh.returned_for}
        _tell(fresh, writers(fresh) - {actor.id}, _("退回修改：%(title)s。%(why)s") % told)
    return fresh


def publish(report: Report, *, version: int, as_of: datetime | None = None, actor: Actor) -> Report:
    """Release a draft, submitted or not: its text and figures are frozen as they are known now.

    Whoever wrote it, or changed it last, may not release it. ``as_of`` is a moment to which the
    columns of the records are complete (``book.refreshed``); figures are those of it.
    """
    require_in(actor, PUBLISH, report.town_id)
    with within():
        fresh = _draft(report)
        if actor.id in (fresh.author_id, fresh.edited_by_id):
            raise Forbidden(
                _("起草人和最后修改人不能自己发布，请由他人审核发布。"), code="own_report"
            )
        if fresh.version != version:
            raise Conflict(_("这份报告刚被改过，请看过新的文字再发布。"), code="changed_meanwhile")
        _freeze(fresh, as_of or clock.now(), actor)
        fresh.save()
        hashes = [fresh.body_hash, fresh.figures_hash]
        _record(fresh, "published", data={"hashes": hashes}, actor=actor)
        _tell(fresh, writers(fresh) - {actor.id}, _("已发布：%(title)s") % {"title": fresh.title})
    return fresh


def _kept_of(report: Report, before: Kept) -> Kept:
    book = Book(report.town_id, known=known(before))
    blocks = parse(report.body)
    book.load_all(tokens(blocks))
    return _kept(book, blocks, [one["text"] for one in report.proposals])


def _kept(book: Book, blocks: tuple[Block, ...], proposed: list[str]) -> Kept:
    """The figures of a text and of what is proposed for it, and those they are held against."""
    for some in (blocks, *(parse(text) for text in proposed)):
        contradictions(some, book)
    wanted = {token.key for some in (blocks, *map(parse, proposed)) for token in tokens(some)}
    return kept(one for one in book.asked() if one.token.key in wanted)


def _freeze(report: Report, moment: datetime, actor: Actor) -> None:
    book = Book(report.town_id, as_of=moment)
    blocks = parse(report.body)
    gaps = [write_token(token) for token in tokens(blocks) if book(token).missing]
    if gaps:
        raise Invalid(
            _("有 %(count)d 处没有数据，请改好再发布：%(first)s")
            % {"count": len(gaps), "first": gaps[0]},
            code="missing_figures",
        )
    # What is frozen is part of a Chinese document, whoever releases it.
    with translation.override("zh-hans"):
        frozen = freezing.rows_of(report, blocks, Book(report.town_id, as_of=moment))
    rows = ReportFigure.objects.bulk_create(frozen)
    report.day = report.day or clock.today()
    report.state, report.published_at, report.as_of = Report.State.PUBLISHED, clock.now(), moment
    report.published_by_id = actor.id if actor.is_staff else None
    report.version, report.kept = report.version + 1, {}
    report.body_hash = freezing.hash_of_text(report)
    report.figures_hash = freezing.hash_of_figures(rows)


def _draft(report: Report) -> Report:
    """The report as it is now, locked; Conflict once it is published."""
    fresh = Report.objects.select_for_update().filter(pk=report.pk).first()
    if fresh is None or not fresh.is_draft:
        raise Conflict(_("这份报告已经发布或删除，不能再修改。"), code="not_a_draft")
    return fresh


def _open_to_change(report: Report) -> Report:
    """As ``_draft``; Conflict while it waits for its release."""
    fresh = _draft(report)
    if fresh.is_submitted:
        raise Conflict(_("这份报告已经送审，撤回以后才能改。"), code="submitted")
    return fresh


def _submitted(report: Report) -> Report:
    fresh = _draft(report)
    if not fresh.is_submitted:
        raise Conflict(_("这份报告没有送审，或已经撤回、退回。"), code="not_submitted")
    return fresh


def _tell(report: Report, readers: set[int], text: str) -> None:
    news = (NewNotice("report", text, one, None, KIND, report.pk) for one in sorted(readers))
    notify(report.town_id, news)


def _refuse_empty(title: str, body: str) -> None:
    if not title.strip():
        raise Invalid(_("请填写标题。"), field="title")
    if len(title) > 200:
        raise Invalid(_("标题最多 200 个字。"), field="title")
    if not body.strip():
        raise Invalid(_("正文不能为空。"), field="body")
    if len(body) > _LONGEST:
        raise Invalid(_("正文太长。"), field="body")


def _record(
    report: Report,
    verb: str,
    *,
    note: str = "",
    changes: dict[str, tuple[object, object]] | None = None,
    data: dict[str, object] | None = None,
    actor: Actor,
) -> None:
    line = Line(KIND, report.pk, verb, note=note, changes=changes or {}, data=data or {})
    history.record(report.town_id, [line], actor=actor)
