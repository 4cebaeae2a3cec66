"""Each size in a process of its own, so that its memory is its own; JSON on stdout."""

import argparse
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Any


def run(
    name: str, sizes: Sequence[int], measure: Callable[[int], dict[str, Any]], says: str | None
) -> None:
    """``python -m benchmarks.NAME [--rows N …]``: ``measure`` of each size, and the peak memory of
    its process in MB (``ru_maxrss``)."""
    parser = argparse.ArgumentParser(description=says)
    parser.add_argument("--rows", type=int, nargs="+", default=list(sizes))
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        found = measure(options.rows[0])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        json.dump({"rows": options.rows[0], **found, "peak_memory_mb": round(peak)}, sys.stdout)
        return
    results = []
    for rows in options.rows:
        command = [sys.executable, "-m", f"benchmarks.{name}", "--inside", "--rows", str(rows)]
        said = subprocess.run(
            command, env={**os.environ}, check=True, stdout=subprocess.PIPE
        ).stdout
        results.append(json.loads(said))
    json.dump({"benchmark": name, "results": results}, sys.stdout)
    sys.stdout.write("\n")
