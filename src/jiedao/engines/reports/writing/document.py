"""What a report is made of: headings and paragraphs of text and references to figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

LEVELS = 4
"""一、 （一） 1. （1）"""
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Text:
    """Words a person wrote or may change."""

    text: str


@dataclass(frozen=True, slots=True)
class Token:
    """A number that stands in the prose without being written there.

    ``key`` is that of an indicator, or ``fact:ID`` for one outside figure or honour. ``form`` is
    how it is shown (see ``forms``); filters are (dimension, value), sorted.
    """

    key: str
    period: str
    filters: tuple[tuple[str, str], ...] = ()
    form: str = ""


Run = Text | Token


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4; its number is made when the report is shown."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``lead`` is the short first sentence in stronger print ("民生诉求有效解决。")."""

    runs: tuple[Run, ...]
    lead: str = ""


Block = Heading | Paragraph


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report. ``office`` and ``day`` stand below it, on the right."""

    title: str
    office: str
    day: date | None
    blocks: tuple[Block, ...]


def tokens(blocks: tuple[Block, ...]) -> Iterator[Token]:
    """The references of a text in their order; one that comes twice is given twice."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (run for run in block.runs if isinstance(run, Token))


def joined(runs: list[Run]) -> tuple[Run, ...]:
    """No two texts side by side, as the stored prose is read back."""
    found: list[Run] = []
    for run in runs:
        if isinstance(run, Text) and found and isinstance(last := found[-1], Text):
            found[-1] = Text(last.text + run.text)
        else:
            found.append(run)
    return tuple(found)


def numbered(blocks: tuple[Block, ...]) -> Iterator[tuple[str, Block]]:
    """Each block with the number that stands before it ("（一）"; "" before a paragraph)."""
    counts = [0] * (LEVELS + 1)
    for block in blocks:
        if isinstance(block, Paragraph):
            yield "", block
            continue
        counts[block.level] += 1
        counts[block.level + 1 :] = [0] * (LEVELS - block.level)
        yield number_of(block.level, counts[block.level]), block


def number_of(level: int, count: int) -> str:
    """GB/T 9704-2012, 7.3.3: 一、 （一） 1. （1）."""
    return (f"{numeral(count)}、", f"（{numeral(count)}）", f"{count}.", f"（{count}）")[level - 1]


def numeral(number: int) -> str:
    """1 to 99 in Chinese; digits beyond."""
    tens, ones = divmod(number, 10)
    if tens > 9 or number < 0:
        return str(number)
    if not tens:
        return _DIGITS[ones]
    return f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[ones] if ones else ''}"
