"""The roster's pages: what shows, who may press what."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from jiedao.foundation.staff.actions.handovers import Note, hand_over
from jiedao.foundation.staff.actions.roster import NewShift, add_shifts
from jiedao.foundation.staff.duty import Handover, Shift, Swap
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM
from tests.cast import SmallTown
from tests.conformance.desk import browser
from tests.engines.cases.desk import also

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.at(NOON):
        yield


def put(town: SmallTown, who: Account, begin: int, end: int, part: str = "officer") -> Shift:
    new = NewShift(part, who.pk, NOON + begin * HOUR, NOON + end * HOUR)
    return add_shifts(town.id, [new], actor=SYSTEM)[0].shift


def test_the_week_shows_gaps_and_doubles(town: SmallTown) -> None:
    put(town, town.checker, 6, 21)
    put(town, town.checker, 7, 12, "unit")
    page = browser(town.reader).get("/roster/?from=2026-11-25").content.decode()
    for words in ("何核查", "18:00–09:00", "重复", "空班", "无人值班", "这些班互相冲突"):
        assert words in page
    assert "排班</a>" not in page
    assert browser(town.nobody).get("/roster/").status_code == 403
    assert "何核查" not in browser(town.stranger).get("/roster/").content.decode()
    assert "何核查" not in browser(town.reader).get("/roster/?from=2026-12-09").content.decode()
    assert browser(town.reader).get("/roster/?from=nonsense").status_code == 200


def test_a_planner_puts_on_gives_to_another_and_takes_off(town: SmallTown) -> None:
    also(town, town.unit_lead, "centre", "duty_planner")
    form = {
        "part": "officer", "account": str(town.checker.pk), "unit": "",
        "starts_at": "2026-11-24T18:00", "ends_at": "2026-11-25T09:00",
    }  # fmt: skip
    assert browser(town.handler).post("/roster/add/", form).status_code == 403
    planner = browser(town.unit_lead)
    assert planner.get("/roster/add/").status_code == 200
    assert planner.post("/roster/add/", form).status_code == 303
    shift = Shift.objects.get()
    assert shift.ends_at - shift.starts_at == 15 * HOUR
    assert planner.post("/roster/add/", {**form, "ends_at": "2026-11-24T17:00"}).status_code == 422
    url = f"/roster/{shift.pk}/"
    given = {"account": str(town.caller.pk), "reason": "生病"}
    assert browser(town.handler).post(f"{url}reassign/", given).status_code == 403
    assert planner.post(f"{url}reassign/", given).status_code == 303
    assert "方回访" in planner.get(url).content.decode()
    assert planner.post(f"{url}withdraw/", {"reason": "合并"}).status_code == 303
    assert "已撤下" in planner.get(url).content.decode()


def test_asked_and_agreed_by_pressing(town: SmallTown) -> None:
    mine = put(town, town.checker, 6, 21)
    url = f"/roster/{mine.pk}/"
    asked = {"account": str(town.caller.pk), "other": "", "reason": "看病"}
    assert browser(town.arbiter).post(f"{url}swap/", asked).status_code == 422
    assert browser(town.checker).post(f"{url}swap/", asked).status_code == 303
    swap = Swap.objects.get()
    assert browser(town.arbiter).post(f"/roster/swaps/{swap.pk}/agree/").status_code == 404
    assert "同意换班" in browser(town.caller).get(url).content.decode()
    assert "同意换班" not in browser(town.arbiter).get(url).content.decode()
    assert browser(town.caller).post(f"/roster/swaps/{swap.pk}/agree/").status_code == 303
    mine.refresh_from_db()
    assert mine.account_id == town.caller.pk


def test_written_and_signed_by_pressing(town: SmallTown) -> None:
    goes = put(town, town.checker, -9, 1)
    put(town, town.caller, 1, 16)
    url = f"/roster/{goes.pk}/"
    note = {"happened": "接报均已处置", "open_matters": "积水点待复查", "things": ""}
    assert browser(town.caller).post(f"{url}handover/", note).status_code == 422
    assert browser(town.checker).post(f"{url}handover/", note).status_code == 303
    assert "还没有人签收" in browser(town.caller).get(url).content.decode()
    assert browser(town.clerk_west).post(f"{url}sign/", {"remark": ""}).status_code == 404
    assert browser(town.caller).post(f"{url}sign/", {"remark": "已阅"}).status_code == 303
    assert Handover.objects.get().signed_by_id == town.caller.pk
    assert "积水点待复查" not in browser(town.clerk_west).get(url).content.decode()


def test_the_note_of_another_is_not_lent_to_a_form(town: SmallTown) -> None:
    goes = put(town, town.checker, -9, 1)
    hand_over(town.id, goes.pk, Note("只给接班人看"), actor=actor_of(town.checker))
    page = browser(town.clerk_west).get(f"/roster/{goes.pk}/handover/")
    assert "只给接班人看" not in page.content.decode()
    assert "只给接班人看" in browser(town.checker).get(page.request["PATH_INFO"]).content.decode()
