"""Reading work reports: ``python -m benchmarks.reading --data PATH``, JSON on stdout.

PATH is a folder of reports as text files. Each is read several times in one process, on one core;
told are reports and characters a second, and what the first one costs with the dictionary's
compiling. Where no folder is given, a report is made up of the words below.
"""

import argparse
import json
import statistics
import time
from pathlib import Path

ROUNDS = 7
_MADE_UP = (
    "一、2024年工作总结\n"
    + "(一)经济发展稳中有进。全年完成固定资产投资12.5亿元,同比增长3.2%;走访企业300家次,"
    "解决诉求120宗,办结率98.5%,排名全区第二。新建社区公园3个,植树500株。\n"
    * 30
    + "二、2025年工作计划\n"
    + "(一)提升城区品质。加快建设文体中心,打通纬三路、经五路,新增停车位不少于300个。\n" * 30
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="A folder of reports as text files.")
    folder = parser.parse_args().data
    from jiedao.engines.reports import reading

    texts = [reading.load(path) for path in sorted(folder.glob("*.txt"))] if folder else [_MADE_UP]
    begun = time.perf_counter()
    reading.read(texts[0])
    first = time.perf_counter() - begun
    rounds = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        found = [reading.read(text) for text in texts]
        rounds.append(time.perf_counter() - begun)
    seconds = statistics.median(rounds)
    told = {
        "benchmark": "reading",
        "reports": len(texts),
        "characters": sum(map(len, texts)),
        "figures": sum(len(each.figures) for each in found),
        "commitments": sum(len(each.commitments) for each in found),
        "reports_per_second": round(len(texts) / seconds, 1),
        "characters_per_second": round(sum(map(len, texts)) / seconds),
        "first_ms": round(first * 1000, 1),
    }
    print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main()
