"""One suite over every page: opens for those who may, for nobody else, and costs what it cost.

A page of a list or record needs as many statements for 100 rows as for 20. The counts are
committed beside each application; set JIEDAO_COUNTS=write to accept new ones.
"""

import json
import os
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiedao.engines.cases.actions import NewRequest, report_many
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.workflow import LOOP
from jiedao.engines.mining import following
from jiedao.foundation.staff import reach
from jiedao.foundation.staff.models import Account
from jiedao.kernel import clock, registry, towns
from jiedao.kernel.actors import RESIDENT
from tests.cast import SmallTown
from tests.conformance.pages import Page, counts_file, every_page, packages, pages, samples
from tests.engines.cases.desk import MONDAY, Desk, also, reported

BACKEND = "jiedao.foundation.staff.signing.backend.AccountBackend"
OPEN = {200, 204, 302, 303}
POST_ONLY = 405
TEXTS = ("垃圾没人清理", "夜里噪音扰民", "说不清是什么事", "道路积水很深", "路灯不亮")


@pytest.fixture(autouse=True)
def _still(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Files stay in the test, what is remembered for seconds stays remembered, time stands."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(towns, "_CHECK_SECONDS", 1e9)
    monkeypatch.setattr(reach, "KEPT_FOR", timedelta(days=1))
    with clock.at(MONDAY):
        yield


def browser(account: Account | None) -> Client:
    client = Client()
    if account is not None:
        client.force_login(account, backend=BACKEND)
        client.get("/home/bell/")
    return client


def all_roles(town: SmallTown) -> Account:
    """Somebody who holds every role that works on cases: every page opens."""
    for role in ("handler", "supervisor", "checker", "caller", "arbiter", "leader"):
        also(town, town.dispatcher, "centre", role)
    return town.dispatcher


def a_case(town: SmallTown) -> Desk:
    desk = reported(town)
    desk.to_handled()
    return desk


def many(town: SmallTown, count: int) -> None:
    """So many cases of every kind that needs nothing said beside the words, mixed."""
    kinds = [
        kind.key
        for kind in registry.kinds
        if kind.family == "case"
        and not any(field.is_required() for field in kind.attributes.model_fields.values())
    ]
    news = [
        NewRequest(
            text=f"第{n}件：{TEXTS[n % len(TEXTS)]}",
            channel="public_page",
            kind=kinds[n % len(kinds)],
            contact_name="张阿姨",
            contact_phone="13800005678",
            longitude=114.302 + (n % 36) / 1000,
            latitude=22.703 + (n % 14) / 1000,
        )
        for n in range(count)
    ]
    report_many(town.id, news, actor=RESIDENT)


def names(page: Page) -> str:
    return page.key


@pytest.mark.parametrize("page", every_page(), ids=names)
def test_who_may_open_it(town: SmallTown, page: Page) -> None:
    desk = a_case(town)
    url = page.url(samples(page.package, town, desk.case))
    clerk = browser(all_roles(town))
    answer = clerk.get(url)
    assert answer.status_code in {*OPEN, POST_ONLY}, answer.content.decode()[:500]
    ask = "get" if answer.status_code != POST_ONLY else "post"
    stranger = getattr(Client(), ask)(url)
    assert stranger.status_code == 303
    assert stranger["Location"].startswith("/sign-in/")
    for account in (town.nobody, town.admin):
        assert getattr(browser(account), ask)(url).status_code in {403, 404}, account.name
    other_town = getattr(browser(town.stranger), ask)(url)
    if page.of_a_record:
        assert other_town.status_code in {403, 404}
    else:
        assert other_town.status_code in OPEN | {403}
        if not other_town.streaming:
            assert desk.number not in other_town.content.decode()


@pytest.mark.parametrize("package", packages())
def test_a_hundred_rows_cost_what_twenty_do(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    # What is held in memory looks for news every second, however slow the machine.
    monkeypatch.setattr(following, "KEPT_SECONDS", 1e9)
    many(town, 20)
    desk = a_case(town)
    client = browser(all_roles(town))
    known = samples(package, town, desk.case)
    urls = {page.key: page.url(known) for page in pages(package)}
    readable = {key: url for key, url in urls.items() if client.get(url).status_code in OPEN}
    few = {key: statements(client, f"{url}?size=100") for key, url in readable.items()}
    many(town, 80)
    more = {key: statements(client, f"{url}?size=100") for key, url in readable.items()}
    grown = {key: (len(few[key]), len(more[key])) for key in few if len(more[key]) > len(few[key])}
    assert not grown, grown
    compare(package, more)


def statements(client: Client, url: str) -> list[str]:
    """The statements of one GET, BEGIN and the like apart."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
        if answer.streaming:
            b"".join(answer.streaming_content)
    return [
        query["sql"]
        for query in captured.captured_queries
        if not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
    ]


def compare(package: str, found: dict[str, list[str]]) -> None:
    """Hold the counts against the committed ones; what changed shows its statements."""
    file = counts_file(package)
    counts = {key: len(sqls) for key, sqls in sorted(found.items())}
    if os.environ.get("JIEDAO_COUNTS") == "write":
        file.write_text(json.dumps(counts, indent=1) + "\n")
        return
    known = json.loads(file.read_text()) if file.exists() else {}
    changed = [key for key in counts if known.get(key) != counts[key]]
    told = "\n\n".join(
        f"{key}: {counts[key]} statements, committed {known.get(key)}\n"
        + "\n".join(f"{n}. {sql[:240]}" for n, sql in enumerate(found[key], start=1))
        for key in changed
    )
    assert not changed, told
    assert set(known) == set(counts)


LOOPING = [one for one in registry.kinds if one.family == "case" and one.workflow in (None, LOOP)]


@pytest.mark.parametrize("kind", LOOPING, ids=lambda one: one.key)
def test_every_kind_without_a_way_of_its_own_goes_the_whole_loop(
    town: SmallTown, kind: Any
) -> None:
    desk = reported(town, kind=kind.key)
    desk.to_closed()
    assert desk.case.kind == kind.key
    page = browser(town.dispatcher).get(f"/cases/{desk.number}/").content.decode()
    assert str(kind.titles) in page
    listed = browser(town.dispatcher).get(f"/cases/?kind={kind.key}").content.decode()
    assert desk.number in listed
    others = [one.key for one in registry.kinds if one.family == "case" and one is not kind]
    for other in others:
        html = browser(town.dispatcher).get(f"/cases/?kind={other}").content.decode()
        assert desk.number not in html
    assert Case.objects.get(number=desk.number).state == "closed"


@pytest.mark.parametrize(
    "kind", [one for one in registry.kinds if one.family == "case"], ids=lambda one: one.key
)
def test_every_kind_has_its_list_board_and_form(town: SmallTown, kind: Any) -> None:
    page = browser(town.dispatcher)
    for url in ("", "board/", "new/"):
        answer = page.get(f"/cases/kind/{kind.key}/{url}")
        assert answer.status_code == 200, url
        assert str(kind.titles) in answer.content.decode()
