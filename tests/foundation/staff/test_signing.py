"""Signing in: right and wrong, the lock, idle end, TOTP, one-time links, what is on record."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.test import Client

from jiedao.foundation.staff import actions
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.models import History, Town
from tests.cast import PASSWORD, SmallTown

SIGN_IN = "/sign-in/"
STRONG = "Mangrove#42x"


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


def sign_in(client: Client, username: str = "chen", password: str = PASSWORD) -> Any:
    return client.post(SIGN_IN, {"login": username, "password": password})


def signed_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def verbs(account: Account) -> list[str]:
    rows = History.objects.filter(kind="account", record_id=account.pk).order_by("id")
    return [verb for verb in rows.values_list("verb", flat=True) if verb != "added"][1:]


def test_the_right_password_opens(town: SmallTown, client: Client) -> None:
    assert "用户名" in client.get(SIGN_IN).content.decode()
    before = client.session.session_key
    response = sign_in(client, " Chen ")
    assert (response.status_code, response["Location"]) == (302, "/")
    assert signed_in(client)
    assert client.session.session_key != before
    line = History.objects.get(verb="signed_in")
    assert (line.record_id, line.data["address"]) == (town.handler.pk, "127.0.0.1")


def test_one_comes_back_to_where_one_was_but_to_no_other_site(
    town: SmallTown, client: Client
) -> None:
    response = client.post(
        SIGN_IN, {"login": "chen", "password": PASSWORD, "next": "/account/?tab=1"}
    )
    assert response["Location"] == "/account/?tab=1"
    client.post("/sign-out/")
    response = client.post(
        SIGN_IN, {"login": "chen", "password": PASSWORD, "next": "https://example.org/"}
    )
    assert response["Location"] == "/"


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("chen", "wrong"),
        ("nobody-here", PASSWORD),
        ("chen", ""),
        ("chen", "x" * 5000),
        ("\x00", "x"),
    ],
)
def test_the_wrong_ones_all_look_alike(
    town: SmallTown, client: Client, username: str, password: str
) -> None:
    response = sign_in(client, username, password)
    assert response.status_code == 200
    assert not signed_in(client)
    if password not in ("", "x" * 5000) and username != "\x00":
        assert "用户名或密码不对" in response.content.decode()
        assert History.objects.filter(verb="sign_in_failed").count() == 1
        assert "nobody-here" not in str(History.objects.values().last())


def test_five_failures_lock_for_a_quarter_of_an_hour(town: SmallTown, client: Client) -> None:
    for _attempt in range(5):
        sign_in(client, "chen", "wrong")
    sign_in(client)
    assert not signed_in(client)
    with clock.at(clock.now() + timedelta(minutes=14)):
        sign_in(client)
        assert not signed_in(client)
    with clock.at(clock.now() + timedelta(minutes=16)):
        sign_in(client)
        assert signed_in(client)
    assert verbs(town.handler) == [
        *["sign_in_failed"] * 5, "locked", *["sign_in_failed"] * 2, "signed_in",
    ]  # fmt: skip


def test_an_administrator_unlocks(town: SmallTown, client: Client) -> None:
    for _attempt in range(5):
        sign_in(client, "chen", "wrong")
    actions.unlock_account(town.handler, actor=actor_of(town.admin))
    sign_in(client)
    assert signed_in(client)


def test_a_success_begins_the_count_anew(town: SmallTown, client: Client) -> None:
    for _round in range(2):
        for _attempt in range(4):
            sign_in(client, "chen", "wrong")
        sign_in(client)
        assert signed_in(client)
        client.post("/sign-out/")


def test_a_closed_account_stays_out_and_is_thrown_out(town: SmallTown, client: Client) -> None:
    sign_in(client)
    actions.close_account(town.handler, "离职", actor=actor_of(town.admin))
    assert client.get("/account/").status_code == 303
    sign_in(client)
    assert not signed_in(client)


def test_idle_ends_the_session(town: SmallTown, client: Client) -> None:
    sign_in(client)
    assert client.get("/account/").status_code == 200
    start = clock.now()
    with clock.at(start + timedelta(minutes=29)):
        assert client.get("/account/").status_code == 200
    with clock.at(start + timedelta(minutes=58)):
        assert client.get("/account/").status_code == 200
    with clock.at(start + timedelta(minutes=89)):
        assert client.get("/account/").status_code == 303
        assert "自动退出" in client.get(SIGN_IN).content.decode()
    assert History.objects.get(verb="signed_out").data["idle"] is True


def test_a_page_that_renews_itself_keeps_nobody_signed_in(town: SmallTown, client: Client) -> None:
    sign_in(client)
    client.get("/account/")
    start = clock.now()
    for minutes in (10, 20, 29):
        with clock.at(start + timedelta(minutes=minutes)):
            client.get("/account/", headers={"X-Jiedao-Background": "1"})
    with clock.at(start + timedelta(minutes=31)):
        assert client.get("/account/").status_code == 303


def test_the_town_sets_its_own_idle_time(town: SmallTown, client: Client) -> None:
    town.town.settings["idle_minutes"] = 5
    Town.objects.filter(pk=town.id).update(settings=town.town.settings)
    sign_in(client)
    client.get("/account/")
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert client.get("/account/").status_code == 303


def test_being_seen_is_written_once_a_minute(
    town: SmallTown, client: Client, django_assert_max_num_queries: Any
) -> None:
    sign_in(client)
    client.get("/account/")
    with django_assert_max_num_queries(14) as second:
        client.get("/account/")
    assert not [query for query in second if query["sql"].startswith(("UPDATE", "INSERT"))]


def test_sign_out(town: SmallTown, client: Client) -> None:
    sign_in(client)
    assert client.get("/sign-out/").status_code == 200
    assert signed_in(client)
    client.post("/sign-out/")
    assert not signed_in(client)
    assert verbs(town.handler)[-1] == "signed_out"


def test_nobody_signs_up(town: SmallTown, client: Client) -> None:
    for path in ("/signup/", "/accounts/signup/", "/password/reset/", "/accounts/password/reset/"):
        assert client.get(path).status_code == 404


def test_a_language_once_chosen_is_the_accounts(town: SmallTown, client: Client) -> None:
    sign_in(client)
    client.post("/prefs/language/", {"language": "en", "next": "/account/"})
    assert Account.objects.get(pk=town.handler.pk).language == "en"
    elsewhere = Client()
    sign_in(elsewhere)
    assert 'lang="en"' in elsewhere.get("/account/").content.decode()


# One-time links


def link(town: SmallTown, account: Account) -> str:
    return actions.password_link(account, actor=actor_of(town.admin))


def use(client: Client, path: str, password: str = STRONG, again: str | None = None) -> Any:
    return client.post(path, {"password": password, "again": again or password})


def test_a_password_is_set_by_link_once(town: SmallTown, client: Client) -> None:
    path = link(town, town.handler)
    assert "陈城管" in client.get(path).content.decode()
    assert use(client, path)["Location"] == SIGN_IN
    sign_in(client, password=STRONG)
    assert signed_in(client)
    assert use(client, path).status_code == 404
    assert client.get(path).status_code == 404
    assert {"password_link_made", "password_set"} <= set(verbs(town.handler))
    secret = path.rstrip("/").rsplit("/", 1)[1]
    assert secret not in repr(list(History.objects.values()))


def test_links_end(town: SmallTown, client: Client) -> None:
    old = link(town, town.handler)
    new = link(town, town.handler)
    assert client.get(old).status_code == 404
    with clock.at(clock.now() + timedelta(hours=73)):
        assert client.get(new).status_code == 404
    actions.close_account(town.handler, "离职", actor=SYSTEM)
    assert client.get(new).status_code == 404
    assert client.get("/password/anything/").status_code == 404


def test_setting_a_password_ends_other_sessions_and_the_lock(
    town: SmallTown, client: Client
) -> None:
    sign_in(client)
    thief = Client()
    for _attempt in range(5):
        sign_in(thief, "chen", "wrong")
    use(thief, link(town, town.handler))
    assert client.get("/account/").status_code == 303
    sign_in(client, password=STRONG)
    assert signed_in(client)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("Aa1#short", "至少 10 位"),
        ("onlysmallletters", "3 类"),
        ("Chen#2026-xyz", "用户名"),
        ("Neh#nehc-2026", "用户名"),
        ("Aa1#Aa1#Aa1#", "太容易"),
        ("Passw0rd1!" * 20, "128"),
        (PASSWORD, "不能和原来的一样"),
    ],
)
def test_weak_passwords(town: SmallTown, client: Client, password: str, sentence: str) -> None:
    response = use(client, link(town, town.handler), password)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_two_different_passwords(town: SmallTown, client: Client) -> None:
    response = use(client, link(town, town.handler), STRONG, STRONG + "x")
    assert "不一样" in response.content.decode()


def test_ones_own_password(town: SmallTown, client: Client) -> None:
    sign_in(client)
    elsewhere = Client()
    sign_in(elsewhere)
    wrong = {"old": "wrong", "new": STRONG, "again": STRONG}
    assert client.post("/account/?do=password", wrong).status_code == 422
    right = wrong | {"old": PASSWORD}
    assert client.post("/account/?do=password", right).status_code == 303
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 303


# TOTP


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def turn_on(client: Client, password: str = PASSWORD) -> str:
    response = client.get("/account/totp/on/", follow=True)
    assert "确认是本人" in response.content.decode()
    response = client.post(
        "/sign-in/again/?next=/account/totp/on/", {"password": password}, follow=True
    )
    found = re.search(r'data-copy="([A-Z2-7]+)"', response.content.decode())
    assert found is not None
    response = client.post("/account/totp/on/", {"code": code_of(found.group(1))}, follow=True)
    assert "备用码" in response.content.decode()
    return found.group(1)


def test_the_authenticator_is_asked_for(town: SmallTown, client: Client) -> None:
    sign_in(client)
    secret = turn_on(client)
    stored = str(Authenticator.objects.values_list("data", flat=True))
    assert secret not in stored
    codes = re.findall(r"<li>(\d{8})</li>", client.get("/account/codes/").content.decode())
    assert len(codes) == 10
    client.post("/sign-out/")

    cache.clear()
    response = sign_in(client)
    assert response["Location"] == "/sign-in/code/"
    assert not signed_in(client)
    assert client.post("/sign-in/code/", {"code": "000000"}).status_code == 200
    client.post("/sign-in/code/", {"code": code_of(secret)})
    assert signed_in(client)

    client.post("/sign-out/")
    sign_in(client)
    client.post("/sign-in/code/", {"code": codes[0]})
    assert signed_in(client)
    client.post("/sign-out/")
    sign_in(client)
    client.post("/sign-in/code/", {"code": codes[0]})
    assert not signed_in(client)
    assert {"totp_added", "recovery_code_used"} <= set(verbs(town.handler))


def test_a_code_opens_once_in_any_process(town: SmallTown, client: Client) -> None:
    sign_in(client)
    secret = turn_on(client)
    for opens in (True, False):
        client.post("/sign-out/")
        cache.clear()  # as in another process
        sign_in(client)
        client.post("/sign-in/code/", {"code": code_of(secret)})
        assert signed_in(client) is opens


def test_wrong_codes_lock_too(town: SmallTown, client: Client) -> None:
    sign_in(client)
    secret = turn_on(client)
    client.post("/sign-out/")
    sign_in(client)
    for _attempt in range(5):
        client.post("/sign-in/code/", {"code": "000000"})
    cache.clear()
    client.post("/sign-in/code/", {"code": code_of(secret)})
    assert not signed_in(client)
    assert "locked" in verbs(town.handler)


def test_the_authenticator_is_turned_off(town: SmallTown, client: Client) -> None:
    sign_in(client)
    turn_on(client)
    client.post("/account/totp/off/")
    assert not Authenticator.objects.exists()
    client.post("/sign-out/")
    sign_in(client)
    assert signed_in(client)
    assert "totp_removed" in verbs(town.handler)
