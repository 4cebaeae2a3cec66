"""One figure over another: group by group, compared, said, told in a report and frozen there."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from jiedao.applications.space import names
from jiedao.engines.indicators.comparing import change
from jiedao.engines.indicators.keeping import kept_values
from jiedao.engines.indicators.models import Fact
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.values import Value, dimensions_of, evaluate, value_of
from jiedao.engines.indicators.words import formula_in_words
from jiedao.engines.mirror import source
from jiedao.engines.reports import actions
from jiedao.engines.reports.models import ReportFigure
from jiedao.engines.reports.writing.book import Book, hash_of
from jiedao.engines.reports.writing.composing import compose
from jiedao.engines.reports.writing.document import Token
from jiedao.engines.reports.writing.markup import write_token
from jiedao.engines.reports.writing.outputs import as_text
from jiedao.foundation.records.actions import edit
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import registry
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import count, quotient, rate
from tests.cast import SmallTown
from tests.conformance.desk import body, browser
from tests.engines.indicators.tables import MadeUp, indicator, row
from tests.engines.reports.desk import appoint
from tests.recorded import enter, go, on

RATIO = "land_preparation_task_ratio"
YEAR = Period.parse("2024")


@pytest.fixture
def done_of_all(monkeypatch: pytest.MonkeyPatch) -> Indicator:
    """What was closed in the period over what came in, each by its own date."""
    parts = (
        replace(indicator(count(), "closed_at"), key="closed", dimensions=("sort",)),
        replace(indicator(count()), key="came", dimensions=("sort", "unit_id")),
    )
    for one in parts:
        monkeypatch.setitem(registry.indicators._items, one.key, one)
    return indicator(quotient("closed", "came", scale=100), "closed_at")


def made() -> MadeUp:
    """Three of sort a came, of which one is closed as is one of the year before; one of sort b."""
    closed = {"closed_at": datetime.fromisoformat("2024-06-01T09:00")}
    rows: list[dict[str, Any]] = [
        {"sort": "a"}, {"sort": "a"}, {"sort": "a", **closed},
        {"sort": "a", "day": date(2023, 12, 1), **closed}, {"sort": "b"},
    ]  # fmt: skip
    return MadeUp([row(number, **values) for number, values in enumerate(rows)])


def test_each_part_is_counted_by_its_own_date(done_of_all: Indicator) -> None:
    found = evaluate(made(), [done_of_all], YEAR)["made"][()]
    assert found == Value(50, 2, 4, 6)
    before = evaluate(made(), [done_of_all], YEAR.year_before())["made"][()]
    assert (before.value, before.denominator) == (0, 1)
    nothing = evaluate(made(), [done_of_all], Period.parse("2022"))["made"][()]
    assert (nothing.value, nothing.records) == (None, 0)


def test_it_is_split_by_what_both_parts_have(done_of_all: Indicator) -> None:
    assert set(dimensions_of(done_of_all)) == {
        "month", "community_id", "grid_id", "unit_id", "sort",
    }  # fmt: skip
    by_sort = evaluate(made(), [done_of_all], YEAR, by=("sort",))["made"]
    assert by_sort == {("a",): Value(pytest.approx(200 / 3), 2, 3, 5), ("b",): Value(None, None, 1, 1)}  # fmt: skip
    only = evaluate(made(), [done_of_all], YEAR, filters={"sort": "a"})["made"][()]
    assert only.value == pytest.approx(200 / 3)
    yearly = replace(done_of_all, formula=replace(done_of_all.formula, yearly=True))
    assert "month" not in dimensions_of(yearly)


def test_a_year_is_held_against_itself_whatever_part_is_asked(done_of_all: Indicator) -> None:
    yearly = replace(done_of_all, formula=replace(done_of_all.formula, yearly=True))
    first = evaluate(made(), [yearly], Period.parse("2024-06"))["made"][()]
    assert first == Value(50, 2, 4, 6)
    plain = evaluate(made(), [done_of_all], Period.parse("2024-06"))["made"][()]
    assert plain.value is None
    two_years = evaluate(made(), [yearly], Period.parse("2023-06..2024-12"))["made"][()]
    assert (two_years.value, two_years.numerator) == (None, 2)


def test_every_quotient_says_both_of_its_formulas() -> None:
    told = formula_in_words(registry.indicators.get(RATIO))
    assert told.startswith("土地整备完成面积 ÷ 全年土地整备年度任务。其中“土地整备完成面积”按")
    assert "期初为期初日" in told


def prepared(town: SmallTown, year: int, area: str, task: str) -> None:
    """A parcel finished in spring, and the task of that year."""
    with on(date(year, 4, 1)):
        parcel = enter(town, names.PARCEL, SYSTEM, title=f"{year}地块", area_size=area, use="road",
                       day=date(year, 1, 8))  # fmt: skip
        go(town, parcel, "start", SYSTEM, on=date(year, 1, 9))
        go(town, parcel, "complete", SYSTEM, on=date(year, 3, 1))
        enter(town, names.LAND_YARDSTICK, SYSTEM, title="", area=None, value=task,
              indicator=names.LAND_TASK, day=date(year, 12, 31), issued_by="区规划土地整备局",
              source_title="任务分解方案", source_number=f"{year}-3",
              source_date=date(year, 1, 9))  # fmt: skip
    source.fresh(town.id)


def test_its_change_is_in_points_and_its_parts_are_told_apart(town: SmallTown) -> None:
    prepared(town, 2023, "20000", "10")
    prepared(town, 2024, "50000", "10")
    one = registry.indicators.get(RATIO)
    now, before = (
        value_of(RATIO, town_id=town.id, period=year) for year in (YEAR, YEAR.year_before())
    )
    moved = change(one, now, before)
    assert moved is not None
    assert moved.amount == pytest.approx(30)
    assert moved.points


def test_what_was_kept_of_it_goes_with_a_change_of_either_part(town: SmallTown) -> None:
    def kept() -> float | None:
        found = kept_values((RATIO,), town_id=town.id, period=YEAR)
        return found[RATIO][()].value

    prepared(town, 2024, "50000", "10")
    assert kept() == 50
    with on(date(2024, 5, 1)):
        parcel = enter(town, names.PARCEL, SYSTEM, title="再一块地", area_size="20000", use="road",
                       day=date(2024, 1, 8))  # fmt: skip
        go(town, parcel, "start", SYSTEM, on=date(2024, 1, 9))
        go(town, parcel, "complete", SYSTEM, on=date(2024, 3, 1))
    source.fresh(town.id)
    assert kept() == 70
    task = Fact.objects.get(kind=names.LAND_YARDSTICK)
    edit(town.id, task.kind, task.number, {"value": "14"}, actor=SYSTEM)
    source.fresh(town.id)
    assert kept() == 50


def test_a_report_tells_it_and_keeps_it_with_the_records_of_both(town: SmallTown) -> None:
    prepared(town, 2024, "50000", "10")
    writer, releaser = appoint(town)
    with on(date(2025, 1, 10)):
        book = Book(town.id)
        text = as_text(compose(book, YEAR), book)
        assert "完成土地整备年度任务的50%" in text
        assert "土地整备年度任务10" not in text  # what is held against tells nothing done
        report = actions.draft(town.id, YEAR, actor=actor_of(writer))
        report = actions.publish(report, version=report.version, actor=actor_of(releaser))
    kept = ReportFigure.objects.get(report=report, token=write_token(Token(RATIO, "2024")))
    assert [kept.value, kept.numerator, kept.denominator] == [50, 5, 10]
    assert [one["number"] for one in kept.detail["sources"]] == ["2024-3"]
    with on(date(2026, 1, 10)):
        prepared(town, 2025, "70000", "10")
        task = names.LAND_YARDSTICK
        desk = browser(town.dispatcher)
        page = f"/reports/{report.number}/figures/{kept.place}/"
        opened = body(desk.get(page))
        assert "完全一致" in opened
        assert "整备地块台账" in opened
        assert "土地任务与全区数" in opened
        then = Book(town.id, as_of=kept.as_of)
        assert hash_of(then.ids(Token(RATIO, "2024"))) == kept.ids_hash
        parts = [part.indicator.kind for part in then.parts(Token(RATIO, "2024"))]
        assert parts == [names.PARCEL, task]


def test_a_rate_may_be_held_against_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is a figure is a part."""
    one = replace(indicator(rate(lambda t: t.sort == "a")), key="share_of_a")
    all_of_them = replace(indicator(count()), key="all_of_them")
    for part in (one, all_of_them):
        monkeypatch.setitem(registry.indicators._items, part.key, part)
    found = evaluate(made(), [indicator(quotient("share_of_a", "all_of_them"))], YEAR)["made"][()]
    assert (found.value, found.numerator, found.denominator) == (75 / 4, 75, 4)
