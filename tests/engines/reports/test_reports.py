"""A report from its draft to years after its release: who may do what, and that nothing changes."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import connection, transaction
from docx import Document as OpenedDocument

from jiedao.applications.plan.kinds import FACT
from jiedao.engines.indicators.periods import Period
from jiedao.engines.mirror import source
from jiedao.engines.reports import actions
from jiedao.engines.reports.models import Report, ReportFigure
from jiedao.engines.reports.queries import document_of, figures_of, is_unchanged
from jiedao.engines.reports.writing.book import Book, hash_of
from jiedao.engines.reports.writing.document import Document, Token
from jiedao.engines.reports.writing.markup import parse
from jiedao.engines.reports.writing.outputs import as_docx, as_html, as_text
from jiedao.foundation.records.actions import edit
from jiedao.foundation.staff import actions as staff
from jiedao.foundation.staff.actions import NewPost
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of, forget_reach
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import Conflict, Forbidden, Invalid
from jiedao.kernel.models import History
from tests.cast import SINCE, SmallTown
from tests.engines.reports.desk import appoint, checks, fact, on

YEAR = Period.parse("2024")
CHECKED = "古树巡查次数{{heritage_tree_checks@2024}}。"


@pytest.fixture(autouse=True)
def _january() -> Iterator[None]:
    with on(2025, 1, 10):
        yield


@pytest.fixture
def people(town: SmallTown) -> tuple[Account, Account]:
    """Who writes, who releases."""
    return appoint(town)


def draft(town: SmallTown, writer: Account, body: str = CHECKED) -> Report:
    document = Document("小城街道2024年工作总结", "小城街道办事处", None, parse(body))
    return actions.add(town.id, YEAR, document, actor=actor_of(writer))


def verbs(report: Report) -> list[str]:
    rows = History.objects.filter(kind="report", record_id=report.pk).order_by("id")
    return list(rows.values_list("verb", flat=True))


def test_only_a_writer_drafts(town: SmallTown, people: tuple[Account, Account]) -> None:
    with pytest.raises(Forbidden, match="起草工作总结"):
        actions.draft(town.id, YEAR, actor=actor_of(town.handler))
    report = actions.draft(town.id, YEAR, actor=actor_of(people[0]))
    assert (report.number, report.kind, report.state) == (1, "annual", "draft")
    assert report.author_id == people[0].pk
    assert verbs(report) == ["drafted"]
    half = actions.draft(town.id, Period.parse("2024H1"), actor=actor_of(people[0]))
    assert (half.number, half.kind) == (2, "half")


def test_a_second_click_makes_no_second_draft(
    town: SmallTown, people: tuple[Account, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, other = actor_of(people[0]), actor_of(town_writer(town, people[1]))
    first = actions.draft(town.id, YEAR, actor=writer)
    assert actions.draft(town.id, YEAR, actor=writer) == first
    assert actions.draft(town.id, YEAR, actor=other) != first
    assert actions.draft(town.id, YEAR, title="另一份", actor=writer) != first
    # Both were composing when the first was kept: the second is undone, and its number is free.
    looked: list[int | None] = []
    known = actions.drafted_just_now

    def late(*asked: object, before: int | None = None, **named: Any) -> Report | None:
        looked.append(before)
        return known(*asked, before=before, **named) if before else None

    monkeypatch.setattr(actions, "drafted_just_now", late)
    assert actions.draft(town.id, YEAR, actor=writer) == first
    assert len(looked) == 2
    monkeypatch.undo()
    with on(2025, 1, 11):
        again = actions.draft(town.id, YEAR, actor=writer)
    assert (again.number, Report.objects.count()) == (4, 4)


def test_who_sees_what(town: SmallTown, people: tuple[Account, Account]) -> None:
    writer, releaser = people
    checks(town, 2024, "s")
    report = draft(town, writer)

    def seen(account: Account) -> bool:
        account = Account.objects.get(pk=account.pk)
        return Report.objects.visible_to(account.reach).filter(pk=report.pk).exists()

    assert [seen(one) for one in (writer, releaser, town.handler, town.stranger)] == [
        True, True, False, False,
    ]  # fmt: skip
    actions.publish(report, version=report.version, actor=actor_of(releaser))
    assert [seen(one) for one in (town.handler, town.nobody, town.stranger)] == [
        True, False, False,
    ]  # fmt: skip


def test_of_two_who_edit_at_once_the_second_is_told(
    town: SmallTown, people: tuple[Account, Account]
) -> None:
    writer = actor_of(people[0])
    report = draft(town, people[0])
    actions.edit(report, version=1, body="一", title="题", actor=writer)
    with pytest.raises(Conflict, match="刚被别人改过"), transaction.atomic():
        actions.edit(report, version=1, body="二", title="题", actor=writer)
    report.refresh_from_db()
    assert (report.body, report.version) == ("一", 2)
    actions.edit(report, version=2, body="一", title="题", office=report.office, actor=writer)
    assert verbs(report) == ["drafted", "edited"]


@pytest.mark.parametrize(("title", "body", "field"), [("", "文", "title"), ("题", " ", "body")])
def test_what_is_no_report(
    town: SmallTown, people: tuple[Account, Account], title: str, body: str, field: str
) -> None:
    report = draft(town, people[0])
    with pytest.raises(Invalid) as info:
        actions.edit(report, version=1, body=body, title=title, actor=actor_of(people[0]))
    assert list(info.value.errors) == [field]


def test_somebody_else_releases(town: SmallTown, people: tuple[Account, Account]) -> None:
    writer, releaser = people
    checks(town, 2024, "sw")
    report = draft(town, writer)
    with pytest.raises(Forbidden, match="审核发布工作总结"):
        actions.publish(report, version=report.version, actor=actor_of(writer))
    actions.publish(report, version=report.version, actor=actor_of(releaser))
    report.refresh_from_db()
    assert (report.state, report.published_by_id) == ("published", releaser.pk)
    assert report.day == date(2025, 1, 10)
    assert verbs(report) == ["drafted", "published"]


def test_who_may_do_both_still_needs_another(
    town: SmallTown, people: tuple[Account, Account]
) -> None:
    writer, releaser = people
    checks(town, 2024, "s")
    own = draft(town, town_writer(town, releaser))
    with pytest.raises(Forbidden, match="不能自己发布"), transaction.atomic():
        actions.publish(own, version=own.version, actor=actor_of(releaser))
    other = draft(town, writer)
    actions.publish(other, version=other.version, actor=actor_of(releaser))


def town_writer(town: SmallTown, account: Account) -> Account:
    """The same person, who may write as well."""
    post = NewPost(account.username, "office", "report_writer", valid_from=SINCE)
    staff.add_post(town.id, post, actor=SYSTEM)
    forget_reach(account)
    return account


def test_a_gap_is_not_released(town: SmallTown, people: tuple[Account, Account]) -> None:
    report = draft(town, people[0], "同比增长{{heritage_tree_checks@2024|growth}}。")
    with pytest.raises(Invalid, match="有 1 处没有数据"), transaction.atomic():
        actions.publish(report, version=report.version, actor=actor_of(people[1]))
    report.refresh_from_db()
    assert report.is_draft
    assert not ReportFigure.objects.exists()


def test_years_later_a_number_is_what_it_was(
    town: SmallTown, people: tuple[Account, Account]
) -> None:
    gdp = fact(town, indicator="gdp", value="900", rank=1, scope="district")
    checks(town, 2024, "sww")
    text = "总值{{gdp@2024}}，{{gdp@2024|rank}}，衰弱{{heritage_trees_weak@2024}}。"
    report = draft(town, people[0], text)
    report = actions.publish(report, version=report.version, actor=actor_of(people[1]))
    before = as_text(document_of(report), figures_of(report))
    assert "总值900亿元，全区第一，衰弱2株次。" in before
    with on(2027, 6, 1):
        edit(
            town.id, FACT, gdp.number, {"value": "950", "rank": 2}, actor=actor_of(town.dispatcher)
        )
        source.fresh(town.id)
        assert Book(town.id)(Token("gdp", "2024")).value == 950
        assert as_text(document_of(report), figures_of(report)) == before
        row = ReportFigure.objects.get(report=report, place=1)
        assert (row.key, row.value, row.records) == ("gdp", Decimal(900), 1)
        assert row.detail["sources"][0]["issued_by"] == "区统计局"
        then = Book(town.id, as_of=row.as_of)
        assert then(Token("gdp", "2024")).value == 900
        weak = ReportFigure.objects.get(report=report, place=3)
        assert hash_of(then.ids(Token("heritage_trees_weak", "2024"))) == weak.ids_hash
        assert is_unchanged(report)


def test_what_is_published_is_not_touched(town: SmallTown, people: tuple[Account, Account]) -> None:
    checks(town, 2024, "s")
    report = draft(town, people[0])
    report = actions.publish(report, version=report.version, actor=actor_of(people[1]))
    writer = actor_of(people[0])
    with pytest.raises(Conflict), transaction.atomic():
        actions.edit(report, version=report.version, body="改", title="改", actor=writer)
    with pytest.raises(Conflict), transaction.atomic():
        actions.discard(report, actor=writer)
    row = ReportFigure.objects.get(report=report)
    for change in (row.save, row.delete, ReportFigure.objects.all().delete):
        with pytest.raises(Conflict, match="不能修改"):
            change()
    with pytest.raises(Conflict, match="不能修改"):
        ReportFigure.objects.update(value=9)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reports_report SET body = '改了'",
        "UPDATE reports_reportfigure SET value = 9",
        "UPDATE reports_reportfigure SET formula = '别的'",
    ],
)
def test_a_change_behind_its_back_is_seen(
    town: SmallTown, people: tuple[Account, Account], statement: str
) -> None:
    checks(town, 2024, "s")
    report = draft(town, people[0])
    report = actions.publish(report, version=report.version, actor=actor_of(people[1]))
    assert is_unchanged(Report.objects.get(pk=report.pk))
    with connection.cursor() as cursor:
        cursor.execute(statement)
    changed = Report.objects.get(pk=report.pk)
    assert not is_unchanged(changed)


def test_a_draft_shows_what_was_computed_last_until_it_is_asked_anew(
    town: SmallTown, people: tuple[Account, Account]
) -> None:
    checks(town, 2024, "s")
    report = draft(town, people[0])
    report = actions.refresh(report, actor=actor_of(people[0]))
    checks(town, 2024, "ss", first=5)
    assert "2次" not in as_text(document_of(report), figures_of(report))
    assert "古树巡查次数1次" in as_text(document_of(report), figures_of(report))
    with pytest.raises(Forbidden), transaction.atomic():
        actions.refresh(report, actor=actor_of(people[1]))
    report = actions.refresh(report, actor=actor_of(people[0]))
    assert "古树巡查次数3次" in as_text(document_of(report), figures_of(report))
    checks(town, 2024, "s", first=9)
    report = actions.publish(report, version=report.version, actor=actor_of(people[1]))
    assert "古树巡查次数4次" in as_text(document_of(report), figures_of(report))


def test_a_draft_is_discarded(town: SmallTown, people: tuple[Account, Account]) -> None:
    report = draft(town, people[0])
    with pytest.raises(Forbidden), transaction.atomic():
        actions.discard(report, actor=actor_of(people[1]))
    actions.discard(report, actor=actor_of(people[0]))
    assert not Report.objects.exists()


def test_as_word_html_and_text(town: SmallTown, people: tuple[Account, Account]) -> None:
    checks(town, 2024, "ss")
    report = draft(town, people[0], f"# 总结\n## 古树<树>\n**巡查。**{CHECKED}")
    document, figures = document_of(report), figures_of(report)
    opened = OpenedDocument(BytesIO(as_docx(document, figures)))
    lines = [paragraph.text for paragraph in opened.paragraphs if paragraph.text]
    assert lines[-4:] == ["一、总结", "（一）古树<树>", "巡查。古树巡查次数2次。", "小城街道办事处"]
    html = as_html(document, figures, lambda figure: f"/f/{figure.token.key}")
    assert '<a class="figure" href="/f/heritage_tree_checks"' in html
    assert "古树&lt;树&gt;" in html
    assert ">2次</a>。" in html
    assert "　　巡查。古树巡查次数2次。" in as_text(document, figures)
