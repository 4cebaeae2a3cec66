"""Words that come up of late and hardly came up before: what a catalogue may not know yet."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from jiedao.engines.mining.confirmed import Example
from jiedao.engines.mining.texts.grams import folded

_SIZES: Final = (2, 3, 4)
_LATELY: Final = 1_000
_BEFORE: Final = 4_000
_LEAST: Final = 5
"""In so many cases at least: what one person says is no word of the town."""
_TIMES: Final = 4.0


def new_words(examples: Sequence[Example], most: int = 12) -> list[str]:
    """Words of two to four characters that are at least four times as frequent in the newest
    cases (a fifth of them, at most a thousand) as in those before; the most telling first."""
    lately = min(_LATELY, len(examples) // 5)
    if not lately:
        return []
    recent, before = examples[-lately:], examples[-lately - _BEFORE : -lately]
    now, past = _counts(recent), _counts(before)
    gain = {
        word: (count / len(recent)) / ((past[word] + 1) / (len(before) + 1))
        for word, count in now.items()
        if count >= _LEAST
    }
    found = sorted((w for w, g in gain.items() if g >= _TIMES), key=lambda w: (-now[w], -len(w), w))
    return _longest(found, now)[:most]


def _counts(examples: Iterable[Example]) -> Counter[str]:
    return Counter(chain.from_iterable(_words(one.text) for one in examples))


def _words(text: str) -> set[str]:
    plain = folded(text)
    grams = (plain[at : at + size] for size in _SIZES for at in range(len(plain) - size + 1))
    return {gram for gram in grams if all("\u4e00" <= letter <= "\u9fff" for letter in gram)}


def _longest(found: list[str], counts: Counter[str]) -> list[str]:
    """Without those that stand in a longer one as often."""
    kept: list[str] = []
    for word in found:
        inside = (w for w in found if word != w and word in w)
        if not any(counts[word] <= counts[w] * 1.2 for w in inside):
            kept.append(word)
    return kept
