"""How fast texts are classified: ``python -m benchmarks.mining_classify [--rows N …]``.

Invented complaints (``benchmarks.mining_likeness``) of 7 labels, some 200 characters long. JSON:
seconds to learn from the rows (up to 100,000; above, from 100,000), texts a second in a batch of all
rows, milliseconds of a text alone (p50, p95), MB of what is kept, peak memory.
"""

import random
import statistics
import time
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


def texts_of(rows: int) -> tuple[list[str], list[str]]:
    """Texts of three complaints each; the label is that of the first one's thing, one in ten is
    another, as in life."""
    rng = random.Random(5)
    texts: list[str] = []
    labels: list[str] = []
    names: dict[str, str] = {}
    parts = complaints(3 * rows)
    for _ in range(rows):
        some = [next(parts) for _ in range(3)]
        texts.append("。".join("，".join(part for part in one if part) for one in some))
        thing = some[0][1][:2]
        known = names.setdefault(thing, f"label {len(names) % _LABELS}")
        labels.append(rng.choice(list(names.values())) if rng.random() < 0.1 else known)
    return texts, labels


def measure(rows: int) -> dict[str, Any]:
    """All figures of one size."""
    from jiedao.engines.mining.classifying import Classifier

    texts, labels = texts_of(rows)
    begun = time.perf_counter()
    model = Classifier.learn(texts[:LEARNED], labels[:LEARNED])
    learned = time.perf_counter() - begun
    begun = time.perf_counter()
    for start in range(0, rows, 10_000):
        model.probabilities(texts[start : start + 10_000])
    batch = time.perf_counter() - begun
    single = []
    for text in texts[:SINGLE]:
        begun = time.perf_counter()
        model.suggest([text])
        single.append((time.perf_counter() - begun) * 1000)
    return {
        "characters": round(statistics.mean(map(len, texts[:SINGLE]))),
        "learned_from": min(rows, LEARNED),
        "learn_seconds": round(learned, 1),
        "texts_a_second": round(rows / batch),
        "single_ms_p50": round(statistics.median(single), 2),
        "single_ms_p95": round(statistics.quantiles(single, n=20)[18], 2),
        "kept_mb": round(len(model.to_bytes()) / 1e6, 1),
    }


if __name__ == "__main__":
    main()
