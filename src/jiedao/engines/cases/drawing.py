"""Draws the workflow for the docs from the very data that runs it: ``docs/workflow.svg``.

States stand in rows from top to bottom. Arrows down lead on, arrows on the left lead back or out,
and what may be done without leaving a state stands on the right, with a dot in each row where it
may be done. ``python -m jiedao.engines.cases.drawing`` writes the file anew; a test holds the
committed one against the code.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from xml.sax.saxutils import escape

from jiedao.engines.cases import workflow
from jiedao.kernel.declarations import Move, State, Workflow

FILE = Path(__file__).parents[4] / "docs" / "workflow.svg"

_BOX_W, _BOX_H, _PITCH, _TOP = 132, 50, 98, 96
_LANE, _LINE = 62, 21
_END_X, _LANES_X = 24, 180
# States that end a case early stand beside the row in which they are usually reached.
_END_ROWS = {
    workflow.DECLINED: 0,
    workflow.RETURNED_UP: 1,
    workflow.MERGED: 2,
    workflow.WITHDRAWN: 4,
}
# What an answer does by itself, the requester's or the platform's: no official makes these moves.
_BY_ANSWER = (
    ("回访满意", (workflow.CLOSED,), workflow.ARCHIVED),
    ("回访不满意", (workflow.CLOSED,), workflow.HANDLING),
    (
        "诉求人撤回",
        (workflow.REPORTED, workflow.ACCEPTED, workflow.DISPATCHED),
        workflow.WITHDRAWN,
    ),
    (
        "平台同意退回",
        (workflow.REPORTED, workflow.ACCEPTED, *workflow.AT_WORK),
        workflow.RETURNED_UP,
    ),
)
_STYLE = """\
text { font: 14px "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif; fill: #1a1f26 }
.key { font-size: 11px; fill: #666f7a } .head { font-size: 20px; font-weight: 600 }
.small { font-size: 12px; fill: #4d5661 } .move { font-size: 13px; fill: #1d5aa8 }
.halo { stroke: #fff; stroke-width: 6px; paint-order: stroke; stroke-linejoin: round }
.box { fill: #fff; stroke: #8b939d } .over { fill: #eef0f3 }
.way { fill: none; stroke: #4d5661; stroke-width: 1.25 } .answer { stroke-dasharray: 4 3 }
.guide { stroke: #e2e5e9 }
.may { stroke: #8b939d } .dot { fill: #4d5661 }"""


@dataclass(frozen=True, slots=True)
class _Way:
    """A move that leaves its states: the rows it comes from, the state it leads to."""

    title: str
    sources: tuple[str, ...]
    target: str
    answer: bool = False


class _Drawing:
    """One workflow on its way to SVG."""

    def __init__(self, drawn: Workflow) -> None:
        self.drawn = drawn
        self.main = [state for state in drawn.states if state.key not in _END_ROWS]
        self.ends = [state for state in drawn.states if state.key in _END_ROWS]
        self.rows = {state.key: float(row) for row, state in enumerate(self.main)}
        self.rows |= {state.key: float(_END_ROWS[state.key]) for state in self.ends}
        self.downs, self.ways = _edges(drawn.moves, self.rows)
        self.main_x = _LANES_X + _LANE * (len(self.ways) + 1) - 20
        self.height = _TOP + _PITCH * len(self.main) - 10
        self.parts: list[str] = []
        self.width = 0.0

    def svg(self) -> str:
        self._stays()
        self._downs()
        self._ways()
        for state in self.main:
            self._box(state, self.main_x)
        for state in self.ends:
            self._box(state, _END_X)
        return "\n".join([*self._head(), *self.parts, "</svg>", ""])

    def _head(self) -> list[str]:
        return [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:g} {self.height}"'
            f' width="{self.width:g}" height="{self.height}" role="img"'
            f' aria-label="{escape(self.drawn.titles.zh)}">',
            f"<style>{_STYLE}</style>",
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8"'
            ' markerHeight="8" orient="auto-start-reverse"><path d="M0 .8 7.5 4 0 7.2Z"'
            ' fill="#4d5661"/></marker></defs>',
            f'<rect width="{self.width:g}" height="{self.height}" fill="#fff"/>',
            _text(_END_X, 36, self.drawn.titles.zh, "head"),
            _text(
                _END_X,
                60,
                "向下的箭头：往前一步；左侧：退回、重来或提前了结；虚线：由诉求人或平台的答复决定；"
                "右侧：不改变状态的操作，圆点标出在哪些状态可以做。",
                "small",
            ),
        ]

    def _y(self, key: str) -> float:
        """The middle of a state's row."""
        return _TOP + self.rows[key] * _PITCH + _BOX_H / 2

    def _box(self, state: State, x: float) -> None:
        y = self._y(state.key) - _BOX_H / 2
        css = "box" if state.open else "box over"
        self.parts += [
            f'<rect class="{css}" x="{x}" y="{y:g}" width="{_BOX_W}" height="{_BOX_H}" rx="6"/>',
            _text(x + _BOX_W / 2, y + 22, state.titles.zh, "", "middle"),
            _text(x + _BOX_W / 2, y + 39, state.key, "key", "middle"),
        ]

    def _downs(self) -> None:
        x = self.main_x + _BOX_W / 2
        for (source, target, answer), titles in self.downs.items():
            top, bottom = self._y(source) + _BOX_H / 2, self._y(target) - _BOX_H / 2
            self.parts.append(_line(f"M{x:g} {top:g}V{bottom - 1:g}", tip=True, answer=answer))
            label = "、".join(titles)
            self.parts.append(_text(x + 9, (top + bottom) / 2 + 5, label, "move halo"))

    def _ways(self) -> None:
        """Lanes left of the states: the shorter a way, the nearer its lane."""
        lanes = {way: self.main_x - 34 - _LANE * n for n, way in enumerate(self.ways)}
        ports = self._ports()
        labels = []
        for way, x in lanes.items():
            ys = [self._stub(key, way, x, ports) for key in way.sources]
            end = ports[way.target, way]
            side = _END_X + _BOX_W if way.target in _END_ROWS else self.main_x
            low, high = min(*ys, end), max(*ys, end)
            tip = side + (1 if side < x else -1)
            self.parts.append(_line(f"M{x} {low:g}V{high:g}", answer=way.answer))
            self.parts.append(_line(f"M{x} {end:g}H{tip}", tip=True, answer=way.answer))
            labels.append(_text(x, _gap(low, high) + 5, way.title, "move halo", "middle"))
        self.parts += labels

    def _stub(self, key: str, way: _Way, x: float, ports: dict[tuple[str, _Way], float]) -> float:
        y = ports[key, way]
        side = _END_X + _BOX_W if key in _END_ROWS else self.main_x
        self.parts.append(_line(f"M{side} {y:g}H{x}", answer=way.answer))
        self.parts.append(f'<circle class="dot" cx="{side}" cy="{y:g}" r="2.5"/>')
        return y

    def _ports(self) -> dict[tuple[str, _Way], float]:
        """Where each way touches each box: spread over its side, none upon another."""
        touching: dict[str, list[_Way]] = defaultdict(list)
        for way in self.ways:
            for key in (*way.sources, way.target):
                touching[key].append(way)
        ports = {}
        for key, ways in touching.items():
            step = _BOX_H / (len(ways) + 1)
            for n, way in enumerate(ways, start=1):
                ports[key, way] = round(self._y(key) - _BOX_H / 2 + n * step, 1)
        return ports

    def _stays(self) -> None:
        """Columns right of the states: what may be done in which of them."""
        groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for move in self.drawn.moves:
            if move.target is None:
                sources = tuple(key for key in move.sources if key not in _END_ROWS)
                groups[sources].append(move.titles.zh)
        x = self.main_x + _BOX_W + 56.0
        guides = len(self.parts)
        for column in _columns(groups, self.rows):
            wide = max(self._stay(sources, groups[sources], x) for sources in column)
            x += wide
        self.width = x
        for state in self.main:
            y = self._y(state.key)
            line = f'<path class="guide" d="M{self.main_x + _BOX_W} {y:g}H{x - 30:g}"/>'
            self.parts.insert(guides, line)

    def _stay(self, sources: tuple[str, ...], titles: list[str], x: float) -> float:
        """One list with its bracket; returns the width it took."""
        top, bottom = self._y(sources[0]), self._y(sources[-1])
        self.parts.append(f'<path class="may" d="M{x:g} {top:g}V{bottom:g}"/>')
        self.parts += [
            f'<circle class="dot" cx="{x:g}" cy="{self._y(key):g}" r="3.5"/>' for key in sources
        ]
        begin = (top + bottom) / 2 - (len(titles) - 1) * _LINE / 2 + 5
        self.parts += [
            _text(x + 12, begin + n * _LINE, title, "halo") for n, title in enumerate(titles)
        ]
        return 12 + 14 * max(len(title) for title in titles) + 26


_Downs = dict[tuple[str, str, bool], list[str]]


def _edges(moves: tuple[Move, ...], rows: dict[str, float]) -> tuple[_Downs, list[_Way]]:
    """Steps to the next row, and all other ways with the shortest first."""
    downs: _Downs = defaultdict(list)
    ways: list[_Way] = []
    leaving = [
        _Way(move.titles.zh, move.sources, move.target) for move in moves if move.target is not None
    ]
    answers = [_Way(title, begin, end, answer=True) for title, begin, end in _BY_ANSWER]
    for way in [*leaving, *answers]:
        aside: list[str] = []
        for source in way.sources:
            is_end = source in _END_ROWS or way.target in _END_ROWS
            if not is_end and rows[way.target] - rows[source] == 1:
                downs[source, way.target, way.answer].append(way.title)
            elif source != way.target:
                aside.append(source)
        if aside:
            ways.append(replace(way, sources=tuple(aside)))

    def span(way: _Way) -> tuple[bool, float]:
        ends = [rows[key] for key in (*way.sources, way.target)]
        return way.target in _END_ROWS, max(ends) - min(ends)

    return downs, sorted(ways, key=span)


def _gap(low: float, high: float) -> float:
    """Where a lane's label stands: between two rows, where no line crosses it."""
    first = _TOP + (_BOX_H + _PITCH) / 2
    gaps = [first + n * _PITCH for n in range(20)]
    inside = [gap for gap in gaps if low < gap < high]
    return min(inside, key=lambda gap: abs(gap - (low + high) / 2), default=(low + high) / 2)


def _columns(
    groups: dict[tuple[str, ...], list[str]], rows: dict[str, float]
) -> list[list[tuple[str, ...]]]:
    """Groups that do not overlap share a column; narrow ones stand nearest to the states."""
    columns: list[list[tuple[str, ...]]] = []
    for sources in sorted(groups, key=lambda keys: (rows[keys[-1]] - rows[keys[0]], rows[keys[0]])):
        for column in columns:
            if all(not _overlap(sources, other, rows) for other in column):
                column.append(sources)
                break
        else:
            columns.append([sources])
    return columns


def _overlap(one: tuple[str, ...], other: tuple[str, ...], rows: dict[str, float]) -> bool:
    return rows[one[0]] <= rows[other[-1]] + 1 and rows[other[0]] <= rows[one[-1]] + 1


def _text(x: float, y: float, words: str, css: str, anchor: str = "start") -> str:
    style = f' class="{css}"' if css else ""
    place = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:g}" y="{y:g}"{style}{place}>{escape(words)}</text>'


def _line(path: str, *, tip: bool = False, answer: bool = False) -> str:
    end = ' marker-end="url(#tip)"' if tip else ""
    css = "way answer" if answer else "way"
    return f'<path class="{css}" d="{path}"{end}/>'


def draw(drawn: Workflow = workflow.LOOP) -> str:
    """The workflow as an SVG document in Chinese."""
    return _Drawing(drawn).svg()


if __name__ == "__main__":
    FILE.write_text(draw(), encoding="utf-8")
