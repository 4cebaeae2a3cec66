"""Every figure on Spark is the figure on DuckDB: the same expressions over the same files."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import pyarrow.parquet as pq
import pytest

from benchmarks.figure_rows import rows
from jiedao.engines.indicators.listing import computed_indicators
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.values import Values, asked, dimensions_of, evaluate
from jiedao.engines.mirror.cluster import OnSpark
from jiedao.kernel import registry
from jiedao.kernel.clock import TOWN_ZONE

# What Spark, pandas and Ibis deprecate of one another is theirs to mend.
pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore")]
ROWS = 400
YEAR = Period.parse("2026")
SPLITS = ((), ("month", "community_id"))


class Asked:
    """Tables of one backend, as the engine asks them."""

    def __init__(self, tables: Any) -> None:
        self.table, self.run = tables.table, tables.run

    def aggregated(self, *question: Any) -> Any:
        return asked(self, *question)


@dataclass
class OnDuckDB:
    """The same files as the product reads them."""

    folder: Path

    def __post_init__(self) -> None:
        self.connection = ibis.duckdb.connect()
        self.connection.raw_sql(f"SET TimeZone = '{TOWN_ZONE}'")

    def table(self, kind: str) -> Any:
        return self.connection.read_parquet(str(self.folder / f"{kind}.parquet"))

    def run(self, expression: Any) -> Any:
        return self.connection.to_pyarrow(expression)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mirror")
    for kind in {one.kind for one in registry.indicators}:
        pq.write_table(rows(kind, ROWS, seed=7), folder / f"{kind}.parquet")
    return folder


@pytest.fixture(scope="module")
def spark(files: Path) -> Iterator[OnSpark]:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("jiedao")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.adaptive.enabled": "false",
    }.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield OnSpark(session, lambda kind: [files / f"{kind}.parquet"])
    session.stop()


@pytest.mark.parametrize("by", SPLITS, ids=lambda by: "-".join(by) or "whole")
def test_every_figure_is_the_same(spark: OnSpark, files: Path, by: tuple[str, ...]) -> None:
    here = OnDuckDB(files)
    wanted = [one for one in registry.indicators if set(by) <= set(dimensions_of(one))]
    one, other = (evaluate(Asked(on), wanted, YEAR, by=by) for on in (here, spark))
    assert differences(one, other) == []
    counted = {one.key for one in computed_indicators()}
    empty = [key for key, groups in one.items()
             if key in counted and not any(value.records for value in groups.values())]  # fmt: skip
    # It compares something: nearly every figure has records among the random ones.
    assert len(empty) < len(counted) / 10, empty


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
