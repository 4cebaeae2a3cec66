"""What goes out comes in again: equal values in an empty town, from Excel and CSV."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from jiedao.applications.heritage_trees.kinds import TREE
from jiedao.foundation.parties.models import Organisation
from jiedao.foundation.records.actions import Draft, add, add_many
from jiedao.foundation.records.files import export_file, import_records
from jiedao.foundation.records.schema import Schema
from jiedao.foundation.records.work import Work
from jiedao.foundation.sheets.cells import EMPTY, text
from jiedao.foundation.things.models import Thing
from jiedao.kernel.actors import SYSTEM
from tests.cast import SmallTown
from tests.foundation.records.files.sample import WORKS, Risk, works

__all__ = ["works"]

WORDS = (
    some.text(
        some.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn")), max_size=40
    )
    .map(lambda word: text(word))
    .filter(lambda word: word not in EMPTY and not word.startswith("'"))
)
PARTS = WORDS.filter(lambda word: not any(mark in word for mark in "；;\n"))


def values(town: SmallTown, tree: int, builder: int) -> some.SearchStrategy[dict[str, Any]]:
    units = some.sampled_from([town.units.city.pk, town.units.water.pk])
    staff = some.sampled_from([town.handler.pk, town.colleague.pk])
    optional: dict[str, some.SearchStrategy[Any]] = {
        "risks": some.lists(some.sampled_from(list(Risk)), unique=True),
        "main": some.sampled_from(list(Risk)),
        "budget": some.decimals(0, 10**11, places=2),
        "floor": some.floats(0, 1e9),
        "workers": some.integers(0, 10**9),
        "told": some.booleans(),
        "begins": some.integers(0, 4 * 10**9).map(lambda at: datetime.fromtimestamp(at, UTC)),
        "ends": some.dates(date(1930, 1, 1), date(2098, 1, 1)),
        "day": some.dates(date(1930, 1, 1), date(2098, 1, 1)),
        "tags": some.lists(PARTS, max_size=3),
        "note": WORDS,
        "address": some.just("没有这条路 1 号"),
        "helper": units,
        "unit": units,
        "checker": staff,
        "owner": staff,
        "builder": some.just(builder),
        "organisation": some.just(builder),
        "tree": some.just(tree),
        "place": some.tuples(some.floats(114.3, 114.34), some.floats(22.7, 22.72)).map(
            lambda at: f"{at[0]!r},{at[1]!r}"
        ),
        "area": some.sampled_from([town.places.grid_2.pk, town.places.east.pk]),
    }
    return some.fixed_dictionaries({"title": WORDS}, optional=optional)


def kept(row: Thing) -> dict[str, Any]:
    names = ("title", "code", "day", "address", "lon", "lat", "grid_id", "community_id",
             "building_id", "unit_id", "owner_id", "organisation_id", "capacity", "state",
             "subject_id")  # fmt: skip
    return {name: getattr(row, name) for name in names} | Work(row, actor=SYSTEM).values


@pytest.mark.parametrize(
    "form", [pytest.param("xlsx", marks=[pytest.mark.slow, pytest.mark.both]), "csv"]
)
def test_values_are_equal(town: SmallTown, works: Schema, form: str) -> None:
    tree = {"title": "大榕树", "species": "榕树", "grade": "first"}
    tree_id = add(town.id, TREE, tree, actor=SYSTEM).pk
    add(town.id, TREE, tree | {"code": "2"}, actor=SYSTEM)
    firm = Organisation.objects.create(
        town=town.town, name="某建筑公司", kind="enterprise", valid_from="2020-01-01", uscc="X"
    )

    @settings(max_examples=15, suppress_health_check=list(HealthCheck))
    @given(some.lists(values(town, tree_id, firm.pk), min_size=1, max_size=4))
    def check(rows: list[dict[str, Any]]) -> None:
        drafts = [
            Draft(row | {"code": str(n)}, subject=(TREE, tree_id) if n % 2 else None)
            for n, row in enumerate(rows)
        ]
        added = add_many(town.id, WORKS, drafts, actor=SYSTEM)
        assert [one.refusal for one in added] == [None] * len(rows)
        mine = Thing.objects.filter(kind=WORKS).order_by("id")
        before = [kept(row) for row in mine]
        file = io.BytesIO()
        assert export_file(file, WORKS, town.id, mine, form=form) == len(rows)
        mine.delete()
        run = import_records(town.id, WORKS, file, actor=SYSTEM)
        assert (run.created, list(run.rejections.values_list("sentence"))) == (len(rows), [])
        assert [kept(row) for row in mine.all()] == before
        mine.delete()

    check()


def test_what_is_told(town: SmallTown, works: Schema) -> None:
    row = {"title": "=1+1", "risks": ["fire", "other"], "budget": Decimal("12.50"), "told": True,
           "phone": "13800005678", "unit": town.units.city.pk}  # fmt: skip
    add(town.id, WORKS, row, actor=SYSTEM)
    file = io.BytesIO()
    export_file(file, WORKS, town.id, Thing.objects.filter(kind=WORKS), form="csv")
    said = file.getvalue().decode("utf-8")
    assert said.startswith("\ufeff登记号,关于,名称,")
    assert "投资额（元）" in said.splitlines()[0]
    for words in ("'=1+1", "动火作业、其他、未列明", "12.5", "城管科", "在册", "是"):
        assert words in said
    assert "13800005678" not in said
    assert "电话" not in said


def test_our_own_export_is_known_where_nothing_else_tells_records_apart(
    town: SmallTown, works: Schema
) -> None:
    """By its number and name; in another town that number is somebody else's."""
    row = add(town.id, WORKS, {"title": "阳台封窗"}, actor=SYSTEM)
    file = io.BytesIO()
    export_file(file, WORKS, town.id, Thing.objects.filter(kind=WORKS))
    run = import_records(town.id, WORKS, file, actor=SYSTEM)
    assert (run.created, run.known) == (0, 1)
    row.title = "外墙粉刷"
    row.save()
    file.seek(0)
    run = import_records(town.id, WORKS, file, file_name="other.xlsx", actor=SYSTEM)
    assert Thing.objects.filter(kind=WORKS, title="阳台封窗").count() == 1
