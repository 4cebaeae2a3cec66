"""The skeleton of a report: parts, headings, sentences and clauses, each with its place.

A report has a part of results and a part of plans. The part is told by the headings (“二、下半年工作
计划”), or, where there is none, by how a paragraph begins (“下一步，街道将……”).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from jiedao.engines.reports.reading.parting import part_of_heading, part_of_paragraph, year_of
from jiedao.engines.reports.reading.responsible import ASIDE, REMARK, is_remark
from jiedao.engines.reports.reading.tables import CELL, Row, columns, placed

_QUOTED = re.compile(r"“[^“”。\n]{0,60}”|《[^《》\n]{0,60}》|‘[^‘’。\n]{0,40}’|\"[^\"。\n]{0,40}\"")
_LABELLED = re.compile(rf"(?<![\u4e00-\u9fff]){REMARK.pattern}")
_THOUSANDS = re.compile(r"(?<=[0-9])[,，](?=[0-9]{3}(?![0-9]))(?<![0-9]{4}[,，])")
#: Numbers as an input method in its wide mode writes them, folded place for place.
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_POINT = re.compile(r"(?<=[0-9])[．·](?=[0-9])")
#: What stands for the comma of 1,286 in a masked text, where a comma would end a clause.
THOUSANDS = "\x01"
NUMBERED = re.compile(
    r"[ \t\u3000]*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]、?)"
)
_CHAPTER = re.compile(r"[ \t\u3000]*[一二三四五六七八九十]{1,3}[、.．]")
_ORDER = re.compile(
    r"(?:[（(][一二三四五六七八九十]{1,3}[)）]、?|[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十])"
    r"|[一二三四五六七八九十]{1,2}[是要](?![求点])|首先是?|其次是?|再次是?|最后是?|[（(][0-9]{1,2}[)）]"
    r"|[0-9]{1,2}[.．、](?![0-9])|[①-⑳])[,，:：、 ]?"
)
# Bounded, so that a file without any stop is still read in linear time.
_SENTENCE = re.compile(r"[^。！？!?;；]{1,2000}[。！？!?;；]{0,9}|[。！？!?;；]{1,99}")
_CLAUSE = re.compile(r"[^,，。！？!?;；:：]{1,300}")
_SHORT = 40
_LONG = 60
_GOES_ON = ("；", ";", "，", ",", "、")


@dataclass(slots=True)
class Clause:
    """What stands between two commas; ``first`` and ``last`` within its sentence."""

    start: int
    end: int
    first: bool = False
    last: bool = False


@dataclass(slots=True)
class Sentence:
    """``heading`` is the nearest enumerated heading, ``topic`` the topic sentence over it.

    ``opens``: it is the first of its paragraph; ``numbered``: it stands in a numbered section;
    ``in_table``: it stands in a cell of a plan's table.
    """

    start: int
    end: int
    plan: bool
    period: str
    heading: tuple[int, int]
    topic: tuple[int, int] = (0, 0)
    is_topic: bool = False
    is_heading: bool = False
    opens: bool = False
    numbered: bool = False
    in_table: bool = False
    clauses: list[Clause] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """``text`` has its wide digits folded, ``masked`` what is quoted blanked out besides; both place
    for place, so that ``source``, the text as it was given, is quoted from the same places."""

    source: str
    text: str
    masked: str
    sentences: list[Sentence]
    year: str
    rows: list[Row] = field(default_factory=list)


def outline(source: str) -> Outline:
    """Take a text apart; never fails, whatever the text."""
    text = _POINT.sub(".", source.translate(_WIDE))
    masked = _THOUSANDS.sub(lambda comma: THOUSANDS, _QUOTED.sub(_blank, text))
    # Who sees to it, in brackets or behind a colon, is one clause with its name.
    masked = _LABELLED.sub(lambda label: label[0][:-1] + "\0", ASIDE.sub(_blank, masked))
    found = Outline(source, text, masked, [], year_of(text))
    state = _State(period=found.year)
    offset = 0
    for line in text.split("\n"):
        state.columns = columns(line) or (state.columns if CELL in line else ())
        read = _row if state.columns else _line
        found.sentences.extend(read(found, offset, offset + len(line), state))
        offset += len(line) + 1
    _mark_topics(found)
    return found


@dataclass(slots=True)
class _State:
    plan: bool = False
    period: str = ""
    heading: tuple[int, int] = (0, 0)
    numbered: bool = False
    columns: tuple[str, ...] = ()


def _blank(quoted: re.Match[str]) -> str:
    return quoted[0][0] + "\0" * (len(quoted[0]) - 2) + quoted[0][-1]


def _line(found: Outline, start: int, end: int, state: _State) -> Iterator[Sentence]:
    text = found.text[start:end]
    if not text.strip():
        return
    if is_remark(text):
        yield from _sentences(found, start, end, state)
        return
    marked = NUMBERED.match(text)
    stop = text.find("。")
    length = stop if stop >= 0 else len(text)
    if marked and length > _LONG:
        # A numbered paragraph, not a heading: only the number stands over it.
        state.heading, state.numbered = (start, start + marked.end()), True
    elif marked or (stop < 0 and length <= _SHORT and not text.rstrip().endswith(_GOES_ON)):
        state.heading = (start, start + length)
        chapter = not marked or bool(_CHAPTER.match(text))
        state.numbered = not _turn(found, state, chapter=chapter) and (
            state.numbered or bool(marked)
        )
    elif not state.plan and (part := part_of_paragraph(text, found.year)):
        state.plan, state.period = part.plan, part.period
    yield from _sentences(found, start, end, state)


def _row(found: Outline, start: int, end: int, state: _State) -> Iterator[Sentence]:
    """A row of a plan's table, its cells as clauses."""
    line = found.text[start:end]
    if columns(line):
        return
    cells = placed(line, start, state.columns)
    if "done" in cells:
        yield from _line(found, start, end, state)
        return
    # A table of what is to be done is a plan, wherever it stands.
    period = state.period or found.year
    found.rows.append(Row(cells, period, state.heading))
    as_plan = _State(plan=True, period=period, heading=state.heading)
    said = [
        sentence
        for name in ("task", "what", "target")
        for sentence in _sentences(found, *cells.get(name, (end, end)), as_plan)
    ]
    if said:
        # One sentence of them all: what the task names, the number in its own cell is said of.
        said.sort(key=lambda sentence: sentence.start)
        row = Sentence(said[0].start, said[-1].end, True, period, state.heading, in_table=True)
        row.clauses = [clause for sentence in said for clause in sentence.clauses]
        yield row


def _turn(found: Outline, state: _State, *, chapter: bool) -> bool:
    """Whether a heading begins the other part."""
    part = part_of_heading(found.text[slice(*state.heading)], found.year, chapter=chapter)
    if part:
        state.plan, state.period = part.plan, part.period
    return part is not None


def _sentences(found: Outline, start: int, end: int, state: _State) -> Iterator[Sentence]:
    for match in _SENTENCE.finditer(found.masked, start, end):
        begin = match.start()
        sentence = Sentence(begin, match.end(), state.plan, state.period, state.heading)
        sentence.numbered = state.numbered
        sentence.is_heading = match.end() <= state.heading[1] + 1
        for part in _CLAUSE.finditer(found.masked, begin, match.end()):
            body = part[0]
            left = part.start() + len(body) - len(body.lstrip(" \t\u3000—"))
            order = _ORDER.match(found.masked, left, part.end())
            left = order.end() if order else left
            right = part.end() - (len(body) - len(body.rstrip()))
            if right > left:
                sentence.clauses.append(Clause(left, right))
        if sentence.clauses:
            sentence.opens = not found.text[start:begin].strip()
            sentence.clauses[0].first = sentence.clauses[-1].last = True
            yield sentence


_TOPIC_LENGTH = 22
_COUPLET = 11


def _mark_topics(found: Outline) -> None:
    """Topic sentences: short, one clause (or a couplet), without a number, and others after them.

    A report that uses them has some in every section; elsewhere a short sentence is a sentence.
    Where each paragraph begins with one, those within a paragraph are none.
    """
    heads = [i for i, _ in enumerate(found.sentences) if _may_be_topic(found, i)]
    single = {found.sentences[i].heading for i in heads if len(found.sentences[i].clauses) == 1}
    # A couplet is a topic only in a section that has no other; of two in a row the second is.
    heads = [
        i
        for i in heads
        if len(found.sentences[i].clauses) == 1 or found.sentences[i].heading not in single
    ]
    candidates = set(heads)
    heads = [i for i in heads if i + 1 not in candidates or found.sentences[i].opens]
    bodies = {s.heading for s in found.sentences if not s.is_heading}
    if len(heads) < 1.5 * max(1, len(bodies)):
        heads = []
    opening = [i for i in heads if found.sentences[i].opens]
    if len(heads) - len(opening) < 0.5 * len(opening):
        heads = opening
    marked = set(heads)
    topic = (0, 0)
    for index, sentence in enumerate(found.sentences):
        if sentence.is_heading:
            topic = (0, 0)
        elif index in marked:
            sentence.is_topic = True
            topic = (sentence.start, sentence.end)
        sentence.topic = topic


def _may_be_topic(found: Outline, index: int) -> bool:
    sentence = found.sentences[index]
    following = found.sentences[index + 1] if index + 1 < len(found.sentences) else None
    if sentence.is_heading or following is None or following.heading != sentence.heading:
        return False
    text = found.masked[sentence.start : sentence.end].strip()
    said = found.text[sentence.start : sentence.end]
    if not text.endswith("。") or re.search(r"[0-9]", text) or is_remark(said):
        return False
    lengths = [clause.end - clause.start for clause in sentence.clauses]
    couplet = len(lengths) == 2 and max(lengths) <= _COUPLET and abs(lengths[0] - lengths[1]) <= 2
    return (couplet and "\0" not in text) or (len(lengths) == 1 and len(text) <= _TOPIC_LENGTH)
