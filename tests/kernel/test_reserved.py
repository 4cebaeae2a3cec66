"""Ids set aside: what is written later, and lies earlier, gets them; nobody else does."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from jiedao.kernel import reserved
from jiedao.kernel.models import History, Town
from jiedao.kernel.rows import insert

MOMENT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def town(db: None) -> Town:
    return Town.objects.create(key="plain", title="平原", created_at=MOMENT)


def line(town: Town, verb: str) -> History:
    return History(town=town, at=MOMENT, kind="case", record_id=1, verb=verb, actor_kind="system")


def test_a_block_lies_before_what_is_written_next(town: Town) -> None:
    with transaction.atomic():
        block = reserved.reserve(History, 10)
    insert([line(town, "present")])
    with reserved.written_into({History: iter(block)}):
        insert([line(town, "past"), line(town, "later past")])
        Town.objects.create(key="other", title="别处", created_at=MOMENT)
    insert([line(town, "afterwards")])
    verbs = list(History.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["past", "later past", "present", "afterwards"]
    assert list(History.objects.order_by("id").values_list("id", flat=True))[:2] == [*block][:2]


def test_blocks_follow_one_another_and_nothing_is_lost_between_them(town: Town) -> None:
    with transaction.atomic():
        first, second = reserved.reserve(History, 3), reserved.reserve(History, 3)
    assert first.stop == second.start
    with reserved.written_into({History: iter(first)}):
        insert([line(town, "a")])
        insert([line(town, "b"), line(town, "c")])
    assert set(History.objects.values_list("id", flat=True)) == set(first)


def test_a_block_that_is_used_up_says_so(town: Town) -> None:
    with transaction.atomic():
        block = reserved.reserve(History, 1)
    with reserved.written_into({History: iter(block)}):
        insert([line(town, "a")])
        with pytest.raises(ValueError, match="used up"):
            insert([line(town, "b")])
