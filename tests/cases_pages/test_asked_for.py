"""What this very case asks to be shown: marked before, told at once, and no file left behind."""

import re

from jiedao.engines.cases.models import Attachment
from jiedao.kernel import clock
from tests.cases_pages.conftest import Browser, browser
from tests.cases_pages.test_moves import make, photo
from tests.cast import SmallTown
from tests.engines.cases.desk import Desk, reported

FIELD = re.compile(
    r'<(?:div|fieldset) class="field".*?(?=<(?:div|fieldset) class="field"|</form>)', re.S
)
NAME = re.compile(r' name="(\w+)"')


def fields(html: str) -> dict[str, str]:
    """The HTML of each field of a form, by name."""
    found: dict[str, str] = {}
    for part in FIELD.findall(html):
        name = NAME.search(part)
        if name is not None:
            # What one types to search comes before the field it fills in.
            found[name[1].removesuffix("_text")] = part
    return found


def form_of(page: Browser, desk: Desk, key: str) -> dict[str, str]:
    return fields(page.get(f"/cases/{desk.number}/moves/{key}/"))


def with_mark(form: dict[str, str], word: str) -> set[str]:
    return {name for name, html in form.items() if word in html}


def at_fault(html: str) -> set[str]:
    return with_mark(fields(html), 'class="field-error"')


def now() -> str:
    return f"{clock.now().astimezone(clock.TOWN_ZONE):%Y-%m-%dT%H:%M}"


def broken_cover(town: SmallTown) -> Desk:
    """Its matter asks for a photo before and one after."""
    desk = reported(town, "人行道井盖破损")
    desk.do("sign", town.co_handler)
    return desk


def test_what_the_matter_asks_for_is_marked_in_the_form(town: SmallTown) -> None:
    cover, rubbish = broken_cover(town), reported(town)
    rubbish.to_handling()
    form = form_of(browser(town.co_handler), cover, "handle")
    assert with_mark(form, "必填") == {"result", "before", "files"}
    assert with_mark(form, "选填") == set()
    assert with_mark(form_of(browser(town.handler), rubbish, "handle"), "必填") == {
        "result",
        "files",
    }
    rubbish.photo("after")
    form = form_of(browser(town.handler), rubbish, "handle")
    assert with_mark(form, "必填") == {"result"}, "it hangs on the case already"
    assert with_mark(form, "选填") == {"files"}


def test_how_the_matter_is_checked_is_marked_in_the_form(town: SmallTown) -> None:
    spot, heard = reported(town), reported(town, "夜里施工噪音扰民")
    spot.to_handled()
    heard.to_handled()
    page = browser(town.checker)
    form = form_of(page, spot, "check_pass")
    assert list(form) == ["files", "place", "taken_at", "note"], "the photo may tell the rest"
    assert with_mark(form, "必填") == {"files"}
    assert with_mark(form, "照片自带位置的可不标") == {"place"}
    assert with_mark(form, "照片自带时间的可不填") == {"taken_at"}
    assert with_mark(form, "选填") == {"note"}
    form = form_of(page, heard, "check_pass")
    assert with_mark(form, "必填") == {"note"}
    assert with_mark(form, "选填") == {"files"}
    spot.photo("check")
    form = form_of(page, spot, "check_pass")
    assert with_mark(form, "必填") == set(), "the photo tells place and time itself"


def test_all_that_a_check_misses_is_told_at_once(town: SmallTown) -> None:
    desk = reported(town)
    desk.to_handled()
    page = browser(town.checker)
    html = make(page, desk, "check_pass", note="现场干净")
    assert page.status == 422
    assert at_fault(html) == {"files", "place", "taken_at"}
    assert "有 3 处需要修改" in html
    assert html.count("请上传现场照片后再通过") == 1, "at its field, not on top as well"
    html = make(page, desk, "check_pass", note="现场干净", files=photo())
    assert at_fault(html) == {"place", "taken_at"}, "this photo tells neither"
    place = "114.305000,22.705000"
    html = make(page, desk, "check_pass", files=photo(), place=place, taken_at=now())
    assert page.status == 204, html
    assert desk.case.state == "checked"


def test_a_check_far_from_the_case_is_asked_why(town: SmallTown) -> None:
    desk = reported(town)
    desk.to_handled()
    page = browser(town.checker)
    form = form_of(page, desk, "check_pass")
    assert 'data-lon="114.305" data-lat="22.705"' in form["place"], "it opens on the case"
    assert 'data-far="200"' in form["place"]
    said = {"place": "114.309000,22.705000", "taken_at": now()}
    html = make(page, desk, "check_pass", files=photo(), **said)
    assert page.status == 422
    assert at_fault(html) == {"far_reason"}
    assert "拍摄位置距事件约 411 米" in html
    assert not desk.case.attachments.filter(stage="check").exists()
    make(page, desk, "check_pass", files=photo(), far_reason="事件位置标错了路口", **said)
    assert page.status == 204
    assert "拍摄处距事件 411 米 · 事件位置标错了路口" in page.get(f"/cases/{desk.number}/")


def test_all_that_the_work_misses_is_told_at_once(town: SmallTown) -> None:
    desk = broken_cover(town)
    page = browser(town.co_handler)
    assert at_fault(make(page, desk, "handle", result="")) == {"result", "before", "files"}
    html = make(page, desk, "handle", result="", files=photo())
    assert at_fault(html) == {"result", "before"}, "the photo that came is counted"
    assert page.status == 422
    assert desk.case.state == "handling"


def test_who_has_not_reported_is_told_with_what_is_missing(town: SmallTown) -> None:
    desk = reported(town, "门口积水很深")
    desk.do("sign", town.co_handler)
    html = make(browser(town.co_handler), desk, "handle", result="已抽干")
    assert at_fault(html) == {"files"}
    assert "还有 1 个协办单位没有反馈" in html


def test_a_refused_move_leaves_no_file(town: SmallTown) -> None:
    desk = broken_cover(town)
    page, version = browser(town.co_handler), desk.case.version
    for _again in range(3):
        html = make(page, desk, "handle", result="已更换井盖", files=photo("after.jpg"))
        assert page.status == 422
        assert "已更换井盖" in html
    assert not Attachment.objects.exists()
    assert desk.case.version == version
    make(page, desk, "handle", result="已更换井盖", files=photo(), before=photo())
    assert page.status == 204
    assert sorted(Attachment.objects.values_list("stage", flat=True)) == ["after", "before"]


def test_a_form_with_faults_leaves_no_file_either(town: SmallTown) -> None:
    desk = reported(town)
    desk.to_handling()
    page = browser(town.handler)
    make(page, desk, "handle", result="", files=photo())
    assert page.status == 422
    make(page, desk, "handle", result="已清运", files=photo(), version=desk.case.version - 1)
    assert page.status == 409
    assert not Attachment.objects.exists()


def test_a_file_that_must_be_chosen_anew_is_named(town: SmallTown) -> None:
    desk = broken_cover(town)
    page = browser(town.co_handler)
    html = make(page, desk, "handle", result="已更换井盖", files=photo("新井盖.jpg"))
    assert "没有保存，请重新选择：新井盖.jpg" in fields(html)["files"]
    assert "请重新选择" not in fields(html)["before"]
    page.send(
        f"/cases/{desk.number}/moves/handle/", result="已更换", files=photo(), before=photo(),
        version=desk.case.version - 1,
    )  # fmt: skip
    assert "附件没有保存，请重新选择。" in page.get(f"/cases/{desk.number}/")


def test_a_file_that_is_no_photo_has_its_fault_at_its_own_field(town: SmallTown) -> None:
    desk = broken_cover(town)
    fake = photo("fake.jpg")
    fake.seek(0)
    fake.truncate(40)
    html = make(
        browser(town.co_handler), desk, "handle", result="已更换", files=photo(), before=fake
    )
    assert "fake.jpg" in fields(html)["before"]
    assert "before" in at_fault(html)
    assert "files" not in at_fault(html)
