"""The way from a writer to who releases: submitted, taken back, returned; and what is to be looked
at again before."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from jiedao.engines.indicators.periods import Period
from jiedao.engines.reports import actions
from jiedao.engines.reports.models import Report
from jiedao.engines.reports.queries import document_of, figures_of, releasers
from jiedao.engines.reports.writing.checking import contradictions
from jiedao.engines.reports.writing.document import Document
from jiedao.engines.reports.writing.doubting import doubts
from jiedao.engines.reports.writing.markup import parse
from jiedao.foundation.staff.models import Account, Notice
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel.errors import Conflict, Forbidden, Invalid
from jiedao.kernel.models import History
from tests.cast import SmallTown
from tests.conformance.desk import body, browser
from tests.engines.reports.desk import appoint, checks, on

YEAR = Period.parse("2024")
TEXT = (
    "# 总结\n另有植树9654株、投入30万元；古树巡查超{{heritage_tree_checks@2024}}。"
    "巡查次数同比下降{{heritage_tree_checks@2024|growth}}。"
)


@pytest.fixture(autouse=True)
def _january() -> Iterator[None]:
    with on(2025, 1, 10):
        yield


@pytest.fixture
def people(town: SmallTown) -> tuple[Account, Account]:
    """Who writes, who releases."""
    checks(town, 2023, "s")
    checks(town, 2024, "ss")
    return appoint(town)


@pytest.fixture
def report(town: SmallTown, people: tuple[Account, Account]) -> Report:
    document = Document("总结", "", None, parse(TEXT))
    return actions.add(town.id, YEAR, document, actor=actor_of(people[0]))


def told(account: Account) -> list[str]:
    return list(Notice.objects.filter(account=account).values_list("text", flat=True))


def test_it_is_handed_over_and_released(
    people: tuple[Account, Account], report: Report, town: SmallTown
) -> None:
    writer, releaser = people
    assert releasers(report) == {releaser.pk}
    with pytest.raises(Forbidden, match="起草工作总结"):
        actions.submit(report, version=1, actor=actor_of(releaser))
    with pytest.raises(Conflict, match="刚被改过"), transaction.atomic():
        actions.submit(report, version=7, actor=actor_of(writer))
    report = actions.submit(report, version=1, actor=actor_of(writer))
    assert (report.state, report.submitted_by_id) == ("submitted", writer.pk)
    assert told(releaser) == ["请审核发布：总结"]
    with pytest.raises(Forbidden, match="审核发布工作总结"):
        actions.publish(report, version=1, actor=actor_of(writer))
    actions.publish(report, version=1, actor=actor_of(releaser))
    assert told(writer) == ["已发布：总结"]
    lines = History.objects.filter(kind="report", record_id=report.pk).order_by("id")
    assert [line.verb for line in lines] == ["drafted", "submitted", "published"]
    assert told(town.handler) == []


def test_while_it_waits_nobody_changes_it(people: tuple[Account, Account], report: Report) -> None:
    writer = actor_of(people[0])
    actions.submit(report, version=1, actor=writer)
    for change in (
        lambda: actions.edit(report, version=1, body="改", title="改", actor=writer),
        lambda: actions.refresh(report, actor=writer),
        lambda: actions.discard(report, actor=writer),
        lambda: actions.submit(report, version=1, actor=writer),
    ):
        with pytest.raises(Conflict, match="已经送审"), transaction.atomic():
            change()
    with pytest.raises(Forbidden), transaction.atomic():
        actions.take_back(report, actor=actor_of(people[1]))
    taken = actions.take_back(report, actor=writer)
    assert taken.state == "draft"
    assert actions.edit(taken, version=1, body="改", title="改", actor=writer).version == 2


def test_it_is_returned_with_a_reason(people: tuple[Account, Account], report: Report) -> None:
    writer, releaser = people
    with pytest.raises(Conflict, match="没有送审"), transaction.atomic():
        actions.return_for(report, reason="数字不对", actor=actor_of(releaser))
    actions.submit(report, version=1, actor=actor_of(writer))
    with pytest.raises(Invalid, match="退回的原因"), transaction.atomic():
        actions.return_for(report, reason=" ", actor=actor_of(releaser))
    with pytest.raises(Forbidden), transaction.atomic():
        actions.return_for(report, reason="数字不对", actor=actor_of(writer))
    actions.return_for(report, reason="数字不对", actor=actor_of(releaser))
    assert told(writer) == ["退回修改：总结。数字不对"]
    assert "退回修改：数字不对" in body(browser(writer).get("/reports/1/"))
    line = History.objects.get(kind="report", record_id=report.pk, verb="returned")
    assert line.note == "数字不对"
    again = actions.submit(report, version=1, actor=actor_of(writer))
    assert again.returned_for == ""


def test_it_is_not_handed_to_nobody(people: tuple[Account, Account], report: Report) -> None:
    Account.objects.filter(pk=people[1].pk).update(is_active=False)
    with pytest.raises(Conflict, match="还没有人可以发布"), transaction.atomic():
        actions.submit(report, version=1, actor=actor_of(people[0]))
    page = body(browser(people[0]).get("/reports/1/submit/"))
    assert "还没有人可以发布" in page


def test_the_pages_of_the_way(people: tuple[Account, Account], report: Report) -> None:
    writer, releaser = browser(people[0]), browser(people[1])
    assert 'href="/reports/1/submit/"' in body(writer.get("/reports/1/"))
    assert "起草人还没有送审" in body(releaser.get("/reports/1/publish/"))
    assert "周书记" in body(writer.get("/reports/1/submit/"))
    assert releaser.post("/reports/1/submit/", {"version": 1}).status_code == 403
    assert writer.post("/reports/1/submit/", {"version": 1}).status_code == 303
    waiting = body(writer.get("/reports/1/"))
    assert "data-report" not in waiting
    assert "等待发布" in waiting
    assert "撤回送审" in waiting
    assert "待发布" in body(writer.get("/reports/"))
    read = body(releaser.get("/reports/1/"))
    assert 'href="/reports/1/return/"' in read
    assert "撤回送审" not in read
    assert "阅只读于" in body(releaser.get("/reports/1/publish/"))
    assert writer.post("/reports/1/return/", {"reason": "再改"}).status_code == 403
    assert releaser.post("/reports/1/return/", {"reason": "再改一改"}).status_code == 303
    assert releaser.post("/reports/1/take-back/").status_code == 403
    notice = Notice.objects.get(account=people[1])
    assert releaser.get(f"/notices/{notice.pk}/")["Location"] == "/reports/1/"


def test_every_doubt_has_its_clause(report: Report) -> None:
    blocks, figures = document_of(report).blocks, figures_of(report)
    found = doubts(blocks, figures, contradictions(blocks, figures))
    assert [(one.at, one.words, one.typed) for one in found] == [
        (1, "古树巡查超2次。", False),
        (1, "巡查次数同比下降100%。", False),
        (1, "另有植树9654株、投入30万元", True),
    ]


def test_they_are_listed_and_marked(people: tuple[Account, Account], report: Report) -> None:
    page = body(browser(people[1]).get("/reports/1/publish/"))
    assert "还有 2 处文字与数据不符" in page
    assert "有 1 个手写的数字，没有记录可查" in page
    assert '<a href="/reports/1/#p1">巡查次数同比下降100%。</a>' in page
    read = body(browser(people[1]).get("/reports/1/"))
    assert '<p id="p1">' in read
    assert '<mark class="typed">30万元</mark>' in read
    assert '<mark class="doubted">100%</mark>' in read
    editor = body(browser(people[0]).get("/reports/1/"))
    assert 'id="p1"' in editor
    assert '<mark class="rp-typed">30万元</mark>' in editor
    assert "rp-doubted" in editor
    html = browser(people[0]).get("/reports/1/download/html/").content.decode()
    assert "<mark" not in html


def test_writers_and_releasers_find_the_reports_in_the_menu(
    people: tuple[Account, Account], town: SmallTown
) -> None:
    for account in people:
        assert 'href="/reports/"' in body(browser(account).get("/home/"))
    assert 'href="/reports/"' not in body(browser(town.handler).get("/home/"))
