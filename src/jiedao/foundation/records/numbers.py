"""What tells records apart: the letters that begin a kind's numbers, and the keys of retries."""

from typing import Final

from jiedao.kernel.actors import Actor
from jiedao.kernel.declarations import Kind

FILE_KEY: Final = "file:"
"""Begins the key of a record that only the row of its file tells from others."""
_RETRY: Final = "~"
"""Begins the keys of records that nothing but their sender's word tells apart."""


def prefix_of(kind: Kind) -> str:
    """What the kind declares, else the first letters of its key's words: ``heritage_tree`` → HT."""
    return kind.prefix or "".join(part[:1] for part in kind.key.split("_")).upper()


def retry_key(word: str, actor: Actor) -> str:
    """The key of a record for what its sender calls it; two senders may use the same word."""
    return f"{_RETRY}{actor.kind}{actor.id or actor.name}:{word}"[:200] if word else ""


def given_key(key: str) -> str:
    """The key, where it came with the record and does not follow from its values (the row of a
    file, a sender's own word): an edit does not change it."""
    return key if key.startswith((FILE_KEY, _RETRY)) else ""
