"""What a report of ours says of a figure, the reading of reports knows again: key and value.

Every sentence pattern is filled in and read, as a draft has it: in its section, alone with its
change on the year before, and with others in a paragraph.
"""

from collections.abc import Iterator
from decimal import Decimal

from jiedao.engines.reports import outline
from jiedao.engines.reports.reading import read
from jiedao.engines.reports.reading.dictionary import dictionary
from jiedao.engines.reports.writing.book import RANKED_UNITS
from jiedao.engines.reports.writing.saying import say, say_rank
from jiedao.engines.reports.writing.telling import around
from jiedao.kernel.declarations import Indicator

VALUES = (Decimal(137), Decimal(20_500))
A_PARAGRAPH = 6


def told() -> Iterator[tuple[str, str, tuple[Indicator, ...]]]:
    """Section, lead and figures of every part of a report."""
    for section in outline.outline():
        for part in section.parts:
            yield section.section.heading, part.part.lead, part.indicators


def said(indicator: Indicator, value: Decimal) -> str:
    """The sentence of a figure, as a draft writes it."""
    before, after = around(indicator)
    if indicator.compare == "rank" or indicator.unit in RANKED_UNITS:
        return f"{before}{say_rank(int(value), indicator.unit)}{after}"
    unit = "%" if indicator.compare == "growth" else indicator.unit
    return f"{before}{say(value, unit)}{after}"


def sizes(indicator: Indicator) -> tuple[Decimal, ...]:
    if indicator.compare == "rank" or indicator.unit in RANKED_UNITS:
        return (Decimal(1), Decimal(4))
    small = indicator.compare == "growth" or indicator.unit in ("%", "个百分点")
    return (Decimal("37.5"),) if small else VALUES


def read_again(heading: str, body: str) -> set[tuple[str | None, Decimal]]:
    text = f"2024年工作总结\n（一）{heading}\n{body}"
    figures = read(text).figures
    return {(one.key, scaled(one.value, one.unit)) for one in figures if one.value is not None}


def scaled(value: float, unit: str) -> Decimal:
    number = Decimal(str(value))
    for name, size in (("亿", 100_000_000), ("万", 10_000)):
        if unit.startswith(name):
            return number * size
    return number


def wanted(indicator: Indicator, value: Decimal) -> tuple[str, Decimal]:
    return indicator.key, scaled(float(value), indicator.unit)


def test_every_figure_of_a_report_is_in_the_dictionary() -> None:
    known = {entry.key for entry in dictionary().entries}
    lacking = [one.key for _head, _lead, row in told() for one in row if one.key not in known]
    assert not lacking, "a line in dictionary.jsonl says how reports name them"


def test_a_sentence_is_read_again() -> None:
    lost = [
        (one.key, said(one, value))
        for heading, lead, row in told()
        for one in row
        for value, change in zip(sizes(one), ("，同比增长12%", ""), strict=False)
        if wanted(one, value) not in read_again(heading, f"{lead}{said(one, value)}{change}。")
    ]
    assert not lost


def test_a_paragraph_is_read_again() -> None:
    lost: list[tuple[str, str]] = []
    for heading, lead, row in told():
        for start in range(0, len(row), A_PARAGRAPH):
            some = row[start : start + A_PARAGRAPH]
            body = "；".join(said(one, sizes(one)[0]) for one in some)
            found = read_again(heading, f"{lead}{body}。")
            lost += [(one.key, body) for one in some if wanted(one, sizes(one)[0]) not in found]
    assert not lost
