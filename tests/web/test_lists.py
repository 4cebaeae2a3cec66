"""List pages: filters in the address, paging, the same queries for 20 and 100 rows, bulk acts."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pydantic import BaseModel, Field

from jiedao.foundation.staff.models import Account
from jiedao.kernel import clock, towns
from jiedao.kernel.errors import Forbidden, NotFound, Unauthenticated
from jiedao.kernel.titles import Title
from jiedao.web import cells, lists, saved
from jiedao.web.list_filters import ChoiceFilter, DateFilter, FlagFilter, TextFilter
from jiedao.web.models import SavedView
from jiedao.web.widgets import Choice
from tests.cast import SmallTown


class Reason(BaseModel):
    reason: str = Field(title="原因", min_length=2)


def _greet(request: HttpRequest, ids: list[int], data: Any) -> lists.BulkResult:
    return lists.BulkResult(len(ids) - 1, [("A1", f"不行：{data.reason}")])


class People(lists.ListPage[Account]):
    key = "people"
    titles = Title("人员", "People")
    live = "accounts"
    columns = (
        lists.Column("username", Title("用户名", "User"), lambda row: row.username, width="m"),
        lists.Column("name", Title("姓名", "Name"), lambda row: row.name),
        lists.Column("town", Title("街道", "Town"), lambda row: cells.badge(row.town), rank=3),
    )
    filters = (
        TextFilter("q", Title("找", "Find"), lambda rows, words: rows.filter(name__contains=words)),
        ChoiceFilter(
            "name", Title("姓名", "Name"), [Choice(each, each) for each in ("同事1", "同事2")]
        ),
        ChoiceFilter(
            "of",
            Title("谁", "Who"),
            lambda request: [Choice(str(i), f"第{i}位") for i in range(300)],
            lookup="pk__in",
        ),
        FlagFilter("root", Title("超管", "Root"), lambda rows: rows.filter(is_superuser=True)),
        DateFilter("seen", Title("见", "Seen"), "last_seen_at"),
    )
    orderings = (
        lists.Ordering("name", Title("姓名", "Name"), ("name", "id")),
        lists.Ordering("new", Title("新", "New"), ("-id",)),
    )
    bulk = (lists.Bulk("greet", Title("问好", "Greet"), _greet, form=Reason),)
    views = (lists.View("roots", Title("超管", "Roots"), "root=1"),)

    def queryset(self, request: HttpRequest) -> QuerySet[Account]:
        return Account.objects.visible_to(request.user).select_related("town")  # type: ignore[arg-type]

    def open_key(self, row: Account) -> str:
        return row.username

    def open_url(self, key: str) -> str:
        return f"/people/{key}"


class Secret(People):
    permission = "never.granted"


@pytest.fixture
def crowd(town: SmallTown) -> SmallTown:
    """A hundred and thirty colleagues."""
    Account.objects.bulk_create(
        Account(username=f"p{i}", name=f"同事{i % 7}", town=town.town) for i in range(130)
    )
    return town


def ask(user: Any, query: str = "", page: type[People] = People, **headers: str) -> Any:
    request = RequestFactory().get(f"/people/?{query}", headers=headers)
    request.user = user
    return page.as_view()(request)


def rows_of(answer: HttpResponse) -> list[str]:
    return [part.split('"')[0] for part in answer.content.decode().split('data-open="')[1:]]


@pytest.mark.django_db
def test_a_stranger_and_one_without_the_right(town: SmallTown) -> None:
    with pytest.raises(Unauthenticated):
        ask(AnonymousUser())
    with pytest.raises(Forbidden):
        ask(town.dispatcher, page=Secret)


def test_the_same_queries_for_20_and_100_rows(
    crowd: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The town's row is looked at again every second, which a slow machine may hit in between.
    monkeypatch.setattr(towns, "_CHECK_SECONDS", 3600.0)
    counts = []
    ask(crowd.dispatcher)  # what is kept in memory is fetched once
    for size in (20, 100):
        with CaptureQueriesContext(connection) as queries:
            assert len(rows_of(ask(crowd.dispatcher, f"size={size}"))) == size
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert not any("COUNT(" in query["sql"].upper() for query in queries)


def test_paging_reaches_every_row_once(crowd: SmallTown) -> None:
    seen: list[str] = []
    address = "size=50"
    for _page in range(10):
        text = ask(crowd.dispatcher, address, **{"HX-Request": "true", "HX-Target": "more"})
        seen += rows_of(text)
        html = text.content.decode()
        assert "<html" not in html
        if 'id="more"' not in html:
            break
        address = html.split('hx-get="?')[1].split('"')[0].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == Account.objects.filter(town=crowd.town).count()


def test_filters_are_the_address(crowd: SmallTown) -> None:
    assert rows_of(ask(crowd.dispatcher, "root=1")) == ["root"]
    both = ask(crowd.dispatcher, "name=同事1&name=同事2&size=100").content.decode()
    assert "同事1、同事2" in both
    assert "同事3</td>" not in both
    # The chip of a chosen value leads to the address without it.
    assert 'href="?name=%E5%90%8C%E4%BA%8B2&amp;size=100"' in both
    assert rows_of(ask(crowd.dispatcher, "q=林调度")) == ["lin"]
    assert rows_of(ask(crowd.dispatcher, "seen_from=2026-01-01&seen_to=x")) == []


def test_long_menus_are_fetched_when_they_are_opened(crowd: SmallTown) -> None:
    page = ask(crowd.dispatcher, "of=7&root=1&size=20").content.decode()
    assert "第7位" in page, "what is chosen is said"
    assert "第8位" not in page
    later = page.split('class="menu-body" hx-get="?')[1].split('"')[0].replace("&amp;", "&")
    options = ask(crowd.dispatcher, later, **{"HX-Request": "true"}).content.decode()
    assert "第299位" in options
    assert "options=" not in options
    assert "<html" not in options
    with pytest.raises(NotFound):
        ask(crowd.dispatcher, "options=none")


def test_nothing_found_says_how_to_go_on(crowd: SmallTown) -> None:
    text = ask(crowd.dispatcher, "q=没有这样的人").content.decode()
    assert "没有符合条件的记录" in text
    assert "清除筛选" in text


def test_what_the_address_does_not_know_is_ignored(crowd: SmallTown) -> None:
    assert len(rows_of(ask(crowd.dispatcher, "order=zz&size=7&bulk=1&at_least=9999"))) == 152


def test_the_open_record_is_asked_for_beside_the_list(crowd: SmallTown) -> None:
    text = ask(crowd.dispatcher, "open=lin&size=100&order=new").content.decode()
    assert "has-panel" in text
    assert 'hx-get="/people/lin"' in text


def test_a_view_that_matches_is_marked_and_others_can_be_saved(crowd: SmallTown) -> None:
    assert "存为视图" not in ask(crowd.dispatcher, "root=1").content.decode()
    assert "存为视图" in ask(crowd.dispatcher, "name=同事1").content.decode()


def test_cells_are_escaped(crowd: SmallTown) -> None:
    Account.objects.create(username="x", name="<i>甲</i>", town=crowd.town)
    text = ask(crowd.dispatcher, "order=new").content.decode()
    assert "&lt;i&gt;甲&lt;/i&gt;" in text
    assert "<i>甲</i>" not in text


def act(user: Any, key: str, data: dict[str, Any]) -> Any:
    request = RequestFactory().post(f"/people/?bulk={key}", data)
    request.user = user
    return People.as_view()(request)


def test_a_bulk_act_tells_what_was_done_and_what_not(crowd: SmallTown) -> None:
    answer = act(crowd.dispatcher, "greet", {"ids": ["1", "2", "x"], "reason": "年节"})
    assert "不行：年节" in answer.content.decode()
    assert answer.headers["HX-Retarget"] == "#bulk-result"
    assert "jiedao:refresh" in answer.headers["HX-Trigger"]


def test_a_bulk_form_comes_back_with_its_error(crowd: SmallTown) -> None:
    answer = act(crowd.dispatcher, "greet", {"ids": ["1"], "reason": "年"})
    assert answer.status_code == 422
    assert "至少 2 个字。" in answer.content.decode()


def test_saved_views_belong_to_their_owner(town: SmallTown) -> None:
    client = Client()
    client.force_login(town.dispatcher)
    post = {"list": "people", "name": "超级", "query": "root=1", "next": "/search/"}
    answer = client.post("/views/save/", post)
    assert answer.headers["Location"] == "/search/?root=1"
    client.post("/views/save/", {**post, "query": "root=1&q=a"})
    view = SavedView.objects.get()
    assert view.query == "root=1&q=a", "the same name is overwritten"
    client.force_login(town.handler)
    client.post(f"/views/{view.pk}/drop/", {"next": "//evil.example"})
    assert SavedView.objects.exists()
    client.force_login(town.dispatcher)
    answer = client.post(f"/views/{view.pk}/drop/", {"next": "//evil.example"})
    assert answer.headers["Location"] == "/"
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(("name", "query"), [("  ", "a=1"), ("长", "a" * 601)])
def test_a_view_needs_a_name_and_a_reasonable_query(town: SmallTown, name: str, query: str) -> None:
    client = Client()
    client.force_login(town.dispatcher)
    answer = client.post("/views/save/", {"list": "p", "name": name, "query": query})
    assert answer.status_code == 422


def test_twenty_views_are_enough(town: SmallTown) -> None:
    for i in range(saved.MOST):
        saved.save_view(town.id, "people", f"v{i}", "a=1", account_id=town.dispatcher.pk)
    client = Client()
    client.force_login(town.dispatcher)
    answer = client.post("/views/save/", {"list": "people", "name": "more", "query": "a=1"})
    assert answer.status_code == 422


def test_time_that_passes_is_no_change_of_a_row() -> None:
    moment = datetime(2026, 3, 2, 9, tzinfo=clock.TOWN_ZONE)

    class Page(lists.ListPage[Any]):
        key = "passing"
        columns = (
            lists.Column("due", Title("时限", "Due"), lambda row: cells.clock(row.due)),
            lists.Column("at", Title("时间", "At"), lambda row: cells.when(row.at)),
        )

        def open_url(self, key: str) -> str:
            return key

    def digest_at(now: datetime, due: datetime) -> str:
        with clock.at(now):
            return Page().draw(SimpleNamespace(pk=1, due=due, at=moment)).digest

    due = moment + timedelta(days=3)
    before, after = moment + timedelta(minutes=1), moment + timedelta(hours=5)
    assert digest_at(before, due) == digest_at(after, due)
    assert digest_at(before, due) != digest_at(before, due + timedelta(minutes=1))
