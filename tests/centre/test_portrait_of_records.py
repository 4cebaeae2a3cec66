"""The portrait of a record: as it stood on a day, with what there was about it."""

import pytest

from jiedao.applications.heritage_trees.kinds import CHECK, TREE
from jiedao.engines.mirror import source
from jiedao.foundation.records.actions import add, edit
from jiedao.foundation.staff.reach import actor_of
from tests.cases_pages.conftest import browser
from tests.cast import SmallTown
from tests.engines.cases.desk import MONDAY, at

pytestmark = [pytest.mark.data, pytest.mark.slow, pytest.mark.both]


def grown(town: SmallTown) -> str:
    """A tree, entered on Monday, renamed and checked ten days later; its address."""
    clerk = actor_of(town.dispatcher)
    facts = {"title": "大榕树", "species": "榕树", "grade": "first", "place": (114.305, 22.705)}
    with at():
        tree = add(town.id, TREE, facts, actor=clerk)
    with at(days=10):
        edit(town.id, TREE, tree.number, {"title": "村口大榕树", "species": "细叶榕"}, actor=clerk)
        add(town.id, CHECK, {"vigour": "good", "place": (114.305, 22.705)}, actor=clerk,
            subject=(TREE, tree.pk))  # fmt: skip
    return f"/centre/portrait/{TREE}/{tree.number}/"


def test_a_record_is_shown_as_it_stood(town: SmallTown) -> None:
    address = grown(town)
    with at(days=11):
        source.fresh(town.id)
        opened = browser(town.leader)
        now, then = opened.get(address), opened.get(f"{address}?on={MONDAY.date()}")
        about = opened.get(f"{address}about/")
        about_then = opened.get(f"{address}about/?on={MONDAY.date()}")
        opened.get(f"{address}?on=2026-03-01")
        assert address in browser(town.leader).get(address.replace("/centre/portrait/", "/r/"))
    assert opened.status == 404
    assert "村口大榕树" in now
    assert "细叶榕" in now
    assert "村口大榕树" not in then
    assert "大榕树" in then
    assert "细叶榕" not in then
    assert "黄网格" in then
    assert '<b class="num">1</b>' in about
    assert "还没有您可以查看的记录" in about_then


def test_who_may_not_see_the_record_has_no_portrait_of_it(town: SmallTown) -> None:
    address = grown(town)
    opened = browser(town.clerk_east)
    opened.get(address)
    assert opened.status == 404
    handler = browser(town.handler)
    handler.get(address)
    assert handler.status == 403
