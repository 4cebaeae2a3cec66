"""A shorthand for tests of generated records: people of the small town adding and moving them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pytest
from django.db import transaction

from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.values import value_of
from jiedao.engines.mirror import source
from jiedao.foundation.files.checking import Ready, Upload, prepare
from jiedao.foundation.parties.actions import NewOrganisation, add_organisation
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.staff import actions as staff
from jiedao.foundation.staff.actions import NewPost
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of, forget_reach
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM, Actor
from jiedao.kernel.errors import Refused
from tests.cast import SINCE, SmallTown
from tests.engines.cases.desk import picture


@contextmanager
def refused(kind: type[Refused], words: str = "") -> Iterator[None]:
    """The block is refused with these words, and nothing of it stays."""
    with pytest.raises(kind) as info, transaction.atomic():
        yield
    assert words in info.value.sentence


def appoint(town: SmallTown, account: Account, unit: str, role: str) -> Actor:
    """Give somebody one more post."""
    post = NewPost(account.username, unit, role, valid_from=SINCE)
    staff.add_posts(town.id, [post], actor=SYSTEM)
    forget_reach(account)
    return actor_of(account)


def firm(town: SmallTown, name: str) -> int:
    """An enterprise of the town."""
    return add_organisation(town.id, NewOrganisation(name, kind="enterprise"), actor=SYSTEM).pk


def photo() -> Sequence[Ready]:
    """A small picture, checked."""
    return prepare([Upload("现场.jpg", picture())])


def enter(
    town: SmallTown, kind: str, who: Account | Actor, about: Any = None, **values: Any
) -> Any:
    """Add a record as somebody; by default it lies in the west."""
    values = {"title": "样例", "area": town.places.west.pk} | values
    subject = (about.kind, about.pk) if about is not None else None
    return add(town.id, kind, values, actor=_actor(who), subject=subject)


def go(
    town: SmallTown,
    row: Any,
    move: str,
    who: Account | Actor,
    *,
    shown: Sequence[Ready] = (),
    **data: Any,
) -> Any:
    """Make a move on a record as somebody."""
    return make_move(town.id, row.kind, row.number, move, data, actor=_actor(who), files=shown)


def on(day: date) -> Any:
    """The clock at ten o'clock of a day: what is done then stands in the history of that day."""
    return clock.at(datetime(day.year, day.month, day.day, 10, tzinfo=clock.TOWN_ZONE))


def figure(town: SmallTown, key: str, period: str, **filters: Any) -> float | None:
    """The value of a figure, from what is recorded."""
    source.fresh(town.id)
    found = value_of(key, town_id=town.id, period=Period.parse(period), filters=filters)
    return found.value


def _actor(who: Account | Actor) -> Actor:
    return actor_of(who) if isinstance(who, Account) else who
