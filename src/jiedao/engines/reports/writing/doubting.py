"""Where a text is to be looked at again before it is released: its clause, and what is wrong there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from jiedao.engines.reports.writing.checking import Contradiction
from jiedao.engines.reports.writing.document import Block, Paragraph, Text, Token
from jiedao.engines.reports.writing.figures import Figures, said

Found = Mapping[int, Sequence[Contradiction]]
"""Place of the block → what is wrong in it (``checking.contradictions``)."""
_CLAUSE: Final = re.compile(r"[^。；;！？]*[。；;！？]?")


@dataclass(frozen=True, slots=True)
class Doubt:
    """``at`` is the place of the block; ``words`` the clause as it reads; ``why`` what speaks
    against it, or that nothing stands behind it (``typed``)."""

    at: int
    words: str
    why: str
    typed: bool


def doubts(blocks: tuple[Block, ...], figures: Figures, found: Found) -> list[Doubt]:
    """One for each contradiction, in the order of the text."""
    return [
        Doubt(at, _clause(paragraph, figures, fault), fault.sentence, bool(fault.typed))
        for at, faults in sorted(found.items())
        if isinstance(paragraph := blocks[at], Paragraph)
        for fault in faults
    ]


def doubted(faults: Sequence[Contradiction]) -> frozenset[Token]:
    """The references of a paragraph that something speaks against."""
    return frozenset(fault.token for fault in faults if fault.token is not None)


def _clause(paragraph: Paragraph, figures: Figures, fault: Contradiction) -> str:
    """The clause of the paragraph in which the fault stands; its beginning where that is unknown."""
    text, place = "", None
    for words, hit in _pieces(paragraph, figures, fault):
        if hit is not None and place is None:
            place = len(text) + hit
        text += words
    clauses = [one for one in _CLAUSE.finditer(text) if one[0]]
    chosen = next((one for one in clauses if one.start() <= (place or 0) < one.end()), None)
    return chosen[0].strip(" ；;") if chosen else text


def _pieces(
    paragraph: Paragraph, figures: Figures, fault: Contradiction
) -> Iterator[tuple[str, int | None]]:
    """The words of each run, with the place in them that the fault is about."""
    for run in said(paragraph, figures):
        if isinstance(run, Text):
            at = run.text.find(fault.typed) if fault.typed else -1
            yield run.text, at if at >= 0 else None
        else:
            yield run.text, 0 if run.token == fault.token else None
