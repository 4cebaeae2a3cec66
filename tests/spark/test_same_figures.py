"""Every figure on Spark is the figure on DuckDB: the same expressions over the same files."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ibis
import pyarrow.parquet as pq
import pytest

from benchmarks.figure_rows import rows
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.values import Values, evaluate
from jiedao.kernel import registry

# What Spark, pandas and Ibis deprecate of one another is theirs to mend.
pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore")]
ROWS = 400
YEAR = Period.parse("2026")
SPLITS = ((), ("month", "community_id"))


@dataclass
class Files:
    """Parquet files of every kind, as one backend reads them."""

    connection: Any
    folder: Path
    made: dict[str, Any] = field(default_factory=dict)

    def table(self, kind: str) -> Any:
        if kind not in self.made:
            self.made[kind] = self.connection.read_parquet(str(self.folder / f"{kind}.parquet"))
        return self.made[kind]

    def run(self, expression: Any) -> Any:
        return self.connection.to_pyarrow(expression)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mirror")
    for kind in {one.kind for one in registry.indicators}:
        pq.write_table(rows(kind, ROWS, seed=7), folder / f"{kind}.parquet")
    return folder


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("jiedao")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "Asia/Shanghai",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.adaptive.enabled": "false",
    }.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield ibis.pyspark.connect(session)
    session.stop()


@pytest.mark.parametrize("by", SPLITS, ids=lambda by: "-".join(by) or "whole")
def test_every_figure_is_the_same(spark: Any, files: Path, by: tuple[str, ...]) -> None:
    here = Files(ibis.duckdb.connect(), files)
    here.connection.raw_sql("SET TimeZone = 'Asia/Shanghai'")
    there = Files(spark, files)
    asked = [one for one in registry.indicators if one.date_field or "month" not in by]
    one, other = (evaluate(tables, asked, YEAR, by=by) for tables in (here, there))
    assert differences(one, other) == []
    empty = [key for key, groups in one.items() if not any(v.records for v in groups.values())]
    # It compares something: nearly every figure has records among the random ones.
    assert len(empty) < len(asked) / 4, empty


def differences(one: Values, other: Values) -> list[str]:
    """Which figures differ by more than the last digits of a float."""
    found = []
    for key, groups in one.items():
        if set(groups) != set(other[key]):
            found.append(f"{key}: other groups")
            continue
        for group, value in groups.items():
            that = other[key][group]
            if value.records != that.records or not _near(value.value, that.value):
                found.append(f"{key} {group}: {value} ≠ {that}")
    return found


def _near(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return one == pytest.approx(other, rel=1e-9, abs=1e-9)
