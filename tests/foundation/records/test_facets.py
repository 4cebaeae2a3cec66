"""Filterable attributes: whichever way an answer is found, it is the same."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiedao.applications.heritage_trees.kinds import TREE, Grade
from jiedao.foundation.records import blocks, facets
from jiedao.foundation.records.actions import Draft, add_many, edit
from jiedao.foundation.records.models import Facet, FacetBlock
from jiedao.foundation.staff.reach import actor_of
from jiedao.foundation.things.models import Thing
from tests.cast import SmallTown
from tests.foundation.records.test_actions import fig

SPECIES = ("榕树", "樟树", "松", "")
GRADES = ("first", "second", "third")
sets = st.sets(st.integers(0, blocks.SIZE - 1), max_size=400)


def bits_of(offsets: set[int]) -> int:
    return sum(1 << offset for offset in offsets)


@given(sets)
def test_a_stretch_is_read_as_it_was_stored(offsets: set[int]) -> None:
    bits = bits_of(offsets)
    stored = blocks.pack(bits)
    assert blocks.unpack(stored) == bits
    assert len(stored) <= 1 + blocks.SIZE // 8
    assert blocks.listed({3: bits}) == sorted((3 * blocks.SIZE + o for o in offsets), reverse=True)
    assert blocks.count({3: bits}) == len(offsets)


@given(st.dictionaries(st.integers(0, 9), sets.filter(bool), max_size=4), st.data())
def test_sets_are_put_together(one: dict[int, set[int]], data: st.DataObject) -> None:
    other = data.draw(st.dictionaries(st.sampled_from([*one, 99]), sets.filter(bool), max_size=4))
    both = blocks.both(
        {block: bits_of(offsets) for block, offsets in one.items()},
        {block: bits_of(offsets) for block, offsets in other.items()},
    )
    expected = {
        block * blocks.SIZE + offset
        for block in one.keys() & other.keys()
        for offset in one[block] & other[block]
    }
    assert set(blocks.listed(both)) == expected
    if expected:
        assert blocks.span(both) == (min(expected), max(expected))


@pytest.mark.parametrize(
    ("less", "more"),
    [
        (-3, 2), (9, 10), (-10, -9.5), (0.001, 0.002), (Decimal("99.5"), 100), (1e11, 2e11),
        (date(2025, 12, 31), date(2026, 1, 1)), (False, True), (-1e300, 0), (0, 1e300),
        (datetime(2026, 1, 1, 9, tzinfo=timezone(timedelta(hours=8))), datetime(2026, 1, 1, 2, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_text_sorts_like_the_value(less: Any, more: Any) -> None:
    assert facets.text_of(less) < facets.text_of(more)


def test_the_same_moment_is_the_same_text() -> None:
    east = datetime(2026, 1, 1, 10, tzinfo=timezone(timedelta(hours=8)))
    assert facets.text_of(east) == facets.text_of(datetime(2026, 1, 1, 2, tzinfo=UTC))
    assert facets.text_of(Grade.FIRST) == "first"


def narrowed(town_id: int, *wanted: tuple[str, Q]) -> list[int]:
    rows = Thing.objects.filter(town_id=town_id, kind=TREE)
    return sorted(facets.narrow(rows, town_id, TREE, wanted).values_list("pk", flat=True))


@pytest.fixture(params=["by id", "walking", "by the index alone"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the ways by which a list finds what fits."""
    if request.param != "by id":
        monkeypatch.setattr(facets, "_FEW", 0)
    if request.param == "by the index alone":
        monkeypatch.setattr(blocks, "_MOST_ROWS", -1)


plants = st.lists(st.tuples(st.sampled_from(SPECIES), st.sampled_from(GRADES)), max_size=12)
edits = st.lists(
    st.tuples(st.integers(0, 11), st.sampled_from(SPECIES), st.sampled_from(GRADES)), max_size=5
)


@pytest.mark.usefixtures("_way")
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plants, edits, st.sets(st.sampled_from(SPECIES)), st.sets(st.sampled_from(GRADES)))
def test_every_way_finds_the_same(
    town: SmallTown,
    trees: list[tuple[str, str]],
    changes: list[tuple[int, str, str]],
    species: set[str],
    grades: set[str],
) -> None:
    who = actor_of(town.dispatcher)
    Thing.objects.all().delete()
    Facet.objects.all().delete()
    FacetBlock.objects.all().delete()
    drafts = [Draft(fig(code="", species=one or "无", grade=grade)) for one, grade in trees]
    rows = [added.record for added in add_many(town.id, TREE, drafts, actor=who)]
    for place, one, grade in changes:
        if place < len(rows):
            values = {"species": one or "无", "grade": grade}
            edit(town.id, TREE, rows[place].number, values, actor=who)
    now = {row.pk: row.attributes for row in Thing.objects.all()}
    expected = sorted(
        pk for pk, kept in now.items() if kept["species"] in species and kept["grade"] in grades
    )
    asked = (("species", facets.condition(sorted(species))),
             ("grade", facets.condition(sorted(grades))))  # fmt: skip
    assert narrowed(town.id, *asked) == expected
    assert narrowed(town.id, asked[1]) == sorted(
        pk for pk, kept in now.items() if kept["grade"] in grades
    )
    before = sets_of(town)
    blocks.rebuild(town.id, TREE)
    assert sets_of(town) == before


def sets_of(town: SmallTown) -> set[tuple[str, str, int, int]]:
    """The sets that are stored, but for empty ones."""
    rows = FacetBlock.objects.filter(town_id=town.id)
    found = {(row.attribute, row.value, row.block, blocks.unpack(row.ids)) for row in rows}
    return {one for one in found if one[3]}


def test_no_condition_is_every_record(town: SmallTown) -> None:
    (added,) = add_many(town.id, TREE, [Draft(fig())], actor=actor_of(town.dispatcher))
    assert narrowed(town.id) == [added.record.pk]
    assert narrowed(town.id, ("grade", Q(pk__in=[]))) == []
    assert narrowed(town.id, ("species", Q(value__gte="榕", value__lt="榕\U0010ffff"))) == [
        added.record.pk
    ]
