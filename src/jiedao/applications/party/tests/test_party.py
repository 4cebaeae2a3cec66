"""A session is held by an organisation about a topic, and never covers more than are due."""

from typing import Any

from jiedao.applications.party.kinds import SESSION
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.figures import figure
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


def test_figures_of_study(town: SmallTown) -> None:
    office = appoint(town, town.supervisor, "centre", "party_office")
    sessions = (("first_topic", "2026-03-02", 11), ("first_topic", "2026-07-02", 12),
                ("theory", "2026-04-02", 300), ("centre_group", "2026-04-03", 9))  # fmt: skip
    for sort, day, came in sessions:
        values = FIRST_TOPIC | {"title": day, "sort": sort, "topic": sort, "persons_due": 400}
        row = add(town.id, SESSION, values, actor=office)
        said = {"on": day, "attended": came}
        make_move(town.id, SESSION, row.number, "hold", said, actor=office)
    assert figure(town, "first_topic_sessions", "2026H1") == 1
    assert figure(town, "first_topic_sessions", "2026", held_by="街道党工委") == 2
    assert figure(town, "study_sessions_held", "2026") == 1
    assert figure(town, "study_topics", "2026") == 3
    assert round(figure(town, "study_person_times", "2026H1") or 0, 4) == 0.032
    assert figure(town, "discipline_lectures", "2026") == 0
