"""The desk in a browser: a suggestion is taken with its number, Enter sends it."""

import pytest
from playwright.sync_api import Page, expect

from jiedao.engines.cases.models import Case
from jiedao.engines.cases.workflow import DISPATCHED
from jiedao.engines.mining.models import Suggestion, Task
from tests.cast import SmallTown, small_town
from tests.engines.mining.confirming import deliver, report, setting, words
from tests.engines.mining.journeys.conftest import Opens
from tests.engines.mining.test_suggesting import LATER, learn, suggest


@pytest.fixture
def waiting(transactional_db: None) -> tuple[SmallTown, Case]:
    """A lamp that is out, and what is suggested of it."""
    town = small_town()
    setting(town, wrong_cost=2, asking_cost=1)
    learn(town)
    (case,) = report(town, [words("lamp", 900)], LATER)
    suggest(town)
    return town, case


@pytest.fixture
def desk(at: Opens, waiting: tuple[SmallTown, Case]) -> Page:
    """林调度 at the desk, the case open beside."""
    return at(waiting[0].dispatcher, f"/cases/desk/?open={waiting[1].number}")


def _offered(case: Case) -> list[int]:
    return [one["id"] for one in Suggestion.objects.get(case=case, task=Task.ITEM).offered]


def test_enter_sends_as_suggested(desk: Page, waiting: tuple[SmallTown, Case]) -> None:
    town, case = waiting
    item = desk.locator(".desk-form [name=item]")
    expect(item).to_have_value(str(town.items.lamp.pk))
    expect(desk.locator(".desk-form [name=unlike]")).to_be_hidden()
    desk.keyboard.press("Enter")
    expect(desk.locator(f'[data-row="{case.pk}"]')).to_have_count(0)
    assert Case.objects.get(pk=case.pk).state == DISPATCHED
    deliver()
    assert Suggestion.objects.get(case=case, task=Task.ITEM).decision == "accepted"


def test_two_takes_the_second_and_asks_what_was_wrong(
    desk: Page, waiting: tuple[SmallTown, Case]
) -> None:
    town, case = waiting
    first, second, *_rest = _offered(case)
    item = desk.locator(".desk-form [name=item]")
    expect(item).to_have_value(str(first))
    desk.keyboard.press("2")
    expect(item).to_have_value(str(second))
    why = desk.get_by_label("建议不对在哪里")
    expect(why).to_be_visible()
    unit = desk.locator(".desk-form [name=unit]")
    expect(unit).not_to_have_value(str(town.units.contractor.pk))
    why.fill("说的是别的")
    why.press("Enter")
    expect(desk.locator(f'[data-row="{case.pk}"]')).to_have_count(0)
    deliver()
    row = Suggestion.objects.get(case=case, task=Task.ITEM)
    assert (row.decision, row.chosen, row.reason) == ("changed", second, "说的是别的")
