"""A whole report, read."""

import re

from jiedao.engines.reports.reading.commitments import commitments
from jiedao.engines.reports.reading.dates import named_period
from jiedao.engines.reports.reading.figures import Statement, statements
from jiedao.engines.reports.reading.linking import linker
from jiedao.engines.reports.reading.model import Figure, Reading, Status
from jiedao.engines.reports.reading.outline import Outline, outline

_LEADING = re.compile(
    r"^(?:全年|上半年|下半年|年内|累计|共|共计|成功|持续|全面|完成|实现|开展|组织|举办|推动|力争|新增的|其中)+"
)
_NUMBERS = re.compile(r"[0-9.,]+[^0-9]{0,4}$")
_RUNNING = 60
_ENDS = tuple("。！？!?…”’）)》；;.:：")


def read(text: str, period: str = "") -> Reading:
    """All figures and commitments of a report, in the order of the text. Never raises.

    ``period`` is what “去年” is counted from where the text itself names no year.
    """
    found = outline(text)
    return Reading(_figures(found, period), commitments(found))


def is_cut_off(text: str) -> bool:
    """Whether the text breaks off in mid-sentence: its last line is running text without an end."""
    last = text.rstrip().rpartition("\n")[2].strip()
    is_running = len(last) > _RUNNING or re.search(r"[,，。；;]", last) is not None
    return is_running and not last.endswith(_ENDS)


def _figures(found: Outline, period: str) -> list[Figure]:
    link = linker(found)
    figures = []
    for statement in statements(found):
        linked = link.link(statement)
        of = _period(found, statement, period)
        figures.append(
            Figure(
                quote=found.source[statement.start : statement.end],
                start=statement.start,
                indicator=linked.entry.zh if linked else _name(found, statement),
                key=linked.entry.key if linked else None,
                value=statement.value,
                unit=statement.unit,
                qualifier=statement.qualifier,
                status=_status(statement, of),
                period=of,
                certain=linked is not None and linked.certain,
                score=linked.score if linked else 0.0,
                rivals=linked.rivals if linked else (),
                at=statement.at[0],
            )
        )
    return figures


def _period(found: Outline, statement: Statement, period: str) -> str:
    """What its clause names, or a clause before it in the sentence that begins with it; else that
    of the part it stands in."""
    sentence = statement.sentence
    base = sentence.period or period
    named = named_period(found.masked, statement.clause.start, statement.at[0], base)
    if named:
        return named
    for clause in reversed(sentence.clauses):
        if clause.end <= statement.clause.start:
            named = named_period(found.masked, clause.start, clause.end, base, opens=True)
            if named:
                return named
    return sentence.period


def _status(statement: Statement, period: str) -> Status:
    if statement.target and not "" < period[:4] < statement.sentence.period[:4]:
        return "target"
    return "rank" if statement.measure == "rank" else "result"


def _name(found: Outline, statement: Statement) -> str:
    """What a figure without an indicator is called: its own words."""
    left, right = statement.near
    text = found.text[left:right].strip("、和及,， \t\u3000()（）")
    return _NUMBERS.sub("", _LEADING.sub("", text)).strip() or text
