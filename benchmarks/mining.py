"""What is suggested of requests, measured on real data: ``python -m benchmarks.mining --data PATH``.

PATH is the folder that holds ``messages`` and ``orders_pingshan``. One JSON line a subject, as
``jiedao mining evaluate … --json`` prints it, each with its baselines and in a process of its own.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

SUBJECTS = ("messages", "orders", "issues", "replies")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", choices=SUBJECTS, action="append")
    options = parser.parse_args()
    for subject in options.only or SUBJECTS:
        command = ["mining", "evaluate", subject, "--data", str(options.data), "--json"]
        told = subprocess.run(
            [sys.executable, "-m", "jiedao.config.cli", *command],
            check=True, stdout=subprocess.PIPE, text=True,
        ).stdout  # fmt: skip
        print(json.dumps({"benchmark": f"mining {subject}", **json.loads(told)}), flush=True)


if __name__ == "__main__":
    main()
