"""Text as it may be kept: what no database holds and no reader sees is dropped."""


def clean(text: str) -> str:
    """The text without control characters (tabs and line breaks stay) and outer blanks."""
    return "".join(c for c in text if c in "\n\t" or (c.isprintable() or c == "\u3000")).strip()
