"""Retries are found by index, however many requests there are."""

import pytest
from django.db import connection

from jiedao.engines.cases.models import Request
from jiedao.engines.cases.retries import _statements, known_ids
from tests.api.conftest import Api
from tests.cast import SmallTown


def test_known_ones_are_found_by_either_key(town: SmallTown, channel: Api) -> None:
    channel.post("requests", {"text": "甲", "foreign_number": "F1"})
    channel.post("requests", {"text": "乙"}, Idempotency_Key="K1")
    ids = list(Request.objects.order_by("id").values_list("id", flat=True))
    name = "hotline_12345"
    keys = [("foreign_number", name, "F1"), ("retry_key", name, "K1"), ("retry_key", name, "K2")]
    assert sorted(known_ids(town.id, keys)) == ids
    assert known_ids(town.id, [("foreign_number", "other", "F1")]) == []
    assert known_ids(town.id + 999, keys) == []


def test_many_keys_take_few_statements(town: SmallTown, channel: Api) -> None:
    channel.post("requests", {"text": "甲", "foreign_number": "F777"})
    keys = [("foreign_number", "hotline_12345", f"F{n}") for n in range(1200)]
    assert len(known_ids(town.id, keys)) == 1
    assert len(list(_statements(town.id, {("retry_key", "x"): [str(n) for n in range(1200)]}))) == 3


@pytest.mark.parametrize("column", ["foreign_number", "retry_key"])
def test_the_partial_index_is_used(town: SmallTown, column: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL proves the condition by itself")
    ((statement, values),) = _statements(town.id, {(column, "x"): ["y"]})
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        assert f"request_{column}" in str(cursor.fetchall())
