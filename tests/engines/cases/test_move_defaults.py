"""What a move without an effect keeps of its data: what was said, and a day that is today's."""

from datetime import date, datetime

import pytest
from pydantic import BaseModel, Field

from jiedao.engines.cases.actions import NewCase, open_case, own
from jiedao.engines.cases.work import Work
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM
from tests.cast import SmallTown

NOON = datetime(2024, 6, 3, 12, tzinfo=clock.TOWN_ZONE)


class Solved(BaseModel):
    """As the applications write it: a day that is today's unless another is said."""

    solved_on: date = Field(default_factory=clock.today)
    answer: str = ""


@pytest.mark.parametrize(
    ("said", "day"), [({}, "2024-06-03"), ({"solved_on": "2024-05-31"}, "2024-05-31")]
)
def test_a_day_left_out_is_todays(town: SmallTown, said: dict[str, str], day: str) -> None:
    with clock.at(NOON):
        new = NewCase("路灯不亮", "staff", "deputy_matter", unit_id=town.units.city.pk)
        new.attributes = {"via": "snap", "raised_by": "代表"}
        work = Work(open_case(town.id, new, actor=SYSTEM), actor=SYSTEM)
        own.store(work, answer="已修好")
        own.keep_fields(work, Solved(**said))
    assert work.case.attributes["solved_on"] == day
    # What was not said at all stays as it was.
    assert work.case.attributes["answer"] == "已修好"
