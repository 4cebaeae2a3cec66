"""Each size in a process of its own, so that its memory is its own; JSON on stdout."""

import argparse
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any


def run(
    name: str, sizes: Sequence[int], measure: Callable[[int], dict[str, Any]], says: str | None
) -> None:
    """``python -m benchmarks.NAME [--rows N …]``: ``measure`` of each size, and the peak memory of
    its process in MB."""
    parser = argparse.ArgumentParser(description=says)
    parser.add_argument("--rows", type=int, nargs="+", default=list(sizes))
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        found = measure(options.rows[0])
        json.dump({"rows": options.rows[0], **found, "peak_memory_mb": peak_mb()}, sys.stdout)
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


def peak_mb() -> int:
    """MB this process has held at most. ``getrusage`` would count what its parent held before it."""
    status = Path("/proc/self/status")
    for line in status.read_text().splitlines() if status.exists() else ():
        if line.startswith("VmHWM:"):
            return round(int(line.split()[1]) / 1024)
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
