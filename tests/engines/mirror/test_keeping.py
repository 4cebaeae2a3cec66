"""Nothing is lost, nothing is doubled: late commits, killed refreshes, deltas, rebuilding."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections

from jiedao.applications.heritage_trees.kinds import TREE
from jiedao.engines.mirror import checking, columns, following, merging, refreshing, source, store
from jiedao.engines.mirror.store import Draft
from jiedao.foundation.records.actions import Draft as NewRecord
from jiedao.foundation.records.actions import add, add_many, edit
from jiedao.foundation.staff.reach import actor_of
from jiedao.foundation.things.models import Thing
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.models import History
from jiedao.kernel.transactions import durable
from tests.cast import SmallTown, small_town
from tests.engines.cases.desk import reported
from tests.engines.mirror.test_source import rows
from tests.foundation.records.test_actions import fig


def ages(town: SmallTown) -> list[int]:
    source.fresh(town.id)
    return [row["age"] for row in rows(town.id, TREE)]


def sums(town: SmallTown) -> dict[str, Any]:
    return {kind.key: checking.sums_of(town.id, kind.key) for kind in columns.kinds()}


def files_of(town: SmallTown) -> list[Path]:
    return sorted(store.folder(town.id).glob("*/*/*.parquet"))


def planted(town: SmallTown, count: int, year: int = 2026) -> list[Any]:
    drafts = [
        NewRecord(fig(code=f"GS-{year}-{n}", age=n + 1, day=f"{year}-{n % 12 + 1:02d}-15"))
        for n in range(count)
    ]
    return [added.record for added in add_many(town.id, TREE, drafts, actor=SYSTEM)]


@pytest.mark.slow
@pytest.mark.both
def test_a_rebuilt_mirror_is_the_one_that_was_kept_up_to_date(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "MAX_DELTAS", 3)
    monkeypatch.setattr(merging, "MAX_DELTA_ROWS", 20)
    source.fresh(town.id)
    trees = planted(town, 24, 2025)
    desk = reported(town)
    source.fresh(town.id)
    for number, tree in enumerate(trees[:12]):
        # Every other one moves to another month.
        day = "2024-07-01" if number % 2 else "2025-03-03"
        edit(town.id, TREE, tree.number, {"age": 500 + number, "day": day}, actor=SYSTEM)
        if number == 6:
            desk.to_handled()
        source.fresh(town.id)
    kept = store.manifest_of(town.id).kinds[TREE]
    assert kept.parts
    assert len(kept.deltas) <= 4
    before = sums(town)
    assert before[TREE] != {}
    assert list(checking.check()) == []
    refreshing.rebuild()
    assert sums(town) == before
    assert not store.manifest_of(town.id).kinds[TREE].deltas


def test_when_most_of_a_kind_changed_it_is_built_anew(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    trees = planted(town, 6)
    source.fresh(town.id)
    monkeypatch.setattr(refreshing, "BUILT_ANEW_FROM", 3)
    Thing.objects.filter(pk=trees[0].pk).delete()
    for tree in trees[1:]:
        edit(town.id, TREE, tree.number, {"day": "2026-05-05"}, actor=SYSTEM)
    assert ages(town) == [2, 3, 4, 5, 6]
    (part,) = store.manifest_of(town.id).kinds[TREE].parts
    assert (part.month, part.rows) == (202605, 5)
    assert list(checking.check()) == []


def test_a_record_that_is_gone_is_gone_from_parts_and_deltas(town: SmallTown) -> None:
    first, second = planted(town, 2)
    source.fresh(town.id)
    edit(town.id, TREE, second.number, {"age": 99}, actor=SYSTEM)
    assert ages(town) == [1, 99]
    Thing.objects.filter(pk__in=[first.pk, second.pk]).delete()
    for tree in (first, second):
        History.objects.create(
            town=town.town, at=clock.now(), kind=TREE, record_id=tree.pk, verb="removed",
            actor_kind="system",
        )  # fmt: skip
    assert ages(town) == []
    with source.open(town.id) as opened:
        assert opened.files(TREE) == []


@pytest.mark.parametrize("broken", ["commit", "save"])
def test_a_refresh_that_is_killed_loses_and_doubles_nothing(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    tree = add(town.id, TREE, fig(age=1), actor=SYSTEM)
    assert ages(town) == [1]
    edit(town.id, TREE, tree.number, {"age": 2}, actor=SYSTEM)
    add(town.id, TREE, fig(age=3, code=""), actor=SYSTEM)

    def killed(*_given: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        where: Any = Draft if broken == "commit" else following
        patched.setattr(where, broken, killed)
        with pytest.raises(KeyboardInterrupt):
            source.fresh(town.id)
    # Before the manifest names them the new files do not count; after it, only they do.
    expected = [1] if broken == "commit" else [2, 3]
    assert [row["age"] for row in rows(town.id, TREE)] == expected
    assert ages(town) == [2, 3]
    assert list(checking.check()) == []


def test_a_rebuilding_that_is_killed_leaves_the_old_mirror_going(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = add(town.id, TREE, fig(age=1), actor=SYSTEM)
    source.fresh(town.id)
    edit(town.id, TREE, tree.number, {"age": 2}, actor=SYSTEM)

    def killed(_draft: Draft) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Draft, "commit", killed)
        with pytest.raises(KeyboardInterrupt):
            refreshing.rebuild()
    assert [row["age"] for row in rows(town.id, TREE)] == [1]
    assert ages(town) == [2]


def test_files_that_nobody_names_are_swept_away(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "MAX_DELTA_ROWS", 0)
    tree = add(town.id, TREE, fig(age=1), actor=SYSTEM)
    source.fresh(town.id)
    edit(town.id, TREE, tree.number, {"age": 2}, actor=SYSTEM)
    source.fresh(town.id)
    assert len(files_of(town)) > 1
    store.sweep(town.id, grace=-1.0)
    assert len(files_of(town)) == 1
    assert [row["age"] for row in rows(town.id, TREE)] == [2]


def test_another_history_means_another_mirror(town: SmallTown) -> None:
    """A backup was restored, or another database was named."""
    tree = add(town.id, TREE, fig(age=1), actor=SYSTEM)
    assert ages(town) == [1]
    Thing.objects.filter(pk=tree.pk).update(attributes={"age": 7})
    assert ages(town) == [1]
    last = History.objects.latest("id")
    History.objects.filter(pk=last.pk).update(at=clock.now())
    assert ages(town) == [7]


def test_a_kind_whose_columns_changed_is_built_anew(town: SmallTown) -> None:
    add(town.id, TREE, fig(age=1), actor=SYSTEM)
    source.fresh(town.id)
    draft = Draft(town.id)
    kept = draft.kinds[TREE]
    older = tuple(pair for pair in kept.columns if pair[0] != "age")
    draft.put(TREE, store.Kept(older, kept.parts, kept.deltas))
    draft.commit()
    # Until then what the older files lack is empty.
    assert [row["age"] for row in rows(town.id, TREE)] == [None]
    assert ages(town) == [1]


def test_ids_set_aside_are_asked_for_later(town: SmallTown) -> None:
    cursor = following.start()
    line = History.objects.latest("id")
    far = line.pk + 5000
    fields = {"town": town.town, "at": clock.now(), "kind": TREE, "verb": "x", "record_id": 1,
              "actor_kind": "system"}  # fmt: skip
    History.objects.create(pk=far, **fields)
    lines, cursor = following.more(cursor, 100)
    assert [each.id for each in lines] == [far]
    History.objects.create(pk=far - 4000, **fields)
    History.objects.create(pk=far - 1, **fields)
    lines, cursor = following.more(cursor, 100)
    assert [each.id for each in lines] == [far - 4000, far - 1]
    assert following.more(cursor, 100)[0] == []


def test_gaps_survive_a_restart_and_end(town: SmallTown, monkeypatch: pytest.MonkeyPatch) -> None:
    last = following.start()
    fields = {"town": town.town, "at": clock.now(), "kind": TREE, "verb": "x", "record_id": 1,
              "actor_kind": "system"}  # fmt: skip
    History.objects.create(pk=last.last + 3, **fields)
    _lines, cursor = following.more(last, 100)
    store.root().mkdir(parents=True, exist_ok=True)
    following.save(cursor)
    loaded = following.load()
    assert loaded == cursor
    assert (cursor.gaps[-1].first, cursor.gaps[-1].last) == (last.last + 1, last.last + 2)
    moment = cursor.gaps[-1].seen
    monkeypatch.setattr("time.time", lambda: moment + 61)
    monkeypatch.setattr(following, "_transactions", lambda: (100, 101))
    _lines, cursor = following.more(cursor, 100)
    if connection.vendor == "postgresql":
        # Somebody is still at work who may have taken the number.
        assert cursor.gaps[-1].until == 101
        monkeypatch.setattr(following, "_transactions", lambda: (101, 102))
        _lines, cursor = following.more(cursor, 100)
    assert not any(gap.is_small for gap in cursor.gaps)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_a_late_commit_is_not_missed() -> None:
    """A transaction that took the lower id ends after one that took the higher."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: ids appear in their order")
    with durable():
        town = small_town()
    source.fresh(town.id)
    written, end = threading.Event(), threading.Event()

    def slow() -> None:
        with durable():
            add(town.id, TREE, fig(age=1), actor=SYSTEM)
            written.set()
            end.wait(20)
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(20)
    with durable():
        # Of another kind, whose numbers nobody waits for.
        reported(town)
    source.fresh(town.id)
    assert rows(town.id, TREE) == []
    end.set()
    thread.join()
    assert ages(town) == [1]


def test_check_tells_what_differs(town: SmallTown) -> None:
    first, _second = planted(town, 2)
    source.fresh(town.id)
    assert list(checking.check()) == []
    Thing.objects.filter(pk=first.pk).update(lon=1.0)
    (said,) = checking.check()
    assert "古树，2026-01：镜像有 1 行，数据库有 1 行" in said
    assert f"id {first.pk}" in said
    refreshing.rebuild()
    assert list(checking.check()) == []
    part = next(each for each in store.manifest_of(town.id).kinds[TREE].parts
                if each.month == 202602)  # fmt: skip
    path = store.folder(town.id) / part.path
    path.write_bytes(b"PAR1")
    (said,) = checking.check()
    assert "古树：镜像的文件读不出" in said


def test_the_worker_takes_its_turn(town: SmallTown) -> None:
    while refreshing.turn():
        pass
    add(town.id, TREE, fig(age=8), actor=actor_of(town.clerk_west))
    assert refreshing.turn() > 0
    assert [row["age"] for row in rows(town.id, TREE)] == [8]
    assert refreshing.turn() == 0
    with store.turn():
        add(town.id, TREE, fig(age=9, code=""), actor=actor_of(town.clerk_west))
        # The lock belongs to an opening of the file: here we are another worker.
        assert refreshing.turn() == 0


def test_the_mirror_lies_in_the_data_folder() -> None:
    assert store.root() == settings.HOME / "mirror"
