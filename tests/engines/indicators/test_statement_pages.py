"""口径单 on the pages of figures: found from the overview, and from the figure itself."""

from jiedao.applications.plan.names import REPORTED
from jiedao.foundation.records.actions import make_move
from jiedao.foundation.staff.reach import actor_of
from tests.cast import SmallTown
from tests.conformance.desk import body, browser
from tests.engines.indicators.test_statements import reported, trees

__all__ = ["trees"]


def test_they_stand_on_the_overview_until_somebody_signs(trees: SmallTown) -> None:
    desk = browser(trees.leader)
    empty = body(desk.get("/figures/"))
    assert "这段时间没有要核对的数" in empty
    assert f'href="/r/{REPORTED}/"' in empty
    row = reported(trees, 5)
    page = body(desk.get("/figures/"))
    assert '<span class="change-worse">待核对</span>' in page
    assert "#beside" in page.split('id="statements"')[1]
    said = {"cause": "cut_off", "explanation": "当时截至十一月底"}
    make_move(trees.id, REPORTED, row.number, "explain", said, actor=actor_of(trees.leader))
    signed = body(desk.get("/figures/")).split('id="statements"')[1]
    assert "差异已说明" in signed
    assert "当时截至十一月底" in signed
    assert trees.leader.name in signed
    # It is no outside figure besides.
    assert signed.count("上年总结") == 1


def test_a_figure_says_how_one_comes_to_be(trees: SmallTown) -> None:
    desk = browser(trees.dispatcher)
    page = body(desk.get("/figures/heritage_trees/"))
    assert "没有曾报数、平台数可以核对" in page
    assert f'href="/r/{REPORTED}/new/"' in page
    reader = body(browser(trees.leader).get("/figures/heritage_trees/"))
    assert f'href="/r/{REPORTED}/new/"' not in reader
    reported(trees, 5)
    assert 'id="beside"><h2>口径单</h2>' in body(desk.get("/figures/heritage_trees/"))
