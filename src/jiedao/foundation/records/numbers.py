"""The letters that begin a kind's numbers."""

from jiedao.kernel.declarations import Kind


def prefix_of(kind: Kind) -> str:
    """What the kind declares, else the first letters of its key's words: ``heritage_tree`` → HT."""
    return kind.prefix or "".join(part[:1] for part in kind.key.split("_")).upper()
