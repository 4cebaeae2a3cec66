"""Draws how request intelligence grows: ``python -m docs.growth FILE``.

FILE holds what ``python -m benchmarks.mining_classify``, ``mining_likeness`` and ``mining_grouping``
printed, one JSON document after another. Makes ``docs/images/growth.svg`` with the page's own
ECharts in headless Chromium: log scales, each line told at its end; a hollow triangle of a line's
colour is what is asked of it at that size.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests import browser

BLUE, BROWN, GREY, GREEN = "#2f6f9f", "#b5651d", "#7a7a7a", "#3a7d44"
IMAGE = Path(__file__).parent / "images" / "growth.svg"
ECHARTS = Path("src/jiedao/web/static/vendor/echarts/echarts.min.js")
# benchmark, figure, panel, how it is called, colour, what is asked of it (rows, at most)
LINES = (
    ("mining_classify", "learn_seconds", 0, "学习 learn", BLUE, (100_000, 120)),
    ("mining_grouping", "anew_seconds", 0, "重新归并 group anew", BROWN, (100_000, 60)),
    ("mining_grouping", "a_day_more_seconds", 0, "加一天 a day more", GREY, (100_000, 5)),
    ("mining_likeness", "build_seconds", 0, "建索引 build index", GREEN, None),
    ("mining_classify", "single_ms_p95", 1, "归类一条 classify one", BLUE, (100_000, 5)),
    ("mining_likeness", "p95_ms", 1, "找相似 find like ones", GREEN, (1_000_000, 50)),
    ("mining_classify", "peak_memory_mb", 2, "归类 classify", BLUE, (100_000, 1_536)),
    ("mining_grouping", "peak_memory_mb", 2, "归并 group", BROWN, (100_000, 1_536)),
    ("mining_likeness", "peak_memory_mb", 2, "找相似 find like ones", GREEN, (1_000_000, 1_536)),
)
PANELS = ("秒 seconds", "毫秒，p95 milliseconds, p95", "内存峰值 MB peak memory")
_DRAW = """(option) => {
  const chart = echarts.init(document.getElementById("at"), null,
    {renderer: "svg", ssr: true, width: 1080, height: 380});
  chart.setOption(option);
  return chart.renderToSVGString();
}"""


def main() -> None:
    """Read the file, draw the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    found = {one["benchmark"]: one["results"] for one in _documents(parser.parse_args().file)}
    path = browser.find()
    if not path:
        sys.exit("No browser: install chromium, or set JIEDAO_CHROMIUM.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = opened.new_page()
        page.set_content('<div id="at" style="width:1080px;height:380px"></div>')
        page.add_script_tag(path=ECHARTS)
        IMAGE.write_text(page.evaluate(_DRAW, option(found)), encoding="utf-8")
        opened.close()


def _documents(path: Path) -> Iterator[dict[str, Any]]:
    text, reader = path.read_text(encoding="utf-8").strip(), json.JSONDecoder()
    while text:
        document, end = reader.raw_decode(text)
        yield document
        text = text[end:].lstrip()


def option(found: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """What ECharts is told: three panels side by side over the number of rows."""
    series: list[dict[str, Any]] = []
    for benchmark, figure, panel, title, colour, asked in LINES:
        points = [[one["rows"], one[figure]] for one in found[benchmark] if one.get(figure)]
        at = {"xAxisIndex": panel, "yAxisIndex": panel, "itemStyle": {"color": colour}}
        series.append({
            **at, "type": "line", "name": title, "data": points, "symbolSize": 6,
            "lineStyle": {"width": 1.5, "color": colour},
            "endLabel": {"show": True, "formatter": title, "fontSize": 10, "distance": 4,
                         "color": colour},
            "labelLayout": {"moveOverlap": "shiftY"},
        })  # fmt: skip
        if asked:
            hollow = {"color": "transparent", "borderColor": colour, "borderWidth": 1.5}
            series.append({**at, "type": "scatter", "data": [asked], "symbol": "triangle",
                           "symbolRotate": 180, "symbolSize": 9, "itemStyle": hollow})  # fmt: skip
    lefts = [55 + 350 * panel for panel in range(3)]
    return {
        "animation": False,
        "title": [{"text": title, "left": left, "top": 8, "textStyle": {"fontSize": 13}}
                  for title, left in zip(PANELS, lefts, strict=True)],
        "grid": [{"left": left, "top": 45, "width": 200, "bottom": 40} for left in lefts],
        "xAxis": [{"type": "log", "gridIndex": panel, "min": 10_000, "max": 1_000_000,
                   "name": "件 rows", "nameLocation": "middle", "nameGap": 24}
                  for panel in range(3)],
        "yAxis": [{"type": "log", "gridIndex": panel} for panel in range(3)],
        "series": series,
    }  # fmt: skip


if __name__ == "__main__":
    main()
