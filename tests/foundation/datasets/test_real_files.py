"""The mapping language says what three real files tell, row for row."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jiedao.foundation.datasets.binding import Binding, Record
from jiedao.foundation.datasets.mapping import Mapping, parse_mapping
from jiedao.foundation.sheets.cells import Raw
from jiedao.foundation.sheets.moments import moment
from jiedao.foundation.sheets.readers import open_table
from jiedao.kernel.clock import TOWN_ZONE
from tests.foundation.shared_data import shared_file

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

PINGSHAN = """
title = "坪山民生诉求工单"
kind = "request"
key = ["REC_ID"]
keep = "rest"
[fields]
foreign_number = { column = "REC_ID", type = "code" }
channel = { column = "EVENT_SRC_NAME" }
received_at = { column = "CREATE_TIME", type = "moment", required = true }
address = { column = "OCCUR_PLACE" }
late = { column = "OVERTIME_ARCHIVE_NUM", type = "flag" }
text = { columns = ["EVENT_TYPE_NAME", "MAIN_TYPE_NAME", "SUB_TYPE_NAME"], required = true }
[trees.item]
by = "code"
levels = [
  { name = "EVENT_TYPE_NAME", code = "EVENT_TYPE_ID" },
  { name = "MAIN_TYPE_NAME", code = "MAIN_TYPE_ID" },
  { name = "SUB_TYPE_NAME", code = "SUB_TYPE_ID" },
]
[trees.area]
levels = [
  { name = "STREET_NAME", code = "STREET_ID", level = "subdistrict" },
  { name = "COMMUNITY_NAME", code = "COMMUNITY_ID", level = "community" },
]
[trees.unit]
levels = [{ name = "DISPOSE_UNIT_NAME", code = "DISPOSE_UNIT_ID" }]
[[states]]
when = [{ column = "OVERTIME_ARCHIVE_NUM", empty = false }]
state = "archived"
[[states]]
state = "dispatched"
"""

MESSAGES = """
title = "群众留言"
kind = "request"
key = ["id"]
[fields]
foreign_number = { column = "id", type = "code" }
text = { column = "text", required = true }
received_at = { now = true }
[trees.item]
levels = [{ name = "label" }]
[[states]]
state = "reported"
"""

BOSTON = """
title = "Boston 311"
kind = "request"
key = ["case_enquiry_id"]
timezone = "America/New_York"
keep = "rest"
[fields]
foreign_number = { column = "case_enquiry_id", type = "code" }
channel = { column = "source" }
text = { column = "case_title", required = true }
received_at = { column = "open_dt", type = "moment", required = true }
due_at = { column = "target_dt", type = "moment" }
closed_at = { column = "closed_dt", type = "moment" }
late = { column = "ontime", table = { ONTIME = false, OVERDUE = true } }
reply = { column = "closure_reason" }
address = { column = "location" }
lon = { column = "longitude", type = "number" }
lat = { column = "latitude", type = "number" }
[trees.item]
levels = [{ name = "subject" }, { name = "reason" }, { name = "type" }]
[trees.unit]
levels = [{ name = "department" }, { name = "queue" }]
[trees.area]
levels = [{ name = "neighborhood", level = "community" }]
[[states]]
when = [{ column = "case_status", among = ["Closed"] }]
state = "closed"
[[states]]
when = [{ column = "case_status", among = ["Open"] }]
state = "dispatched"
"""


def records(path: Path, mapping: Mapping) -> list[Record]:
    with open_table(path, mapping.columns()) as table:
        found, faults = Binding(mapping, table.names, NOW).read_all(table.rows())
    assert faults == []
    assert len({record.key for record in found}) == len(found)
    return found


@pytest.mark.slow
def test_pingshan() -> None:
    mapping = parse_mapping(PINGSHAN)
    found = records(shared_file("orders_pingshan", "orders_to_2018_10.csv"), mapping)
    assert len(found) == 6945
    assert Counter(record.values.get("late") for record in found) == {
        False: 6230,
        True: 713,
        None: 2,
    }
    assert Counter(record.state for record in found) == {"archived": 6943, "dispatched": 2}
    assert not any("address" in record.values for record in found)
    assert all(record.marks == {"text": "composed"} for record in found)
    assert {len(record.trees["item"]) for record in found} == {3}
    assert len({record.trees["area"][-1].name for record in found}) == 23
    first = found[0]
    assert first.values["received_at"] == datetime(2018, 2, 8, 7, 34, 40, tzinfo=UTC)
    assert first.kept["EVENT_PROPERTY_NAME"] == "投诉"


@pytest.mark.slow
def test_messages() -> None:
    found = records(shared_file("messages", "labelled.csv"), parse_mapping(MESSAGES))
    assert len(found) == 6517
    assert len({record.trees["item"][0].name for record in found}) == 7
    assert {record.marks["received_at"] for record in found} == {"import_time"}
    assert max(len(record.values["text"]) for record in found) > 10_000


@pytest.mark.slow
def test_boston() -> None:
    mapping = parse_mapping(BOSTON)
    found = records(shared_file("requests_boston", "requests_2011_07_10.csv.gz"), mapping)
    assert len(found) == 41_827
    assert Counter(record.state for record in found) == {"closed": 39_368, "dispatched": 2_459}
    judged = [r for r in found if {"due_at", "closed_at", "late"} <= r.values.keys()]
    assert len(judged) > 33_000
    for record in judged:
        values = record.values
        assert (values["closed_at"] > values["due_at"]) == values["late"], record.key


@pytest.mark.slow
def test_times_of_mixed_types() -> None:
    for name, column in (("hot_issues.xlsx", "留言时间"), ("replies.xlsx", "答复时间")):
        with open_table(shared_file("messages", name), [column, "留言编号"]) as table:
            raw: list[Raw] = [row[column] for row in table.rows()]
        assert len(raw) > 2_800
        assert all(moment(value, TOWN_ZONE) is not None for value in raw)
