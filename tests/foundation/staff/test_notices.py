"""Notices: to one account or a unit; a unit's notice is read when one of them has read it."""

from datetime import timedelta
from typing import Any

from jiedao.foundation.staff.notices import (
    NewNotice,
    mark_read,
    notices_of,
    notify,
    notify_units,
    read_already,
    unread_count,
)
from jiedao.kernel import clock
from tests.cast import SmallTown


def test_who_gets_which(town: SmallTown, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        notify_units(
            town.id, [town.units.city.pk, town.units.water.pk], kind="dispatched", text="新工单",
            record_kind="case", record_id=7,
        )  # fmt: skip
    notify(town.id, [NewNotice("reminder", "快到期了", account_id=town.handler.pk)])
    assert unread_count(town.handler) == 2
    assert unread_count(town.colleague) == 1
    assert unread_count(town.co_handler) == 1
    assert unread_count(town.checker) == unread_count(town.stranger) == 0
    newest = notices_of(town.handler)[0]
    assert (newest.text, newest.account_id) == ("快到期了", town.handler.pk)


def test_reading(town: SmallTown) -> None:
    notify_units(town.id, [town.units.city.pk], kind="dispatched", text="新工单")
    (notice,) = notify(town.id, [NewNotice("reminder", "快到期了", account_id=town.handler.pk)])
    assert mark_read(town.checker, [notice.pk]) == 0
    assert mark_read(town.handler, [notice.pk]) == 1
    assert mark_read(town.colleague) == 1
    assert unread_count(town.handler) == 0


def test_long_texts_and_empty_batches(town: SmallTown, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert notify(town.id, [NewNotice("x", "给谁？")]) == []
    (notice,) = notify(town.id, [NewNotice("x", "长" * 400, account_id=town.handler.pk)])
    assert len(notice.text) == 300


def test_what_is_told_of_the_past_is_no_news(town: SmallTown) -> None:
    now = clock.now()
    with read_already(before=now - timedelta(hours=1)):
        for ago in (timedelta(days=90), timedelta(minutes=5)):
            with clock.at(now - ago):
                notify_units(town.id, [town.units.city.pk], kind="dispatched", text="新工单")
    assert len(notices_of(town.handler)) == 2
    assert unread_count(town.handler) == 1
    notify_units(town.id, [town.units.city.pk], kind="dispatched", text="新工单")
    assert unread_count(town.handler) == 2
