"""A list by keyboard, its panel, its marks, its filters."""

from playwright.sync_api import Page, expect


def test_by_keyboard(page: Page) -> None:
    page.goto("/_style/list")
    page.keyboard.press("j")
    page.keyboard.press("j")
    rows = page.locator("tr[data-row]")
    key = rows.nth(1).get_attribute("data-open")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h1")).to_be_visible()
    assert f"open={key}" in page.url
    # Reading on keeps the panel open and is no step of the history.
    page.keyboard.press("j")
    expect(rows.nth(2)).to_have_attribute("aria-selected", "true")
    page.wait_for_url(f"**open={rows.nth(2).get_attribute('data-open')}*")
    page.keyboard.press("Escape")
    expect(page.locator(".has-panel")).to_have_count(0)
    assert "open=" not in page.url
    page.keyboard.press("x")
    page.keyboard.press("x")
    expect(page.locator("[data-bulk-count]")).to_have_text("已选 2 条")


def test_an_address_with_an_open_record_shows_it(page: Page) -> None:
    page.goto("/_style/list?open=3&state=处置中")
    expect(page.locator("#panel h1")).to_be_visible()
    page.locator("[data-panel-close]").click()
    expect(page.locator("#panel")).to_be_empty()
    page.go_back()


def test_marked_rows_are_sent_and_the_answer_is_told(page: Page) -> None:
    page.goto("/_style/list")
    page.locator("input[data-mark]").nth(0).check()
    page.locator("input[data-mark]").nth(4).click(modifiers=["Shift"])
    expect(page.locator("[data-bulk-count]")).to_have_text("已选 5 条")
    page.get_by_role("button", name="分拨").first.click()
    sheet = page.locator("#bulk-dispatch")
    sheet.get_by_role("button", name="分拨").click()
    expect(sheet.get_by_role("alert")).to_contain_text("退回原因")
    sheet.get_by_label("退回原因").fill("不属本单位")
    sheet.get_by_role("button", name="分拨").click()
    expect(page.locator(".toast")).to_contain_text("完成 4 条，1 条未办")
    expect(page.locator("#bulk-result")).to_contain_text("已被他人分拨")


def test_filters_and_more(page: Page) -> None:
    page.goto("/_style/list")
    page.locator("#more a").click()
    expect(page.locator("tr[data-row]")).to_have_count(50)
    page.locator("summary", has_text="状态").click()
    page.locator(".menu[open] a", has_text="待核查").click()
    expect(page.locator("tr[data-row]")).to_have_count(10)
    assert "state=" in page.url
    page.go_back()
    expect(page.locator("tr[data-row]")).to_have_count(25)


def test_a_modified_click_is_the_browser_s(page: Page) -> None:
    page.goto("/_style/list")
    with page.context.expect_page() as opened:
        page.locator("a.row-link").first.click(modifiers=["ControlOrMeta"])
    expect(opened.value.locator(".rail")).to_be_visible()
    assert "open=" not in page.url


def test_search_and_shortcuts(page: Page) -> None:
    page.goto("/_style/list")
    page.keyboard.press("?")
    expect(page.locator("dialog.shortcuts")).to_contain_text("下一行")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("没有这样的东西")
    expect(page.locator("#search-hits")).to_contain_text("没有找到")


def test_on_a_phone_the_record_takes_the_screen(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/_style/list")
    page.locator("tr[data-row]").first.click()
    expect(page.locator("#panel h1")).to_be_visible()
    expect(page.locator("#list")).to_be_hidden()
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide


WIDTH_OF_WHAT = """() => {
    const cell = document.querySelector("[data-table] td.w-rest");
    return cell.getBoundingClientRect().width / parseFloat(getComputedStyle(cell).fontSize);
}"""
EMPTIED = """() => document.querySelectorAll("[data-table] td.w-m").forEach(
    (cell) => { cell.textContent = ""; })"""


def test_what_a_row_is_about_has_room_and_empty_columns_yield(page: Page) -> None:
    page.goto("/_style/list")
    assert page.evaluate(WIDTH_OF_WHAT) >= 18
    cut = "(cell) => cell.scrollWidth > cell.clientWidth + 1"
    assert not any(cell.evaluate(cut) for cell in page.locator("[data-table] td.w-s").all())
    # A column that says nothing anywhere on the page leaves its room, and comes back with a word.
    before = page.evaluate(WIDTH_OF_WHAT)
    heads = page.locator("[data-table] th.w-m:visible")
    assert heads.count()
    page.evaluate(EMPTIED)
    expect(heads).to_have_count(0)
    assert page.evaluate(WIDTH_OF_WHAT) > before
    page.locator("[data-table] td.w-m").first.evaluate("(cell) => { cell.textContent = '有' }")
    expect(heads).to_have_count(1)
