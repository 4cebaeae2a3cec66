"""A move of a kind's own may ask what depends on the case."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import transaction
from pydantic import BaseModel, Field

from jiedao.engines.cases.actions import NewCase, make_move, open_case
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.move_data import MoveData
from jiedao.engines.cases.work import Work
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel.declarations import Move
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title
from tests import hazards as trial
from tests.cases_pages.conftest import browser
from tests.cast import SmallTown
from tests.engines.cases.desk import IN_GRID_1


class Measures(MoveData):
    """What only a major hazard must tell."""

    measures: str = Field(title="整改措施", min_length=2)


def by_sort(work: Work) -> type[BaseModel]:
    return Measures if work.case.attributes["sort"] == "major" else trial.Verdict


NOTE = Move("look", Title("查看", "Look"), (trial.FOUND,), None, "cases.dispatch", asks=by_sort,
            danger=True)  # fmt: skip


@pytest.fixture(autouse=True)
def kind() -> Iterator[None]:
    way = replace(trial.HAZARDS, moves=(*trial.MOVES, NOTE))
    with trial.declared(replace(trial.HAZARD, workflow=way)):
        yield


def found(town: SmallTown, sort: str) -> Case:
    new = NewCase("线路老化", "staff", trial.KEY, attributes={"sort": sort}, **IN_GRID_1)
    return open_case(town.id, new, actor=actor_of(town.dispatcher))


def test_what_is_asked_depends_on_the_case(town: SmallTown) -> None:
    who, major = actor_of(town.dispatcher), found(town, "major")
    with pytest.raises(Invalid) as refused, transaction.atomic():
        make_move(town.id, major.number, "look", {}, actor=who)
    assert "measures" in refused.value.errors
    kept = make_move(town.id, major.number, "look", {"measures": "更换线路"}, actor=who)
    assert kept.attributes["measures"] == "更换线路"
    plain = found(town, "general")
    make_move(town.id, plain.number, "look", {"note": "无妨"}, actor=who)


def test_its_form_asks_the_same(town: SmallTown) -> None:
    page = browser(town.dispatcher)
    major, plain = found(town, "major"), found(town, "general")
    assert "整改措施" in page.get(f"/cases/{major.number}/moves/look/")
    assert "整改措施" not in page.get(f"/cases/{plain.number}/moves/look/")
    page.send(f"/cases/{major.number}/moves/look/", measures="更换线路", version=major.version)
    major.refresh_from_db()
    assert major.attributes["measures"] == "更换线路"
