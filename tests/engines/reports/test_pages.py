"""The pages of reports: list, editor, what contradicts a text, proposals, figures, files, release."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.test import Client
from docx import Document as OpenedDocument

from jiedao.engines.indicators.periods import Period
from jiedao.engines.reports import actions
from jiedao.engines.reports.models import Report
from jiedao.engines.reports.pages.editing import with_shortcoming
from jiedao.engines.reports.writing.document import Document
from jiedao.engines.reports.writing.markup import parse
from jiedao.foundation.staff import actions as staff
from jiedao.foundation.staff.actions import NewPost
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel.actors import SYSTEM
from tests.cast import SINCE, SmallTown
from tests.conformance.desk import body, browser
from tests.engines.reports.desk import appoint, checks, fact, on

YEAR = Period.parse("2024")
TEXT = "# 总结\n**巡查。**古树巡查次数{{heritage_tree_checks@2024}}，同比下降{{heritage_tree_checks@2024|growth}}。"


@pytest.fixture(autouse=True)
def _january() -> Iterator[None]:
    with on(2025, 1, 10):
        yield


@pytest.fixture
def people(town: SmallTown) -> tuple[Account, Account]:
    return appoint(town)


def report_with(town: SmallTown, writer: Account, text: str) -> Report:
    document = Document("总结", "", None, parse(text))
    return actions.add(town.id, YEAR, document, actor=actor_of(writer))


def sent(page: str) -> dict[str, object]:
    """What the editor's form holds, as a browser without scripts sends it."""
    blocks = re.findall(r'name="block"[^>]*>([^<]*)</textarea>', page)
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    return {"block": blocks, "version": version[1], "title": "总结"}


def test_a_new_report_is_composed_for_a_writer(
    town: SmallTown, people: tuple[Account, Account]
) -> None:
    checks(town, 2024, "s")
    assert browser(town.handler).post("/reports/new/", {"period": "2024"}).status_code == 403
    desk = browser(people[0])
    assert "还没有工作总结" in body(desk.get("/reports/"))
    refused = desk.post("/reports/new/", {"period": "some day"})
    assert refused.status_code == 422
    assert "看不懂时期" in body(refused)
    answer = desk.post("/reports/new/", {"period": "2024", "title": ""})
    assert (answer.status_code, answer["Location"]) == (303, "/reports/1/")
    assert desk.post("/reports/new/", {"period": "2024年"})["Location"] == "/reports/1/"
    page = body(desk.get("/reports/1/"))
    assert "您刚才已经起草了这一份" in page
    assert "{{heritage_tree_checks@2024}}" in page
    assert 'data-token="{{heritage_tree_checks@2024}}">1次</span>' in page
    assert "小城街道2024年工作总结和2025年工作计划" in body(desk.get("/reports/"))


def test_prose_is_edited_and_a_number_stays_a_reference(
    town: SmallTown, people: tuple[Account, Account]
) -> None:
    checks(town, 2024, "ss")
    checks(town, 2023, "s")
    report_with(town, people[0], TEXT)
    desk = browser(people[0])
    page = body(desk.get("/reports/1/"))
    assert "写的是“下降”，实际增长100%。" in page
    assert "有 1 处文字与数据不符" in page
    form = sent(page)
    assert isinstance(form["block"], list)
    form["block"][1] = form["block"][1].replace("下降", "增长") + "另有9654件。"
    assert desk.post("/reports/1/save/", form).status_code == 303
    page = body(desk.get("/reports/1/"))
    assert "写的是“下降”" not in page
    assert "“9654件”是手写的数字，没有记录可查。" in page
    stale = desk.post("/reports/1/save/", form)
    assert stale.status_code == 409
    assert "刚被别人改过" in body(stale)
    assert browser(town.handler).post("/reports/1/save/", form).status_code == 404


def test_shortcomings_are_proposed_to_the_author_only(
    town: SmallTown, people: tuple[Account, Account]
) -> None:
    checks(town, 2023, "sw")
    checks(town, 2024, "ww")
    writer, second = people[0], town.checker
    report = actions.draft(town.id, YEAR, actor=actor_of(writer))
    post = NewPost(second.username, "office", "report_writer", valid_from=SINCE)
    staff.add_post(town.id, post, actor=SYSTEM)
    address = f"/reports/{report.number}/"
    other = body(browser(second).get(address))
    assert "data-report" in other
    assert "数据反映的不足" not in other
    desk = browser(writer)
    page = body(desk.get(address))
    assert "数据反映的不足" in page
    form = sent(page) | {"accept": "0"}
    assert desk.post(f"{address}save/", form).status_code == 303
    report.refresh_from_db()
    before, after = report.body.split("存在的问题和不足")
    assert "heritage_trees_weak@2024|growth" in after.split("# ")[0]
    assert "heritage_trees_weak@2024|growth" not in before
    assert "数据反映的不足" not in body(desk.get(address))


def test_a_shortcoming_goes_to_the_end_where_there_is_no_section() -> None:
    assert with_shortcoming("# 总结\n文", "差。") == "# 总结\n文\n差。"
    assert with_shortcoming("# 存在的不足\n文\n# 计划", "差。") == "# 存在的不足\n文\n差。\n# 计划"


def test_figures_are_found_by_their_name(town: SmallTown, people: tuple[Account, Account]) -> None:
    checks(town, 2024, "ss")
    row = fact(town, title="群众安全感", value="98.5", value_unit="%", rank=2, scope="city")
    report_with(town, people[0], TEXT)
    desk = browser(people[0])
    found = body(desk.get("/reports/1/insert/", {"q": "古树巡查"}))
    assert 'data-insert="{{heritage_tree_checks@2024}}" data-text="2次"' in found
    assert f"{{{{fact:{row.pk}@2024}}}}" in body(desk.get("/reports/1/insert/", {"q": "安全感"}))
    assert "没有这个名称的数据" in body(desk.get("/reports/1/insert/", {"q": "独角兽"}))
    assert browser(people[1]).get("/reports/1/insert/", {"q": "古树"}).status_code == 403


def test_a_figure_opens_to_its_records(town: SmallTown, people: tuple[Account, Account]) -> None:
    visits = checks(town, 2024, "sw")
    report = report_with(town, people[0], "衰弱{{heritage_trees_weak@2024}}。")
    desk = browser(people[0])
    page = body(desk.get("/reports/1/trace/", {"t": "{{heritage_trees_weak@2024}}"}))
    assert visits[1].number in page
    assert visits[0].number not in page
    assert desk.get("/reports/1/trace/", {"t": "nonsense"}).status_code == 404
    assert desk.get("/reports/1/figures/1/").status_code == 404
    actions.publish(report, version=report.version, actor=actor_of(people[1]))
    read = body(browser(town.handler).get("/reports/1/"))
    assert "未被改动" in read
    assert 'href="/reports/1/figures/1/"' in read
    opened = body(desk.get("/reports/1/figures/1/"))
    assert "与发布时所依据的记录完全一致" in opened
    assert visits[1].number in opened
    hidden = body(browser(town.handler).get("/reports/1/figures/1/"))
    assert "另有 1 条您无权查看" in hidden
    assert visits[1].number not in hidden
    assert desk.get("/reports/1/figures/7/").status_code == 404


def test_files(town: SmallTown, people: tuple[Account, Account]) -> None:
    checks(town, 2024, "ss")
    report_with(town, people[0], "古树巡查次数{{heritage_tree_checks@2024}}。")
    desk = browser(people[0])
    answer = desk.get("/reports/1/download/docx/")
    opened = OpenedDocument(BytesIO(answer.content))
    assert "古树巡查次数2次。" in [paragraph.text for paragraph in opened.paragraphs]
    html = desk.get("/reports/1/download/html/")
    assert 'href="http://testserver/reports/1/trace/?t=' in html.content.decode()
    assert "古树巡查次数2次。" in desk.get("/reports/1/download/txt/").content.decode()
    assert desk.get("/reports/1/download/pdf/").status_code == 404
    assert "/sign-in/" in Client().get("/reports/1/download/txt/")["Location"]


def test_release(town: SmallTown, people: tuple[Account, Account]) -> None:
    checks(town, 2024, "ss")
    report = report_with(town, people[0], "巡查超{{heritage_tree_checks@2024}}。")
    assert "发布" not in body(browser(people[0]).get("/reports/1/")).split("rp-columns")[0]
    desk = browser(people[1])
    page = body(desk.get("/reports/1/publish/"))
    assert "还有 1 处文字与数据不符" in page
    told = ("文中 1 个数据", "谁都不能修改、撤回或删除", "由阅只读起草", "内部版本", "公开版本")
    assert [words for words in told if words not in page] == []
    assert "发布并固定数据" in page
    mine = body(browser(people[0]).get("/reports/1/publish/"))
    assert "不能自己发布" in mine
    assert "发布并固定数据" not in mine
    own = browser(people[0]).post("/reports/1/publish/", {"version": report.version})
    assert own.status_code == 422
    stale = desk.post("/reports/1/publish/", {"version": report.version - 1})
    assert "请看过新的文字再发布" in body(stale)
    assert desk.post("/reports/1/publish/", {"version": report.version}).status_code == 303
    report.refresh_from_db()
    assert report.state == "published"
    page = body(browser(people[0]).get("/reports/1/"))
    assert "data-report" not in page
    assert "由周书记发布" in page


def test_a_draft_is_discarded(town: SmallTown, people: tuple[Account, Account]) -> None:
    report_with(town, people[0], TEXT)
    assert browser(people[1]).post("/reports/1/discard/").status_code == 422
    assert browser(people[0]).post("/reports/1/discard/").status_code == 303
    assert not Report.objects.exists()
