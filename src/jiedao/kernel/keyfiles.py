"""Key files: made once however many processes start together, replaced whole, read by the owner only.

Imported by the settings, and so free of Django.
"""

import os
from collections.abc import Iterable
from pathlib import Path


def make_once(path: Path, line: str) -> None:
    """Put ``line`` into a file that does not exist yet. Of two processes that start together,
    one makes it: link() decides."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = _draft(path, [line])
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def replace_lines(path: Path, lines: Iterable[str]) -> None:
    """Put another text in the file's place, on the disk before it counts: never half of it."""
    _draft(path, lines).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _draft(path: Path, lines: Iterable[str]) -> Path:
    draft = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return draft
