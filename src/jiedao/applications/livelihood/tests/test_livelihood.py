"""A micro livelihood project goes its public way, and residents order from the menu."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from jiedao.applications.livelihood.kinds import MENU, ORDER, PROJECT, SESSION
from jiedao.engines.activities.models import Activity
from jiedao.engines.projects.models import Project
from jiedao.engines.services.models import Service
from jiedao.foundation.files.checking import Upload, prepare
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.staff import actions as staff
from jiedao.foundation.staff.actions import NewPost
from jiedao.foundation.staff.reach import actor_of, forget_reach
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM, Actor
from jiedao.kernel.errors import Forbidden, Invalid, Refused
from tests.cast import SINCE, SmallTown
from tests.engines.cases.desk import picture


@contextmanager
def refused(kind: type[Refused], words: str = "") -> Iterator[None]:
    """The block is refused with these words, and nothing of it stays."""
    with pytest.raises(kind) as info, transaction.atomic():
        yield
    assert words in info.value.sentence


@pytest.fixture
def office(town: SmallTown) -> Actor:
    """唐督查 looks after the micro projects as well."""
    post = NewPost("tang", "centre", "livelihood_office", valid_from=SINCE)
    staff.add_posts(town.id, [post], actor=SYSTEM)
    forget_reach(town.supervisor)
    return actor_of(town.supervisor)


def proposed(town: SmallTown, **more: Any) -> Project:
    values = {
        "title": "楼道加装扶手", "category": "works", "theme": "care", "need": "老人上下楼不便",
        "amount_applied": "80000", "area": town.places.west.pk, "day": "2024-03-01",
    } | more  # fmt: skip
    row = add(town.id, PROJECT, values, actor=actor_of(town.clerk_west))
    assert isinstance(row, Project)
    return row


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def go(
    town: SmallTown, row: Project, key: str, actor: Actor, *, shown: Any = (), **data: Any
) -> Any:
    return make_move(town.id, PROJECT, row.number, key, data, actor=actor, files=shown)


MEETING = {"met_on": "2024-03-10", "present": 21, "support": 18,
           "minutes": "到会居民逐项讨论了位置、预算和工期，同意实施。"}  # fmt: skip


def test_the_public_way_from_proposal_to_ledger(town: SmallTown, office: Actor) -> None:
    clerk, row = actor_of(town.clerk_west), proposed(town)
    assert row.community_id == town.places.west.pk
    review = {"budget": "60000", "note": "属实，居民受益面广"}
    with refused(Forbidden):
        go(town, row, "review", clerk, **review)
    with refused(Invalid, "政府计划项目"):
        go(town, row, "review", office, overlaps=True, **review)
    go(town, row, "review", office, **review)
    with refused(Invalid, "没有过半"):
        go(town, row, "decide", clerk, **MEETING | {"support": 10})
    go(town, row, "decide", clerk, **MEETING)
    today = clock.today()
    with refused(Forbidden, "还没有公示"):
        go(town, row, "start", clerk, on=today)
    with refused(Invalid, "不少于 5 天"):
        go(town, row, "notice", clerk, notice_from=today, notice_to=today + timedelta(days=2))
    go(town, row, "notice", clerk, notice_from=today, notice_to=today + timedelta(days=4))
    go(town, row, "object", clerk, objection="三栋也需要")
    with refused(Forbidden, "公示还没有结束"):
        go(town, row, "start", clerk, on=today)
    with clock.at(clock.now() + timedelta(days=5)):
        with refused(Forbidden, "意见还没有处理"):
            go(town, row, "start", clerk, on=clock.today())
        go(town, row, "settle", office, reason="三栋列入下一批")
        begun = go(town, row, "start", clerk, on=clock.today())
        assert begun.started_on == clock.today()
        with refused(Invalid, "超过计划"):
            go(town, row, "pay", clerk, amount="60001")
        go(town, row, "pay", clerk, amount="45000", note="首付款")
        with refused(Invalid, "照片"):
            go(town, row, "accept", office, on=clock.today(), rating="96")
        photo = prepare([Upload("扶手.jpg", picture())])
        done = go(town, row, "accept", office, shown=photo, on=clock.today(), rating="96")
        assert (done.state, done.amount_paid, done.finished_on) == (
            "accepted",
            45000,
            clock.today(),
        )
        go(town, row, "publish", clerk)
        with refused(Forbidden, "已经公开"):
            go(town, row, "publish", clerk)


def test_caps_of_one_project_and_of_a_community(town: SmallTown, office: Actor) -> None:
    with refused(Invalid, "不能超过 500,000 元"):
        proposed(town, amount_applied="500001")
    clerk = actor_of(town.clerk_west)
    for n in range(5):
        row = proposed(town, title=f"项目{n}", amount_applied="450000")
        go(town, row, "review", office, budget="450000", note="同意")
        if n < 4:
            go(town, row, "decide", clerk, **MEETING)
        else:
            with refused(Invalid, "已安排 1,800,000 元"):
                go(town, row, "decide", clerk, **MEETING)


def test_sessions_count_who_came(town: SmallTown) -> None:
    clerk, row = actor_of(town.clerk_west), proposed(town)
    session = add(town.id, SESSION, {"title": "扶手使用讲解"}, actor=clerk,
                  subject=(PROJECT, row.pk))  # fmt: skip
    for name in ("张三", "李四"):
        make_move(town.id, SESSION, session.number, "enrol", {"name": name}, actor=clerk)
    make_move(town.id, SESSION, session.number, "announce", actor=clerk)
    with refused(Invalid, "报名名单里没有"):
        make_move(town.id, SESSION, session.number, "attendance", {"names": "王五"}, actor=clerk)
    make_move(town.id, SESSION, session.number, "attendance", {"names": "张三"}, actor=clerk)
    held = make_move(town.id, SESSION, session.number, "hold", {}, actor=clerk)
    assert isinstance(held, Activity)
    assert (held.state, held.attended) == ("held", 1)


def test_residents_order_and_rate(town: SmallTown) -> None:
    clerk = actor_of(town.clerk_west)
    menu = {"title": "上门理发", "theme": "care", "provider": "西岭志愿队", "what": "为行动不便者理发",
            "area": town.places.west.pk}  # fmt: skip
    item = add(town.id, MENU, menu, actor=clerk)
    wish = {"title": "张阿姨理发", "contact": "13800005678", "area": town.places.west.pk}
    order = add(town.id, ORDER, wish, actor=clerk, subject=(MENU, item.pk))
    with refused(Forbidden):
        make_move(town.id, ORDER, order.number, "assign", {"provider": "志愿队"},
                  actor=actor_of(town.clerk_east))  # fmt: skip
    make_move(town.id, ORDER, order.number, "assign", {"provider": "志愿队"}, actor=clerk)
    make_move(town.id, ORDER, order.number, "give", {"quantity": 1}, actor=clerk)
    rated = make_move(town.id, ORDER, order.number, "rate", {"rating": 5}, actor=clerk)
    assert isinstance(rated, Service)
    assert (rated.state, rated.rating) == ("rated", 5)
