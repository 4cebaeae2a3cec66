"""How fast and how well likeness finds: `python -m benchmarks.mining_likeness [--rows N …]`.

Invented complaints (seeded): a thing, what is wrong with it, a place, since when, what is wished,
with ordinary repetition between them; 30 to 110 characters. Of some, rewordings are planted that
are asked about and stand nowhere: parts in another order, other words for wish and time, one
character in twenty lost or mistyped. Each size is built and asked in a process of its own on one
core. JSON on stdout: seconds to build, MB of the arrays, peak memory of the process in MB,
milliseconds of a question (p50, p95), the share of the rewordings whose original is among the first
five; and (up to ``--brute`` rows) the share of the five nearest by brute force, at least 0.35 alike,
that are found.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any, Final

from benchmarks import alone

ASKED: Final = 300
SIZES: Final = (10_000, 100_000, 1_000_000)
BRUTE: Final = 10_000
LEAST: Final = 0.35
_THINGS: Final = (
    "路灯", "井盖", "垃圾桶", "人行道地砖", "健身器材", "电梯", "充电桩", "排水沟", "树枝",
    "施工围挡", "公交站牌", "消防通道", "水管", "污水管", "电线", "共享单车", "广场舞音响",
    "烧烤摊", "装修", "夜间施工", "楼顶防水", "门禁", "监控摄像头", "绿化带", "围墙", "停车位",
)  # fmt: skip
_FAULTS: Final = (
    "坏了没人修", "破损严重", "不见了", "堵住了", "漏水", "噪音很大", "占道", "臭味很大", "倒了",
    "松动晃得厉害", "一直不亮", "积水很深", "被人占用", "半夜还在响", "掉下来差点砸到人", "油烟呛人",
    "老人孩子走过去很危险", "已经影响大家休息", "没有人管理", "越来越严重",
)  # fmt: skip
_SINCE: Final = ("已经三天了", "好几天了", "有一个多月", "上周开始", "从昨天晚上", "半年来一直")
_WISHES: Final = (
    "请尽快派人处理", "希望有关部门来看看", "麻烦安排维修", "请问什么时候能解决", "盼回复",
    "请给个说法", "求助", "要求立即整改",
)  # fmt: skip
_KINDS: Final = ("花园", "小区", "大厦", "村", "市场", "学校", "公园", "工业区", "公寓", "广场")
_SIDES: Final = ("门口", "对面", "旁边", "后面", "东侧", "负一层", "楼下", "入口处", "路口")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--brute", type=int, default=BRUTE)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        json.dump(measure(options.rows[0], options.brute), sys.stdout)
        return
    alone = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    results = []
    for rows in options.rows:
        command = [sys.executable, "-m", "benchmarks.mining_likeness", "--inside"]
        command += ["--rows", str(rows), "--brute", str(options.brute)]
        said = subprocess.run(command, env=alone, check=True, stdout=subprocess.PIPE).stdout
        results.append(json.loads(said))
    json.dump({"benchmark": "mining_likeness", "results": results}, sys.stdout, indent=2)
    sys.stdout.write("\n")


Parts = tuple[str, str, str, str, str, str]


def complaints(count: int) -> Iterator[Parts]:
    """Place, thing, fault, a second fault, since when, wish; the same in every process."""
    rng = random.Random(11)
    letters = [chr(code) for code in rng.sample(range(0x4E00, 0x8000), 900)]
    names = ["".join(rng.choices(letters, k=rng.choice((2, 2, 3)))) for _ in range(6000)]
    for _ in range(count):
        place = f"{rng.choice(names)}{rng.choice(_KINDS)}{rng.randrange(1, 90)}号"
        place += rng.choice(_SIDES)
        extra = rng.choice(names) + rng.choice(_FAULTS) if rng.random() < 0.7 else ""
        person = "".join(rng.choices(letters, k=rng.randrange(0, 30)))
        yield (
            place, rng.choice(_THINGS) + rng.choice(_FAULTS), extra, person, rng.choice(_SINCE),
            rng.choice(_WISHES),
        )  # fmt: skip


def reworded(parts: Parts, rng: random.Random) -> str:
    """The same matter as somebody else would put it."""
    place, what, extra, person, _since, _wish = parts
    some = [place, what, extra, person[: len(person) // 2], rng.choice(_SINCE)]
    rng.shuffle(some)
    text = "，".join(part for part in [*some, rng.choice(_WISHES)] if part)
    return "".join(_mistyped(letter, rng) for letter in text)


def _mistyped(letter: str, rng: random.Random) -> str:
    chance = rng.random()
    return "" if chance < 0.03 else rng.choice("的了在是有") if chance < 0.05 else letter


def measure(rows: int, brute: int) -> dict[str, Any]:
    """All figures of one size."""
    from jiedao.engines.mining.likeness import LikenessIndex

    rng = random.Random(12)
    asked_of = set(rng.sample(range(rows), min(ASKED, rows)))
    asked: dict[int, str] = {}
    index, taken, kept = LikenessIndex(), 0.0, []
    batch: list[str] = []
    for number, parts in enumerate(complaints(rows)):
        batch.append("，".join(part for part in parts if part))
        if number in asked_of:
            asked[number] = reworded(parts, rng)
        if len(batch) == 50_000 or number == rows - 1:
            begun = time.perf_counter()
            index.add(range(number + 1 - len(batch), number + 1), batch)
            taken += time.perf_counter() - begun
            kept += batch if rows <= brute else []
            batch = []
    report = {
        "rows": rows,
        "build_seconds": round(taken, 1),
        "index_mb": round(index.nbytes / 2**20),
        "peak_memory_mb": alone.peak_mb(),
        **_questions(index, asked),
    }
    if kept:
        report["recall_at_5_brute_force"] = _against_brute_force(index, kept, asked)
    return report


def _questions(index: Any, asked: dict[int, str]) -> dict[str, Any]:
    times: list[float] = []
    hits = 0
    for number, text in asked.items():
        begun = time.perf_counter()
        found = index.nearest(text, 5)
        times.append((time.perf_counter() - begun) * 1000)
        hits += any(like.id == number for like in found)
    times.sort()
    return {
        "questions": len(times),
        "p50_ms": round(times[len(times) // 2], 2),
        "p95_ms": round(times[int(len(times) * 0.95)], 2),
        "recall_at_5": round(hits / len(times), 4),
    }


def _against_brute_force(index: Any, texts: Sequence[str], asked: dict[int, str]) -> float:
    import numpy as np

    from jiedao.engines.mining.likeness.index import GRAMS, PRIOR

    counts = GRAMS.counts(texts)
    counts.data[:] = 1
    df = np.asarray(counts.sum(axis=0)).ravel()
    idf = np.log((1 + PRIOR + len(texts)) / (1 + df)) + 1
    weighted = counts.multiply(np.square(idf)).tocsr()
    lengths = np.sqrt(np.asarray(weighted.sum(axis=1)).ravel())
    due = found = 0
    for text in asked.values():
        row = GRAMS.counts([text])
        row.data[:] = 1
        own = float(np.square(idf[row.indices]).sum()) ** 0.5
        cosine = np.asarray((weighted @ row.T).todense()).ravel() / (lengths * own)
        best = np.argsort(-cosine)[:5]
        floor = float(cosine[best[-1]])
        nearest = index.nearest(text, 5, LEAST)
        wanted = sum(1 for one in best if cosine[one] >= LEAST)
        due += wanted
        # As good as one of the five, not the same one: of equals any will do.
        found += min(wanted, sum(1 for like in nearest if cosine[like.id] >= floor - 1e-4))
    return round(found / due, 4) if due else 1.0


if __name__ == "__main__":
    main()
