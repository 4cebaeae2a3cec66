"""A plan is read in on its page: marked, set right, confirmed, and never doubled."""

import io
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from jiedao.applications.plan import names, reading
from jiedao.applications.plan.goals import goals_of
from jiedao.applications.plan.models import Finding, PlanDocument
from jiedao.applications.plan.names import FACT
from jiedao.applications.plan.options import Comparison
from jiedao.applications.plan.reading import in_unit_of, pieces
from jiedao.applications.plan.tasks import values_of
from jiedao.applications.plan.tests.desk import office
from jiedao.engines.indicators.models import Fact
from jiedao.engines.projects.models import Project
from jiedao.engines.reports.reading import Commitment, Figure
from jiedao.kernel import clock
from jiedao.kernel.actors import Actor
from jiedao.kernel.models import History
from tests.api.counting import remembering
from tests.cast import SmallTown
from tests.conformance.desk import body, browser

__all__ = ["office"]
MONDAY = datetime(2024, 7, 8, 10, tzinfo=clock.TOWN_ZONE)
TEXT = """平安街道2024年上半年工作总结和下半年工作计划
一、上半年工作情况
（一）经济运行稳中有进。完成固定资产投资额48.6亿元，同比增长9.3%。社会消费品零售总额达到92.4亿元。
二、下半年工作计划
（一）全力稳增长。推动全年固定资产投资额不少于105亿元。加快建设产业园二期项目。
（二）提升城区品质。新建3个口袋公园，改造5条背街小巷。打通望海路断头路。
"""


@pytest.fixture(autouse=True)
def _still() -> Any:
    with clock.at(MONDAY):
        yield


def sent(**more: Any) -> dict[str, Any]:
    return {"title": "2024年工作总结", "period": "2024H2", "dated": "2024-07-05",
            "issued_by": "平安街道", "number": "平街〔2024〕8号", "text": TEXT} | more  # fmt: skip


def read_in(client: Client, **more: Any) -> tuple[str, PlanDocument]:
    answer = client.post("/plan/import/", sent(**more))
    assert answer.status_code == 303, body(answer)
    return answer["Location"], PlanDocument.objects.latest("id")


def commitments(document: PlanDocument) -> list[Finding]:
    rows = document.findings.filter(sort=Finding.Sort.COMMITMENT)
    return list(rows.order_by("start"))


def test_a_plan_becomes_tasks(town: SmallTown, office: Actor) -> None:
    client = browser(town.supervisor)
    at, document = read_in(client)
    page = body(client.get(at))
    found = commitments(document)
    assert len(found) >= 4
    for one in found:
        assert document.text[one.start : one.start + one.length] == one.read["quote"]
        assert f"m{one.pk}" in " ".join(re.findall('data-of="([^"]*)"', page)).split()
    assert found[0].section.startswith("（一）全力稳增长")
    road = next(one for one in found if "望海路" in one.title)
    park = next(one for one in found if "口袋公园" in one.title)
    unit = {"unit": "城管科", "ends_on": "2024-11-30"}
    assert client.post(f"{at}{road.pk}/", unit).status_code == 303
    assert client.post(f"{at}{road.pk}/", {"unit": "没有的科"}).status_code == 422
    assert client.post(f"{at}{park.pk}/", {"title": "新建三个口袋公园",
                       "indicator": "work_plan_tasks_completed", "comparison": "at_least",
                       "value": "3", "value_unit": "项"}).status_code == 303  # fmt: skip
    assert client.post(f"{at}{park.pk}/", {"indicator": "没有"}).status_code == 422
    assert client.post(f"{at}{park.pk}/", {"value": "许多"}).status_code == 422
    ids = [road.pk, park.pk]
    assert client.post(f"{at}marked/", {"act": "confirm", "ids": ids}).status_code == 303
    made = {row.title: row for row in Project.objects.filter(kind=names.TASK)}
    task = made[road.title]
    assert (task.state, task.unit, task.ends_on) == (
        names.ASSIGNED, town.units.city, date(2024, 11, 30),
    )  # fmt: skip
    other = made["新建三个口袋公园"]
    assert (other.state, other.attributes["target"], other.attributes["indicator"]) == (
        names.PROPOSED, "3.0000", "work_plan_tasks_completed",
    )  # fmt: skip
    assert other.attributes["domain"] == "environment"
    assert other.day == date(2024, 7, 1), "a plan's clock runs from its own time, not its import"
    assert other.attributes["quote"] == park.read["quote"]
    assert other.attributes["source"] == "2024年工作总结 平街〔2024〕8号"
    assert other.attributes["section"].startswith("（二）提升城区品质")
    assert f"/r/{names.TASK}/{task.number}/" in body(client.get(at))


def test_several_numbers_of_one_commitment_are_its_targets(town: SmallTown, office: Actor) -> None:
    """What the text promises of two figures is one task with two targets."""
    client = browser(town.supervisor)
    at, document = read_in(client)
    text = "全年固定资产投资额不少于105亿元，社会消费品零售总额超过190亿元"
    figures = [_figure("fixed_asset_investment", 105.0, "亿元", "at_least", 0),
               _figure("retail_sales", 1_900_000.0, "万元", "under", 20)]  # fmt: skip
    promised = Commitment(text, 0, text, "", "", "economy")
    finding = reading._commitment(document, promised, figures)
    finding.start = 90_000
    finding.save()
    assert (finding.indicator, finding.value, finding.comparison) == (
        "fixed_asset_investment", Decimal(105), "at_least",
    )  # fmt: skip
    assert finding.read[reading.MORE] == ["社会消费品零售总额 >= 190 亿元"], "told by its title"
    client.post(f"{at}marked/", {"act": "confirm", "ids": [finding.pk]})
    task = Project.objects.get(kind=names.TASK)
    goals = list(goals_of(values_of(task.attributes)))
    assert [(one.key, one.value, one.unit) for one in goals] == [
        ("fixed_asset_investment", Decimal(105), "亿元"), ("retail_sales", Decimal(190), "亿元"),
    ]  # fmt: skip
    assert {one.comparison for one in goals} == {Comparison.AT_LEAST}, "nearly is no ceiling"


def _figure(key: str, value: float, unit: str, qualifier: Any, start: int) -> Figure:
    return Figure("数", start, key, key, value, unit, qualifier, "target", "2024", certain=True)


def test_what_may_be_meant_is_bound_only_by_a_person(town: SmallTown, office: Actor) -> None:
    client = browser(town.supervisor)
    at, document = read_in(client, text=TEXT + "储备项目线索、落户项目意向投资总额12亿元。\n")
    (unsure,) = [one for one in commitments(document) if reading.maybe(one)]
    meant = reading.maybe(unsure)
    assert unsure.indicator == ""
    assert meant == ["investment_leads_intended_amount", "settled_projects_intended_amount"]
    page = body(client.get(at))
    assert "请核对" in page
    assert all(f'data-take="{key}"' in page for key in meant)
    figure = document.findings.get(sort=Finding.Sort.FIGURE, start=unsure.start)
    said = client.post(f"{at}marked/", {"act": "confirm", "ids": [figure.pk]}, follow=True)
    assert "请先核对" in body(said), "a figure is no fact before somebody says of what"
    # Chosen by a person, it is a target; left alone, the task has none.
    client.post(f"{at}{unsure.pk}/", {"indicator": meant[0]})
    client.post(f"{at}marked/", {"act": "confirm", "ids": [unsure.pk]})
    task = Project.objects.get(kind=names.TASK)
    goals = [(one.key, one.value) for one in goals_of(values_of(task.attributes))]
    assert goals == [(meant[0], Decimal(12))]
    assert "请核对" not in body(client.get(at))


def test_a_task_whose_figure_nobody_chose_has_no_target(town: SmallTown, office: Actor) -> None:
    client = browser(town.supervisor)
    at, document = read_in(client, text=TEXT + "储备项目线索、落户项目意向投资总额12亿元。\n")
    (unsure,) = [one for one in commitments(document) if reading.maybe(one)]
    client.post(f"{at}marked/", {"act": "confirm", "ids": [unsure.pk]})
    task = Project.objects.get(kind=names.TASK)
    assert task.title.endswith("总额12亿元")
    assert not list(goals_of(values_of(task.attributes)))


def test_a_text_that_names_no_year_is_of_the_period_that_was_given(
    town: SmallTown, office: Actor
) -> None:
    text = "工作计划\n二、下一步工作计划\n（一）提升品质。打通断头路，由城建办牵头，三季度前完工。建成步道。\n"
    _at, document = read_in(browser(town.supervisor), text=text, title="工作计划")
    dues = {one.title: one.ends_on for one in commitments(document)}
    assert dues == {"打通断头路，由城建办牵头，三季度前完工": date(2024, 9, 30), "建成步道": None}


def test_who_a_sentence_names_is_chosen_already(town: SmallTown, office: Actor) -> None:
    """The lead is filled in, those who help come along; a person confirms, or says otherwise."""
    text = (
        "平安街道2024年下半年工作计划\n一、下半年工作计划\n（一）提升品质。打通望海路断头路，由城管部门牵头，水务科、"
        "城管一队和各社区配合。水务科要清理淤塞河道，每月至少巡河一次。完善值班制度（责任单位：某某科）。\n"
    )
    client = browser(town.supervisor)
    at, document = read_in(client, text=text)
    road, river, patrol, duty = commitments(document)
    units = town.units
    assert [one.unit for one in (road, river, patrol, duty)] == [
        units.city, units.water, units.water, None,
    ]  # fmt: skip
    page = body(client.get(at))
    assert 'value="城管科"' in page
    assert "协办 水务科、城管一队" in page
    # Said otherwise, who leads no longer helps.
    client.post(f"{at}{road.pk}/", {"unit": "水务科"})
    client.post(f"{at}marked/", {"act": "confirm", "ids": [road.pk, river.pk, duty.pk]})
    made = {row.title[:4]: row for row in Project.objects.filter(kind=names.TASK)}
    assert (made["打通望海"].unit, made["打通望海"].attributes["co_units"]) == (
        units.water, "城管一队",
    )  # fmt: skip
    assert (made["水务科要"].unit, made["水务科要"].state) == (units.water, names.ASSIGNED)
    assert (made["完善值班"].unit, made["完善值班"].state) == (None, names.PROPOSED)
    assert made["完善值班"].title == "完善值班制度"


def test_no_target_of_a_list_is_lost(town: SmallTown, office: Actor) -> None:
    text = (
        "平安街道2024年下半年工作计划\n一、下半年工作计划\n（一）提升品质。完成8条断头巷整修、举办6场望海邻里节。"
        "每月至少开展一次巡河。确保溺水事故零发生。6月底前整治望海路、海湾路和塔山路。\n"
    )
    _at, document = read_in(browser(town.supervisor), text=text)
    lanes, feasts, patrol, none, *roads = commitments(document)
    wanted = [(one.value, one.value_unit) for one in (lanes, feasts, patrol, none)]
    assert wanted[0] == (Decimal(8), "条")
    assert wanted[1][0] == 6
    assert wanted[2] == (Decimal(1), "次/月")
    assert wanted[3][0] == 0
    assert (patrol.comparison, none.comparison) == ("at_least", "at_most")
    assert {one.ends_on for one in roads} == {date(2024, 6, 30)}
    figures = document.findings.filter(sort=Finding.Sort.FIGURE, value__in=(6, 8))
    assert figures.count() == 2, "the second begins at its own number"


def test_a_figure_is_of_the_period_that_its_sentence_names(town: SmallTown, office: Actor) -> None:
    text = (
        "平安街道2024年工作情况\n（一）经济运行稳中有进。2022年完成固定资产投资额48.6亿元，社会消费品零售总额92.4亿元；"
        "去年上半年完成固定资产投资额21亿元。上半年完成固定资产投资额30亿元，较去年增长9.3%。\n"
    )
    _at, document = read_in(browser(town.supervisor), text=text, period="2024")
    rows = document.findings.filter(sort=Finding.Sort.FIGURE)
    found = {str(row.value.normalize()): row.period for row in rows if row.value is not None}
    assert found == {
        "48.6": "2022", "92.4": "2022", "21": "2023H1", "3E+1": "2024H1", "9.3": "2024H1",
    }  # fmt: skip


def test_nothing_is_doubled(town: SmallTown, office: Actor) -> None:
    client = browser(town.supervisor)
    at, document = read_in(client)
    ids = [one.pk for one in commitments(document)]
    client.post(f"{at}marked/", {"act": "confirm", "ids": ids[:2]})
    again, same = read_in(client, title="换个标题", text=TEXT.replace("\n", "\r\n"))
    assert (again, same.pk) == (at, document.pk), "one goes on where one stopped"
    assert PlanDocument.objects.count() == 1
    client.post(f"{at}marked/", {"act": "confirm", "ids": ids})
    assert Project.objects.filter(kind=names.TASK).count() == len(ids)
    # Were the findings lost, and the document read again, its tasks would still be known.
    PlanDocument.objects.all().delete()
    at, document = read_in(client)
    ids = [one.pk for one in commitments(document)]
    client.post(f"{at}marked/", {"act": "confirm", "ids": ids})
    assert Project.objects.filter(kind=names.TASK).count() == len(ids)
    assert not document.findings.filter(
        sort=Finding.Sort.COMMITMENT, state=Finding.State.OPEN
    ).exists()


def test_a_section_goes_to_a_unit_at_once(town: SmallTown, office: Actor) -> None:
    client = browser(town.supervisor)
    at, document = read_in(client)
    found = commitments(document)
    section = found[-1].section
    inside = [one.pk for one in found if one.section == section]
    assert 1 < len(inside) < len(found)
    sent = {"act": "assign", "section": section, "unit": "水务科", "ends_on": "2024-12-01"}
    assert client.post(f"{at}marked/", sent).status_code == 303
    given = Finding.objects.filter(unit=town.units.water, ends_on="2024-12-01")
    assert sorted(given.values_list("pk", flat=True)) == inside
    assert client.post(f"{at}marked/", {"act": "assign", "ids": inside}).status_code == 422
    assert client.post(f"{at}marked/", {"act": "confirm"}).status_code == 422


def test_what_is_dropped_makes_nothing_and_can_come_back(town: SmallTown, office: Actor) -> None:
    client = browser(town.supervisor)
    at, document = read_in(client)
    (first, *_rest) = commitments(document)
    client.post(f"{at}marked/", {"act": "drop", "ids": [first.pk]})
    client.post(f"{at}marked/", {"act": "confirm", "ids": [first.pk]})
    assert not Project.objects.filter(kind=names.TASK).exists()
    assert first.title in body(client.get(f"{at}?show=dropped"))
    assert client.post(f"{at}{first.pk}/", {"title": "改"}).status_code == 404
    client.post(f"{at}marked/", {"act": "reopen", "ids": [first.pk]})
    client.post(f"{at}marked/", {"act": "confirm", "ids": [first.pk]})
    assert Project.objects.filter(kind=names.TASK).count() == 1
    verbs = History.objects.filter(kind=names.DOCUMENT).order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [
        "read_in", "left_out", "asked_again", "confirmed",
    ]  # fmt: skip


def test_figures_of_others_become_facts_with_their_source(town: SmallTown, office: Actor) -> None:
    client = browser(town.supervisor)
    at, document = read_in(client)
    page = body(client.get(f"{at}?show=figures"))
    assert "固定资产投资额" in page
    rows = document.findings.filter(sort=Finding.Sort.FIGURE)
    figure = rows.get(indicator="fixed_asset_investment", value="48.6")
    answer = client.post(f"{at}marked/", {"act": "confirm", "ids": [figure.pk]})
    assert answer.status_code == 303
    fact = Fact.objects.get(kind=FACT)
    assert (fact.value, fact.value_unit, fact.day, fact.period_from) == (
        figure.value, "亿元", date(2024, 6, 30), date(2024, 1, 1),
    )  # fmt: skip
    assert (fact.source_title, fact.source_number, fact.issued_by) == (
        "2024年工作总结", "平街〔2024〕8号", "平安街道",
    )  # fmt: skip
    PlanDocument.objects.all().delete()
    at, document = read_in(client)
    figure = document.findings.get(indicator="fixed_asset_investment", value="48.6")
    client.post(f"{at}marked/", {"act": "confirm", "ids": [figure.pk]})
    assert Fact.objects.filter(kind=FACT).count() == 1


def test_a_word_file_is_read(town: SmallTown, office: Actor) -> None:
    page = Document()
    for line in TEXT.splitlines():
        page.add_paragraph(line)
    kept = io.BytesIO()
    page.save(kept)
    client = browser(town.supervisor)
    _at, document = read_in(client, text="", file=SimpleUploadedFile("计划.docx", kept.getvalue()))
    assert "打通望海路断头路" in document.text
    assert commitments(document)
    wrong = client.post(
        "/plan/import/", sent(text="", file=SimpleUploadedFile("计划.pdf", b"%PDF-1.4"))
    )
    assert wrong.status_code == 422
    assert "只能读" in body(wrong)
    assert client.post("/plan/import/", sent(text="")).status_code == 422


def test_who_may_not(town: SmallTown, office: Actor) -> None:
    at, document = read_in(browser(town.supervisor))
    (first, *_rest) = commitments(document)
    for who in (town.unit_lead, town.leader, town.nobody):
        client = browser(who)
        assert client.get("/plan/import/").status_code == 403
        assert client.post("/plan/import/", sent(text=TEXT + "。")).status_code == 403
        assert client.get(at).status_code == 403
        assert client.post(f"{at}marked/", {"act": "confirm", "ids": [first.pk]}).status_code == 403
    assert PlanDocument.objects.count() == 1


def test_the_page_costs_the_same_for_many_findings(
    town: SmallTown, office: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembering(monkeypatch)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = browser(town.supervisor)
    at, document = read_in(client)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(at).status_code == 200
        return len(captured.captured_queries)

    few = cost()
    Finding.objects.bulk_create(
        Finding(document=document, sort=Finding.Sort.COMMITMENT, start=10_000 + n, length=5,
                title=f"任务{n}", section="（九）其他", unit=town.units.city)
        for n in range(191)
    )  # fmt: skip
    assert cost() == few


def test_numbers_are_told_as_their_figure_counts() -> None:
    assert in_unit_of("fixed_asset_investment", 485_000.0, "万元") == (Decimal("48.5"), "亿元")
    assert in_unit_of("gdp", 3.0, "家")[1] == "家", "what is counted otherwise stays"
    assert in_unit_of("", None, "个") == (None, "个")


def test_the_text_is_cut_where_findings_begin_and_end() -> None:
    outer = Finding(sort="commitment", start=2, length=6)
    inner = Finding(sort="figure", start=4, length=2)
    cut = [(words, [one.sort for one in inside]) for words, inside in
           pieces("零一二三四五六七八九", [inner, outer])]  # fmt: skip
    assert cut == [
        ("零一", []), ("二三", ["commitment"]), ("四五", ["commitment", "figure"]),
        ("六七", ["commitment"]), ("八九", []),
    ]  # fmt: skip


def test_a_whole_plan_is_confirmed_at_once(town: SmallTown, office: Actor) -> None:
    """191 commitments: the reading is done together, and each goes to its unit."""
    client = browser(town.supervisor)
    at, document = read_in(client)
    document.findings.all().delete()
    Finding.objects.bulk_create(
        Finding(document=document, sort=Finding.Sort.COMMITMENT, start=n, length=3,
                title=f"任务{n}", section="（九）其他", unit=town.units.city)
        for n in range(191)
    )  # fmt: skip
    ids = list(document.findings.values_list("pk", flat=True))
    answer = client.post(
        f"{at}marked/", {"act": "confirm", "ids": ids}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert "191 项已成为任务" in body(answer)
    rows = Project.objects.filter(kind=names.TASK, state=names.ASSIGNED, unit=town.units.city)
    assert rows.count() == 191
