"""Clauses that are said whatever the matter is: a form's headings, an operator's opening, a wish.

“请接单后先联系市民” tells nothing of a matter, yet its n-grams are rare enough to join a pothole and a
pension. No list of them, so that it holds in any town: a clause is a formula where reports of many
different items have it word for word.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from jiedao.engines.mining.grouping.reports import Report

ITEMS: Final = 12
"""Of so many different items it must be said."""
_SHORTEST: Final = 3
_BETWEEN: Final = re.compile(r"([，。；：！？,.;:!?（）()【】\n]+)")
_DIGITS: Final = re.compile(r"\d+")


def formulas_of(reports: Iterable[Report]) -> frozenset[str]:
    """The formulas of these reports; none where their items are not known."""
    items: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        if report.item:
            for clause in set(_clauses(report.text)[::2]):
                items[_key(clause)].add(report.item)
    return frozenset(
        clause
        for clause, known in items.items()
        if len(known) >= ITEMS and len(clause) >= _SHORTEST
    )


def without_formulas(text: str, formulas: frozenset[str]) -> str:
    """The text with these clauses blanked out; as it is where it has none."""
    if not formulas:
        return text
    return "".join(" " if _key(part) in formulas else part for part in _clauses(text))


def _clauses(text: str) -> list[str]:
    """Clauses at even places, what stands between them at odd ones."""
    return _BETWEEN.split(unicodedata.normalize("NFKC", text))


def _key(clause: str) -> str:
    return _DIGITS.sub("0", clause.strip())
