"""Forms in a browser: nothing typed is lost, pictures are made smaller, pins are set."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

SIZES = "Array.from(document.querySelector('input[type=file]').files).map(f => [f.name, f.type])"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A picture larger than is sent."""
    path = tmp_path / "big.png"
    Image.effect_noise((2400, 1200), 60).convert("RGB").save(path)
    return path


def test_nothing_is_lost_on_an_error(page: Page, photo: Path, tmp_path: Path) -> None:
    fake = tmp_path / "fake.jpg"
    fake.write_text("not a picture")
    page.goto("/_style/public")
    page.locator("input[type=file]").set_input_files([str(photo), str(fake)])
    expect(page.locator(".upload img")).to_have_count(1)
    expect(page.locator(".upload-failed")).to_have_count(1)
    assert page.evaluate(SIZES) == [["big.jpg", "image/jpeg"]]
    canvas = page.locator("[data-pin] .map-canvas")
    canvas.scroll_into_view_if_needed()
    expect(page.locator("[data-pin][data-ready]")).to_have_count(1)
    canvas.click(position={"x": 150, "y": 120})
    expect(page.locator("input[name=pin]")).to_have_value(re.compile(r"^113\.\d+,22\.\d+$"))
    pin = page.locator("input[name=pin]").input_value()
    page.get_by_label("事情经过").fill("路灯")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("alert")).to_contain_text("事情经过")
    expect(page.get_by_label("事情经过")).to_be_focused()
    expect(page.get_by_label("事情经过")).to_have_value("路灯")
    expect(page.locator(".upload img")).to_have_count(1)
    assert page.evaluate(SIZES) == [["big.jpg", "image/jpeg"]]
    assert page.locator("input[name=pin]").input_value() == pin


def test_a_draft_survives_and_ends_when_it_is_sent(page: Page) -> None:
    page.goto("/_style/public")
    page.get_by_label("事情经过").press_sequentially("路灯不亮已经三天")
    page.get_by_label("联系电话").press_sequentially("13800001234")
    expect(page.locator("[data-draft-note]")).to_contain_text("草稿")
    page.reload()
    expect(page.get_by_label("事情经过")).to_have_value("路灯不亮已经三天")
    # A telephone is nobody's to find on a shared computer.
    expect(page.get_by_label("联系电话")).to_have_value("")
    page.get_by_label("主办单位", exact=True).select_option("1")
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".toast")).to_contain_text("已收到")
    expect(page.get_by_label("事情经过")).to_have_value("")


def test_a_draft_survives_a_broken_line(page: Page) -> None:
    page.goto("/_style/public")
    page.get_by_label("事情经过").press_sequentially("路灯不亮已经三天")
    page.get_by_label("主办单位", exact=True).select_option("1")
    page.context.set_offline(True)
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".toast")).to_contain_text("网络已断开")
    expect(page.get_by_label("事情经过")).to_have_value("路灯不亮已经三天")
    page.context.set_offline(False)
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".toast").last).to_contain_text("已收到")


def test_a_move_opens_beneath_its_button_and_says_why_not(page: Page) -> None:
    page.goto("/_style/record/3")
    page.get_by_role("button", name="退回").first.click()
    expect(page.get_by_label("退回原因")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_label("退回原因")).to_be_hidden()
    page.locator(".moves-not summary").click()
    expect(page.get_by_text("处置人不能核查自己办理的工单。")).to_be_visible()
