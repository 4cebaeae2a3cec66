"""The typefaces of official documents, and which of them this machine lacks.

A document names the standard's faces, whatever machine writes it: it will be opened on others.
Each carries the names by which a word processor may replace it.
"""

import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Face:
    """``name`` is written into documents, ``others`` are the same face under other names,
    ``instead`` is what may stand in for it."""

    name: str
    others: tuple[str, ...]
    instead: tuple[str, ...]


TITLE: Final = Face("方正小标宋简体", ("FZXiaoBiaoSong-B05S", "方正小标宋_GBK"),
                    ("华文中宋", "STZhongsong", "宋体", "Noto Serif CJK SC"))  # fmt: skip
BODY: Final = Face("仿宋_GB2312", ("FangSong_GB2312",),
                   ("仿宋", "FangSong", "华文仿宋", "Noto Serif CJK SC"))  # fmt: skip
KAI: Final = Face("楷体_GB2312", ("KaiTi_GB2312",),
                  ("楷体", "KaiTi", "华文楷体", "Noto Serif CJK SC"))  # fmt: skip
HEI: Final = Face("黑体", ("SimHei",), ("思源黑体", "Noto Sans CJK SC"))
SONG: Final = Face("宋体", ("SimSun",), ("思源宋体", "Noto Serif CJK SC"))
FACES: Final = (TITLE, BODY, KAI, HEI, SONG)


@lru_cache(maxsize=1)
def installed() -> frozenset[str] | None:
    """The families that this machine has; None where nobody can say (no ``fc-list``)."""
    command = shutil.which("fc-list")
    if command is None:
        return None
    try:
        listed = subprocess.run(  # noqa: S603 - a fixed command
            [command, ":", "family"], capture_output=True, text=True, timeout=_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return frozenset(
        name.strip() for line in listed.stdout.splitlines() for name in line.split(",")
    )


def lacking(faces: tuple[Face, ...] = FACES) -> tuple[Face, ...]:
    """Those that are not installed here under any of their names; none where nobody can say."""
    known = installed()
    if known is None:
        return ()
    return tuple(face for face in faces if not known.intersection((face.name, *face.others)))
