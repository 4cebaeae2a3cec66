"""The generated pages of safety, as those who work with them meet them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from jiedao.applications.safety import names
from jiedao.applications.safety.kinds import KINDS
from jiedao.applications.safety.tests.conftest import answers, shop
from jiedao.engines.visits.models import Visit
from jiedao.foundation.records.actions import add
from jiedao.foundation.records.pages.common import record_url
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel.actors import Actor
from tests.cast import SmallTown


def browser(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def text_of(client: Client, url: str) -> str:
    page = client.get(url)
    assert page.status_code == 200, (url, page.status_code)
    return page.content.decode()


@pytest.mark.parametrize("kind", [kind.key for kind in KINDS if kind.family != "case"])
def test_every_kind_has_its_list_and_form(town: SmallTown, office: Actor, kind: str) -> None:
    client = browser(town.supervisor)
    listed = text_of(client, f"/r/{kind}/")
    assert "超期" in listed or kind in {names.HOME, names.ACCIDENT}
    text_of(client, f"/r/{kind}/new/")


def test_what_is_due_stands_first_in_the_register(town: SmallTown) -> None:
    shop(town, title="蓝色小店", grade="blue")
    shop(town, title="红色作坊", grade="red", day="2026-02-01")
    shop(town, title="橙色仓库", grade="orange")
    text = text_of(browser(town.clerk_west), f"/r/{names.PREMISES}/?order=due")
    places = [text.index(name) for name in ("红色作坊", "橙色仓库", "蓝色小店")]
    assert places == sorted(places)
    late = text_of(browser(town.clerk_west), f"/r/{names.PREMISES}/?late=1")
    assert "红色作坊" in late
    assert "蓝色小店" not in late


def test_a_campaign_leads_to_what_is_left_and_to_what_was_found(
    town: SmallTown, office: Actor, move: Callable[..., Any]
) -> None:
    first, left = shop(town), shop(town, title="阿梅小吃")
    values = {"title": "电气火灾专项", "field": "power", "ends_on": "2027-01-31"}
    plan = add(town.id, names.CAMPAIGN, values, actor=office)
    client = browser(town.supervisor)
    url = record_url(plan.kind, plan.number)
    form = text_of(client, f"{url}moves/select/")
    assert "三小场所" in form
    sent = client.post(f"{url}moves/select/", {"sort": ["three_small"],
                                              "version": plan.version})  # fmt: skip
    assert sent.status_code < 400
    plan.refresh_from_db()
    assert plan.target_count == 2
    move(plan, "start", office)
    new = f"/r/{names.CHECK}/new/?about={names.PREMISES}:{left.pk}"
    assert new in text_of(client, url)
    text_of(client, new)
    clerk = actor_of(town.clerk_west)
    visit = add(town.id, names.CHECK, {}, actor=clerk, subject=(first.kind, first.pk))
    move(visit, "complete", clerk, **answers("safety_three_small", "wiring"))
    shown = text_of(client, url)
    assert "每天走到" in shown
    assert record_url(visit.kind, visit.number) in shown


def test_a_check_is_filled_in_on_the_spot(town: SmallTown) -> None:
    place, client = shop(town), browser(town.grid_worker)
    sent = client.post(f"/r/{names.CHECK}/new/?about={place.kind}:{place.pk}", {
        "nature": "patrol", "about": f"{place.kind}:{place.pk}",
        "day": "2026-03-01",
    })  # fmt: skip
    assert sent.status_code < 400, sent.content.decode()[-2000:]
    visit = Visit.objects.get(kind=names.CHECK)
    url = record_url(visit.kind, visit.number)
    form = text_of(client, f"{url}moves/complete/")
    assert "疏散通道、安全出口畅通" in form
    assert "《消防法》第二十八条" in form


def test_the_form_says_why_a_grid_worker_may_not_inspect(town: SmallTown) -> None:
    place, client = shop(town), browser(town.grid_worker)
    sent = client.post(f"/r/{names.CHECK}/new/?about={place.kind}:{place.pk}", {
        "nature": "inspection", "day": "2026-03-01", "about": f"{place.kind}:{place.pk}",
    })  # fmt: skip
    assert sent.status_code >= 400
    assert "不得实施行政检查" in sent.content.decode()
    assert not Visit.objects.filter(kind=names.CHECK).exists()
