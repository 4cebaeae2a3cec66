"""Translation catalogues in gettext's two forms: ``.po`` for people, ``.mo`` for the program.

Written without dates and line numbers, so that a file changes only when a sentence does.
"""

import ast
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

Id = str | tuple[str, str]
HEADER = "Content-Type: text/plain; charset=utf-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
_LINE = re.compile(r'^(msgid_plural|msgid|msgstr(?:\[\d\])?)?\s*(".*")$')
_MAGIC = 0x950412DE


@dataclass(frozen=True, slots=True)
class Entry:
    """A sentence, its English (singular and plural where it has two), the files it stands in."""

    id: Id
    texts: tuple[str, ...]
    files: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The Chinese sentence."""
        return self.id if isinstance(self.id, str) else self.id[0]


def is_chinese(one: Id) -> bool:
    """Whether a sentence is ours, and not one of Django's passed through."""
    text = one if isinstance(one, str) else one[0]
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def read(path: Path) -> list[Entry]:
    """The entries of a ``.po`` file; the header is left out."""
    entries = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        parts: dict[str, str] = {}
        now = ""
        for line in block.splitlines():
            match = _LINE.match(line)
            if match:
                now = match.group(1) or now
                parts[now] = parts.get(now, "") + str(ast.literal_eval(match.group(2)))
        if parts.get("msgid"):
            entries.append(_entry(parts))
    return entries


def _entry(parts: dict[str, str]) -> Entry:
    if "msgid_plural" in parts:
        texts = (parts.get("msgstr[0]", ""), parts.get("msgstr[1]", ""))
        return Entry((parts["msgid"], parts["msgid_plural"]), texts)
    return Entry(parts["msgid"], (parts.get("msgstr", ""),))


def write(path: Path, entries: Sequence[Entry]) -> None:
    """The ``.po`` file, and beside it the ``.mo`` file of what has English."""
    blocks = [f'msgid ""\nmsgstr ""\n{_quoted_lines(HEADER)}']
    blocks += [_block(entry) for entry in entries]
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    path.with_suffix(".mo").write_bytes(compiled(entries))


def _block(entry: Entry) -> str:
    lines = [f"#: {name}" for name in entry.files]
    if isinstance(entry.id, str):
        lines += [f"msgid {_quoted(entry.id)}", f"msgstr {_quoted(entry.texts[0])}"]
    else:
        lines += [f"msgid {_quoted(entry.id[0])}", f"msgid_plural {_quoted(entry.id[1])}"]
        lines += [f"msgstr[{i}] {_quoted(text)}" for i, text in enumerate(entry.texts)]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _quoted_lines(text: str) -> str:
    return "\n".join(_quoted(line) for line in text.splitlines(keepends=True))


def compiled(entries: Sequence[Entry]) -> bytes:
    """The ``.mo`` form (GNU gettext manual, 10.3): two sorted tables of (length, offset)."""
    pairs = {b"": HEADER.encode()}
    for entry in entries:
        if all(entry.texts):
            key = entry.id if isinstance(entry.id, str) else "\0".join(entry.id)
            pairs[key.encode()] = "\0".join(entry.texts).encode()
    keys = sorted(pairs)
    start = 28 + 16 * len(keys)
    table, data = b"", b""
    for texts in (keys, [pairs[key] for key in keys]):
        for text in texts:
            table += struct.pack("<II", len(text), start + len(data))
            data += text + b"\0"
    sizes = (len(keys), 28, 28 + 8 * len(keys), 0, start)
    return struct.pack("<7I", _MAGIC, 0, *sizes) + table + data
