"""The indicators that figures are linked to, and the words by which a report names them.

``dictionary.jsonl`` holds one indicator a line: key, Chinese name, application, measure, unit, and
``read``: patterns. A pattern is a row of terms that must all stand near the number, each a choice of
words (“招引|引进 企业”); a term after a plus sign must be
met in the clause of the number, words after a minus sign must not stand beside the number.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log

from jiedao.engines.reports.reading import units


@dataclass(frozen=True, slots=True)
class Entry:
    """``family`` is that of the unit: “money”, “events” … (``units.family``)."""

    key: str
    zh: str
    application: str
    measure: str
    unit: str
    family: str
    bigrams: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Numbers of words: all of ``terms`` must be met (any word of each), none of ``banned``.

    ``own`` are those of the term that must be met in the clause of the number.
    """

    entry: Entry
    terms: tuple[frozenset[int], ...]
    own: frozenset[int]
    banned: frozenset[int]


@dataclass(frozen=True)
class Dictionary:
    """``words`` by number, with the weight of each: rare and long words say more.

    ``starts`` are the words by their first two characters, ``by_word`` the patterns in whose terms a
    word stands.
    """

    entries: tuple[Entry, ...]
    words: tuple[str, ...]
    weights: tuple[float, ...]
    starts: dict[str, tuple[int, ...]]
    by_word: dict[int, tuple[Pattern, ...]]

    def spots(self, text: str) -> "Spots":
        """Where its words stand in a text, found in one pass."""
        places: list[int] = []
        words: list[int] = []
        for at in range(len(text) - 1):
            for word in self.starts.get(text[at : at + 2], ()):
                if text.startswith(self.words[word], at):
                    places.append(at)
                    words.append(word)
        return Spots(self, places, words)


@dataclass(frozen=True, slots=True)
class Spots:
    """Words of the dictionary in a text."""

    dictionary: Dictionary
    places: list[int]
    words: list[int]

    def within(self, start: int, end: int) -> frozenset[int]:
        """The numbers of the words that lie wholly between two places."""
        low, high = bisect_left(self.places, start), bisect_right(self.places, end)
        known = self.dictionary.words
        return frozenset(
            word
            for at, word in zip(self.places[low:high], self.words[low:high], strict=True)
            if at + len(known[word]) <= end
        )


def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters: how names are compared."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


@cache
def dictionary() -> Dictionary:
    """The dictionary of this package, compiled once in a process."""
    source = files(__package__).joinpath("dictionary.jsonl").read_text(encoding="utf-8")
    return compiled(json.loads(line) for line in source.splitlines() if line)


def compiled(lines: Iterable[dict[str, object]]) -> Dictionary:
    """A dictionary from the objects of its lines."""
    numbers: dict[str, int] = {}
    entries: list[Entry] = []
    by_word: dict[int, list[Pattern]] = {}
    for line in lines:
        entry = _entry(line)
        entries.append(entry)
        read = line.get("read")
        for written in read if isinstance(read, list) else []:
            pattern = _pattern(entry, str(written), numbers)
            for word in frozenset().union(*pattern.terms):
                by_word.setdefault(word, []).append(pattern)
    starts: dict[str, list[int]] = {}
    for name, number in numbers.items():
        starts.setdefault(name[:2], []).append(number)
    return Dictionary(
        tuple(entries),
        tuple(numbers),
        tuple(
            _weight(word, len({p.entry.key for p in by_word.get(number, ())}), len(entries))
            for word, number in numbers.items()
        ),
        {start: tuple(found) for start, found in starts.items()},
        {word: tuple(found) for word, found in by_word.items()},
    )


def _weight(word: str, indicators: int, of: int) -> float:
    rarity = 1.0 - log(1 + indicators) / log(2 + of)
    return (0.3 + rarity) * min(1.4, 0.8 + 0.1 * len(word))


def _entry(line: dict[str, object]) -> Entry:
    key, zh, application, measure, unit = (
        str(line[name]) for name in ("key", "zh", "application", "measure", "unit")
    )
    return Entry(key, zh, application, measure, unit, units.family(unit), bigrams(zh))


def _pattern(entry: Entry, written: str, numbers: dict[str, int]) -> Pattern:
    terms: list[frozenset[int]] = []
    signed: dict[str, set[int]] = {"+": set(), "-": set()}
    for term in written.split():
        words = frozenset(
            numbers.setdefault(word, len(numbers))
            for word in term.lstrip("+-").split("|")
            if len(word) > 1
        )
        if not term.startswith("-"):
            terms.append(words)
        if term[0] in signed:
            signed[term[0]] |= words
    return Pattern(entry, tuple(terms), frozenset(signed["+"]), frozenset(signed["-"]))
