"""Lists: who sees which rows, filters in the address, paging, search, export."""

import csv
import io
import re
from datetime import timedelta

from openpyxl import load_workbook

from jiedao.kernel import clock
from jiedao.kernel.models import History
from tests.cases_pages.conftest import browser
from tests.cast import SmallTown
from tests.engines.cases.desk import at, reported


def numbers(html: str) -> list[str]:
    """The case numbers of the rows, in order."""
    return re.findall(r'data-open="(C[\d-]+)"', html)


def test_each_sees_their_own(town: SmallTown) -> None:
    rubbish = reported(town)
    cover = reported(town, "人行道井盖破损", longitude=114.335)
    everything = [cover.number, rubbish.number]
    assert numbers(browser(town.dispatcher).get("/cases/")) == everything
    assert numbers(browser(town.handler).get("/cases/")) == [rubbish.number]
    assert numbers(browser(town.co_handler).get("/cases/")) == [cover.number]
    assert numbers(browser(town.clerk_east).get("/cases/")) == [cover.number]
    assert numbers(browser(town.stranger).get("/cases/")) == []


def test_my_queue_holds_the_steps_that_are_mine(town: SmallTown) -> None:
    untaken = reported(town)
    mine = reported(town, "平安路1号垃圾没人清理")
    mine.do("sign", town.handler)
    unclear = reported(town, "说不清是什么事")
    done = reported(town, "幸福路2号垃圾没人清理")
    done.to_handled()
    url = "/cases/mine/"
    assert set(numbers(browser(town.handler).get(url))) == {untaken.number, mine.number}
    assert set(numbers(browser(town.colleague).get(url))) == {untaken.number}
    assert numbers(browser(town.dispatcher).get(url)) == [unclear.number]
    assert numbers(browser(town.checker).get(url)) == [done.number]
    assert numbers(browser(town.reader).get(url)) == []


def test_the_unit_queue_takes_in_what_the_unit_helps_with(town: SmallTown) -> None:
    leading = reported(town)
    helping = reported(town, "道路积水很深")
    elsewhere = reported(town, "人行道井盖破损")
    found = numbers(browser(town.handler).get("/cases/unit/"))
    assert set(found) == {leading.number, helping.number}
    assert elsewhere.number not in found


def test_due_order_ends_with_what_has_no_clock(town: SmallTown) -> None:
    with at():
        slow = reported(town, "夜里施工噪音扰民")
        unclear = reported(town, "说不清是什么事")
        fast = reported(town, "人行道井盖破损")
        # The telephone must be answered before either: without a contact only the limits run.
        html = browser(town.dispatcher).get("/cases/?order=due")
    found = numbers(html)
    assert found.index(fast.number) < found.index(unclear.number)
    assert found[-1] == unclear.number
    assert slow.number in found


def test_paging_shows_every_row_once(town: SmallTown) -> None:
    wanted = {reported(town, f"第{n}处垃圾").number for n in range(42)}
    wanted |= {reported(town, f"说不清的第{n}件事").number for n in range(5)}
    for order in ("newest", "due"):
        page, seen, url = browser(town.dispatcher), [], f"/cases/?size=20&order={order}"
        for _turn in range(4):
            html = page.get(url)
            seen += numbers(html)
            more = re.search(r'id="more".*?href="([^"]+)"', html, re.DOTALL)
            if more is None:
                break
            url = "/cases/" + more[1].replace("&amp;", "&")
        assert len(seen) == len(set(seen)), order
        assert set(seen) == wanted, order


def test_filters_stand_in_the_address(town: SmallTown) -> None:
    rubbish = reported(town)
    cover = reported(town, "人行道井盖破损", longitude=114.335)
    page = browser(town.dispatcher)

    def found(query: str) -> list[str]:
        return numbers(page.get(f"/cases/?{query}"))

    assert found(f"unit={town.units.city.pk}") == [rubbish.number]
    assert found(f"item={town.items.cover.pk}") == [cover.number]
    assert found(f"area={town.places.west.pk}") == [rubbish.number]
    assert found("level=1") == [cover.number]
    assert found("state=handling") == []
    assert found("channel=public_page&state=dispatched") == [cover.number, rubbish.number]
    assert found("kind=request") == [cover.number, rubbish.number]
    assert found("reported_from=2020-01-01&reported_to=2020-01-02") == []
    assert found("unit=x&item=y&level=z&state=nonsense") in ([], [cover.number, rubbish.number])


def test_colour_is_a_filter(town: SmallTown) -> None:
    with at():
        rubbish = reported(town)
    with at(hours=1):
        assert numbers(browser(town.dispatcher).get("/cases/?tone=green")) == [rubbish.number]
    with at(days=9):
        assert numbers(browser(town.dispatcher).get("/cases/?tone=red")) == [rubbish.number]
        assert numbers(browser(town.dispatcher).get("/cases/?tone=green")) == []


def test_search_by_words_number_and_telephone(town: SmallTown) -> None:
    rubbish = reported(town)
    cover = reported(town, "人行道井盖破损", contact_name="李大爷", contact_phone="13900001234")
    page = browser(town.dispatcher)
    assert numbers(page.get("/cases/?q=垃圾")) == [rubbish.number]
    assert numbers(page.get(f"/cases/?q={cover.receipt.request.number}")) == [cover.number]
    assert numbers(page.get("/cases/?q=13900001234")) == [cover.number]
    assert numbers(browser(town.handler).get("/cases/?q=井盖")) == []
    assert cover.number in page.get("/search/?q=井盖")


def test_search_by_the_whole_name_of_who_asked(town: SmallTown) -> None:
    """By a keyed hash of the name: parts of a name find nobody (PIPL art. 6, least data)."""
    rubbish = reported(town)
    cover = reported(town, "人行道井盖破损", contact_name="李大爷", contact_phone="13900001234")
    said = reported(town, "张阿姨家门口有垃圾", contact_name="", contact_phone="")
    page = browser(town.dispatcher)
    assert numbers(page.get("/cases/?q=李大爷")) == [cover.number]
    assert numbers(page.get("/cases/?q=张阿姨")) == [said.number, rubbish.number]
    for part in ("李", "大爷", "李大"):
        assert cover.number not in numbers(page.get(f"/cases/?q={part}"))
    assert numbers(browser(town.handler).get("/cases/?q=李大爷")) == []
    assert numbers(browser(town.stranger).get("/cases/?q=李大爷")) == []
    assert "/people/" in page.get("/search/?q=李大爷")


def test_search_by_handler(town: SmallTown) -> None:
    untaken = reported(town)
    taken = reported(town, "平安路1号垃圾没人清理")
    taken.to_handling()
    page = browser(town.dispatcher)
    assert numbers(page.get("/cases/?q=陈城管")) == [taken.number]
    assert untaken.number not in numbers(page.get("/cases/?q=邓城管"))
    assert numbers(browser(town.co_handler).get("/cases/?q=陈城管")) == []


def test_search_by_place_finds_what_lies_there(town: SmallTown) -> None:
    """Grids, buildings and communities by name or code, though no text names them."""
    here = reported(town, "有人乱倒垃圾", latitude=22.708)
    there = reported(town, "人行道井盖破损", longitude=114.335)
    page = browser(town.dispatcher)
    building = here.case.building
    assert building is not None
    for words in ("西岭社区", "西岭第一网格", "w1", building.name, building.code):
        assert numbers(page.get(f"/cases/?q={words}")) == [here.number], words
    assert numbers(page.get("/cases/?q=东港第二网格")) == [there.number]
    assert numbers(browser(town.clerk_east).get("/cases/?q=西岭社区")) == []


def test_lists_are_filtered_by_grid_and_building(town: SmallTown) -> None:
    here = reported(town, "有人乱倒垃圾", latitude=22.708)
    there = reported(town, "人行道井盖破损", longitude=114.335)
    page = browser(town.dispatcher)
    assert "东港第二网格" in page.get("/cases/?options=area")
    assert numbers(page.get(f"/cases/?area={town.places.grid_4.pk}")) == [there.number]
    building = here.case.building
    assert building is not None
    assert numbers(page.get(f"/cases/?building={building.name}")) == [here.number]
    assert numbers(page.get("/cases/?building=没有这栋楼")) == []


def test_search_pages_show_every_match_once(town: SmallTown) -> None:
    """Matches of the words and of the name are one list, newest first."""
    wanted = [
        reported(town, f"第{n}处垃圾", contact_name="王小明", contact_phone="13700001111").number
        for n in range(15)
    ]
    wanted += [reported(town, f"王小明家第{n}处垃圾").number for n in range(15)]
    page, seen, url = browser(town.dispatcher), [], "/cases/?size=20&q=王小明"
    for _turn in range(3):
        html = page.get(url)
        seen += numbers(html)
        more = re.search(r'id="more".*?href="([^"]+)"', html, re.DOTALL)
        if more is None:
            break
        url = "/cases/" + more[1].replace("&amp;", "&")
    assert seen == wanted[::-1]


def test_supervision_and_leaders_lists(town: SmallTown) -> None:
    plain, hot = reported(town), reported(town, "平安路1号垃圾没人清理")
    hot.do("supervise", town.supervisor, reason="多次反映没有解决")
    hot.do("take_lead", town.leader)
    assert numbers(browser(town.supervisor).get("/cases/supervised/")) == [hot.number]
    assert numbers(browser(town.leader).get("/cases/led/")) == [hot.number]
    assert numbers(browser(town.leader).get("/cases/led/?mine=1")) == [hot.number]
    assert numbers(browser(town.supervisor).get("/cases/led/?mine=1")) == []
    assert plain.number not in browser(town.supervisor).get("/cases/supervised/")


def test_export_streams_the_filtered_list_without_personal_data(town: SmallTown) -> None:
    rubbish = reported(town, "垃圾没人清，电话13800005678")
    reported(town, "人行道井盖破损")
    page = browser(town.dispatcher)
    page.get(f"/cases/export/?format=csv&unit={town.units.city.pk}")
    text = b"".join(page.last.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows[1:]] == [rubbish.number]
    assert "13800005678" not in text
    page.get("/cases/export/?format=xlsx")
    book = load_workbook(io.BytesIO(b"".join(page.last.streaming_content)), read_only=True)
    assert len(list(book.active.rows)) == 3
    assert History.objects.filter(verb="exported", actor_id=town.dispatcher.pk).count() == 2
    handler = browser(town.handler)
    handler.get("/cases/export/?format=csv")
    assert handler.status == 403


def test_a_formula_in_a_text_stays_text(town: SmallTown) -> None:
    reported(town, "=HYPERLINK(1) 垃圾")
    page = browser(town.dispatcher)
    page.get("/cases/export/?format=csv")
    text = b"".join(page.last.streaming_content).decode("utf-8-sig")
    assert "'=HYPERLINK" in text


def test_the_board_shows_columns_by_state(town: SmallTown) -> None:
    rubbish = reported(town)
    html = browser(town.dispatcher).get("/cases/board/")
    assert f"/cases/{rubbish.number}/" in html
    other = browser(town.dispatcher).get(f"/cases/board/?unit={town.units.water.pk}")
    assert rubbish.number not in other


def test_home_shows_what_waits(town: SmallTown) -> None:
    rubbish = reported(town)
    assert rubbish.number in browser(town.handler).get("/home/")
    assert rubbish.number not in browser(town.co_handler).get("/home/")
    rubbish.to_handling()
    rubbish.do("ask_suspension", town.handler, reason="等待设备到场", until=_next_week())
    assert "等待设备到场" in browser(town.supervisor).get("/home/")


def _next_week() -> str:
    return (clock.today() + timedelta(days=7)).isoformat()
