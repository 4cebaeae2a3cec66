"""What a profile says of a field, drawn for all records of a population at once."""

from datetime import date, datetime
from typing import Any

import pytest

from jiedao.config.replay.crew import Crew
from jiedao.config.replay.draws import NOTHING, Drawing, draw, known
from jiedao.config.replay.profile import Population, Span
from jiedao.config.replay.records import Builder
from jiedao.config.replay.samples import Facing
from jiedao.config.replay.scene import Scene
from jiedao.kernel import clock
from jiedao.kernel.errors import Invalid
from tests.cast import SmallTown

PERIOD = Span(start=date(2024, 1, 1), end=date(2024, 6, 30))


def scene_of(town: SmallTown) -> Scene:
    return Scene(town.id, 1, PERIOD, {})


def drawn(town: SmallTown, said: Any, count: int = 10) -> list[Any]:
    scene = scene_of(town)
    return draw(said, Drawing(count, scene.rng("test"), scene))


def test_plain_values_hold_for_all_and_numbers_stand_in_texts(town: SmallTown) -> None:
    assert drawn(town, "道路", 2) == ["道路", "道路"]
    assert drawn(town, "第{n:03d}号", 2) == ["第001号", "第002号"]


def test_what_is_handed_out_comes_to_what_was_said(town: SmallTown) -> None:
    assert sorted(drawn(town, {"choice": ["a", "b"]})) == ["a"] * 5 + ["b"] * 5
    assert drawn(town, {"share": {"a": 7, "b": 3}}).count("a") == 7
    assert sum(drawn(town, {"total": 1234, "least": 5})) == 1234
    assert set(drawn(town, {"from": 10, "to": 30, "step": 10}, 60)) == {10, 20, 30}


def test_days_are_workdays_of_the_range(town: SmallTown) -> None:
    days = drawn(town, {"dates": [date(2024, 2, 9), date(2024, 2, 20)]})
    # The Spring Festival of 2024 ended on the 17th; the 18th, a Sunday, was worked.
    assert set(days) <= {date(2024, 2, 9), date(2024, 2, 18), date(2024, 2, 19), date(2024, 2, 20)}
    assert days == sorted(days)


def test_some_have_a_value_and_the_others_nothing(town: SmallTown) -> None:
    found = drawn(town, {"some": 4, "value": {"total": 8}})
    assert found.count(NOTHING) == 6
    assert sum(one for one in found if one is not NOTHING) == 8


def test_days_after_a_step_are_known_with_its_moment(town: SmallTown) -> None:
    scene = scene_of(town)
    moment = datetime(2024, 3, 1, 10, tzinfo=clock.TOWN_ZONE)
    facing = Facing(scene, 0, moment, scene.stage.buildings[0], None)
    (late,) = drawn(town, {"after": 5}, 1)
    assert known(late, facing) == date(2024, 3, 6)


def test_units_people_and_areas_go_by_turns(town: SmallTown) -> None:
    assert drawn(town, {"unit": "city"}, 2) == [town.units.city.pk] * 2
    first, second, third = drawn(town, {"area": "community"}, 3)
    assert {first, second} == {town.places.west.pk, town.places.east.pk}
    assert third == first
    assert set(drawn(town, {"account": "city"}, 9)) == {
        town.handler.pk, town.colleague.pk, town.unit_lead.pk,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"chioce": ["a"]}, "不认识"),
        ({"unit": "nowhere"}, "nowhere"),
        ({"record": "nothing"}, "还没有记录"),
        ({"organisation": True}, "没有企业"),
        ({"total": 3, "least": 1}, "不能按"),
    ],
)
def test_what_cannot_be_drawn_is_said(town: SmallTown, said: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        drawn(town, said)


def planned(town: SmallTown, **said: Any) -> list[list[datetime]]:
    population = Population.model_validate({"kind": "micro_project", "count": 20, **said})
    builder = Builder(Crew(Scene(town.id, 1, PERIOD, {"livelihood": "city"})), population)
    return [[one.astimezone(clock.TOWN_ZONE) for one in life.moments] for life in builder.lives()]


def test_steps_follow_in_order_and_given_days_are_kept(town: SmallTown) -> None:
    lives = planned(
        town,
        moves=["review", "decide", "notice", "start"],
        dates={"start": "period"},
        gaps={"start": (7, 12), "decide": (0, 0)},
    )
    for moments in lives:
        assert moments == sorted(moments)
        assert PERIOD.start <= moments[-1].date() <= PERIOD.end
        assert 7 <= (moments[-1].date() - moments[-2].date()).days <= 12
        assert moments[2].date() == moments[1].date()
    assert len({moments[-1].date() for moments in lives}) == 20


def test_days_that_cannot_follow_one_another_are_refused(town: SmallTown) -> None:
    wrong = {"added": [date(2024, 6, 1), date(2024, 6, 10)], "review": [date(2024, 1, 1)] * 2}
    with pytest.raises(Invalid, match="前后颠倒"):
        planned(town, moves=["review"], dates=wrong)
    with pytest.raises(Invalid, match="accept"):
        planned(town, moves=["review"], dates={"accept": "period"})
