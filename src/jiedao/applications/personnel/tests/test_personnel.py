"""Postings and promotions are somebody's, and only the personnel office sees them."""

from typing import Any

import pytest

from jiedao.applications.personnel.kinds import COURSE, FILE, POSTING, PROMOTION, TRAINING
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.staff.reach import actor_of, reach_of
from jiedao.foundation.things.models import Thing
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.figures import figure
from tests.refusals import appoint, refused


@pytest.fixture
def office(town: SmallTown) -> Actor:
    """唐督查 is the personnel office as well."""
    return appoint(town, town.supervisor, "centre", "personnel_office")


@pytest.fixture
def trainer(town: SmallTown) -> Actor:
    """何核查 organises the training."""
    return appoint(town, town.checker, "centre", "training_officer")


def file(town: SmallTown, actor: Actor) -> Any:
    values = {"title": "邓城管", "code": "GB-017", "route": "exam", "mentor": town.unit_lead.pk,
              "recruited_on": "2022-08-01"}  # fmt: skip
    return add(town.id, FILE, values, actor=actor)


def test_postings_and_promotions_stand_on_a_file(
    town: SmallTown, office: Actor, trainer: Actor
) -> None:
    with refused(Forbidden):
        file(town, trainer)
    row = file(town, office)
    posting = {"title": "选派征拆一线", "scheme": "front_line", "target_post": "土地整备",
               "day": "2026-03-01", "until": "2027-02-28"}  # fmt: skip
    with refused(Invalid, "干部档案的页面"):
        add(town.id, POSTING, posting, actor=office)
    with refused(Invalid, "早于开始"):
        add(town.id, POSTING, posting | {"until": "2026-02-01"}, actor=office,
            subject=(FILE, row.pk))  # fmt: skip
    add(town.id, POSTING, posting, actor=office, subject=(FILE, row.pk))
    promotion = {"title": "任副科长", "step": "promoted", "new_post": "城管科副科长",
                 "ground": "民主推荐、考察、党工委讨论决定", "document": "〔2026〕12号"}  # fmt: skip
    with refused(Invalid, "在将来"):
        add(town.id, PROMOTION, promotion | {"day": "2099-01-01"}, actor=office,
            subject=(FILE, row.pk))  # fmt: skip
    done = add(town.id, PROMOTION, promotion | {"day": "2026-05-04"}, actor=office,
               subject=(FILE, row.pk))  # fmt: skip
    assert (done.subject_id, str(done.day)) == (row.pk, "2026-05-04")
    for kind in (FILE, POSTING, PROMOTION):
        rows = Thing.objects
        assert rows.visible_to(reach_of(town.supervisor), kind).count() == 1
        assert rows.visible_to(reach_of(town.leader), kind).count() == 0


def test_a_run_belongs_to_the_plan(town: SmallTown, trainer: Actor) -> None:
    with refused(Forbidden):
        add(town.id, COURSE, {"title": "应急处置", "topic": "应急"}, actor=actor_of(town.reader))
    course = add(town.id, COURSE, {"title": "应急处置", "topic": "应急", "runs": 2}, actor=trainer)
    run = add(town.id, TRAINING, {"title": "应急处置第一期", "topic": "应急", "hours": 8}, actor=trainer,
              subject=(COURSE, course.pk))  # fmt: skip
    for name in ("陈城管", "邓城管"):
        make_move(town.id, TRAINING, run.number, "enrol", {"name": name}, actor=trainer)
    make_move(town.id, TRAINING, run.number, "announce", actor=trainer)
    make_move(town.id, TRAINING, run.number, "attendance", {"names": "陈城管 92"}, actor=trainer)
    held: Any = make_move(
        town.id, TRAINING, run.number, "hold", {"on": "2026-04-08"}, actor=trainer
    )
    assert (held.state, held.attended, held.enrolled) == ("held", 1, 2)
    assert figure(town, "training_person_times", "2026H1") == 1
    assert figure(town, "training_person_hours", "2026") == 8


def test_people_are_counted_once(town: SmallTown, office: Actor) -> None:
    rows = [
        file(town, office),
        add(town.id, FILE, {"title": "吴水务", "route": "exam"}, actor=office),
    ]
    posting = {"title": "双向交流", "scheme": "exchange", "target_post": "社区", "batch": "第一批"}
    for row, day in ((rows[0], "2026-03-01"), (rows[0], "2026-05-01"), (rows[1], "2026-03-01")):
        add(town.id, POSTING, posting | {"day": day}, actor=office, subject=(FILE, row.pk))
    promotion = {"title": "职级晋升", "step": "rank", "new_post": "四级主任科员", "ground": "考核合格",
                 "document": "〔2026〕12号", "day": "2026-05-04"}  # fmt: skip
    add(town.id, PROMOTION, promotion, actor=office, subject=(FILE, rows[0].pk))
    assert figure(town, "staff_posted", "2026H1") == 2
    assert figure(town, "staff_posted", "2026H1", scheme="front_line") == 0
    assert figure(town, "exchange_batches", "2026") == 1
    assert figure(town, "staff_promoted", "2026") == 1
