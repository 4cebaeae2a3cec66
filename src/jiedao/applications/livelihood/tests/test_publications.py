"""What everybody may read of the micro projects, and when: on notice, under way, in the ledger."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from jiedao.applications.livelihood.publications import lines
from jiedao.applications.livelihood.tests.test_livelihood import MEETING, go, office, proposed
from jiedao.engines.cases import public
from jiedao.foundation.files.checking import Upload, prepare
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.actors import Actor
from tests.api.conftest import open_to_public
from tests.cast import SmallTown
from tests.engines.cases.desk import picture

__all__ = ["office"]
PAGE = "/published/micro_projects/"


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def read(town: SmallTown) -> str:
    answer = Client().get(PAGE)
    assert answer.status_code == 200
    return answer.content.decode()


def headings(town: SmallTown) -> list[str]:
    return [line.heading.zh for line in lines(town.id)]


def test_everybody_reads_what_must_be_public(town: SmallTown, office: Actor) -> None:
    assert Client().get(PAGE).status_code == 404, "the town has not opened its public page"
    open_to_public(town)
    public.forget()
    clerk, row, today = actor_of(town.clerk_west), proposed(town), clock.today()
    go(town, row, "review", office, budget="60000", note="同意")
    go(town, row, "decide", clerk, **MEETING)
    assert row.title not in read(town), "nothing is public before the notice"
    go(town, row, "notice", clerk, notice_from=today, notice_to=today + timedelta(days=4))
    go(town, row, "object", clerk, objection="三栋的刘某不同意")
    page = read(town)
    for words in (
        row.title,
        "公示中",
        "60,000",
        "18 / 21",
        (today + timedelta(days=4)).isoformat(),
    ):
        assert words in page
    assert "刘某" not in page
    assert "老人上下楼不便" not in page, "only what the rules ask for"
    with clock.at(clock.now() + timedelta(days=5)):
        assert headings(town) == []
        go(town, row, "settle", office, reason="三栋列入下一批")
        go(town, row, "start", clerk, on=clock.today())
        assert headings(town) == ["实施中"]
        go(town, row, "pay", clerk, amount="45000")
        photo = prepare([Upload("扶手.jpg", picture())])
        go(town, row, "accept", office, shown=photo, on=clock.today(), rating="96")
        assert headings(town) == [], "accepted, and not yet put into the ledger"
        go(town, row, "publish", clerk)
        page = read(town)
        for words in ("已完成", "45,000", "96"):
            assert words in page
    front = Client().get("/").content.decode()
    assert PAGE in front
    assert Client().get("/published/nothing/").status_code == 404
    assert Client().get(PAGE + "?page=9").status_code == 200
