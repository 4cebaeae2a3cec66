"""Which parts of a text decided, as they were written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.classifying.view import is_han, told_in
from jiedao.engines.mining.texts.grams import Grams, folded

_SHORTEST, _LONGEST = 2, 8
_LONGEST_READ: Final = 2000


@dataclass(frozen=True, slots=True)
class Told:
    """A text, how it is counted, and what each column says for the label (0: nothing)."""

    text: str
    grams: Grams
    gain: Callable[[int], float]


def words_of(told: Told, most: int) -> tuple[str, ...]:
    """The ``most`` parts that speak loudest, longest runs of characters that each speak for it.

    A character's say is that of the n-grams over it, shared out evenly; a part is a run of
    characters that say something, of two to eight, which stands in the text as it is.
    """
    text = told.text[:_LONGEST_READ]
    plain, places = _aligned(text)
    if not plain:
        return ()
    says = np.zeros(len(plain))
    for start, size, column in told.grams.places(plain):
        gain = told.gain(column)
        if gain:
            says[start : start + size] += gain / size
    found: dict[str, float] = {}
    for start, end in _runs(says, plain, places):
        word = text[places[start] : places[end - 1] + 1].strip()
        if len(word) >= _SHORTEST:
            found[word] = max(found.get(word, 0.0), float(says[start:end].sum()))
    ranked = sorted(found, key=lambda word: (-found[word], word))
    return tuple(ranked[:most])


def _aligned(text: str) -> tuple[str, list[int]]:
    """What is counted of a text, character by character, and where in ``text`` each came from."""
    plain, places = [], []
    kept = told_in(text) != text
    for at, character in enumerate(text):
        if kept and not is_han(character):
            continue
        for one in folded(character) or " ":
            plain.append(one)
            places.append(at)
    return "".join(plain), places


def _runs(says: NDArray[np.float64], plain: str, places: list[int]) -> list[tuple[int, int]]:
    """Runs of characters that say more than the text's characters usually do."""
    loud = says > max(0.0, float(says.mean()) if len(says) else 0.0)
    runs, start = [], None
    for at in range(len(plain) + 1):
        going = at < len(plain) and bool(loud[at]) and plain[at].isalnum()
        parted = start is not None and going and places[at] > places[at - 1] + 1
        if going and start is None:
            start = at
        elif start is not None and (not going or parted or at - start == _LONGEST):
            runs.append((start, at))
            start = at if going else None
    return runs
