"""Tables of a made-up kind in DuckDB, and the same figures worked out in plain Python."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import ibis
import pyarrow as pa

from jiedao.engines.indicators.values import asked
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import Formula
from jiedao.kernel.titles import Title

KIND = "made_up"
SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        ("state", pa.string()),
        ("community_id", pa.int64()),
        ("grid_id", pa.int64()),
        ("unit_id", pa.int64()),
        ("day", pa.date32()),
        ("closed_at", pa.timestamp("us")),
        ("created_at", pa.timestamp("us")),
        ("amount", pa.decimal128(16, 2)),
        ("flag", pa.bool_()),
        ("sort", pa.string()),
    ]
)


@cache
def _connection() -> Any:
    return ibis.duckdb.connect()


@dataclass
class MadeUp:
    """What the engine asks of the mirror, over rows given as they are."""

    rows: list[dict[str, Any]]

    def __post_init__(self) -> None:
        self.connection = _connection()
        self.made = self.connection.create_table(
            KIND, pa.Table.from_pylist(self.rows, schema=SCHEMA), overwrite=True
        )

    def table(self, kind: str) -> Any:
        assert kind == KIND
        return self.made

    def aggregated(self, *question: Any) -> pa.Table:
        return asked(self, *question)

    def run(self, expression: Any) -> pa.Table:
        return self.connection.to_pyarrow(expression)


def row(number: int, **values: Any) -> dict[str, Any]:
    """A record of 5 March 2024 in community 1, with what is said besides."""
    usual = {
        "id": number, "state": "open", "community_id": 1, "grid_id": 11, "unit_id": 7,
        "day": date(2024, 3, 5), "closed_at": None, "created_at": datetime.fromisoformat("2024-03-05T09:00"),
        "amount": None, "flag": False, "sort": "a",
    }  # fmt: skip
    return usual | values


def indicator(formula: Formula, date_field: str = "day", **more: Any) -> Indicator:
    """A figure over the made-up kind."""
    return Indicator("made", Title("造", "Made"), "件", KIND, date_field, formula, **more)
