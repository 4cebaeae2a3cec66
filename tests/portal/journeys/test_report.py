"""A resident with a phone: reports in three steps, follows, adds; nothing is lost on the way."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from jiedao.engines.cases.models import Attachment, Message, Request
from tests.api.conftest import open_to_public
from tests.cast import SmallTown, small_town
from tests.engines.cases.desk import reported


@pytest.fixture
def live_town(transactional_db: None) -> SmallTown:
    town = small_town()
    open_to_public(town)
    return town


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "照片.jpg"
    Image.new("RGB", (800, 600), "olive").save(path)
    return path


def _phone(chromium: Browser, live_server: Any, **more: Any) -> Any:
    return chromium.new_context(
        base_url=live_server.url,
        viewport={"width": 390, "height": 844},
        is_mobile=True,
        has_touch=True,
        locale="zh-CN",
        **more,
    )


@pytest.fixture
def page(chromium: Browser, live_server: Any, live_town: SmallTown) -> Iterator[Page]:
    context = _phone(chromium, live_server)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert faults == []


def _wide(page: Page) -> bool:
    """Whether the page must be moved sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def test_three_steps_and_what_follows(page: Page, photo: Path) -> None:
    page.goto("/")
    assert not _wide(page)
    page.get_by_role("link", name="反映问题").click()
    page.get_by_label("是什么事").fill("幸福路1号门口垃圾没人清")
    page.locator("input[type=file]").set_input_files(str(photo))
    expect(page.locator(".upload img")).to_have_count(1)
    page.get_by_role("button", name="下一步：标位置").click()

    page.get_by_label("在哪里").press_sequentially("幸福路1")
    page.get_by_role("option", name=re.compile("幸福路1号")).first.click()
    expect(page.locator("[data-pin][data-ready]")).to_have_count(1)
    expect(page.locator("input[name=pin]")).to_have_value(re.compile(r"^114\.30\d+,22\.7\d+$"))
    page.get_by_role("button", name="下一步：提交").click()

    page.get_by_label("联系电话").fill("1371234")
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("联系电话")
    expect(page.get_by_label("联系电话")).to_be_focused()
    assert not _wide(page)
    page.get_by_label("联系电话").fill("13712344321")
    page.get_by_role("button", name="提交", exact=True).click()

    expect(page.get_by_role("heading", name="已收到，谢谢您")).to_be_visible()
    assert not _wide(page)
    row = Request.objects.select_related("case").get()
    assert row.case.building_id is not None
    assert Attachment.objects.filter(request=row).count() == 1
    page.get_by_role("link", name="看进度").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已分派")
    page.get_by_text("补充", exact=True).first.click()
    page.get_by_label("补充说明").fill("又多了一堆")
    page.get_by_role("button", name="提交补充").click()
    expect(page.locator(".timeline")).to_contain_text("又多了一堆")
    assert Message.objects.count() == 1
    assert not _wide(page)


def test_is_it_this_one_is_asked_at_the_last_step(
    page: Page, live_town: SmallTown, photo: Path
) -> None:
    first = reported(live_town, "幸福路1号门口垃圾成堆没人清", address="幸福路1号")
    page.goto("/report/request/")
    page.get_by_label("是什么事").fill("门口垃圾成堆好几天没人清")
    page.locator("input[type=file]").set_input_files(str(photo))
    page.get_by_role("button", name="下一步：标位置").click()
    page.get_by_label("在哪里").fill("幸福路1号")
    page.get_by_role("button", name="下一步：提交").click()
    expect(page.get_by_text("是不是这一件？")).to_be_visible()
    assert not _wide(page)
    page.get_by_label(re.compile("就是这件，我也遇到了")).check()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_text("由工作人员核对")).to_be_visible()
    row = Request.objects.exclude(case=first.case).get()
    assert row.attributes == {"same_as": first.number}
    assert Attachment.objects.filter(request=row).count() == 1


def test_an_empty_text_does_not_pass(page: Page) -> None:
    page.goto("/report/request/")
    words = page.get_by_label("是什么事")
    words.fill("  ")
    page.get_by_role("button", name="下一步：标位置").click()
    expect(page.get_by_text("请写明要反映的事情。")).to_be_visible()
    expect(words).to_be_focused()
    expect(words).to_have_attribute("aria-invalid", "true")
    words.press_sequentially("路灯坏了")
    expect(page.get_by_text("请写明要反映的事情。")).to_have_count(0)
    page.get_by_role("button", name="下一步：标位置").click()
    page.get_by_role("button", name="下一步：提交").click()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("heading", name="已收到，谢谢您")).to_be_visible()


def test_a_snap_needs_its_photo_and_a_place(page: Page, photo: Path) -> None:
    page.goto("/report/snap/")
    page.get_by_role("button", name="下一步：标位置").click()
    expect(page.get_by_text("请先拍一张照片。")).to_be_visible()
    page.locator("input[type=file]").set_input_files(str(photo))
    page.get_by_role("button", name="下一步：标位置").click()
    page.get_by_label("在哪里").press("Enter")
    expect(page.get_by_text("请在地图上标出位置，或写明地点。")).to_be_visible()
    expect(page.get_by_label("在哪里")).to_be_focused()
    page.get_by_label("在哪里").fill("平安路2号")
    page.get_by_role("button", name="下一步：提交").click()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("heading", name="已收到，谢谢您")).to_be_visible()
    assert Request.objects.get().address == "平安路2号"


def test_the_back_key_goes_back_a_step(page: Page) -> None:
    page.goto("/report/request/")
    page.get_by_label("是什么事").fill("路灯坏了")
    page.get_by_role("button", name="下一步：标位置").click()
    expect(page.get_by_label("在哪里")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("是什么事")).to_be_visible()
    expect(page.get_by_label("是什么事")).to_have_value("路灯坏了")


def test_a_draft_waits_for_its_writer(page: Page) -> None:
    page.goto("/report/request/")
    page.get_by_label("是什么事").press_sequentially("路灯坏了三天")
    expect(page.locator("[data-draft-note]")).to_contain_text("草稿")
    page.goto("/")
    page.goto("/report/request/")
    expect(page.get_by_label("是什么事")).to_have_value("路灯坏了三天")


def test_without_scripts(chromium: Browser, live_server: Any, live_town: SmallTown) -> None:
    context = _phone(chromium, live_server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/report/request/")
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_text("请写明要反映的事情。")).to_be_visible()
    expect(page.get_by_label("是什么事")).to_be_focused()
    page.get_by_label("是什么事").fill("路灯坏了")
    page.get_by_label("在哪里").fill("平安路2号")
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("heading", name="已收到，谢谢您")).to_be_visible()
    assert Request.objects.get().address == "平安路2号"
    context.close()
