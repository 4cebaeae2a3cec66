"""What the mirror shows: every kind's columns, and what was done a moment ago."""

from typing import Any

import ibis
import pytest

from jiedao.applications.heritage_trees.kinds import CHECK, TREE
from jiedao.engines.mirror import columns, source
from jiedao.foundation.records.actions import add, edit, make_move
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import registry
from jiedao.kernel.errors import NotFound
from tests.cast import SmallTown
from tests.foundation.records.test_actions import fig, refused


def rows(town_id: int, kind: str, **options: Any) -> list[dict[str, Any]]:
    """The records of a kind as the mirror has them, by id."""
    with source.open(town_id, **options) as town:
        return town.table(kind).order_by("id").to_pyarrow().to_pylist()


@pytest.mark.slow
@pytest.mark.both
def test_every_kind_is_mirrored_and_opens_empty(town: SmallTown) -> None:
    assert {kind.key for kind in columns.kinds()} == {kind.key for kind in registry.kinds}
    with source.open(town.id) as opened:
        before = opened.version
        for kind in columns.kinds():
            table = opened.table(kind.key)
            assert table.count().to_pyarrow().as_py() == 0
            assert table.schema() == ibis.Schema.from_pyarrow(columns.shape_of(kind.key).schema)
    source.fresh(town.id)
    with source.open(town.id) as opened:
        assert opened.version != before
        for kind in columns.kinds():
            assert opened.table(kind.key).count().to_pyarrow().as_py() == 0


def test_what_was_done_is_there_after_a_refresh(town: SmallTown) -> None:
    source.fresh(town.id)
    clerk = actor_of(town.clerk_west)
    tree = add(town.id, TREE, fig(age=204), actor=clerk)
    visit = add(town.id, CHECK, {}, actor=clerk, subject=(TREE, tree.pk))
    assert rows(town.id, TREE) == []
    source.fresh(town.id)
    (seen,) = rows(town.id, TREE)
    tree.refresh_from_db()
    assert (seen["id"], seen["number"], seen["age"]) == (tree.pk, tree.number, 204)
    assert (seen["day"], seen["community_id"]) == (tree.day, tree.community_id)
    assert seen["created_at"] == tree.created_at
    said = {"result": "枝叶稀疏", "vigour": "weak"}
    make_move(town.id, CHECK, visit.number, "complete", said, actor=clerk)
    edit(town.id, TREE, tree.number, {"age": 210}, actor=clerk)
    source.fresh(town.id)
    (seen,) = rows(town.id, TREE)
    assert seen["age"] == 210
    (seen,) = rows(town.id, CHECK)
    assert (seen["state"], seen["vigour"]) == ("done", "weak")
    assert (seen["subject_kind"], seen["subject_id"]) == (TREE, tree.pk)


def test_nothing_that_names_a_person_is_mirrored() -> None:
    for kind in columns.kinds():
        names = set(columns.shape_of(kind.key).schema.names)
        assert not names & {"title", "address", "person_id", "requester_id", "text", "result"}


def test_an_unknown_kind_is_refused(town: SmallTown) -> None:
    with source.open(town.id) as opened, refused(NotFound):
        opened.table("unicorn")


def test_the_version_changes_with_the_data_only(town: SmallTown) -> None:
    def version() -> str:
        source.fresh(town.id)
        with source.open(town.id) as opened:
            return opened.version

    before = version()
    assert version() == before
    add(town.id, TREE, fig(), actor=actor_of(town.clerk_west))
    assert version() != before


def test_files_hold_every_row_once(town: SmallTown) -> None:
    import pyarrow.parquet as pq

    clerk = actor_of(town.clerk_west)
    source.fresh(town.id)
    tree = add(town.id, TREE, fig(), actor=clerk)
    source.fresh(town.id)
    for age in (300, 301):
        edit(town.id, TREE, tree.number, {"age": age}, actor=clerk)
        source.fresh(town.id)
    with source.open(town.id) as opened:
        (path,) = opened.files(TREE)
        assert pq.read_table(path).column("age").to_pylist() == [301]
        # An older state stays readable while its reader has it open.
        assert opened.table(TREE).age.max().to_pyarrow().as_py() == 301
    assert [row["age"] for row in rows(town.id, TREE)] == [301]


@pytest.mark.parametrize("kind", ["request", "micro_project"])
def test_types_are_those_of_the_declaration(kind: str) -> None:
    types = {c.name: str(c.type) for c in columns.shape_of(kind).columns}
    if kind == "request":
        assert types["request_state"] == types["state"] == "string"
        assert types["received_at"] == "timestamp[us, tz=UTC]"
    else:
        assert types["amount_planned"] == "decimal128(16, 2)"
        assert types["amount_applied"] == "decimal128(24, 6)"
        assert types["met_on"] == "date32[day]"
        assert "need" not in types


def test_views_not_asked_for_are_let_go(town: SmallTown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jiedao.engines.mirror.duck._ROWS_KEPT", 1)
    clerk = actor_of(town.clerk_west)
    source.fresh(town.id)
    for number in range(3):
        add(town.id, TREE, fig(code=f"GS-{number}"), actor=clerk)
        source.fresh(town.id)
        assert len(rows(town.id, TREE)) == number + 1
    with source.open(town.id) as opened:
        names = opened.connection.raw_sql("SELECT table_name FROM duckdb_tables()").fetchall()
    # The last state's changed rows lie in memory, those of older states no more.
    assert len(names) == 1
