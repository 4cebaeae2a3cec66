"""From text to index words and from a query to phrases of them.

Chinese has no blanks between words, and the trigram indexes of both databases find nothing for
a word of two characters (噪音). So each run of Chinese characters is indexed as overlapping
bigrams and its last character: 噪音扰民 → 噪音 音扰 扰民 民. A query of n characters is the
phrase of its bigrams, which is an exact substring; a single character is a prefix. Letters and
digits are indexed as whole words and found by prefix.
"""

import re
import unicodedata
from typing import NamedTuple

_RUNS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+|[^\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+")
_LONGEST = 60
"""Of a word of letters or digits; PostgreSQL refuses lexemes of more than 2 KiB."""


class Phrase(NamedTuple):
    """A run as it is looked for: words that must follow one another.

    ``prefix`` says that the last word may go on; ``run`` is the run itself.
    """

    run: str
    words: tuple[str, ...]
    prefix: bool

    @property
    def is_single(self) -> bool:
        """Whether this is one Chinese character."""
        return len(self.run) == 1 and is_han(self.run)


def normal(text: str) -> str:
    """One form for full-width and half-width, upper and lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def runs(text: str) -> list[str]:
    """The text's runs of Chinese characters, and of other letters and digits, in order."""
    return [part for run in _RUNS.findall(normal(text)) for part in _split_mixed(run)]


def _split_mixed(run: str) -> list[str]:
    """A word that mixes Chinese with letters is several runs (A区 → a, 区)."""
    parts: list[str] = []
    position = 0
    for found in _HAN.finditer(run):
        if found.start() > position:
            parts.append(run[position : found.start()])
        parts.append(found.group())
        position = found.end()
    if position < len(run):
        parts.append(run[position:])
    return parts


def is_han(run: str) -> bool:
    """Whether a run is of Chinese characters."""
    return _HAN.fullmatch(run) is not None


def index_words(text: str) -> list[str]:
    """The words to be indexed, in order.

    No phrase reaches from one run into the next: a run's last character stands between.
    """
    result: list[str] = []
    for run in runs(text):
        if is_han(run):
            result += [run[n : n + 2] for n in range(len(run) - 1)]
            result.append(run[-1])
        else:
            result.append(run[:_LONGEST])
    return result


def phrases(query: str) -> list[Phrase]:
    """A query as phrases that must all occur, each once."""
    result = []
    for run in dict.fromkeys(runs(query)):
        if is_han(run) and len(run) > 1:
            result.append(Phrase(run, tuple(run[n : n + 2] for n in range(len(run) - 1)), False))
        else:
            result.append(Phrase(run, (run[:_LONGEST],), True))
    return result
