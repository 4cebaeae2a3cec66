"""A session is held by an organisation about a topic, and never covers more than are due."""

from typing import Any

from jiedao.applications.party.kinds import SESSION
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.refusals import appoint, refused

FIRST_TOPIC = {"title": "党工委会议第一议题", "sort": "first_topic", "topic": "重要讲话精神",
               "held_by": "街道党工委", "persons_due": 12}  # fmt: skip


def test_who_came_never_exceeds_who_is_due(town: SmallTown) -> None:
    office = appoint(town, town.supervisor, "centre", "party_office")
    with refused(Forbidden):
        add(town.id, SESSION, FIRST_TOPIC, actor=actor_of(town.reader))
    row = add(town.id, SESSION, FIRST_TOPIC, actor=office)

    def hold(**said: Any) -> Any:
        return make_move(town.id, SESSION, row.number, "hold", said, actor=office)

    with refused(Invalid, "多于应到人数"):
        hold(on="2026-03-02", attended=13)
    held = hold(on="2026-03-02", attended=11)
    assert (held.state, held.attended, str(held.day)) == ("held", 11, "2026-03-02")


def test_a_lecture_has_a_lecturer(town: SmallTown) -> None:
    office = appoint(town, town.supervisor, "centre", "party_office")
    lecture = FIRST_TOPIC | {"title": "书记讲党课", "sort": "party_lecture", "discipline": True}
    with refused(Invalid, "写明主讲"):
        add(town.id, SESSION, lecture, actor=office)
    row = add(town.id, SESSION, lecture | {"lecturer": "secretary"}, actor=office)
    assert row.attributes["lecturer"] == "secretary"
