"""The icon sprite: which icons there are, and how the sprite is made anew.

``static/icons.svg`` holds one ``<symbol>`` for each name of ``static/vendor/tabler-icons/names.txt``
and the five shapes that stand beside the state colours. To add an icon, add its name to that
file, unpack the Tabler icons package and run ``python -m jiedao.web.icons FOLDER``.
"""

import re
import sys
from functools import lru_cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"
SPRITE = STATIC / "icons.svg"
NAMES = STATIC / "vendor" / "tabler-icons" / "names.txt"

# Filled, on a 12-unit square, and different without any colour: a disc, a triangle, a lozenge,
# two bars, a ring; neutral is a short dash.
SHAPES = {
    "green": '<circle cx="6" cy="6" r="4.5" fill="currentColor"/>',
    "amber": '<path d="M6 .9 11.6 10.9H.4Z" fill="currentColor"/>',
    "red": '<path d="M6 0 12 6 6 12 0 6Z" fill="currentColor"/>',
    "violet": '<path d="M2 1h3v10H2zM7 1h3v10H7z" fill="currentColor"/>',
    "grey": '<circle cx="6" cy="6" r="3.8" fill="none" stroke="currentColor" stroke-width="1.8"/>',
    "neutral": '<path d="M2 5h8v2H2z" fill="currentColor"/>',
}

_INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.S)
_BLANK = re.compile(r'<path stroke="none"[^>]*/>')


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """The names that ``{% icon %}`` and declarations may use."""
    return frozenset(NAMES.read_text(encoding="utf-8").split())


def build(folder: Path) -> str:
    """The sprite's text from an unpacked package of Tabler icons."""
    parts = ['<svg xmlns="http://www.w3.org/2000/svg">']
    for tone, shape in SHAPES.items():
        parts.append(f'<symbol id="tone-{tone}" viewBox="0 0 12 12">{shape}</symbol>')
    for name in sorted(names()):
        text = (folder / "icons" / "outline" / f"{name}.svg").read_text(encoding="utf-8")
        found = _INNER.search(text)
        if found is None:
            raise ValueError(f"{name}: not an SVG drawing")
        inner = " ".join(_BLANK.sub("", found.group(1)).split()).replace("> <", "><")
        parts.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>')
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    SPRITE.write_text(build(Path(sys.argv[1])), encoding="utf-8")
    sys.stdout.write(f"{SPRITE}: {len(names())} icons\n")
