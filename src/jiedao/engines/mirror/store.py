"""The files of the mirror, and the manifests that say which of them count.

``MIRROR_ROOT/TOWN/manifest.json`` names for each kind its parts (one for each month, every row
once) and its deltas (rows that changed since, the later one counts). A file is written beside,
flushed and renamed before a manifest names it, and the manifest is replaced whole: whoever dies
meanwhile leaves a file that nobody names, which is swept away later. Files are never changed, so
a reader needs no lock.
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from jiedao.kernel.keyfiles import replace_lines

_FORMAT: Final = 1
_ROW_GROUP: Final = 100_000
# Readers that opened an older manifest have this long to read its files.
_GRACE_SECONDS: Final = 900.0


@dataclass(frozen=True, slots=True)
class Part:
    """One file: its path within the town's folder, its rows, the month they belong to (202503; 0
    for a delta)."""

    path: str
    rows: int
    month: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """What there is of one kind. ``columns`` are those the files have, with their types."""

    columns: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...] = ()
    deltas: tuple[Part, ...] = ()

    @property
    def delta_rows(self) -> int:
        return sum(part.rows for part in self.deltas)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a town that count. ``changes`` rises with every change of the data,
    ``files`` with every file that was written; ``born`` is another one after every rebuild."""

    born: str = ""
    changes: int = 0
    files: int = 0
    kinds: Mapping[str, Kept] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """Another text whenever the data are others."""
        return f"{self.born}-{self.changes}"


def root() -> Path:
    """The folder of all towns."""
    return Path(settings.MIRROR_ROOT)


def folder(town_id: int) -> Path:
    """The folder of one town."""
    return root() / str(town_id)


@contextmanager
def turn(*, wait: bool = True) -> Iterator[bool]:
    """The one writer's turn; without ``wait`` False where somebody else has it."""
    root().mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(root() / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        os.close(handle)
        yield False
        return
    try:
        yield True
    finally:
        os.close(handle)


def manifest_of(town_id: int) -> Manifest:
    """The manifest as it is now; an empty one where nothing was mirrored yet."""
    path = folder(town_id) / "manifest.json"
    try:
        found = path.stat()
    except FileNotFoundError:
        return Manifest()
    # It is replaced, never written to: another inode is another text.
    return _read(path, found.st_ino, found.st_mtime_ns)


@lru_cache(maxsize=64)
def _read(path: Path, _inode: int, _changed: int) -> Manifest:
    said = json.loads(path.read_text(encoding="utf-8"))
    if said["format"] != _FORMAT:
        return Manifest()
    return Manifest(
        said["born"],
        said["changes"],
        said["files"],
        {key: _kept(kind) for key, kind in said["kinds"].items()},
    )


def _kept(said: Mapping[str, Any]) -> Kept:
    return Kept(
        tuple((name, kind) for name, kind in said["columns"]),
        tuple(Part(**part) for part in said["parts"]),
        tuple(Part(**part) for part in said["deltas"]),
    )


class Draft:
    """A manifest in the making. ``add`` writes files; nothing counts before ``commit``."""

    def __init__(self, town_id: int) -> None:
        self.folder = folder(town_id)
        self.town_id = town_id
        self.manifest = manifest_of(town_id)
        self.kinds = dict(self.manifest.kinds)
        self._files = self.manifest.files
        self._born = self.manifest.born or os.urandom(6).hex()
        self._differs = False
        self.left_behind = False
        """Whether files were replaced by others."""

    def anew(self) -> None:
        """Forget everything: the next commit names only what was made since."""
        self.kinds, self._born, self._differs = {}, os.urandom(6).hex(), True

    def put(self, kind: str, kept: Kept, *, data: bool = True) -> None:
        """Say what there is of a kind; ``data`` is False where only the files are others."""
        before = self.kinds.get(kind)
        if before is not None and {*before.parts, *before.deltas} - {*kept.parts, *kept.deltas}:
            self.left_behind = True
        self.kinds[kind] = kept
        self._differs |= data

    def add(self, kind: str, table: pa.Table, month: int = 0) -> Part:
        """Write one file of a kind."""
        path, writer = self.writer(kind, table.schema, month)
        with writer as add:
            add(table)
        return Part(path, table.num_rows, month)

    def writer(
        self, kind: str, schema: pa.Schema, month: int
    ) -> tuple[str, AbstractContextManager[Callable[[pa.Table], None]]]:
        """The path of a new file, and how to write it in several pieces."""
        # A crash may have left a file of that number: it is written over, for nobody names it.
        self._files += 1
        place = f"{month // 100:04d}-{month % 100:02d}" if month else "changed"
        name = f"{kind}/{place}/{self._files:08d}.parquet"
        return name, _written(self.folder / name, schema)

    def commit(self) -> None:
        """From now on these files count."""
        changes = self.manifest.changes + self._differs
        self.manifest = Manifest(self._born, changes, self._files, self.kinds)
        said = {"format": _FORMAT, **asdict(self.manifest)}
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_lines(self.folder / "manifest.json", [json.dumps(said, separators=(",", ":"))])
        self._differs = False


@contextmanager
def _written(path: Path, schema: pa.Schema) -> Iterator[Callable[[pa.Table], None]]:
    """A file that is there, whole and on the disk, when the block is left."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.draft")
    with pq.ParquetWriter(draft, schema, compression="zstd") as file:
        yield lambda table: file.write_table(table, row_group_size=_ROW_GROUP)
    handle = os.open(draft, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    draft.chmod(0o600)
    draft.rename(path)


def read(town_id: int, part: Part, columns: Iterable[str] | None = None) -> pa.Table:
    """One file, or some of its columns."""
    names = None if columns is None else list(columns)
    return pq.read_table(folder(town_id) / part.path, columns=names, partitioning=None)


def sweep(town_id: int, *, grace: float = _GRACE_SECONDS) -> None:
    """Take away files that no manifest has named for a while."""
    place = folder(town_id)
    kinds = manifest_of(town_id).kinds.values()
    named = {place / part.path for kept in kinds for part in (*kept.parts, *kept.deltas)}
    before = time.time() - grace
    for path in place.glob("*/*/*"):
        if path not in named and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


def forget() -> None:
    """Take the whole mirror away; it is built anew when it is next wanted."""
    if root().exists():
        shutil.rmtree(root(), ignore_errors=True)
    _read.cache_clear()
