"""The frame: errors as pages, preferences, search, home, the style page."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from jiedao.kernel.errors import Conflict, Forbidden, Unauthenticated
from jiedao.kernel.titles import Title
from jiedao.web import refusals, shell, slots
from tests.cast import SmallTown

HTMX = {"HX-Request": "true"}


@pytest.fixture
def staff(town: SmallTown) -> Client:
    client = Client()
    client.force_login(town.dispatcher)
    return client


@pytest.fixture
def opened() -> Iterator[None]:
    """Slots that a test may add to and that are as before afterwards."""
    kept: list[Any] = [
        (slot, dict(slot._items), slot._closed)
        for slot in (slots.search_providers, slots.home_cards)
    ]
    for slot, _items, _closed in kept:
        slot._closed = False
    yield
    for slot, items, closed in kept:
        slot._items, slot._closed = items, closed


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 429, 500])
def test_every_fault_has_a_sentence_and_a_way_back(town: SmallTown, status: int) -> None:
    client = Client()
    client.force_login(town.superuser)
    answer = client.get(f"/_style/error/{status}")
    assert answer.status_code == status
    text = answer.content.decode()
    assert 'href="/"' in text
    assert "。" in text


def test_the_style_page_is_for_developers_and_superusers(town: SmallTown, staff: Client) -> None:
    assert staff.get("/_style").status_code == 404
    staff.force_login(town.superuser)
    for name in ("", "/list", "/list?open=3", "/record/3", "/board", "/public", "/plain"):
        assert staff.get(f"/_style{name}").status_code == 200, name


def _answer(request: HttpRequest, error: Exception) -> HttpResponse | None:
    return refusals.Refusals(lambda r: HttpResponse()).process_exception(request, error)


def _request(user: Any, **headers: str) -> HttpRequest:
    request = RequestFactory().get("/x?y=1", headers=headers)
    request.user = user
    return request


def test_a_refusal_is_a_page_a_toast_or_stands_in_the_panel(town: SmallTown) -> None:
    error = Conflict("已被他人分拨。")
    page = _answer(_request(town.dispatcher), error)
    assert page is not None
    assert page.status_code == 409
    assert "已被他人分拨。" in page.content.decode()
    toast = _answer(_request(town.dispatcher, **HTMX), error)
    assert toast is not None
    assert toast.headers["HX-Reswap"] == "none"
    assert '"tone": "red"' in toast.headers["HX-Trigger"]
    panel = _answer(_request(town.dispatcher, **HTMX, **{"HX-Target": "panel"}), error)
    assert panel is not None
    assert "HX-Reswap" not in panel.headers
    assert "<html" not in panel.content.decode()


def test_other_faults_are_left_to_django(town: SmallTown) -> None:
    assert _answer(_request(town.dispatcher), ValueError()) is None


def test_a_stranger_is_sent_to_sign_in_and_back(client: Client, db: None) -> None:
    answer = client.get("/search/?q=路灯")
    assert answer.status_code == 303
    assert "next=%2Fsearch%2F%3Fq%3D" in answer.headers["Location"]
    under_htmx = client.get(
        "/search/", headers={**HTMX, "HX-Current-URL": "http://testserver/cases/?state=handling"}
    )
    assert under_htmx.status_code == 204
    assert "next=%2Fcases%2F%3Fstate%3Dhandling" in under_htmx.headers["HX-Redirect"]


def test_unauthenticated_and_forbidden_are_not_the_same(town: SmallTown) -> None:
    denied = _answer(_request(town.nobody), Forbidden("您没有这项权限。"))
    assert denied is not None
    assert denied.status_code == 403
    sent_on = _answer(_request(town.nobody), Unauthenticated("请先登录。"))
    assert sent_on is not None
    assert sent_on.status_code == 303


def test_language_and_print_size_are_kept_and_lead_back(client: Client) -> None:
    answer = client.post("/prefs/language/", {"language": "en", "next": "/search/?q=1"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/search/?q=1")
    assert answer.cookies["django_language"].value == "en"
    answer = client.post("/prefs/", {"text": "large", "theme": "pink", "next": "//evil.example/"})
    assert answer.headers["Location"] == "/"
    assert answer.cookies["text"].value == "large"
    assert "theme" not in answer.cookies
    assert client.get("/prefs/").status_code == 405


def test_search_asks_those_one_may_use_and_survives_a_broken_one(
    staff: Client, opened: None
) -> None:
    def broken(request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
        raise RuntimeError("index away")

    def found(request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
        return [slots.Hit(f"{words} <1>", "/x/1", limit)]

    add = slots.search_providers.add
    add(slots.SearchProvider("t1", Title("甲类", "A"), "inbox", found, order=1))
    add(slots.SearchProvider("t2", Title("乙类", "B"), "inbox", broken, order=2))
    add(slots.SearchProvider("t3", Title("丙类", "C"), "inbox", found, permission="never"))
    full = staff.get("/search/", {"q": " 路灯  不亮 "}).content.decode()
    assert "路灯 不亮 &lt;1&gt;" in full
    assert "这一类暂时查不了" in full
    assert "丙类" not in full
    quick = staff.get("/search/", {"q": "路灯", "quick": "1"}).content.decode()
    assert "<html" not in quick
    assert "甲类" in quick


def test_home_shows_cards_that_have_something_to_say(staff: Client, opened: None) -> None:
    slots.home_cards.add(
        slots.HomeCard("h1", Title("今天", "Today"), lambda request: "<p>三件</p>")
    )
    slots.home_cards.add(slots.HomeCard("h2", Title("空的", "Empty"), lambda request: ""))
    page = staff.get("/home/").content.decode()
    assert "<p>三件</p>" in page
    assert "空的" not in page


def test_the_bell_is_for_those_signed_in(staff: Client, client: Client) -> None:
    assert staff.get("/home/bell/").status_code == 200
    assert client.get("/home/bell/").status_code == 303


def test_htmx_gets_the_content_without_the_frame(town: SmallTown) -> None:
    assert shell.base_template(_request(town.dispatcher)) == "web/base_staff.html"
    assert shell.base_template(_request(town.dispatcher, **HTMX)) == "web/base_panel.html"
    restored = {**HTMX, "HX-History-Restore-Request": "true"}
    assert shell.base_template(_request(town.dispatcher, **restored)) == "web/base_staff.html"


def test_the_rail_shows_only_what_one_may_open(town: SmallTown) -> None:
    nobody = {link.key for group in _rail(town.nobody) for link in group.links}
    everybody = {link.key for group in _rail(town.dispatcher) for link in group.links}
    assert nobody <= everybody


def _rail(user: Any) -> list[shell.RailGroup]:
    return shell.Shell(_request(user)).rail_groups


@override_settings(DEBUG=False)
def test_a_fault_needs_neither_database_nor_context() -> None:
    answer = refusals.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "不会丢失" in answer.content.decode()


def test_a_strange_host_name_gets_a_sentence(client: Client, db: None) -> None:
    answer = client.get("/home/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "没有看懂" in answer.content.decode()
