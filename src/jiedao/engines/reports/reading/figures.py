"""The quantitative statements of a report: which words belong to which number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from jiedao.engines.reports.reading import units
from jiedao.engines.reports.reading.model import Qualifier
from jiedao.engines.reports.reading.outline import Clause, Outline, Sentence
from jiedao.engines.reports.reading.quantities import Quantity, quantities
from jiedao.engines.reports.reading.sayings import Saying, sayings

_GROWTH = re.compile(
    r"(?:增长|增速|下降|上升|提高|提升|减少|降低|增加|回落|下滑|增幅|降幅|同比增|同比降|环比增|环比降|压减|压降|缩短|增|降)"
    r"(?:了|为|达|率)?[^,，。、]{0,4}$|(?:同比|环比)(?:分别)?[^,，。、]{0,3}$"
)
_GROWING = re.compile(r"的?(?:增速|增长|增幅|增长率)")
_EXPECTED = re.compile(r"预计(?!全年|今年|年度|至?年底)|预期|力争|有望|计划于|拟(?=[建于引])")
_EXISTING = re.compile(r"^(?:持续|不断|继续)?(?:完善|巩固|用好|依托|发挥|运用)")
_EACH = re.compile(r"(?:均|都)(?:已)?(?:达到?|超过?|突破|为|在|实现)?$")
_MEASURED = re.compile(
    r"(?:率|量|数|值|额|度|速|指数|收入|产值|成绩|考核|考评|测评|评价|积分|得分|投诉|投资|河|溪|涌|湖|渠|库|断面|事故|水质|[)）])$"
)
_AND = re.compile(r"以及|及(?![以其])|[、和与]")
_NEXT = re.compile(r"以及|及(?![以其])|[、和(（]")
_BARE = re.compile(r"(?:总量|增速|增幅|增量|增长率|规模|总额|数量|质量|存量){1,2}")


@dataclass(slots=True)
class Statement:
    """A figure before it is linked.

    ``at`` encloses the number, ``near`` its own words (up to the numbers around it), ``head`` is
    where the first number of its clause begins.
    """

    start: int
    end: int
    value: float | None
    unit: str
    qualifier: Qualifier
    measure: str
    target: bool
    clause: Clause
    sentence: Sentence
    at: tuple[int, int]
    near: tuple[int, int]
    head: int


def statements(found: Outline) -> list[Statement]:
    """Every statement of the report, in order."""
    result: list[Statement] = []
    for sentence in found.sentences:
        for index, clause in enumerate(sentence.clauses):
            result.extend(_clause(found, sentence, index, clause))
    return result


def _clause(found: Outline, sentence: Sentence, index: int, clause: Clause) -> Iterator[Statement]:
    numbers = quantities(found.masked, clause.start, clause.end)
    words = sayings(found.text, found.masked, clause.start, clause.end)
    words = [w for w in words if not any(_meet(w, q) for q in numbers)]
    reader = _Reader(found, sentence, index, clause, _stops(numbers, words))
    for quantity in numbers:
        yield from reader.quantity(quantity)
    for saying in words:
        yield from reader.saying(saying)


def _meet(saying: Saying, quantity: Quantity) -> bool:
    return saying.start < quantity.end and quantity.start < saying.end and saying.kind != "rank"


def _stops(numbers: list[Quantity], words: list[Saying]) -> list[tuple[int, int]]:
    return sorted([(q.start, q.end) for q in numbers] + [(w.start, w.end) for w in words])


class _Reader:
    """Reads one clause."""

    def __init__(
        self,
        found: Outline,
        sentence: Sentence,
        index: int,
        clause: Clause,
        stops: list[tuple[int, int]],
    ) -> None:
        self._found = found
        self._sentence = sentence
        self._index = index
        self._clause = clause
        self._stops = stops

    def quantity(self, quantity: Quantity) -> Iterator[Statement]:
        """One statement, or one for each subject of “均达”."""
        before = self._found.masked[self._clause.start : quantity.start]
        measure = self._measure(quantity, before)
        shared = _EACH.search(before) or (quantity.unit == "类" and "水质" in before)
        pieces = self._pieces(quantity.start) if shared else []
        if len(pieces) > 1:
            for left, _ in pieces:
                yield self._statement(left, quantity, measure, near=(left, quantity.end))
        else:
            near = self._respective(quantity.start, before)
            yield self._statement(self._clause.start, quantity, measure, near=near)

    def _respective(self, at: int, before: str) -> tuple[int, int] | None:
        """“刑事、治安警情分别下降30%、20%”: the second number is of the second subject."""
        word = before.find("分别")
        if word < 0:
            return None
        place = sum(self._clause.start + word < start < at for start, _ in self._stops)
        if word == 0:
            subjects = self._earlier("分别")
        else:
            text = before[:word]
            edges = [0, *(m.end() for m in _AND.finditer(text)), len(text)]
            subjects = [
                (self._clause.start + a, self._clause.start + b) for a, b in pairwise(edges)
            ]
        return subjects[place] if place < len(subjects) else None

    def saying(self, saying: Saying) -> Iterator[Statement]:
        """One statement, or one for each subject that shares the rank."""
        measure = {"firsts": "count", "zero": "count", "double": "ratio"}.get(saying.kind, "rank")
        if saying.kind == "whole":
            measure = "ratio"
        spans = self._subjects(saying)
        whole = (self._clause.start, saying.start)
        for left, right in spans:
            # “总量及增速全区第一”: a bare measure has its subject in the piece before.
            bare = _BARE.fullmatch(self._found.masked, left, right)
            begin = self._clause.start if bare or saying.kind == "double" else left
            near = None if (left, right) == whole else (left, right)
            yield self._statement(begin, saying, measure, near=near)

    def _measure(self, quantity: Quantity, before: str) -> str:
        kind = units.family(quantity.unit)
        if quantity.streak:
            return "streak"
        if kind in ("percent", "tenths", "times", "points"):
            growing = _GROWING.match(self._found.masked, quantity.end)
            return "growth" if growing or kind == "points" or self._grows(before) else "ratio"
        return {"money": "amount_cny", "area": "area", "length": "length"}.get(kind, "count")

    def _grows(self, before: str) -> bool:
        # “分别下降30%、20%”: the second number has its verb before the first.
        before = re.sub(r"[-−+]?[0-9.]+[%％][、和及]", "", before)
        return bool(_GROWTH.search(before))

    def _subjects(self, saying: Saying) -> list[tuple[int, int]]:
        whole = (self._clause.start, saying.start)
        before = self._found.masked[self._clause.start : saying.start]
        if saying.kind == "rank" and re.fullmatch(r"(?:均|都|分别|双双)?", before.strip()):
            return self._earlier(before) or [whole]
        if saying.kind not in ("rank", "zero", "double") or saying.value is None:
            return [whole]
        pieces = self._pieces(saying.start)
        if saying.kind in ("zero", "double") and saying.times > 1:
            return pieces[-saying.times :] if len(pieces) >= saying.times else self._twice(saying)
        return pieces if saying.kind == "rank" and len(pieces) > 1 else [whole]

    def _twice(self, saying: Saying) -> list[tuple[int, int]]:
        return [(self._clause.start, saying.start)] * (2 if saying.kind == "double" else 1)

    def _earlier(self, before: str) -> list[tuple[int, int]]:
        """The clauses before one that says only “均排名全区第一” (or just “全区第一”)."""
        clauses = self._sentence.clauses[: self._index]
        if not before.strip():
            return [(clauses[-1].start, clauses[-1].end)] if clauses else []
        kept: list[tuple[int, int]] = []
        for clause in reversed(clauses):
            if not quantities(self._found.masked, clause.start, clause.end):
                break
            kept.append((clause.start, clause.end))
        return kept[::-1]

    def _pieces(self, end: int) -> list[tuple[int, int]]:
        """The subjects in a list before a predicate that holds for each; [] if it is no list."""
        text = self._found.masked[self._clause.start : end]
        if re.search(r"等[一二三四五六七八九十0-9]+[项个]", text):
            return []
        text = re.sub(r"(?:均|都)?(?:已)?(?:达到?|稳达|保持|连续.{1,4})?$", "", text)
        spans: list[tuple[int, int]] = []
        at = 0
        for match in (*_AND.finditer(text), None):
            stop = match.start() if match else len(text)
            spans.append((self._clause.start + at, self._clause.start + stop))
            at = match.end() if match else stop
        named = all(_MEASURED.search(self._found.masked[a:b]) or self._listed(b) for a, b in spans)
        return spans if named and len(spans) > 1 else []

    def _listed(self, end: int) -> bool:
        """Whether a piece stands in a list that “均” or “水质” closes."""
        rest = self._found.masked[end : self._clause.end]
        return bool(re.search(r"均达|均超|均为|水质|零发生|零\w\w[”\"]|“\0", rest[:60]))

    def _statement(
        self,
        left: int,
        found: Quantity | Saying,
        measure: str,
        *,
        near: tuple[int, int] | None = None,
    ) -> Statement:
        previous = [end for _, end in self._stops if end <= found.start]
        following = [start for start, _ in self._stops if start >= found.end]
        stop = found.end if previous or following else self._clause.end
        own = (max([self._clause.start, *previous]), self._own_end(found.end, following))
        return Statement(
            start=left,
            end=stop,
            value=found.value,
            unit=found.unit,
            qualifier=found.qualifier,
            measure=measure,
            target=self._is_target(found.start),
            clause=self._clause,
            sentence=self._sentence,
            at=(found.start, found.end),
            near=near or own,
            head=self._stops[0][0],
        )

    def _own_end(self, end: int, following: list[int]) -> int:
        if not following:
            return self._clause.end
        sibling = _NEXT.search(self._found.masked, end, following[0])
        return sibling.start() if sibling else following[0]

    def _is_target(self, at: int) -> bool:
        text = self._found.text[self._clause.start : at]
        if not self._sentence.plan:
            return bool(_EXPECTED.search(text))
        return not _EXISTING.match(text)
