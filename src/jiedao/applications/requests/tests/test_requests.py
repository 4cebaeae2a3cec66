"""Requests: kinds, intakes, the way of a request through the pages, the figures' formulas."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jiedao.applications.requests.navigation import NAVIGATION
from jiedao.engines.cases import worker
from jiedao.engines.cases.actions import NewRequest, report
from jiedao.engines.cases.models import Case
from jiedao.foundation.staff.models import Account
from jiedao.kernel import clock, registry
from jiedao.kernel.actors import RESIDENT
from jiedao.kernel.models import History
from tests.cast import SmallTown
from tests.engines.cases.desk import MONDAY, Desk, reported

BACKEND = "jiedao.foundation.staff.signing.backend.AccountBackend"


def page(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


def test_the_intakes_report_kinds_of_this_application() -> None:
    kinds = {registry.intakes.get(key).kind for key in ("request", "snap")}
    assert kinds == {"request", "snap"}
    assert registry.intakes.get("snap").photo_first
    assert not registry.intakes.get("request").photo_first


OTHERS = [
    pytest.param(entry, marks=[pytest.mark.slow, pytest.mark.both]) for entry in NAVIGATION[1:]
]


@pytest.mark.parametrize("entry", [NAVIGATION[0], *OTHERS], ids=lambda entry: entry.key)
def test_every_line_of_the_rail_opens_for_those_who_see_it(town: SmallTown, entry: Any) -> None:
    url = reverse(entry.url_name)
    for account in (town.dispatcher, town.handler, town.reader, town.clerk_west):
        sees = account.reach.anywhere(entry.permission)
        answer = page(account).get(url)
        assert answer.status_code == (200 if sees else 403), account.name
        assert (f'href="{url}"' in page(account).get("/home/").content.decode()) == sees


def test_choosing_a_kind_sets_unit_level_and_limit(town: SmallTown) -> None:
    with clock.at(MONDAY):
        desk = reported(town, "说不清是什么事", item_id=town.items.cover.pk)
    case = desk.case
    assert (case.unit_id, case.level) == (town.units.water.pk, 1)
    inner = case.clocks.get(kind="inner")
    assert inner.due_at == MONDAY + timedelta(hours=2)


def test_an_order_past_its_limit_moves_up_by_itself(town: SmallTown) -> None:
    with clock.at(MONDAY):
        desk = reported(town, "人行道井盖破损")
    with clock.at(MONDAY + timedelta(hours=3)):
        worker.mind_clocks()
    assert desk.case.escalation == 1
    assert History.objects.filter(record_id=desk.case.pk, verb="escalated").count() == 1
    html = page(town.dispatcher).get(f"/cases/{desk.number}/").content.decode()
    assert "已升级" in html


def test_a_snap_is_dispatched_by_what_it_is(town: SmallTown) -> None:
    new = NewRequest(text="垃圾", channel="snap", kind="snap", longitude=114.305, latitude=22.705)
    case = report(town.id, new, actor=RESIDENT).case
    assert (case.kind, case.unit_id) == ("snap", town.units.city.pk)


def test_the_sender_of_a_snap_sees_the_after_photo(town: SmallTown) -> None:
    new = NewRequest(text="垃圾", channel="snap", kind="snap", longitude=114.305, latitude=22.705)
    desk = Desk(town, report(town.id, new, actor=RESIDENT))
    desk.to_closed()
    public = desk.case.attachments.filter(public=True).values_list("stage", flat=True)
    assert list(public) == ["after"]
    assert Case.objects.get(pk=desk.case.pk).requests.get().reply
