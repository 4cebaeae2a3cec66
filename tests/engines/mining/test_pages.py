"""The desk, the case's page and the catalogue owner's page show what was suggested and learned."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiedao.engines.cases.models import Case
from jiedao.engines.mining import actions
from jiedao.engines.mining.learners import usable
from jiedao.engines.mining.models import LearnedModel, Suggestion, Task
from jiedao.foundation.staff.models import Account
from jiedao.kernel import clock
from jiedao.kernel.models import History
from tests.cast import SmallTown
from tests.conformance.desk import browser
from tests.engines.mining.confirming import confirm, deliver, dispatch, report, setting, words
from tests.engines.mining.test_suggesting import LATER, learn, suggest


@pytest.fixture(autouse=True)
def _still() -> Iterator[None]:
    with clock.at(LATER + timedelta(hours=3)):
        yield


def page(account: Account, url: str) -> str:
    answer = browser(account).get(url)
    assert answer.status_code == 200, answer.content.decode()[:400]
    return str(answer.content.decode())


def waiting(town: SmallTown, count: int = 1) -> Any:
    setting(town, wrong_cost=2, asking_cost=1)
    learn(town)
    cases = report(town, [words("lamp", 900 + 3 * n) for n in range(count)], LATER)
    suggest(town)
    return cases[0]


def test_the_list_shows_the_suggested_item_with_its_probability(town: SmallTown) -> None:
    case = waiting(town)
    p = Suggestion.objects.get(case=case, task=Task.ITEM).offered[0]["p"]
    html = page(town.dispatcher, "/cases/desk/")
    assert f'路灯不亮</span> <span class="num">{min(p, 0.99):.0%}</span>' in html
    assert "市政养护公司" in html


def test_a_hundred_rows_take_one_query_for_their_suggestions(town: SmallTown) -> None:
    waiting(town, 30)
    client = browser(town.dispatcher)
    client.get("/cases/desk/")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        client.get("/cases/desk/")
    asked = [q for q in seen.captured_queries if 'FROM "mining_suggestion"' in q["sql"]]
    assert len(asked) == 1


def test_the_panel_offers_three_with_their_keys_and_fills_the_form(town: SmallTown) -> None:
    case = waiting(town)
    html = page(town.dispatcher, f"/cases/desk/{case.number}/")
    for number in (1, 2, 3):
        assert f'data-key="{number}"' in html
    assert f'data-suggested="{town.items.lamp.pk}"' in html
    assert f'name="item" value="{town.items.lamp.pk}"' in html
    assert f'name="unit" value="{town.units.contractor.pk}"' in html
    assert "模型第 1 版" in html
    assert "建议不对在哪里" in html


def test_without_a_suggestion_nobody_is_asked_what_was_wrong(town: SmallTown) -> None:
    (case,) = report(town, ["说不清是什么事"], LATER)
    html = page(town.dispatcher, f"/cases/desk/{case.number}/")
    assert "建议不对在哪里" not in html
    assert "data-suggested" not in html


def test_turned_off_nothing_is_shown(town: SmallTown) -> None:
    case = waiting(town)
    setting(town, suggests=False)
    assert "data-suggested" not in page(town.dispatcher, f"/cases/desk/{case.number}/")


def test_sending_the_form_as_filled_in_accepts(town: SmallTown) -> None:
    case = waiting(town)
    answer = browser(town.dispatcher).post(
        f"/cases/{case.number}/moves/dispatch/",
        {"item": town.items.lamp.pk, "unit": town.units.contractor.pk, "version": case.version},
    )
    assert answer.status_code in {204, 303}, answer.content.decode()[:300]
    deliver()
    assert Suggestion.objects.get(case=case, task=Task.ITEM).decision == "accepted"


def test_the_cases_page_tells_what_was_suggested_and_decided(town: SmallTown) -> None:
    case = waiting(town)
    dispatch(case, town.items.flooding, town.dispatcher, unlike="说的是水")
    deliver()
    html = page(town.dispatcher, f"/cases/{case.number}/")
    for said in ("机器建议", "模型第 1 版", "改为道路积水", "说的是水", "林调度"):
        assert said in html


def test_the_owner_reads_scores_mistakes_and_what_nobody_uses(town: SmallTown) -> None:
    case = waiting(town)
    dispatch(case, town.items.flooding, town.dispatcher)
    deliver()
    html = page(town.catalogue_owner, "/mining/")
    score = usable(town.id, Task.ITEM).scores["accuracy"]  # type: ignore[union-attr]
    assert f"{score:.1%}" in html
    assert f"/mining/mistaken/{town.items.lamp.pk}/{town.items.flooding.pk}/" in html
    assert town.items.quarrel.name in html
    assert "现在学习" in html


def test_texts_that_fit_nothing_are_listed_the_owner_reads_the_words_alone(town: SmallTown) -> None:
    setting(town, wrong_cost=1000, asking_cost=0.001)
    learn(town)
    told = ["不知道该找谁，想问一下张阿姨，我的电话13800138000", "还是不知道该找谁"]
    case, secret = report(town, told, LATER)
    Case.objects.filter(pk=secret.pk).update(secret=True)
    suggest(town)
    assert case.number in page(town.dispatcher, "/mining/")
    html = page(town.catalogue_owner, "/mining/")
    assert case.number not in html
    assert "不知道该找谁，想问一下" in html
    assert "张阿姨" not in html, "the name of whoever asked, though nothing marks it as one"
    assert "13800138000" not in html
    assert "还是不知道" not in html
    assert "另有 1 件不在您的查看范围内" in html


def test_of_a_pair_the_cases_are_listed(town: SmallTown) -> None:
    case = waiting(town)
    dispatch(case, town.items.flooding, town.dispatcher, unlike="说的是水")
    deliver()
    url = f"/mining/mistaken/{town.items.lamp.pk}/{town.items.flooding.pk}/"
    html = page(town.dispatcher, url)
    assert case.number in html
    assert "说的是水" in html
    html = page(town.catalogue_owner, url)
    assert case.number not in html
    assert "说的是水" in html


@pytest.mark.parametrize("who", ["handler", "reader", "nobody", "admin"])
def test_the_page_is_for_those_who_hold_the_right(town: SmallTown, who: str) -> None:
    assert browser(getattr(town, who)).get("/mining/").status_code == 403


def test_another_towns_dispatcher_sees_nothing_of_ours(town: SmallTown) -> None:
    case = waiting(town)
    dispatch(case, town.items.flooding, town.dispatcher)
    deliver()
    answer = browser(town.stranger).get("/mining/")
    assert answer.status_code == 403 or "道路积水" not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_only_the_owner_learns_now_and_goes_back() -> None:
    from tests.cast import small_town

    town = small_town()
    learn(town)
    confirm(town, 40, LATER)
    learn(town, 4)
    first = LearnedModel.objects.get(number=1)
    assert usable(town.id, Task.ITEM) != first
    for url in ("/mining/learn/", f"/mining/versions/{first.pk}/use/"):
        assert browser(town.dispatcher).post(url).status_code == 403
        assert Client().post(url).status_code == 303
    assert usable(town.id, Task.ITEM) != first
    owner = browser(town.catalogue_owner)
    assert owner.post(f"/mining/versions/{first.pk}/use/").status_code == 303
    assert usable(town.id, Task.ITEM) == first
    assert owner.post("/mining/learn/").status_code == 303
    assert History.objects.filter(kind=actions.LEARNING, verb="learning_begun").exists()
