"""Visits to registered things: planned or done, named after and placed with what is visited."""

from datetime import timedelta

from jiedao.applications.heritage_trees.kinds import CHECK, TREE
from jiedao.engines.visits.models import Visit
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.foundation.records.test_actions import fig, refused
from tests.foundation.records.test_pages import signed_in


def test_a_visit_takes_over_place_and_name_and_sets_the_next_date(town: SmallTown) -> None:
    clerk = actor_of(town.clerk_west)
    tree = add(town.id, TREE, fig(), actor=clerk)
    visit = add(town.id, CHECK, {"vigour": "good"}, actor=clerk, subject=(TREE, tree.pk))
    assert isinstance(visit, Visit)
    assert (visit.title, visit.grid_id, visit.state) == ("大榕树", tree.grid_id, "planned")
    with refused(Forbidden):
        make_move(town.id, CHECK, visit.number, "complete", {}, actor=actor_of(town.clerk_east))
    done = make_move(town.id, CHECK, visit.number, "complete", {"result": "枝叶正常"}, actor=clerk)
    assert (done.state, done.due_at, done.owner_id) == ("done", None, town.clerk_west.pk)
    tree.refresh_from_db()
    assert tree.due_at is not None
    left = tree.due_at.astimezone(clock.TOWN_ZONE).date() - clock.today()
    assert left == timedelta(days=182)


def test_what_a_visit_finds_out_is_asked_by_it(town: SmallTown) -> None:
    clerk = actor_of(town.clerk_west)
    tree = add(town.id, TREE, fig(), actor=clerk)
    planned = add(town.id, CHECK, {}, actor=clerk, subject=(TREE, tree.pk))
    with refused(Invalid) as info:
        make_move(town.id, CHECK, planned.number, "complete", {"result": "枝叶正常"}, actor=clerk)
    assert set(info.value.errors) == {"vigour"}
    said = {"result": "枝叶稀疏", "vigour": "weak"}
    done = make_move(town.id, CHECK, planned.number, "complete", said, actor=clerk)
    assert done.attributes["vigour"] == "weak"


def test_the_form_of_a_visit_asks_neither_place_nor_what_it_will_find(town: SmallTown) -> None:
    tree = add(town.id, TREE, fig(), actor=actor_of(town.clerk_west))
    client = signed_in(town.clerk_west)
    page = client.get(f"/r/{CHECK}/new/?about={TREE}:{tree.pk}").content.decode()
    assert "大榕树" in page
    for name in ("vigour", "place", "area", "address"):
        assert f'name="{name}"' not in page
    form = {"title": "", "day": "2026-03-02", "about": f"{TREE}:{tree.pk}"}
    assert client.post(f"/r/{CHECK}/new/", form).status_code == 303
    visit = Visit.objects.get()
    assert (visit.title, visit.grid_id) == ("大榕树", tree.grid_id)
