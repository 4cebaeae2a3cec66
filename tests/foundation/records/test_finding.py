"""The search over everything finds records; history, notices and the audit lead to them."""

from dataclasses import replace

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from jiedao.applications.heritage_trees.kinds import CHECK, TREE
from jiedao.foundation.records import finding
from jiedao.foundation.records.actions import add
from jiedao.foundation.records.schema import schema_of
from jiedao.foundation.staff.links import kind_title, record_links, record_url
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from jiedao.foundation.staff.wording import verb_title
from jiedao.foundation.things.models import Thing
from jiedao.kernel import registry
from tests.cast import SmallTown
from tests.foundation.records.test_actions import fig


@pytest.fixture
def tree(town: SmallTown) -> Thing:
    who = actor_of(town.dispatcher)
    row = add(town.id, TREE, fig(species="小叶榕", address="文化路 3 号"), actor=who)
    add(town.id, CHECK, {"title": "春季巡查", "vigour": "good"}, actor=who, subject=(TREE, row.pk))
    assert isinstance(row, Thing)
    return row


def found(who: Account, words: str, limit: int = 5) -> list[str]:
    request = RequestFactory().get("/search")
    request.user = who
    return [str(hit.title) for hit in finding.find(request, words, limit)]


@pytest.mark.parametrize("words", ["大榕树", "榕", "GS-001", "小叶榕", "榕树 文化路"])
def test_by_words_of_every_sort(town: SmallTown, tree: Thing, words: str) -> None:
    assert found(town.dispatcher, words) == ["大榕树"]
    assert found(town.clerk_west, words) == ["大榕树"]
    for nobody in (town.clerk_east, town.nobody, town.admin, town.stranger):
        assert found(nobody, words) == []


def test_by_number(town: SmallTown, tree: Thing) -> None:
    assert found(town.dispatcher, tree.number.lower()) == ["大榕树"]
    assert found(town.clerk_east, tree.number) == []
    assert found(town.dispatcher, "GS99999999") == []


def test_kinds_of_several_tables(town: SmallTown, tree: Thing) -> None:
    who = actor_of(town.dispatcher)
    add(town.id, TREE, fig(code="2", title="春季新栽"), actor=who)
    add(town.id, TREE, fig(code="3", title="春季移栽"), actor=who)
    every = found(town.dispatcher, "春季")
    assert sorted(every) == ["春季巡查", "春季新栽", "春季移栽"]
    # Each table has its turn, whichever is first; of one table the newest leads.
    assert set(every[:2]) == {"春季移栽", "春季巡查"}
    assert found(town.dispatcher, "春季", limit=2) == every[:2]


def test_a_role_of_other_kinds_finds_nothing(town: SmallTown, tree: Thing) -> None:
    role = town.roles["reader"]
    role.kinds = [CHECK]
    role.save()
    assert found(town.reader, "大榕树") == []
    assert found(town.reader, "春季") == ["春季巡查"]


def test_on_the_page(town: SmallTown, tree: Thing) -> None:
    client = Client()
    client.force_login(town.clerk_west)
    page = client.get("/search/?q=大榕树").content.decode()
    assert f"/r/{TREE}/{tree.number}/" in page


def test_history_leads_to_the_record(town: SmallTown, tree: Thing) -> None:
    assert record_url(TREE, tree.pk) == f"/r/{TREE}/{tree.number}/"
    assert record_url(TREE, tree.pk + 99) == ""
    assert kind_title(TREE) == "古树"
    assert (verb_title(TREE, "end"), verb_title(TREE, "add")) == ("注销", "登记")
    assert record_links.get(TREE).label == (Thing, "title")


def test_the_audit_names_no_restricted_record() -> None:
    schema = schema_of(TREE)
    secret = replace(schema, kind=replace(registry.kinds.get(TREE), restricted=True))
    assert finding.link_of(secret).label == (Thing, "number")


def test_the_audit_names_it(town: SmallTown, tree: Thing) -> None:
    client = Client()
    client.force_login(town.auditor)
    page = client.get(reverse("staff:audit") + "?kind=heritage_tree")
    assert "古树 大榕树" in page.content.decode()
