"""Where figures are told, and what the plan gives to a report: targets, tasks left undone."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured

from jiedao.applications.plan.names import TASK
from jiedao.engines.indicators.periods import Period
from jiedao.engines.reports import outline
from jiedao.engines.reports.slots import ReportPart, parts, sections
from jiedao.engines.reports.writing.book import Book
from jiedao.engines.reports.writing.composing import compose
from jiedao.engines.reports.writing.outputs import as_text
from jiedao.engines.reports.writing.proposing import proposals
from jiedao.foundation.records.actions import add
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import registry
from tests.cast import SmallTown
from tests.engines.reports.desk import checks, on

YEAR = Period.parse("2024")


@pytest.fixture(autouse=True)
def _january() -> Iterator[None]:
    with on(2025, 1, 10):
        yield


def task(town: SmallTown, title: str, due: date, **values: object) -> None:
    given = {"title": title, "period": "2024", "domain": "environment", "ends_on": due} | values
    with on(2024, 2, 1):
        add(town.id, TASK, given, actor=actor_of(town.dispatcher))


def test_every_figure_is_told_once_and_in_the_customary_order() -> None:
    told = [one.key for part in outline.outline() for told in part.parts for one in told.indicators]
    assert len(told) == len(set(told))
    assert set(told) == {one.key for one in registry.indicators}
    orders = [one.section.order for one in outline.outline()]
    assert orders == sorted(orders)
    assert {one.section.key for one in outline.outline()} >= {"economy", "safety", "livelihood"}


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        (ReportPart("x", "grid", "nowhere", "。"), "'nowhere', which is unknown"),
        (ReportPart("x", "grid", "safety", "。", ("no_such",)), "'no_such', which is unknown"),
    ],
)
def test_a_part_in_no_section_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, part: ReportPart, sentence: str
) -> None:
    monkeypatch.setitem(parts._items, "x", part)
    with pytest.raises(ImproperlyConfigured, match=sentence):
        outline.check()


def test_a_part_of_its_own_is_led_by_its_sentence(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks(town, 2024, "sw")
    own = ReportPart("trees", "heritage_trees", "environment", "古树保护有序开展。",
                     ("heritage_trees", "heritage_tree_checks"))  # fmt: skip
    monkeypatch.setitem(parts._items, "trees", own)
    book = Book(town.id)
    text = as_text(compose(book, YEAR), book)
    assert f"（一）{sections.get('environment').heading}" in text
    assert "古树保护有序开展。在册古树2株" in text


def test_what_was_planned_is_told_and_what_fell_short_proposed(town: SmallTown) -> None:
    checks(town, 2024, "sss")
    task(town, "巡查古树", date(2024, 12, 31), indicator="heritage_tree_checks", target="4",
         target_unit="次", comparison="at_least", source="2024年工作计划")  # fmt: skip
    book = Book(town.id)
    text = as_text(compose(book, YEAR), book)
    assert "古树巡查次数3次，完成计划的75%" in text
    found = {one.sort: one for one in proposals(book, YEAR)}
    assert found["target"].text == (
        "古树巡查次数{{heritage_tree_checks@2024}}，仅完成计划的{{heritage_tree_checks@2024|plan}}。"
    )
    assert "2024年工作计划" in found["target"].why


def test_tasks_left_undone_make_the_next_plan(town: SmallTown) -> None:
    task(town, "建成街心公园", date(2025, 6, 30))
    task(town, "整治排水口", date(2024, 11, 30))
    task(town, "招聘网格员", date(2025, 3, 31), domain="staff_performance")
    book = Book(town.id)
    text = as_text(compose(book, YEAR), book)
    plan = text.split("2025年工作计划")[-1]
    assert "（一）加强生态环境保护" in plan
    assert "加快完成“整治排水口”。继续推进“建成街心公园”，于2025年6月底前完成。" in plan
    assert "（二）加强自身建设" in plan
    late = [one for one in proposals(book, YEAR) if one.sort == "late"]
    assert [one.text for one in late] == ["“整治排水口”未按期完成。"]
    assert "2024-11-30" in late[0].why
