"""References in files: words → ids and ids → words, in one question a batch for each kind."""

from collections.abc import Collection, Iterable, Mapping

from jiedao.foundation.records.references import reference
from jiedao.foundation.sheets.cells import code

_REMEMBERED = 50_000


class Finder:
    """Finds the ids of words, and remembers those it found: the same unit stands in many rows."""

    def __init__(self, town_id: int) -> None:
        self.town_id = town_id
        self._known: dict[str, dict[str, int]] = {}

    def learn(self, to: str, texts: Collection[str]) -> None:
        """Ask for those not known yet."""
        known = self._known.setdefault(to, {})
        fresh = {text for text in texts if text not in known}
        if not fresh:
            return
        if len(known) > _REMEMBERED:
            known.clear()
            fresh = set(texts)
        # Codes are also written full-width, in small letters, with blanks.
        forms = {text: code(text).upper() for text in fresh}
        found = reference(to).find(self.town_id, {*fresh, *forms.values()})
        for text in fresh:
            row = found.get(text, found.get(forms[text]))
            if row is not None:
                known[text] = row

    def find(self, to: str, text: str) -> int | None:
        """The id that a text means; None where there is no such row, or more than one."""
        return self._known.get(to, {}).get(text)


def written(town_id: int, to: str, ids: Iterable[int]) -> Mapping[int, str]:
    """What is written for each id: its name where that leads back to it, else its code."""
    wanted = set(ids)
    if not wanted:
        return {}
    there = reference(to)
    names = there.words(town_id, wanted)
    back = there.find(town_id, set(names.values()))
    unclear = [pk for pk, name in names.items() if back.get(name) != pk]
    if not unclear:
        return names
    codes = there.codes(town_id, unclear)
    return names | {pk: text for pk, text in codes.items() if text}
