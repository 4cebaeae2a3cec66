"""How fast texts are classified: ``python -m benchmarks.mining_classify [--rows N …]``.

Invented complaints (``benchmarks.mining_likeness``) of 7 labels, some 200 characters long. JSON:
seconds to learn from the rows (up to 100,000; above, from 100,000), texts a second in a batch of all
rows, milliseconds of a text alone (p50, p95), MB of what is kept, peak memory.
"""

import random
import statistics
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from benchmarks import alone
from benchmarks.mining_likeness import complaints

SIZES: Final = (10_000, 100_000, 1_000_000)
LEARNED: Final = 100_000
SINGLE: Final = 500
_LABELS: Final = 7


def main() -> None:
    """Measure and print."""
    alone.run("mining_classify", SIZES, measure, __doc__)


def texts_of(rows: int) -> Iterator[tuple[str, str]]:
    """Texts of three complaints each; the label is that of the first one's thing, one in ten is
    another, as in life."""
    rng = random.Random(5)
    names: dict[str, str] = {}
    parts = complaints(3 * rows)
    for _ in range(rows):
        some = [next(parts) for _ in range(3)]
        text = "。".join("，".join(part for part in one if part) for one in some)
        thing = some[0][1][:2]
        known = names.setdefault(thing, f"label {len(names) % _LABELS}")
        yield text, rng.choice(list(names.values())) if rng.random() < 0.1 else known


def measure(rows: int) -> dict[str, Any]:
    """All figures of one size."""
    from jiedao.engines.mining.classifying import Classifier

    told = list(islice(texts_of(rows), LEARNED))
    begun = time.perf_counter()
    model = Classifier.learn([text for text, _label in told], [label for _text, label in told])
    learned = time.perf_counter() - begun
    batch, every = 0.0, texts_of(rows)
    while some := [text for text, _label in islice(every, 10_000)]:
        begun = time.perf_counter()
        model.probabilities(some)
        batch += time.perf_counter() - begun
    single = []
    texts = [text for text, _label in told[:SINGLE]]
    for text in texts:
        begun = time.perf_counter()
        model.suggest([text])
        single.append((time.perf_counter() - begun) * 1000)
    return {
        "characters": round(statistics.mean(map(len, texts))),
        "learned_from": min(rows, LEARNED),
        "learn_seconds": round(learned, 1),
        "texts_a_second": round(rows / batch),
        "single_ms_p50": round(statistics.median(single), 2),
        "single_ms_p95": round(statistics.quantiles(single, n=20)[18], 2),
        "kept_mb": round(len(model.to_bytes()) / 1e6, 1),
    }


if __name__ == "__main__":
    main()
