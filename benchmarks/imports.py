"""Imports of the three real files, rows a second by the clock; the second time all is known.

``python -m benchmarks.imports --data PATH [--database sqlite|postgresql]``: PATH is the folder that
holds ``orders_pingshan``, ``messages`` and ``requests_boston``. One JSON line a database and file.
The whole command is timed: starting, looking the file over, making places, and the rows.
"""

import argparse
import json
import time
from pathlib import Path
from typing import Any

from benchmarks.service import Installation, installation

FILES = {
    "pingshan_orders": "orders_pingshan/orders_to_2018_10.csv",
    "messages": "messages/labelled.csv",
    "boston_311": "requests_boston/requests_2011_07_10.csv.gz",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    options = parser.parse_args()
    for database in options.database or ["sqlite", "postgresql"]:
        with installation(database) as place:
            place.run("migrate")
            for name, path in FILES.items():
                told = measure(place, name, options.data / path)
                print(json.dumps({"database": database, "import": name, **told}), flush=True)


def measure(place: Installation, name: str, file: Path) -> dict[str, Any]:
    """The first import and the second."""
    first, seconds = _imported(place, name, file)
    again, seconds_again = _imported(place, name, file)
    assert again["created"] == 0, again
    assert again["known"] == first["created"] + first["known"], again
    return {
        "rows": first["rows"],
        "created": first["created"],
        "rejected": first["rejected"],
        "seconds": round(seconds, 1),
        "rows_per_second": round(first["rows"] / seconds),
        "again_rows_per_second": round(again["rows"] / seconds_again),
    }


def _imported(place: Installation, name: str, file: Path) -> tuple[dict[str, Any], float]:
    start = time.perf_counter()
    town = name.split("_")[0]
    told = place.run(
        "import", "requests", str(file), "--map", name, "--town", town, "--create-places", "--json"
    )
    seconds = time.perf_counter() - start
    result: dict[str, Any] = json.loads(told.splitlines()[-1])
    return result, seconds


if __name__ == "__main__":
    main()
