"""Where figures are told, and what the plan gives to a report: targets, tasks left undone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from jiedao.applications.plan.names import TASK
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.quotients import yardsticks
from jiedao.engines.reports import outline
from jiedao.engines.reports.slots import ReportPart, Unfinished, parts, sections
from jiedao.engines.reports.writing import composing, promising
from jiedao.engines.reports.writing.book import Book
from jiedao.engines.reports.writing.checking import contradictions
from jiedao.engines.reports.writing.composing import Spans, compose
from jiedao.engines.reports.writing.document import Paragraph, Run, Text, Token
from jiedao.engines.reports.writing.figures import Figure, worded
from jiedao.engines.reports.writing.markup import write
from jiedao.engines.reports.writing.outputs import as_text
from jiedao.engines.reports.writing.proposing import proposals
from jiedao.engines.reports.writing.telling import around
from jiedao.foundation.records.actions import add
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import registry
from jiedao.kernel.titles import Title
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
    assert set(told) == {one.key for one in registry.indicators} - set(yardsticks())
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
    assert "古树巡查3次，完成计划的75%" in text
    found = {one.sort: one for one in proposals(book, YEAR)}
    assert found["target"].text == (
        "古树巡查{{heritage_tree_checks@2024}}，仅完成计划的{{heritage_tree_checks@2024|plan}}。"
    )
    assert "2024年工作计划" in found["target"].why


def test_tasks_left_undone_make_the_next_plan(town: SmallTown) -> None:
    task(town, "建成街心公园", date(2025, 6, 30))
    task(town, "修复绿道", date(2025, 6, 30))
    task(town, "整治排水口", date(2024, 11, 30))
    task(town, "招聘网格员", date(2025, 3, 31), domain="staff_performance")
    book = Book(town.id)
    text = as_text(compose(book, YEAR), book)
    plan = text.split("2025年工作计划")[-1]
    assert "（一）加强生态环境保护" in plan
    # Nobody has begun it yet.
    assert "尽快整治排水口。2025年6月底前，修复绿道；建成街心公园。" in plan
    assert "（二）加强自身建设" in plan
    late = [one for one in proposals(book, YEAR) if one.sort == "late"]
    assert [one.text for one in late] == ["“整治排水口”未按期完成。"]
    assert "2024-11-30" in late[0].why


def test_what_is_met_is_left_out_of_the_next_plan(town: SmallTown) -> None:
    checks(town, 2024, "sss")
    aim = {"indicator": "heritage_tree_checks", "target_unit": "次", "comparison": "at_least"}
    task(town, "巡查古树", date(2025, 3, 31), target="3", **aim)
    coming = aim | {"target": "4", "target_period": "2025"}
    task(town, "养护古树", date(2025, 3, 31), **coming)
    task(town, "巡查枯枝4次", date(2025, 3, 31), **coming)
    # A reference gives one target of a figure: another task's number is left out.
    task(town, "补种古树", date(2025, 3, 31), **coming | {"target": "9"})
    book = Book(town.id)
    plan = as_text(compose(book, YEAR), book).split("2025年工作计划")[-1]
    assert "巡查古树" not in plan
    # The number stands in the title where the title names it, else behind it.
    assert "养护古树，古树巡查不少于4次；" in plan
    assert "巡查枯枝4次" in plan
    assert "补种古树" in plan
    assert "9次" not in plan
    written = write(compose(book, YEAR).blocks)
    assert "巡查枯枝{{heritage_tree_checks@2025|target}}" in written
    assert not [each for each in contradictions(compose(book, YEAR).blocks, book).values() if each]


def test_what_is_to_be_prevented_is_said_so(town: SmallTown) -> None:
    aim = {"indicator": "heritage_trees_weak", "target_unit": "株次", "target": "0"}
    task(town, "不发生古树死亡", date(2025, 12, 31), comparison="at_most", **aim)
    coming = aim | {"target": "2", "target_period": "2025"}
    task(town, "古树衰弱得到控制", date(2025, 12, 31), comparison="at_most", **coming)
    book = Book(town.id)
    plan = as_text(compose(book, YEAR), book).split("2025年工作计划")[-1]
    assert "确保不发生古树死亡，保持衰弱、濒危0株次" in plan
    assert "确保古树衰弱得到控制，衰弱、濒危不超过2株次" in plan
    assert "前完成" not in plan


@pytest.mark.parametrize(
    ("title", "unit", "before"),
    [
        ("自然灾害事故起数", "起", "自然灾害事故"),
        ("更换户数", "户", "更换"),
        ("小专项数", "项", "小专项"),
        ("办结件数", "宗", "办结件数"),
        ("整治重点企业家次", "家次", "整治重点企业"),
        ("安全培训覆盖率", "%", "安全培训覆盖率为"),
        ("测评指数", "分", "测评指数"),
        ("申报金额", "万元", "申报金额"),
    ],
)
def test_a_figure_without_a_sentence_gets_one(title: str, unit: str, before: str) -> None:
    known = registry.indicators.get("heritage_tree_checks")
    one = replace(known, titles=Title(title, "Any"), unit=unit, sentence="")
    assert around(one) == (before, "")


def test_what_is_late_stands_together_under_one_word(monkeypatch: pytest.MonkeyPatch) -> None:
    def task_of(title: str, **more: Any) -> Unfinished:
        return Unfinished(title, "work_task", 1, date(2024, 11, 30), section="space", **more)

    tasks = [
        task_of("打通望潮路", late=True),
        task_of("清理用地", late=True, begun=False),
        task_of("码头片区项目", late=True),
        task_of("公示方案", late=True, begun=False),
        task_of("不发生事故", late=True),
        task_of("建设产业园"),
    ]
    monkeypatch.setattr(promising, "all_unfinished", lambda *_asked: tasks)
    blocks = promising.plan(Book(1), YEAR, Spans("2024年", "2025年"), "小城街道")
    text = [one for one in blocks if isinstance(one, Paragraph)][-1]
    assert text.runs == (
        Text(
            "抓紧推进：打通望潮路；推进码头片区项目。尽快启动：清理用地；确保公示方案。"
            "确保不发生事故。2024年11月底前，建设产业园。"
        ),
    )


def test_numbers_of_one_unit_are_written_alike() -> None:
    known = {"many": Decimal(12000), "few": Decimal(7309), "money": Decimal(12000)}

    def book(token: Token) -> Figure:
        unit = "元" if token.key == "money" else "宗"
        return Figure(token, token.key, unit, known[token.key])

    told: list[list[Run]] = [[Text("办理"), Token(key, "2024")] for key in known]
    found = composing._alike(book, told)
    assert [line[1].form for line in found if isinstance(line[1], Token)] == ["整", "", ""]
    assert worded(book(Token("many", "2024", (), "整"))) == "12000宗"
    assert [line[1] for line in composing._alike(book, told[:1])] == [Token("many", "2024")]
