"""Two kinds of facts in one small folder."""

from datetime import date
from typing import Any

import pytest

from jiedao.applications.plan.indicators import INDICATORS
from jiedao.applications.plan.names import FACT, HONOUR
from jiedao.foundation.records.actions import add
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import registry
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.conformance.desk import body, browser


def honour(year: int, **more: Any) -> dict[str, Any]:
    return {"title": "平安街道", "level": "city", "day": date(year, 12, 31), "issued_by": "市委",
            "source_title": "关于表彰平安街道的决定", "source_number": f"〔{year + 1}〕3号",
            "source_date": date(year + 1, 2, 1)} | more  # fmt: skip


def test_its_figures_are_known() -> None:
    assert [registry.indicators.get(one.key) for one in INDICATORS] == list(INDICATORS)


def test_an_honour_given_again_says_so(town: SmallTown) -> None:
    for year in (2021, 2023, 2024):
        last = add(town.id, HONOUR, honour(year), actor=actor_of(town.dispatcher))
    page = body(browser(town.reader).get(f"/r/{HONOUR}/{last.number}/"))
    assert "连续" in page
    assert "2 年" in page
    again = add(town.id, HONOUR, honour(2024), actor=actor_of(town.dispatcher))
    assert again.pk == last.pk


def test_a_figure_of_no_source_is_none(town: SmallTown) -> None:
    figure = honour(2024, field="economy", value="860.5", value_unit="亿元") | {"source_number": ""}
    del figure["level"]
    with pytest.raises(Invalid, match="以便核对"):
        add(town.id, FACT, figure, actor=actor_of(town.dispatcher))
    with pytest.raises(Forbidden):
        add(town.id, FACT, figure | {"source_number": "1"}, actor=actor_of(town.reader))
