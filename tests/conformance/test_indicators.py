"""Every declared figure: sound, computable, said in words, and its records listed."""

from dataclasses import dataclass
from typing import Any

import pytest

from jiedao.engines.indicators import behind
from jiedao.engines.indicators.columns import columns_of
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.values import dimensions_of, evaluate, opened, values_of
from jiedao.engines.indicators.words import formula_in_words
from jiedao.kernel import registry
from jiedao.kernel.declarations import Indicator
from tests.cast import SmallTown

EVERY = pytest.mark.parametrize("one", list(registry.indicators), ids=lambda one: one.key)
YEAR = Period.parse("2026")


@EVERY
def test_it_is_of_a_kind_that_has_the_columns(one: Indicator) -> None:
    types = columns_of(one.kind).types
    assert one.titles.zh
    assert one.titles.en
    assert one.unit
    for name in (*one.dimensions, *([one.date_field] if one.date_field else [])):
        assert name in types, name
    if one.date_field:
        assert types[one.date_field].is_date() or types[one.date_field].is_timestamp()
    assert one.sentence == "" or one.sentence.count("{value}") == 1


@EVERY
def test_its_formula_is_said_in_the_offices_words(one: Indicator) -> None:
    told = formula_in_words(one)
    assert str(registry.kinds.get(one.kind).titles) in told
    assert "_" not in told, told


def test_all_are_computed_of_a_town_without_records(town: SmallTown) -> None:
    found = values_of([one.key for one in registry.indicators], town_id=town.id, period=YEAR)
    with opened(town.id) as tables:
        assert found == evaluate(_Asked(tables), registry.indicators, YEAR), "nothing was asked"
    for one in registry.indicators:
        value = found[one.key][()]
        assert value.records == 0
        if one.formula.measure in ("count", "total", "distinct"):
            assert value.value == 0


@dataclass(frozen=True)
class _Asked:
    """Tables that are asked even where they hold nothing."""

    tables: Any

    def __getattr__(self, name: str) -> Any:
        return getattr(self.tables, name)

    @property
    def aggregated(self) -> Any:
        return self.tables.computed


@pytest.mark.slow
def test_the_records_of_each_are_listed_and_its_dimensions_split_it(town: SmallTown) -> None:
    for one in registry.indicators:
        assert behind.counted(one, town_id=town.id, period=YEAR) == []
        for name in dimensions_of(one):
            assert values_of([one.key], town_id=town.id, period=YEAR, by=(name,))[one.key] == {}
            with opened(town.id) as tables:
                assert evaluate(_Asked(tables), [one], YEAR, by=(name,)) == {one.key: {}}
