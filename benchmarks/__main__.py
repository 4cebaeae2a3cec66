"""``./run bench [NAME …]``: every benchmark, or those named; JSON lines on standard output."""

import subprocess
import sys
from pathlib import Path

MEASURES = ("workdays", "places", "search_index", "requests")


def main() -> None:
    wanted = [name for name in sys.argv[1:] if not name.startswith("-")] or list(MEASURES)
    options = [name for name in sys.argv[1:] if name.startswith("-")]
    unknown = [name for name in wanted if not (Path(__file__).parent / f"{name}.py").exists()]
    if unknown:
        sys.exit(f"no benchmark {unknown[0]!r}; there are: {', '.join(MEASURES)}")
    for name in wanted:
        print(f"# {name}", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *options], check=True)


if __name__ == "__main__":
    main()
