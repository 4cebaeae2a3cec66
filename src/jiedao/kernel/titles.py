"""A title in both languages: declarations carry it, templates show the reader's own."""

from typing import NamedTuple

from django.utils.translation import get_language


class Title(NamedTuple):
    """Chinese first; English where the reader asked for it."""

    zh: str
    en: str

    def __str__(self) -> str:
        language = get_language() or "zh-hans"
        return self.en if language.startswith("en") and self.en else self.zh
