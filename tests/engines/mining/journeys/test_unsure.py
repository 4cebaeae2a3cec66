"""The desk in a browser where the suggestions are not sure: the numbers go on after a refusal."""

import pytest
from playwright.sync_api import Page, expect

from jiedao.engines.cases.models import Case
from jiedao.engines.cases.workflow import DISPATCHED
from jiedao.engines.mining.models import Suggestion, Task
from tests.cast import SmallTown, small_town
from tests.engines.mining.confirming import report, setting, words
from tests.engines.mining.journeys.conftest import Opens
from tests.engines.mining.test_suggesting import LATER, learn, suggest


@pytest.fixture
def unsure(transactional_db: None) -> tuple[SmallTown, Case]:
    """A lamp and rubbish, where asking costs next to nothing: no item is asserted."""
    town = small_town()
    setting(town, wrong_cost=1000, asking_cost=0.001)
    learn(town)
    (case,) = report(town, [f"{words('lamp', 900)}，{words('rubbish', 901)}"], LATER)
    suggest(town)
    return town, case


@pytest.fixture
def desk(at: Opens, unsure: tuple[SmallTown, Case]) -> Page:
    """林调度 at the desk, the case open beside."""
    opened = at(unsure[0].dispatcher, f"/cases/desk/?open={unsure[1].number}")
    expect(opened.get_by_text("拿不准是什么事项，请您选定")).to_be_visible()
    # htmx takes up the form a moment after it has put it there.
    opened.wait_for_function("document.querySelector('.desk-form form')['htmx-internal-data']")
    return opened


def _offered(case: Case) -> list[int]:
    return [one["id"] for one in Suggestion.objects.get(case=case, task=Task.ITEM).offered]


def test_whichever_is_chosen_nothing_was_wrong(desk: Page, unsure: tuple[SmallTown, Case]) -> None:
    first, second, *_rest = _offered(unsure[1])
    item, why = desk.locator(".desk-form [name=item]"), desk.locator(".desk-form [name=unlike]")
    expect(item).to_have_value("")
    for key, chosen in (("2", second), ("1", first)):
        desk.keyboard.press(key)
        expect(item).to_have_value(str(chosen))
        expect(desk.locator(f'[data-take-item="{chosen}"]')).to_have_attribute(
            "aria-pressed", "true"
        )
        expect(why).to_be_hidden()


def test_after_a_refusal_the_numbers_still_take_a_suggestion(
    desk: Page, unsure: tuple[SmallTown, Case]
) -> None:
    case = unsure[1]
    first, second, *_rest = _offered(case)
    item, why = desk.locator(".desk-form [name=item]"), desk.locator(".desk-form [name=unlike]")
    chips = desk.locator("[data-take-item]")
    desk.keyboard.press("Enter")
    expect(desk.locator(".desk-form form[data-refused]")).to_be_visible()
    expect(desk.locator(".desk-suggested")).to_be_focused()
    expect(why).to_be_hidden()
    desk.keyboard.press("2")
    expect(item).to_have_value(str(second))
    expect(chips.nth(1)).to_have_attribute("aria-pressed", "true")
    desk.keyboard.press("1")
    expect(item).to_have_value(str(first))
    expect(chips.nth(0)).to_have_attribute("aria-pressed", "true")
    expect(chips.nth(1)).to_have_attribute("aria-pressed", "false")
    expect(why).to_be_hidden()
    desk.keyboard.press("Enter")
    expect(desk.locator(f'[data-row="{case.pk}"]')).to_have_count(0)
    assert Case.objects.get(pk=case.pk).state == DISPATCHED


def test_escape_leaves_the_box_after_a_refusal(desk: Page) -> None:
    desk.keyboard.press("Enter")
    expect(desk.locator(".desk-suggested")).to_be_focused()
    words_box = desk.locator(".desk-form [name=item_text]")
    words_box.focus()
    desk.keyboard.press("Escape")
    expect(words_box).not_to_be_focused()
    desk.keyboard.press("1")
    expect(desk.locator('[data-take-item][aria-pressed="true"]')).to_have_count(1)
