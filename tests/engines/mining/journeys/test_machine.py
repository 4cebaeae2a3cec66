"""In a browser: a possible place fills the form, and a draft appears labelled where it was asked for."""

import pytest
from playwright.sync_api import expect

from jiedao.engines.cases.actions import NewRequest, report_many
from jiedao.engines.cases.models import Case
from jiedao.kernel.actors import RESIDENT
from tests.cast import SmallTown, small_town
from tests.engines.mining.confirming import setting
from tests.engines.mining.journeys.conftest import Opens
from tests.engines.mining.model_server import serving


@pytest.fixture
def small(transactional_db: None) -> SmallTown:
    """Committed, for the server's threads to see."""
    return small_town()


def reported(town: SmallTown, text: str) -> Case:
    new = NewRequest(text=text, channel="public_page", find_place=False)
    return report_many(town.id, [new], actor=RESIDENT)[0].case


def test_a_possible_place_is_taken(at: Opens, small: SmallTown) -> None:
    case = reported(small, "幸福路1号对面有事，说不清是什么")
    page = at(small.dispatcher, f"/cases/desk/?open={case.number}")
    hints = page.locator("[data-place-hints]")
    expect(hints).to_contain_text("幸福路1号对面")
    hints.get_by_role("button", name="定在这里").click()
    expect(hints.locator('[name="address"]')).to_have_value("幸福路1号对面")
    hints.get_by_role("button", name="归类定位").click()
    expect(page.locator("[data-place-hints]")).to_have_count(0)
    case.refresh_from_db()
    assert case.grid_id == small.places.grid_1.pk


def test_a_draft_appears_in_place(at: Opens, small: SmallTown) -> None:
    case = reported(small, "路灯不亮，电话13912345678")
    with serving() as said:
        setting(
            small, language_model_on=True, language_model_address=said.address,
            language_model_name="shuoshuo-7b",
        )  # fmt: skip
        said.content = "您好，已安排更换灯具。"
        page = at(small.contractor, f"/cases/{case.number}/")
        page.get_by_role("button", name="起草答复").click()
        shown = page.locator("[data-machine-text]")
        expect(shown).to_contain_text("您好，已安排更换灯具。")
        expect(shown).to_contain_text("机器生成，须人工核对")
        assert "13912345678" not in said.bodies[0]
