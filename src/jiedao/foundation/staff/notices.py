"""Notices: what an account, or everybody in a unit, should know; the bell in the top bar.

A notice to a unit is read when anybody of the unit has read it: work belongs to the post.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from jiedao.foundation.staff.models import Account, Notice
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel import clock
from jiedao.kernel.rows import insert

LONGEST: Final = 300
SHOWN_AT_MOST: Final = 99
_read_before: ContextVar[datetime | None] = ContextVar("jiedao_notices_read_before", default=None)


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A notice for one account or for one unit, pointing to a record where there is one."""

    kind: str
    text: str
    account_id: int | None = None
    unit_id: int | None = None
    record_kind: str = ""
    record_id: int | None = None


def notify(town_id: int, news: Iterable[NewNotice]) -> list[Notice]:
    """Write notices in one statement. They follow from a history line that is written already."""
    moment, before = clock.now(), _read_before.get()
    read_at = moment if before is not None and moment < before else None
    rows = [
        Notice(
            town_id=town_id,
            account_id=new.account_id,
            unit_id=new.unit_id,
            kind=new.kind,
            text=new.text[:LONGEST],
            record_kind=new.record_kind,
            record_id=new.record_id,
            at=moment,
            read_at=read_at,
        )
        for new in news
        if new.account_id or new.unit_id
    ]
    insert(rows)
    return rows


def notify_units(
    town_id: int,
    unit_ids: Collection[int],
    *,
    kind: str,
    text: str,
    record_kind: str = "",
    record_id: int | None = None,
) -> list[Notice]:
    """The same notice to several units."""
    return notify(
        town_id,
        [
            NewNotice(kind, text, unit_id=unit_id, record_kind=record_kind, record_id=record_id)
            for unit_id in sorted(set(unit_ids))
        ],
    )


def notices_of(account: Account) -> QuerySet[Notice]:
    """The notices of an account and of the units it sits in or covers, newest first."""
    reach = reach_of(account)
    mine = Q(account_id=account.pk) | Q(account__isnull=True, unit_id__in=reach.unit_ids)
    return Notice.objects.filter(mine, town_id=reach.town_id).order_by("-id")


def unread_count(account: Account) -> int:
    """How many are unread, counted no further than 99."""
    unread = notices_of(account).filter(read_at__isnull=True).order_by()
    return len(unread.values_list("pk", flat=True)[:SHOWN_AT_MOST])


def mark_read(account: Account, notice_ids: Sequence[int] | None = None) -> int:
    """Mark these of the account's notices (all of them for None) as read; returns how many."""
    unread = notices_of(account).filter(read_at__isnull=True).order_by()
    if notice_ids is not None:
        unread = unread.filter(pk__in=notice_ids)
    return unread.update(read_at=clock.now())


@contextmanager
def read_already(before: datetime) -> Iterator[None]:
    """Inside, notices of moments before ``before`` are written as read: of a past that is filled
    in while people use the town, nothing is news to them."""
    token = _read_before.set(before)
    try:
        yield
    finally:
        _read_before.reset(token)
