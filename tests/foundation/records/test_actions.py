"""Adding, editing and moving records of a generated kind."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction

from jiedao.applications.heritage_trees.kinds import TREE
from jiedao.foundation.records.actions import Draft, add, add_many, edit, make_move
from jiedao.foundation.records.models import Facet
from jiedao.foundation.staff.reach import actor_of
from jiedao.foundation.things.models import Thing
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, Refused
from jiedao.kernel.models import History
from tests.cast import SmallTown

HERE = "114.305,22.705"


@contextmanager
def refused(kind: type[Refused]) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """The block is refused, and nothing of it stays."""
    with pytest.raises(kind) as info, transaction.atomic():
        yield info


def fig(**more: object) -> dict[str, object]:
    """A fig tree in the first western grid."""
    return {
        "title": "大榕树", "code": "GS-001", "species": "榕树", "grade": "first", "place": HERE,
    } | more  # fmt: skip


def test_a_record_is_placed_numbered_and_found(town: SmallTown) -> None:
    row = add(town.id, TREE, fig(), actor=actor_of(town.clerk_west))
    assert row.number.startswith("GS")
    assert row.grid_id == town.places.grid_1.pk
    assert row.community_id == town.places.west.pk
    assert row.state == "in_use"
    assert row.attributes == {"species": "榕树", "grade": "first"}
    assert Facet.objects.filter(record=row.pk).count() == 2
    (line,) = History.objects.filter(kind=TREE, record_id=row.pk)
    assert line.verb == "add"


def test_only_the_own_community_is_registered(town: SmallTown) -> None:
    with refused(Forbidden):
        add(town.id, TREE, fig(), actor=actor_of(town.clerk_east))
    assert add(town.id, TREE, fig(), actor=actor_of(town.clerk_west)).pk


def test_what_is_wrong_is_said_at_its_field(town: SmallTown) -> None:
    with refused(Invalid) as info:
        add(town.id, TREE, fig(grade="ninth", age=-3), actor=actor_of(town.clerk_west))
    assert set(info.value.errors) == {"grade", "age"}
    assert not Thing.objects.exists()


def test_the_same_key_is_known(town: SmallTown) -> None:
    who = actor_of(town.clerk_west)
    first = add(town.id, TREE, fig(), actor=who)
    added = add_many(town.id, TREE, [Draft(fig()), Draft(fig(code="GS-002")),
                                     Draft(fig(code="GS-002")), Draft(fig(grade=""))], actor=who)  # fmt: skip
    assert [a.known for a in added] == [True, False, True, False]
    assert added[0].record == first
    assert added[3].refusal is not None
    assert Thing.objects.count() == 2


def test_an_edit_says_what_changed(town: SmallTown) -> None:
    who = actor_of(town.clerk_west)
    row = add(town.id, TREE, fig(), actor=who)
    after = edit(
        town.id, TREE, row.number, {"grade": "second", "title": "老榕树"}, actor=who, version=1
    )
    assert after.version == 2
    line = History.objects.filter(kind=TREE, record_id=row.pk).latest("id")
    assert line.changes["grade"] == ["first", "second"]
    assert line.changes["title"] == ["大榕树", "老榕树"]
    assert Facet.objects.get(record=row.pk, attribute="grade").value == "second"
    with refused(Conflict):
        edit(town.id, TREE, row.number, {"grade": "first"}, actor=who, version=1)
    with refused(Forbidden):
        edit(town.id, TREE, row.number, {"grade": "first"}, actor=actor_of(town.clerk_east))


def test_a_move_needs_its_state_and_its_reason(town: SmallTown) -> None:
    who = actor_of(town.clerk_west)
    row = add(town.id, TREE, fig(), actor=who)
    with refused(Invalid):
        make_move(town.id, TREE, row.number, "end", {}, actor=who)
    with refused(Forbidden):
        make_move(town.id, TREE, row.number, "end", {"reason": "枯死"}, actor=actor_of(town.reader))
    done = make_move(town.id, TREE, row.number, "end", {"reason": "枯死"}, actor=who)
    assert done.state == "ended"
    assert done.closed_at is not None
    with refused(Conflict):
        make_move(town.id, TREE, row.number, "end", {"reason": "枯死"}, actor=who)


def test_the_gate(town: SmallTown) -> None:
    row = add(town.id, TREE, fig(), actor=actor_of(town.clerk_west))
    for who, sees in ((town.clerk_west, True), (town.reader, True), (town.clerk_east, False),
                      (town.nobody, False), (town.stranger, False)):  # fmt: skip
        assert Thing.objects.visible_to(who.reach, TREE).filter(pk=row.pk).exists() is sees
