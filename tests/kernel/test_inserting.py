"""Rows written by the ready statement equal those of bulk_create, value by value."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from jiedao.kernel.inserting import insert
from jiedao.kernel.models import Delivery, History, Town

MOMENT = datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=timezone(timedelta(hours=8)))


def lines(town: Town, count: int) -> list[History]:
    return [
        History(
            town=town,
            at=MOMENT + timedelta(seconds=n),
            kind="case",
            record_id=n,
            verb="ping",
            actor_kind="system",
            note="备注'\"; --",
            changes={"状态": [None, {"深": [1, 2.5, True]}]},
            data={},
            sealed=bytes(range(256)) if n % 2 else None,
            subject=n or None,
        )
        for n in range(count)
    ]


@pytest.fixture
def plain_town(db: None) -> Town:
    return Town.objects.create(key="plain", title="平原", created_at=MOMENT)


def test_rows_equal_those_of_bulk_create(plain_town: Town) -> None:
    mine, theirs = lines(plain_town, 3), lines(plain_town, 3)
    insert(mine)
    History.objects.bulk_create(theirs)
    names = [f.attname for f in History._meta.concrete_fields if not f.primary_key]
    read = list(History.objects.order_by("id").values_list(*names))
    as_text = [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in read]
    assert as_text[:3] == as_text[3:]
    assert [row.pk for row in mine] == sorted(row.pk for row in mine)
    assert History.objects.get(pk=mine[1].pk).at == (MOMENT + timedelta(seconds=1)).astimezone(UTC)
    assert json.dumps(History.objects.get(pk=mine[0].pk).changes)


def test_more_rows_than_one_statement_takes(plain_town: Town) -> None:
    rows = lines(plain_town, 4000)
    insert(rows)
    kept = dict(History.objects.values_list("record_id", "id"))
    assert kept == {row.record_id: row.pk for row in rows}


def test_keys_of_rows_saved_meanwhile_are_taken_over(plain_town: Town) -> None:
    (line,) = lines(plain_town, 1)
    delivery = Delivery(history=line, reaction="test", due_at=MOMENT)
    insert([line])
    insert([delivery])
    assert Delivery.objects.get().history_id == line.pk


def test_nothing_to_insert_is_nothing() -> None:
    insert([])
