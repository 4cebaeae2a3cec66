"""Intake: placed, classed, dispatched, numbered; refused in a sentence; never doubled."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jiedao.engines.cases import tracking, workflow
from jiedao.engines.cases.actions import NewRequest, report, report_many
from jiedao.engines.cases.models import Case, Request
from jiedao.foundation.places.coordinates import Datum, from_wgs84
from jiedao.kernel import history
from jiedao.kernel.actors import machine
from jiedao.kernel.errors import Invalid, NotFound
from tests.cast import SmallTown
from tests.engines.cases.desk import MONDAY, at, reported


def test_a_plain_message_is_placed_classed_and_sent_to_its_unit(town: SmallTown) -> None:
    with at():
        case = reported(town).case
    assert case.state == workflow.DISPATCHED
    assert case.item == town.items.rubbish
    assert case.unit == town.units.city
    assert case.grid == town.places.grid_1
    assert case.community == town.places.west
    kinds = {row.kind: row.due_at for row in case.clocks.all()}
    assert set(kinds) == {"sign_for", "first_contact", "inner"}
    # Two office hours from 9:30 end at 11:30; four (with the lunch break) at 15:30.
    assert kinds["sign_for"] == MONDAY + timedelta(hours=2)
    assert kinds["inner"] == MONDAY + timedelta(hours=6)
    assert kinds["first_contact"] == MONDAY + timedelta(hours=24)
    assert (case.due_clock, case.due_at) == ("sign_for", kinds["sign_for"])


def test_the_steps_are_on_record_and_the_words_are_not(town: SmallTown) -> None:
    case = reported(town).case
    lines = history.timeline(town.id, "case", case.pk)
    assert [(line.verb, line.actor_kind) for line in lines] == [
        ("reported", "resident"),
        ("dispatch", "system"),
    ]
    assert "垃圾" not in str([(line.changes, line.note) for line in lines])


def test_words_without_a_matter_wait_to_be_accepted(town: SmallTown) -> None:
    case = reported(town, "想问一下图书馆几点开门").case
    assert (case.state, case.item_id, case.unit_id, case.due_at) == ("reported", None, None, None)


def test_a_community_gets_what_lies_in_it(town: SmallTown) -> None:
    west = reported(town, "和邻居有纠纷").case
    east = reported(town, "和邻居有纠纷", longitude=114.335, latitude=22.705).case
    assert (west.unit, east.unit) == (town.units.west, town.units.east)
    assert west.secret


def test_a_number_that_nobody_knows_gives_the_stretch_of_road_and_no_building(
    town: SmallTown,
) -> None:
    """平安路 ends at 4, which is across the road from 9 and no neighbour of it."""
    fields = {"longitude": None, "latitude": None}
    known = reported(town, address="平安路4号", **fields).case
    assert known.building_id is not None
    case = reported(town, address="平安路9号", **fields).case
    assert (case.grid_id, case.building_id) == (known.grid_id, None)


def test_an_address_in_words_gives_the_place(town: SmallTown) -> None:
    case = reported(town, longitude=None, latitude=None, address="平安路3号").case
    assert case.grid == town.places.grid_3
    assert "place_from_address" in case.marks


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09, Datum.CGCS2000])
def test_other_coordinate_systems_are_converted_and_kept(town: SmallTown, datum: Datum) -> None:
    lon, lat = from_wgs84(114.3099, 22.705, datum)
    case = reported(town, longitude=float(lon), latitude=float(lat), datum=datum).case
    assert case.lon == pytest.approx(114.3099, abs=2e-5)
    assert case.grid == town.places.grid_1
    assert case.attributes["source_point"] == [float(lon), float(lat), datum.value]


def test_case_and_request_are_two_records_with_two_numbers(town: SmallTown) -> None:
    with at():
        receipt = reported(town).receipt
    assert receipt.case.number == "C26030200001"
    assert receipt.request.number == "R26030200001"


def test_a_contact_is_found_again_and_never_stands_in_clear(town: SmallTown) -> None:
    first, second = reported(town).receipt, reported(town, "井盖坏了").receipt
    assert first.request.requester == second.request.requester == town.auntie
    stranger = reported(town, contact_name="王五", contact_phone="13700009999").receipt.request
    row = stranger.requester
    assert row is not None
    assert b"13700009999" not in bytes(row.phone_sealed or b"")


@pytest.mark.parametrize("key", ["foreign_number", "retry_key"])
def test_a_retry_gets_the_first_one_back(town: SmallTown, key: str) -> None:
    fields = {"channel": "hotline_12345", key: "20260302-17"}
    first, again = reported(town, **fields).receipt, reported(town, **fields).receipt
    assert (again.known, again.request, again.tracking_code) == (
        True,
        first.request,
        first.tracking_code,
    )
    assert Request.objects.count() == 1
    other = reported(town, **(fields | {"channel": "district_platform"})).receipt
    assert not other.known


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"text": "  \x00\x07 "}, "empty_text"),
        ({"text": "长" * 20_001}, "text_too_long"),
        ({"received_at": MONDAY + timedelta(days=1)}, "future_date"),
        ({"longitude": 114.305, "latitude": None}, "half_point"),
        ({"longitude": 500.0, "latitude": 22.7}, "bad_point"),
        ({"longitude": 113.0, "latitude": 22.7}, "outside_town"),
        ({"item_id": 987654}, "unknown_item"),
    ],
)
def test_what_cannot_be_a_request_is_refused_and_nothing_is_left(
    town: SmallTown, fields: dict[str, object], code: str
) -> None:
    with at(), pytest.raises(Invalid) as refused:
        reported(town, **fields)
    assert refused.value.code == code
    assert not Case.objects.exists()


def test_control_characters_go_and_line_breaks_stay(town: SmallTown) -> None:
    case = reported(town, "门口\x00有垃圾\n请\u200b清理\x1b[31m").case
    assert case.text == "门口有垃圾\n请清理[31m"


def test_a_machine_may_report_beyond_the_border_and_it_is_marked(town: SmallTown) -> None:
    new = NewRequest("边界外有垃圾", "hotline_12345", longitude=113.0, latitude=22.7)
    case = report(town.id, new, actor=machine("12345")).case
    assert "outside_town" in case.marks
    assert case.grid_id is None


def test_a_batch_is_like_its_single_requests(town: SmallTown) -> None:
    texts = ["门口有垃圾", "井盖坏了", "路灯不亮", "想咨询一下"]
    with at():
        many = report_many(
            town.id, [NewRequest(text, "file") for text in texts], actor=machine("file")
        )
        single = [
            report(town.id, NewRequest(text, "file"), actor=machine("file")) for text in texts
        ]
    for one, other in zip(many, single, strict=True):
        same = ("state", "item_id", "unit_id", "due_at", "due_clock", "level")
        assert [getattr(one.case, name) for name in same] == [
            getattr(other.case, name) for name in same
        ]
    numbers = [receipt.case.number for receipt in (*many, *single)]
    assert numbers == sorted(set(numbers))


def test_a_platform_order_carries_the_platforms_clock(town: SmallTown) -> None:
    with at():
        due = MONDAY + timedelta(hours=1)
        case = reported(town, channel="district_platform", platform_due_at=due).case
    assert (case.due_clock, case.due_at) == ("platform", due)


def test_the_tracking_code_opens_only_its_own_request(town: SmallTown) -> None:
    mine, other = reported(town).receipt, reported(town, "井盖坏了").receipt
    assert tracking.find(town.id, mine.request.number, mine.tracking_code.lower()) == mine.request
    with pytest.raises(NotFound) as wrong:
        tracking.find(town.id, mine.request.number, other.tracking_code)
    with pytest.raises(NotFound) as absent:
        tracking.find(town.id, "R99999999999", mine.tracking_code)
    assert str(wrong.value) == str(absent.value)


def test_a_tracking_code_expires(town: SmallTown) -> None:
    with at():
        receipt = reported(town).receipt
    with at(days=400), pytest.raises(NotFound) as expired:
        tracking.find(town.id, receipt.request.number, receipt.tracking_code)
    assert expired.value.code == "tracking_expired"


def test_finished_work_arrives_as_it_is(town: SmallTown) -> None:
    opened, closed = MONDAY - timedelta(days=90), MONDAY - timedelta(days=80)
    with at():
        new = NewRequest(
            "旧系统里的垃圾事件", "file", received_at=opened, state="closed", closed_at=closed,
            platform_due_at=MONDAY - timedelta(days=85),
        )  # fmt: skip
        case = report(town.id, new, actor=machine("file")).case
    assert (case.state, case.reported_at, case.closed_at) == ("closed", opened, closed)
    assert (case.accepted_at, case.due_at) == (None, None)
    (only,) = case.clocks.all()
    assert only.late
    assert only.act_at is None


def test_towns_do_not_mix(town: SmallTown) -> None:
    reported(town)
    assert not Case.objects.filter(town__key="small-next").exists()


def test_a_message_twice_in_one_batch_makes_one_request(town: SmallTown) -> None:
    new = NewRequest("门口有垃圾", "hotline_12345", foreign_number="17")
    first, again = report_many(town.id, [new, replace(new)], actor=machine("12345"))
    assert (again.known, again.request) == (True, first.request)
    assert Request.objects.count() == 1
