"""What goes wrong is said where it goes wrong: a panel, the network, the sign-in."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, expect

from jiedao.engines.cases.models import Case
from jiedao.kernel import clock, registry
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Panel
from jiedao.kernel.models import History
from jiedao.kernel.titles import Title
from jiedao.web.panels import Figure, Figures
from tests.cast import SmallTown

AWAY = 15_000
"""Five minutes of fifty changes a second."""


@pytest.fixture
def centre(chromium: Browser, live_server: Any, small: SmallTown) -> Iterator[Page]:
    """A page of the leader that has not gone to the screen yet; faults of scripts fail the test."""
    client = Client()
    client.force_login(small.leader)
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 1366, "height": 768}, locale="zh-CN"
    )
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    # The port of live events is not served here: the page asks every two seconds instead.
    context.route("**/live/events*", lambda route: route.abort())
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert faults == []


def part(page: Page, key: str) -> Locator:
    return page.locator(f"[data-panel='{key}'] [data-panel-body]")


@pytest.fixture
def held_up() -> Iterator[threading.Event]:
    """What a slow panel waits for."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def faulty_panels(held_up: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that raises and one that takes its time, among those that the town has."""

    def raising(_reach: Reach) -> Figures:
        raise RuntimeError("the fault of an application")

    def slow(_reach: Reach) -> Figures:
        assert held_up.wait(60)
        return Figures([Figure("算完了", 42)])

    for key, query in (("test.raises", raising), ("test.slow", slow)):
        panel = Panel(key, Title(key, key), "", query, live=("case",), order=1)
        monkeypatch.setitem(registry.panels._items, key, panel)


def test_a_panel_that_fails_or_is_slow_says_so_and_the_rest_lives(
    centre: Page, faulty_panels: None, held_up: threading.Event
) -> None:
    centre.clock.install()
    centre.goto("/centre/")
    expect(part(centre, "test.raises")).to_contain_text("算不出来")
    expect(part(centre, "cases.tones")).to_contain_text("时限内")
    expect(part(centre, "cases.pulse")).to_contain_text("今日受理")
    centre.clock.fast_forward(10_500)
    expect(part(centre, "test.slow")).to_contain_text("10 秒没有答复")
    expect(part(centre, "cases.tones")).to_contain_text("时限内")
    held_up.set()
    centre.clock.fast_forward(90_000)
    expect(part(centre, "test.slow")).to_contain_text("42")
    expect(part(centre, "test.raises")).to_contain_text("算不出来")


def open_case(town: SmallTown) -> Case:
    return Case.objects.create(
        town_id=town.id, kind="request", number="C900001", state="handling", text="噪音",
        channel="window", unit=town.units.city, reported_at=clock.now(),
    )  # fmt: skip


def test_a_screen_without_network_says_so_and_catches_up(centre: Page, small: SmallTown) -> None:
    centre.goto("/centre/")
    unlimited = part(centre, "cases.tones").locator(".tone-neutral b")
    expect(unlimited).to_have_text("0")
    expect(centre.locator("[data-live-state]")).to_have_attribute("data-state", "polling")
    lost = centre.locator(".centre-lost")
    expect(lost).to_be_hidden()

    centre.context.set_offline(True)
    expect(lost).to_contain_text("连不上服务器")
    case = open_case(small)
    History.objects.bulk_create(
        History(town_id=small.id, at=clock.now(), kind="case", record_id=case.pk,
                verb="sign", actor_kind="system")
        for _number in range(AWAY)
    )  # fmt: skip
    expect(unlimited).to_have_text("0")

    centre.context.set_offline(False)
    expect(unlimited).to_have_text("1", timeout=10_000)
    expect(lost).to_be_hidden()
    expect(part(centre, "cases.feed").locator("li")).to_have_count(60)


def test_a_screen_whose_sign_in_has_ended_says_so(centre: Page, small: SmallTown) -> None:
    centre.goto("/centre/")
    expect(part(centre, "cases.tones")).to_contain_text("时限内")
    Session.objects.all().delete()
    ended = centre.locator(".centre-lost")
    expect(ended).to_contain_text("登录已结束", timeout=10_000)
    # What was on the screen stays, and is not taken for new.
    expect(part(centre, "cases.tones")).to_contain_text("时限内")
    ended.get_by_role("link", name="重新登录").click()
    expect(centre.locator("[name=password]")).to_be_visible()
