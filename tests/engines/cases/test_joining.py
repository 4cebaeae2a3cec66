"""Many requests of one case: one act, but each keeps its clocks, its call and its secrecy."""

from datetime import date, datetime, timedelta

import pytest

from jiedao.engines.cases.actions.filing import attach
from jiedao.engines.cases.models import Approval, Case, Clock, Request
from jiedao.foundation.files.checking import Upload
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel.errors import Invalid
from jiedao.kernel.transactions import within
from tests.cases_pages.conftest import browser
from tests.cast import SmallTown
from tests.engines.cases.desk import MONDAY, Desk, at, picture, reported

UNCLE = {"contact_name": "李大爷", "contact_phone": "13900001234"}


def clocks_of(desk: Desk, kind: str, running: bool = True) -> list[Clock]:
    rows = Clock.objects.filter(case=desk.case, kind=kind, stopped_at__isnull=running)
    return list(rows.order_by("due_at"))


def due(desk: Desk) -> datetime | None:
    return desk.case.due_at


def test_merging_a_nearly_late_case_buys_no_time(town: SmallTown) -> None:
    with at():
        old = reported(town, "晚上噪音扰民", **UNCLE)
        old.do("sign", town.handler)
        old.do("contact", town.handler, reached=True)
        deadline = due(old)
    with at(days=1):
        young = reported(town, "夜里施工噪声", contact_name="", contact_phone="")
        young.do("sign", town.handler)
        assert deadline is not None
        assert (due(young) or deadline) > deadline
        old.do("merge", town.dispatcher, into=young.number)
    assert due(young) == deadline
    assert [row.request for row in clocks_of(young, "inner")] == [old.receipt.request, None]
    with at(days=3):
        young.do("handle", town.handler, result="已停工")
    assert [row.late for row in clocks_of(young, "inner", running=False)] == [True, False]


def test_a_failed_check_lets_every_time_run_on(town: SmallTown) -> None:
    with at():
        old = reported(town, **UNCLE)
    with at(1):
        young = reported(town)
        old.do("merge", town.dispatcher, into=young.number)
        before = [row.due_at for row in clocks_of(young, "inner")]
        young.to_handled()
        young.do("check_fail", town.checker, reason="还有垃圾没有清")
    assert [row.due_at for row in clocks_of(young, "inner")] == before


def test_everybody_who_asked_is_called(town: SmallTown) -> None:
    with at():
        first, second = reported(town), reported(town, "垃圾成堆", **UNCLE)
        second.do("merge", town.dispatcher, into=first.number)
        assert len(clocks_of(first, "first_contact")) == 2
    with at(1):
        with pytest.raises(Invalid) as refused:
            first.do("contact", town.handler, reached=True, request="R000")
        assert refused.value.code == "unknown_request"
        first.do("contact", town.handler, reached=True, request=first.receipt.request.number)
        assert [row.request for row in clocks_of(first, "first_contact")] == [
            second.receipt.request
        ]
        first.do("contact", town.handler, reached=True)
    assert clocks_of(first, "first_contact") == []


@pytest.mark.parametrize("dispatched_first", [True, False])
def test_who_joins_undispatched_is_called_as_well(town: SmallTown, dispatched_first: bool) -> None:
    first = reported(town, "想问一件事", item_id=town.items.noise.pk if dispatched_first else None)
    second = reported(town, "再问一件事", **UNCLE)
    second.do("merge", town.dispatcher, into=first.number)
    if not dispatched_first:
        first.do("dispatch", town.dispatcher, item=town.items.noise.pk)
    asked = {row.request for row in clocks_of(first, "first_contact")}
    assert asked == {first.receipt.request, second.receipt.request}


def test_clocks_fit_the_case_they_join(town: SmallTown) -> None:
    with at():
        suspended, done = reported(town), reported(town, "平安路垃圾")
        to_suspended, to_done = reported(town, "甲垃圾", **UNCLE), reported(town, "乙垃圾", **UNCLE)
        suspended.to_handling()
        until = date(2026, 3, 9)
        suspended.do("ask_suspension", town.handler, reason="等待配件到货", until=until)
        suspended.do("decide_suspension", town.supervisor, upheld=True)
        done.to_handled()
        to_suspended.do("merge", town.dispatcher, into=suspended.number)
        to_done.do("merge", town.dispatcher, into=done.number)
    assert all(row.paused_at for row in clocks_of(suspended, "inner"))
    assert clocks_of(done, "inner") == clocks_of(done, "first_contact") == []


def test_what_was_asked_about_the_merged_case_lapses(town: SmallTown) -> None:
    desk, other = reported(town), reported(town, "平安路垃圾")
    desk.do(
        "object", town.handler, reason="属于水务设施", citation="B02",
        proposed_unit=town.units.water.pk,
    )  # fmt: skip
    desk.do("merge", town.dispatcher, into=other.number)
    assert Approval.objects.get(case=desk.case).state == "lapsed"


def secretly_joined(town: SmallTown) -> tuple[Desk, Desk]:
    """A secret request in a case that is open to its area, with a picture of its own."""
    open_one = reported(town, "幸福路垃圾")
    hidden = reported(town, "举报某某乱倒垃圾", secret=True, **UNCLE)
    with within():
        attach(hidden.case, [Upload("p.jpg", picture())], stage="report",
               request=hidden.receipt.request)  # fmt: skip
    hidden.do("merge", town.dispatcher, into=open_one.number)
    return open_one, hidden


def test_a_secret_request_stays_secret_in_an_open_case(town: SmallTown) -> None:
    desk, hidden = secretly_joined(town)
    assert not desk.case.secret
    url, picture_url = f"/cases/{desk.number}/", f"/cases/files/{desk.case.attachments.get().pk}/"
    in_the_area = browser(town.clerk_west)
    html = in_the_area.get(url)
    assert "幸福路垃圾" in html
    assert "乱倒" not in html
    assert picture_url not in html
    in_the_area.get(picture_url)
    assert in_the_area.status == 404
    at_work = browser(town.handler)
    html = at_work.get(url)
    assert "乱倒" in html
    assert picture_url in html
    at_work.get(picture_url)
    assert at_work.status == 200
    rows = Request.objects.visible_to(reach_of(town.clerk_west))
    assert not rows.filter(pk=hidden.receipt.request.pk).exists()


@pytest.mark.parametrize("words", ["13900001234", "李大爷"])
def test_who_asked_secretly_is_not_found_by_those_who_may_not_read_it(
    town: SmallTown, words: str
) -> None:
    desk, _hidden = secretly_joined(town)
    found = f"/cases/?q={words}"
    assert desk.number not in browser(town.clerk_west).get(found)
    assert desk.number in browser(town.handler).get(found)


def test_a_case_made_secret_by_its_matter_takes_its_secrecy_along(town: SmallTown) -> None:
    open_one, quarrel = reported(town), reported(town, "想问一件事", **UNCLE)
    quarrel.do("classify", town.dispatcher, item=town.items.quarrel.pk)
    quarrel.do("merge", town.dispatcher, into=open_one.number)
    assert Request.objects.get(pk=quarrel.receipt.request.pk).secret


def test_splitting_buys_no_time_and_leaves_no_stale_deadline(town: SmallTown) -> None:
    platform = MONDAY + timedelta(hours=2)
    with at():
        first = reported(town, "幸福路垃圾", contact_name="", contact_phone="")
        second = reported(
            town, "路面垃圾和噪音", channel="12345", foreign_number="A1", platform_due_at=platform,
            **UNCLE,
        )  # fmt: skip
        first.to_handling()
        second.do("merge", town.dispatcher, into=first.number)
        assert due(first) == platform
        first.do("split", town.dispatcher, request=second.receipt.request.number)
    own = Case.objects.get(requests=second.receipt.request)
    assert (own.due_at, own.due_clock) == (platform, "platform")
    assert own.item == town.items.rubbish
    assert own.clocks.filter(kind="inner", stopped_at=None).count() == 1
    assert (due(first), first.case.due_clock) == (
        first.case.clocks.get(kind="inner").due_at,
        "inner",
    )


def test_who_shared_the_inner_limit_goes_on_with_it(town: SmallTown) -> None:
    with at():
        first, second = reported(town), reported(town, "垃圾成堆", **UNCLE)
        second.do("merge", town.dispatcher, into=first.number)
        limit = first.case.clocks.get(kind="inner", request=None).due_at
    with at(2):
        first.do("split", town.dispatcher, request=first.receipt.request.number)
        own = Desk(town, first.receipt)
        case = Case.objects.get(requests=first.receipt.request)
        assert case.clocks.get(kind="inner").due_at == limit
        own.receipt.case.pk, own.receipt.case.number = case.pk, case.number
        own.do("dispatch", town.dispatcher, unit=town.units.city.pk)
    assert own.case.clocks.get(kind="inner").due_at == limit
