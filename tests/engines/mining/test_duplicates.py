"""Which cases may be the same matter: words, place, item, time; and who is shown them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from jiedao.engines.cases.actions import NewRequest, report
from jiedao.engines.cases.actions.incoming import SAME_AS
from jiedao.engines.cases.models import Case, Request
from jiedao.engines.mining import asking
from jiedao.engines.mining.alike_solved import solved_like
from jiedao.engines.mining.duplicates import Duplicate, Matter, duplicates_of
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel import clock, history, sharing
from jiedao.kernel.actors import RESIDENT
from tests.cases_pages.conftest import browser
from tests.cast import SmallTown
from tests.engines.cases.desk import HAPPY, UNHAPPY, Desk, reported

pytestmark = pytest.mark.django_db(transaction=True)
HEAP = "小区南门外垃圾成堆，臭味很大没人清理"
REWORDED = "南门外垃圾堆成山没人清理，臭味很大请处理"
HERE = {"longitude": 114.305, "latitude": 22.705}
CLOSE_BY = {"longitude": 114.3055, "latitude": 22.705}
FAR = {"longitude": 114.335, "latitude": 22.705}


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def heap(town: SmallTown, text: str = HEAP, **fields: Any) -> Desk:
    return reported(town, text, **({"address": "", **HERE} | fields))


def like(town: SmallTown, desk: Desk, who: Account | None = None) -> list[Duplicate]:
    """The duplicates of a case as somebody sees them, on news that is never old."""
    with sharing.no_older_than(0):
        return duplicates_of(town.id, Matter.of(desk.case), reach_of(who or town.dispatcher))


def ids(found: list[Duplicate]) -> list[int]:
    return [one.case.pk for one in found]


def test_reworded_near_by_is_found_with_its_reasons(town: SmallTown) -> None:
    first = heap(town)
    second = heap(town, REWORDED, **CLOSE_BY)
    (found,) = like(town, second)
    assert found.case.pk == first.case.pk
    assert found.likeness >= 0.35
    assert found.metres == pytest.approx(51, abs=2)
    assert f"文字相似 {round(100 * found.likeness)}%" in found.why
    assert {"相距 50 米", "同一事项", "一天之内"} <= set(found.why)


def test_the_same_words_far_away_are_another_matter(town: SmallTown) -> None:
    heap(town)
    assert like(town, heap(town, **FAR)) == []


def test_another_matter_at_the_same_place_is_none(town: SmallTown) -> None:
    heap(town)
    assert like(town, heap(town, "晚上有人在楼下跳舞，噪音太大睡不着")) == []


def test_a_place_nobody_knows_needs_nearly_the_same_words(town: SmallTown) -> None:
    nowhere = {"longitude": None, "latitude": None}
    placed = heap(town)
    assert ids(like(town, heap(town, HEAP + "！", **nowhere))) == [placed.case.pk]
    assert like(town, heap(town, "垃圾成堆没有人管", **nowhere)) == []


def test_a_new_case_and_a_changed_one_are_known_at_once(town: SmallTown) -> None:
    second = heap(town, REWORDED)
    assert like(town, second) == []
    first = heap(town)
    assert ids(like(town, second)) == [first.case.pk]
    first.do("classify", town.dispatcher, longitude=FAR["longitude"], latitude=FAR["latitude"])
    assert like(town, second) == []


def test_what_was_merged_is_offered_no_more(town: SmallTown) -> None:
    first, second, third = heap(town), heap(town), heap(town, REWORDED)
    assert set(ids(like(town, third))) == {first.case.pk, second.case.pk}
    second.do("merge", town.dispatcher, into=first.number)
    assert ids(like(town, third)) == [first.case.pk]


@pytest.mark.parametrize(("days", "expected"), [(29, 1), (31, 0)])
def test_closed_ones_count_for_thirty_days(town: SmallTown, days: int, expected: int) -> None:
    first = heap(town)
    first.to_closed()
    Case.objects.filter(pk=first.case.pk).update(closed_at=clock.now() - timedelta(days=days))
    found = like(town, heap(town, REWORDED))
    assert len(found) == expected
    assert all("已结束" in one.why for one in found)


def test_secret_ones_are_shown_to_those_who_may_see_them_only(town: SmallTown) -> None:
    heap(town, secret=True)
    second = heap(town, REWORDED)
    assert len(like(town, second, town.dispatcher)) == 1
    assert like(town, second, town.clerk_west) == []


def test_who_may_not_see_the_place_is_shown_none_of_it(town: SmallTown) -> None:
    heap(town)
    second = heap(town, REWORDED)
    assert len(like(town, second, town.clerk_west)) == 1
    assert like(town, second, town.clerk_east) == []
    assert like(town, second, town.stranger) == []


class TestAsking:
    def offered(self, town: SmallTown, text: str = REWORDED, **fields: Any) -> list[asking.Offered]:
        new = NewRequest(text=text, channel="public_page", **(HERE | fields))
        with sharing.no_older_than(0):
            return asking.offered(town.id, new)

    def test_a_resident_is_shown_matter_road_state_and_day(self, town: SmallTown) -> None:
        first = heap(town, address="幸福路1号")
        (one,) = self.offered(town)
        assert (one.title, one.place, one.state) == ("暴露垃圾", "幸福路", "已分派")
        assert one.at == first.case.reported_at
        assert asking.chosen(town.id, "request", one.token) == first.number

    def test_nothing_that_others_wrote_is_shown(self, town: SmallTown) -> None:
        heap(town, f"王小明家3栋502，{HEAP}，电话13800005678", address="王小明家旁边12号")
        (one,) = self.offered(town)
        shown = f"{one.title}{one.words}{one.place}"
        assert "垃圾" in one.words
        assert set(one.words) - set(REWORDED) <= {"…"}
        for theirs in ("王", "小明", "502", "3栋", "138", "12号"):
            assert theirs not in shown

    def test_numbers_are_not_confirmed_by_guessing_them(self, town: SmallTown) -> None:
        heap(town, f"3栋502门口，{HEAP}")
        (one,) = self.offered(town, f"3栋502门口，{REWORDED}")
        assert "502" not in one.words
        assert "3栋" not in one.words

    def test_a_secret_matter_is_never_offered(self, town: SmallTown) -> None:
        desk = heap(town)
        assert len(self.offered(town)) == 1
        Request.objects.filter(case=desk.case).update(secret=True)
        assert self.offered(town) == []
        Request.objects.filter(case=desk.case).update(secret=False)
        Case.objects.filter(pk=desk.case.pk).update(secret=True)
        assert self.offered(town) == []

    def test_a_matter_that_is_secret_by_its_item_is_never_offered(self, town: SmallTown) -> None:
        heap(town, "邻居吵架，邻里纠纷闹了半夜")
        assert self.offered(town, "邻里纠纷，邻居吵架闹了半夜") == []

    def test_without_a_place_or_far_away_nothing_is_told(self, town: SmallTown) -> None:
        heap(town)
        assert self.offered(town, HEAP, longitude=None, latitude=None) == []
        assert self.offered(town, HEAP, **FAR) == []

    def test_closed_matters_are_not_offered(self, town: SmallTown) -> None:
        heap(town).to_closed()
        assert self.offered(town) == []

    def test_at_most_three(self, town: SmallTown) -> None:
        for _ in range(4):
            heap(town)
        assert len(self.offered(town)) == 3

    def test_a_made_up_token_names_nothing(self, town: SmallTown) -> None:
        first = heap(town)
        (one,) = self.offered(town)
        assert asking.chosen(town.id, "request", str(first.case.pk)) == ""
        assert asking.chosen(town.id, "snap", one.token) == ""
        assert asking.chosen(town.id + 1, "request", one.token) == ""


def said_same(town: SmallTown, first: Desk, text: str = "还是那件事") -> Case:
    new = NewRequest(
        text=text, channel="public_page", request_attributes={SAME_AS: first.number}, **FAR
    )
    with transaction.atomic():
        return report(town.id, new, actor=RESIDENT).case


class TestPages:
    def test_the_desk_shows_reasons_and_the_way_to_merge(self, town: SmallTown) -> None:
        first = heap(town)
        second = heap(town, REWORDED)
        html = browser(town.dispatcher).get(f"/cases/desk/{second.number}/")
        assert "可能是同一件事" in html
        assert first.number in html
        assert "同一地点，同一事项，一天之内" in html
        assert "附近在办的事件" not in html
        url = f"/cases/{second.number}/moves/merge/?into={first.number}"
        assert url in html
        assert f'value="{first.number}"' in browser(town.dispatcher).get(url)

    def test_without_likeness_the_desk_shows_what_is_near(self, town: SmallTown) -> None:
        near = heap(town)
        second = heap(town, "说不清是什么事")
        html = browser(town.dispatcher).get(f"/cases/desk/{second.number}/")
        assert "附近在办的事件" in html
        assert near.number in html

    def test_what_a_resident_said_stands_first_and_on_record(self, town: SmallTown) -> None:
        first = heap(town)
        case = said_same(town, first)
        (line, *_rest) = history.timeline(town.id, "case", case.pk)
        assert line.data[SAME_AS] == first.number
        assert (case.merged_into_id, case.requests.count()) == (None, 1)
        html = browser(town.dispatcher).get(f"/cases/desk/{case.number}/")
        assert first.number in html
        assert "诉求人说是同一件事" in html

    def test_what_a_resident_said_opens_nothing_secret(self, town: SmallTown) -> None:
        first = heap(town, secret=True, **FAR)
        case = said_same(town, first)
        url = f"/cases/{case.number}/"
        assert first.number in browser(town.dispatcher).get(url)
        hidden = browser(town.clerk_east)
        assert first.number not in hidden.get(url)
        assert hidden.status == 200

    def test_who_may_not_merge_is_not_asked(self, town: SmallTown) -> None:
        heap(town)
        second = heap(town, REWORDED)
        assert "可能是同一件事" in browser(town.dispatcher).get(f"/cases/{second.number}/")
        assert "可能是同一件事" not in browser(town.handler).get(f"/cases/{second.number}/")

    def test_the_words_of_others_are_starred_out(self, town: SmallTown) -> None:
        heap(town, f"13800005678{HEAP}")
        second = heap(town, REWORDED)
        html = browser(town.dispatcher).get(f"/cases/desk/{second.number}/")
        assert "138****5678小区南门" in html
        assert "13800005678小区" not in html


class TestSolved:
    def solved(self, town: SmallTown, rating: dict[str, str] | None, text: str = HEAP) -> Desk:
        desk = heap(town, text)
        desk.to_closed()
        if rating:
            desk.do("visit", town.caller, answered=True, **rating)
        return desk

    def found(self, town: SmallTown, desk: Desk, who: Account) -> list[int]:
        with sharing.no_older_than(0):
            return [one.case.pk for one in solved_like(desk.case, reach_of(who))]

    def test_satisfied_first_and_none_that_was_bad(self, town: SmallTown) -> None:
        good = self.solved(town, HAPPY, REWORDED)
        plain = self.solved(town, None)
        self.solved(town, UNHAPPY)
        now = heap(town)
        assert self.found(town, now, town.handler) == [good.case.pk, plain.case.pk]

    def test_only_what_one_may_see(self, town: SmallTown) -> None:
        self.solved(town, HAPPY)
        now = heap(town)
        assert len(self.found(town, now, town.dispatcher)) == 1
        assert self.found(town, now, town.co_handler) == []

    def test_the_case_page_shows_what_was_done(self, town: SmallTown) -> None:
        good = self.solved(town, HAPPY)
        Case.objects.filter(pk=good.case.pk).update(result="已清理，请联系13800005678核实。")
        now = heap(town, REWORDED)
        html = browser(town.handler).get(f"/cases/{now.number}/")
        assert "类似的已办结事件" in html
        assert good.number in html
        assert "已清理，请联系138****5678核实。" in html
        assert "诉求人满意" in html

    def test_what_is_closed_needs_no_advice(self, town: SmallTown) -> None:
        self.solved(town, HAPPY)
        done = self.solved(town, None)
        assert "类似的已办结事件" not in browser(town.handler).get(f"/cases/{done.number}/")
