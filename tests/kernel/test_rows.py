"""Rows written by ready statements equal those of the ORM, value by value."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from jiedao.kernel.models import Delivery, History, Town
from jiedao.kernel.rows import compare_and_set, insert, update
from tests.cast import SmallTown
from tests.engines.cases.desk import reported

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


def test_nothing_to_write_is_nothing() -> None:
    insert([])
    update([], ["title"])


def test_named_fields_are_written_and_no_others(plain_town: Town) -> None:
    rows = lines(plain_town, 2)
    insert(rows)
    for row in rows:
        row.changes, row.at, row.verb = {"新": [1, 2]}, MOMENT + timedelta(days=1), "lost"
    update(rows, ["changes", "at"])
    kept = History.objects.order_by("id").values_list("changes", "at", "verb")
    assert list(kept) == [({"新": [1, 2]}, MOMENT + timedelta(days=1), "ping")] * 2


def test_compare_and_set_lets_only_the_first_one_write(town: SmallTown) -> None:
    case = reported(town).case
    seen = case.version
    assert compare_and_set(case, seen, {"state": "handling", "marks": ["甲"]})
    assert not compare_and_set(case, seen, {"state": "closed"})
    case.refresh_from_db()
    assert (case.state, case.marks, case.version) == ("handling", ["甲"], seen + 1)
