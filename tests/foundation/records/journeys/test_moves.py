"""A step of a generated record in a browser: refused by a rule, it stays open with every word."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from jiedao.applications.heritage_trees.kinds import CHECK, TREE
from jiedao.foundation.records.actions import add
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.pages.common import record_url
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import registry
from tests.cases_pages.conftest import BACKEND
from tests.cast import SmallTown, small_town
from tests.engines.cases.desk import picture
from tests.foundation.records.test_actions import fig


@pytest.fixture
def visit(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> tuple[SmallTown, Record]:
    """A planned check of a tree, of a kind whose result is shown by a photo."""
    settings.MEDIA_ROOT = tmp_path
    kind = registry.kinds.get(CHECK)
    shown = replace(kind, options=replace(kind.options, photo=True))
    monkeypatch.setitem(registry.kinds._items, CHECK, shown)
    town = small_town()
    clerk = actor_of(town.clerk_west)
    tree = add(town.id, TREE, fig(), actor=clerk)
    return town, add(town.id, CHECK, {}, actor=clerk, subject=(TREE, tree.pk))


@pytest.fixture
def phone(chromium: Browser, live_server: Any, visit: tuple[SmallTown, Record]) -> Iterator[Page]:
    """The clerk of the west before the check's page, on a phone."""
    client = Client()
    client.force_login(visit[0].clerk_west, backend=BACKEND)
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 800}, locale="zh-CN"
    )
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    context.route("**/live/events", lambda route: route.abort())
    opened = context.new_page()
    opened.goto(record_url(CHECK, visit[1].number))
    yield opened
    context.close()


def test_a_refused_result_keeps_its_words_and_takes_the_photo(
    phone: Page, visit: tuple[SmallTown, Record], tmp_path: Path
) -> None:
    path = tmp_path / "树冠.jpg"
    path.write_bytes(picture().getvalue())
    phone.get_by_role("button", name="登记结果").first.click()
    form = phone.locator(".sheet form:visible")
    form.get_by_text("衰弱").click()
    form.get_by_label("走访情况").fill("枝叶稀疏，建议复壮")
    send = form.get_by_role("button", name="登记结果")
    send.click()
    expect(form.locator(".field-error")).to_have_count(1)
    expect(form.locator(".field-error")).to_contain_text("照片")
    expect(form.get_by_label("走访情况")).to_have_value("枝叶稀疏，建议复壮")
    form.locator("input[type=file]").set_input_files(str(path))
    send.click()
    expect(phone.locator(".record-title")).to_contain_text("已完成")
    expect(phone.locator(".photo")).to_have_count(1)
    row = type(visit[1]).objects.get(pk=visit[1].pk)
    assert row.attributes["vigour"] == "weak"
