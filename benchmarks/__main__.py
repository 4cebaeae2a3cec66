"""``./run bench [NAME …] [--data PATH] [OPTION …]``: every benchmark, or those named; JSON lines out.

What follows the first other option goes to the benchmarks as it is (``figures --rows 1000 2000``).
``--data`` names the folder of the real files: their import is measured as well, and how right what is
suggested of requests is (``mining``).
"""

import argparse
import subprocess
import sys
from pathlib import Path

MEASURES = (
    "workdays",
    "places",
    "search_index",
    "records",
    "records_lists",
    "requests",
    "reading",
    "mirror",
    "figures",
    "screens",
    "centre",
    "panning",
    "mining_classify",
    "mining_likeness",
    "mining_duplicates",
    "mining_grouping",
    "mining_places",
)
ON_DATA = ("imports", "mining")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--data")
    given, rest = parser.parse_known_args()
    first = next((at for at, word in enumerate(rest) if word.startswith("-")), len(rest))
    wanted, options = rest[:first], rest[first:]
    if not wanted:
        wanted = [*MEASURES, *(ON_DATA if given.data else ())]
    unknown = [name for name in wanted if not (Path(__file__).parent / f"{name}.py").exists()]
    if unknown:
        sys.exit(f"no benchmark {unknown[0]!r}; there are: {', '.join(MEASURES)}")
    for name in wanted:
        print(f"# {name}", file=sys.stderr, flush=True)
        data = ["--data", given.data] if given.data and name in ON_DATA else []
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *options, *data], check=True)


if __name__ == "__main__":
    main()
