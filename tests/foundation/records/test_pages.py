"""The generated pages, as the named people see them."""

import pytest
from django.test import Client
from django.urls import reverse

from jiedao.applications.heritage_trees.kinds import TREE
from jiedao.applications.livelihood.kinds import ORDER
from jiedao.foundation.records.actions import add
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from jiedao.foundation.things.models import Thing
from tests.cast import SmallTown
from tests.foundation.records.test_actions import fig


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def tree(town: SmallTown) -> Thing:
    row = add(town.id, TREE, fig(age=320, unit=town.units.city.pk), actor=actor_of(town.dispatcher))
    assert isinstance(row, Thing)
    return row


def test_the_list_shows_what_one_may_see(town: SmallTown, tree: Thing) -> None:
    url = reverse("records:list", args=[TREE])
    for who, sees in ((town.clerk_west, True), (town.clerk_east, False)):
        page = signed_in(who).get(url)
        assert page.status_code == 200
        assert ("大榕树" in page.content.decode()) is sees
    assert signed_in(town.nobody).get(url).status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("grade=first", True), ("grade=second", False), ("species=榕树", True),
        ("species=樟", False), ("grade=first&grade=third&species=榕树", True),
        ("q=榕树", True), ("q=GS-001", True), ("q=樟树", False), ("state=in_use", True),
        ("state=ended", False), ("order=day", True), ("day_from=2000-01-01", True),
        ("day_to=2000-01-01", False),
    ],
)  # fmt: skip
def test_filters(town: SmallTown, tree: Thing, query: str, found: bool) -> None:
    page = signed_in(town.dispatcher).get(reverse("records:list", args=[TREE]) + f"?{query}")
    assert page.status_code == 200
    assert ("大榕树" in page.content.decode()) is found


def test_a_record_tells_everything_in_words(town: SmallTown, tree: Thing) -> None:
    url = reverse("records:detail", args=[TREE, tree.number])
    words = signed_in(town.clerk_west).get(url).content.decode()
    for said in ("大榕树", "一级", "320 年", "在册", town.units.city.name, town.places.grid_1.name):
        assert said in words, said
    assert signed_in(town.clerk_east).get(url).status_code == 404


def test_a_new_record_by_the_form(town: SmallTown) -> None:
    url = reverse("records:new", args=[TREE])
    client = signed_in(town.clerk_west)
    form = {
        "title": "古樟", "code": "GS-9", "species": "樟树", "grade": "second",
        "place": "114.305,22.705", "unit_text": town.units.city.name, "day": "2024-05-01",
    }  # fmt: skip
    wrong = client.post(url, form | {"grade": "", "unit_text": "没有的科"})
    assert wrong.status_code == 422
    assert "没有找到“没有的科”" in wrong.content.decode()
    assert not Thing.objects.exists()
    assert client.post(url, form).status_code == 303
    row = Thing.objects.get()
    assert (row.title, row.unit_id, row.day.isoformat()) == (
        "古樟",
        town.units.city.pk,
        "2024-05-01",
    )
    assert signed_in(town.reader).get(url).status_code == 403


def test_an_edit_by_the_form(town: SmallTown, tree: Thing) -> None:
    url = reverse("records:edit", args=[TREE, tree.number])
    client = signed_in(town.clerk_west)
    assert "114.305" in client.get(url).content.decode()
    form = {"title": "老榕树", "species": "榕树", "grade": "third", "place": "114.305,22.705",
            "day": "2024-05-01", "version": "1"}  # fmt: skip
    assert client.post(url, form).status_code == 303
    tree.refresh_from_db()
    assert (tree.title, tree.attributes["grade"], tree.unit_id) == ("老榕树", "third", None)
    assert client.post(url, form).status_code == 409


def test_a_move_by_the_page(town: SmallTown, tree: Thing) -> None:
    url = reverse("records:move", args=[TREE, tree.number, "end"])
    client = signed_in(town.clerk_west)
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}, headers={"HX-Request": "true"}).status_code == 422
    done = client.post(url, {"reason": "枯死", "version": "1"}, headers={"HX-Request": "true"})
    assert done.status_code == 204
    tree.refresh_from_db()
    assert tree.state == "ended"
    words = client.get(reverse("records:detail", args=[TREE, tree.number])).content.decode()
    assert "枯死" in words
    assert "注销" in words


def test_the_board_and_the_suggestions(town: SmallTown, tree: Thing) -> None:
    client = signed_in(town.clerk_west)
    assert "大榕树" in client.get(reverse("records:board", args=[TREE])).content.decode()
    offered = client.get(reverse("records:suggest", args=["unit"]) + "?q=城管").json()
    assert offered[0]["text"] == town.units.city.name
    assert client.get(reverse("records:suggest", args=["record-heritage_tree"]) + "?q=榕").json()
    assert client.get(reverse("records:list", args=["nothing"])).status_code == 404


def test_personal_fields_are_masked_and_kept_when_left_empty(town: SmallTown) -> None:
    values = {"title": "张阿姨理发", "contact": "13800005678", "area": town.places.west.pk}
    row = add(town.id, ORDER, values, actor=actor_of(town.clerk_west))
    client = signed_in(town.clerk_west)
    detail = reverse("records:detail", args=[ORDER, row.number])
    change = reverse("records:edit", args=[ORDER, row.number])
    for url in (detail, change):
        words = client.get(url).content.decode()
        assert "13800005678" not in words
    assert "138****5678" in client.get(detail).content.decode()
    form = {"title": "张阿姨剪发", "day": "2026-01-05", "quantity": "1", "version": "1",
            "area_text": town.places.west.name}  # fmt: skip
    assert client.post(change, form).status_code == 303
    row.refresh_from_db()
    assert (row.title, row.attributes["contact"]) == ("张阿姨剪发", "13800005678")


def test_who_may_add_only_at_home_begins_there(town: SmallTown) -> None:
    """The own unit and area stand in the form; elsewhere is refused at its field, with where."""
    client = signed_in(town.clerk_west)
    page = client.get(reverse("records:new", args=[TREE])).content.decode()
    assert f'value="{town.places.west.pk}"' in page
    values = {"title": "榕树", "species": "榕树", "grade": "first", "area_text": "东港社区"}
    refused = client.post(reverse("records:new", args=[TREE]), values)
    assert refused.status_code == 403
    assert "只能登记在：西岭社区" in refused.content.decode()
    home = values | {"area_text": "西岭社区"}
    assert client.post(reverse("records:new", args=[TREE]), home).status_code == 303
    town_wide = signed_in(town.dispatcher).get(reverse("records:new", args=[TREE]))
    assert f'value="{town.places.west.pk}"' not in town_wide.content.decode()
