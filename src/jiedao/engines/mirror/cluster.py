"""The mirror's files read by Spark, so that the same expressions run on a cluster.

Spark is no dependency of Jiedao: whoever has a cluster passes its session.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jiedao.kernel.clock import TOWN_ZONE


class OnSpark:
    """Tables of kinds over Parquet files that the session can read.

    ``files`` names those of a kind (``Source.files``); a kind without any has no table.
    """

    def __init__(self, session: Any, files: Callable[[str], Sequence[Path]]) -> None:
        import ibis

        self._session, self._files = session, files
        self._made: dict[str, Any] = {}
        self.connection = ibis.pyspark.connect(session)
        # Ibis sets the session to UTC; days are those of the town, as DuckDB has them here.
        session.conf.set("spark.sql.session.timeZone", str(TOWN_ZONE))

    def table(self, kind: str) -> Any:
        """The records of a kind; KeyError where it has no file."""
        if kind not in self._made:
            paths = [str(path) for path in self._files(kind)]
            if not paths:
                raise KeyError(kind)
            # Ibis passes one path on, Spark takes many.
            self._session.read.parquet(*paths).createOrReplaceTempView(f"jiedao_{kind}")
            self._made[kind] = self.connection.table(f"jiedao_{kind}")
        return self._made[kind]

    def run(self, expression: Any) -> Any:
        """The result of a query as an Arrow table."""
        return self.connection.to_pyarrow(expression)
