"""A town with records that a report can tell of: trees, their checks, outside figures, honours."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from jiedao.applications.heritage_trees.kinds import CHECK, TREE
from jiedao.applications.plan.kinds import FACT, HONOUR
from jiedao.engines.mirror import source
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.staff import actions as staff
from jiedao.foundation.staff.actions import NewPost
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM
from tests.cast import SINCE, SmallTown
from tests.foundation.records.test_actions import fig


@contextmanager
def on(year: int, month: int, day: int) -> Iterator[None]:
    with clock.at(datetime(year, month, day, 10, tzinfo=clock.TOWN_ZONE)):
        yield


def appoint(town: SmallTown) -> tuple[Account, Account]:
    """阅只读 writes reports, 周书记 releases them."""
    posts = [
        NewPost(town.reader.username, "office", "report_writer", valid_from=SINCE),
        NewPost(town.leader.username, "office", "report_releaser", valid_from=SINCE),
    ]
    staff.add_posts(town.id, posts, actor=SYSTEM)
    return Account.objects.get(pk=town.reader.pk), Account.objects.get(pk=town.leader.pk)


def checks(town: SmallTown, year: int, vigours: str, first: int = 0) -> list[Any]:
    """A tree and a check of it for each letter: s(trong) or w(eak); numbered from the first."""
    clerk, found = actor_of(town.clerk_west), []
    with on(year, 5, 6):
        for at, letter in enumerate(vigours, start=first):
            tree = add(
                town.id, TREE, fig(code=f"{year}-{at}", title=f"榕树{year}-{at}"), actor=clerk
            )
            visit = add(town.id, CHECK, {}, actor=clerk, subject=(TREE, tree.pk))
            vigour = "weak" if letter == "w" else "good"
            said = {"result": "已看", "vigour": vigour}
            make_move(town.id, CHECK, visit.number, "complete", said, actor=clerk)
            found.append(visit)
    source.fresh(town.id)
    return found


def fact(town: SmallTown, **values: Any) -> Any:
    given = {"field": "economy", "day": date(2024, 12, 31), "issued_by": "区统计局",
             "source_title": "统计公报", "source_number": "2024-1",
             "source_date": date(2025, 1, 5)} | values  # fmt: skip
    with on(2025, 1, 6):
        row = add(town.id, FACT, given, actor=actor_of(town.dispatcher))
    source.fresh(town.id)
    return row


def honour(town: SmallTown, title: str) -> Any:
    given = {"title": title, "level": "city", "day": date(2024, 9, 1), "issued_by": "市城管局",
             "source_title": "通报", "source_number": "2024-9", "source_date": date(2024, 9, 2)}  # fmt: skip
    with on(2025, 1, 6):
        return add(town.id, HONOUR, given, actor=actor_of(town.dispatcher))
