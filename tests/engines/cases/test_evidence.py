"""What must be shown: of the right kind, of this round, and on the spot with place and time."""

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from PIL import Image

from jiedao.engines.cases.actions.filing import attach
from jiedao.engines.cases.models import Attachment
from jiedao.engines.cases.work import CASE
from jiedao.foundation.files.checking import Upload, inspect
from jiedao.foundation.town.actions import change_settings
from jiedao.kernel import clock, history
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import Invalid
from jiedao.kernel.transactions import within
from tests.cast import SmallTown
from tests.engines.cases.desk import MONDAY, UNHAPPY, Desk, at, picture, reported

HERE = {"longitude": 114.305, "latitude": 22.705}
PAPER, SOUND = b"%PDF-1.7 ...", b"ID3\x03...."


def add(desk: Desk, stage: str, body: bytes, **more: Any) -> None:
    with within():
        attach(desk.case, [Upload("f", io.BytesIO(body), **more)], stage=stage)


def test_a_recording_or_a_paper_is_no_picture(town: SmallTown) -> None:
    desk = reported(town)
    desk.to_handling()
    for body in (PAPER, SOUND):
        add(desk, "after", body)
        with pytest.raises(Invalid, match="处置后照片"):
            desk.do("handle", town.handler, result="已清理")
    desk.photo("after")
    assert desk.do("handle", town.handler, result="已清理").state == "handled"


def test_a_picture_is_no_paper(town: SmallTown) -> None:
    desk = reported(town, "路灯不亮")
    desk.do("sign", town.contractor)
    desk.photo("after")
    with pytest.raises(Invalid, match="处置文书"):
        desk.do("handle", town.contractor, result="已修好")
    add(desk, "after", PAPER)
    assert desk.do("handle", town.contractor, result="已修好").state == "handled"


def to_work_again(town: SmallTown, desk: Desk, how: str) -> None:
    if how == "check_fail":
        desk.do("check_fail", town.checker, reason="还有垃圾没有清")
        return
    desk.photo("check")
    desk.do("check_pass", town.checker)
    desk.do("close", town.dispatcher, reply="已清理。")
    if how == "visit":
        desk.do("visit", town.caller, answered=True, **UNHAPPY)
        return
    desk.do("reopen", town.supervisor, reason="垃圾又出现了")
    desk.do("dispatch", town.dispatcher)
    desk.to_handling()


@pytest.mark.parametrize("how", ["check_fail", "visit", "reopen"])
def test_work_done_anew_is_shown_anew(town: SmallTown, how: str) -> None:
    with at():
        desk = reported(town)
        desk.to_handled()
    with at(1):
        to_work_again(town, desk, how)
    with at(2):
        with pytest.raises(Invalid, match="处置后照片"):
            desk.do("handle", town.handler, result="再次清理")
        desk.photo("after")
        assert desk.do("handle", town.handler, result="再次清理").state == "handled"
        with pytest.raises(Invalid, match="现场"):
            desk.do("check_pass", town.checker)


def test_how_it_was_before_the_first_pictures_still_show(town: SmallTown) -> None:
    with at():
        desk = reported(town, "井盖破损")
        desk.do("sign", town.co_handler)
        desk.photo("before")
        desk.photo("after")
        desk.do("handle", town.co_handler, result="已更换")
    with at(1):
        desk.do("check_fail", town.checker, reason="井盖还会晃动")
        desk.photo("after")
        assert desk.do("handle", town.co_handler, result="已固定").state == "handled"


def handled(town: SmallTown) -> Desk:
    with at():
        desk = reported(town)
        desk.to_handled()
    return desk


@pytest.mark.parametrize(
    ("told", "said", "code"),
    [
        ({}, {}, "no_place"),
        ({"lon": 114.305, "lat": 22.705}, {}, "no_time"),
        ({}, HERE, "no_time"),
        ({}, HERE | {"taken_at": MONDAY + timedelta(minutes=30)}, ""),
        ({}, HERE | {"taken_at": "2026-03-02T10:00"}, ""),
        ({"taken_at": MONDAY + timedelta(minutes=30)}, HERE, ""),
        ({"taken_at": MONDAY - timedelta(hours=1)}, HERE, "not_after_work"),
        ({}, HERE | {"taken_at": MONDAY - timedelta(hours=1)}, "not_after_work"),
        ({}, HERE | {"taken_at": MONDAY + timedelta(days=2)}, "not_after_work"),
    ],
)
def test_a_check_on_the_spot_has_place_and_time(
    town: SmallTown, told: dict[str, Any], said: dict[str, Any], code: str
) -> None:
    desk = handled(town)
    with at(1):
        add(desk, "check", picture().getvalue(), **told)
        if code:
            with pytest.raises(Invalid) as refused:
                desk.do("check_pass", town.checker, **said)
            assert refused.value.code == code
            return
        assert desk.do("check_pass", town.checker, **said).state == "checked"
    photo = desk.case.attachments.get(stage="check")
    assert (photo.lon, photo.lat) == (114.305, 22.705)
    assert photo.taken_at == MONDAY + timedelta(minutes=30)


@pytest.mark.parametrize("told", [True, False])
def test_a_check_taken_far_from_the_case_needs_a_word_why(town: SmallTown, told: bool) -> None:
    """Whether the photo tells the place or the checker does; the distance stays on record."""
    desk, away = handled(town), {"longitude": 114.308, "latitude": 22.705}
    point = {"lon": 114.308, "lat": 22.705} if told else {}
    said = ({} if told else away) | {"taken_at": MONDAY + timedelta(minutes=30)}
    with at(1):
        add(desk, "check", picture().getvalue(), **point)
        with pytest.raises(Invalid, match="308 米") as refused:
            desk.do("check_pass", town.checker, **said)
        assert (refused.value.code, refused.value.field) == ("far_away", "far_reason")
        desk.do("check_pass", town.checker, far_reason="室内定位不准", **said)
    line = history.timeline(town.id, CASE, desk.case.pk)[-1]
    assert line.data["metres"] == 308
    assert line.data["far_reason"] == "室内定位不准"


def test_one_photo_near_the_case_is_enough_and_its_distance_counts(town: SmallTown) -> None:
    desk = handled(town)
    with at(1):
        for lon in (114.309, 114.306):
            taken = MONDAY + timedelta(minutes=30)
            add(desk, "check", picture().getvalue(), lon=lon, lat=22.705, taken_at=taken)
        desk.do("check_pass", town.checker, far_reason="不需要")
    data = history.timeline(town.id, CASE, desk.case.pk)[-1].data
    assert data["metres"] == 103
    assert "far_reason" not in data, "nothing was far"


def test_the_town_says_what_is_far(town: SmallTown) -> None:
    change_settings(town.id, {"check_far_m": 500}, actor=SYSTEM)
    desk = handled(town)
    with at(1):
        taken = MONDAY + timedelta(minutes=30)
        add(desk, "check", picture().getvalue(), lon=114.309, lat=22.705, taken_at=taken)
        assert desk.do("check_pass", town.checker).state == "checked"


def with_exif(taken: datetime) -> bytes:
    """A picture as a telephone takes it, with its place and time."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = taken.astimezone(clock.TOWN_ZONE).strftime("%Y:%m:%d %H:%M:%S")
    exif.get_ifd(0x8825).update({1: "N", 2: (22.0, 42.0, 18.0), 3: "E", 4: (114.0, 18.0, 18.0)})
    body = io.BytesIO()
    Image.new("RGB", (40, 30)).save(body, "JPEG", exif=exif)
    return body.getvalue()


def test_the_picture_itself_tells_place_and_time(town: SmallTown) -> None:
    desk = handled(town)
    with at(1):
        add(desk, "check", with_exif(MONDAY + timedelta(minutes=20)))
        assert desk.do("check_pass", town.checker).state == "checked"
    photo = desk.case.attachments.get(stage="check")
    assert (photo.lon, photo.lat) == pytest.approx((114.305, 22.705))


@pytest.mark.parametrize("stage", ["report", "before", "after", "reply"])
def test_elsewhere_the_place_in_a_picture_is_not_kept(town: SmallTown, stage: str) -> None:
    desk = reported(town)
    add(desk, stage, with_exif(MONDAY))
    photo = Attachment.objects.get()
    assert (photo.lon, photo.lat) == (None, None)


@pytest.mark.parametrize(
    "gps", [{}, {1: "N"}, {2: 5, 4: 6}, {1: "N", 2: (0, 0, 0), 3: "E", 4: (0, 0, 0)}]
)
def test_a_place_that_is_none_is_not_taken_for_one(gps: dict[int, Any]) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update(gps)
    body = io.BytesIO()
    Image.new("RGB", (40, 30)).save(body, "JPEG", exif=exif)
    body.seek(0)
    assert inspect(Upload("p.jpg", body)).place is None
