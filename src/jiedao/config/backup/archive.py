"""Writing and reading the archive; what is in the database is copied by ``store``."""

import io
import json
import os
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

import jiedao
from jiedao.config.backup import store
from jiedao.kernel import clock
from jiedao.kernel.errors import Conflict, Invalid
from jiedao.kernel.models import Town

FORMAT = 1
_FOLDERS = ("files", "keys")

Say = Callable[[str, int], "Tick"]
"""Called with a title and a number of bytes; returns what is told how many are done."""
Tick = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself."""

    format: int
    version: str
    made_at: str
    database: str
    migrations: dict[str, list[str]]
    towns: list[str]


def back_up(target: Path, say: Say) -> Manifest:
    """Write the archive; the installation may go on working meanwhile.

    The database is copied first: files are only ever added before the row that names them, so
    every file of the copy's rows is there when the folder is copied after it.
    """
    if target.exists():
        raise Conflict(_("文件 %(path)s 已存在。") % {"path": target})
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    manifest = _manifest()
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".jiedao-") as folder:
            store.copy_out(Path(folder), say)
            with (
                _private(draft) as file,
                tarfile.open(fileobj=file, mode="w:gz", compresslevel=1) as archive,
            ):
                _add_text(archive, "manifest.json", json.dumps(asdict(manifest), indent=1))
                _add_all(archive, _contents(Path(folder)), say)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        # On disk before it gets its name: a name without a whole archive behind it deceives.
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def restore(source: Path, *, replace: bool, say: Say) -> Manifest:
    """Put an archive's content in the place of this (empty) installation's."""
    try:
        with (
            tarfile.open(source) as archive,
            tempfile.TemporaryDirectory(dir=settings.HOME, prefix=".restore-") as folder,
        ):
            manifest = read_manifest(archive)
            store.check_restorable(manifest.database, manifest.migrations, replace=replace)
            _unpack(archive, Path(folder), say, source.stat().st_size)
            # Nothing was touched so far: an archive that is cut short fails before this line.
            store.make_room()
            for name in _FOLDERS:
                _put(Path(folder) / name, settings.HOME / name)
            store.copy_in(Path(folder) / "database", manifest.migrations, say)
    except (tarfile.TarError, EOFError, zlib.error) as fault:
        raise Invalid(_("备份文件不完整或已损坏。")) from fault
    return manifest


def read_manifest(archive: tarfile.TarFile) -> Manifest:
    """The first member of the archive; Invalid when it is not one of ours."""
    member = archive.next()
    file = archive.extractfile(member) if member and member.name == "manifest.json" else None
    if file is None:
        raise Invalid(_("这不是街道系统的备份文件。"))
    manifest = Manifest(**json.load(file))
    if manifest.format > FORMAT:
        raise Invalid(_("这个备份由更新的版本生成，请先升级。"))
    return manifest


def _manifest() -> Manifest:
    return Manifest(
        format=FORMAT,
        version=jiedao.__version__,
        made_at=clock.now().isoformat(timespec="seconds"),
        database=store.kind(),
        migrations=store.applied_migrations(),
        towns=list(Town.objects.order_by("id").values_list("key", flat=True)),
    )


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _contents(database: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(database.iterdir()):
        yield f"database/{path.name}", path
    for name in _FOLDERS:
        folder = settings.HOME / name
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield f"{name}/{path.relative_to(folder)}", path


def _add_all(archive: tarfile.TarFile, contents: Iterator[tuple[str, Path]], say: Say) -> None:
    members = [(name, path, _size(path)) for name, path in contents]
    tick = say(_("打包"), sum(size for _name, _path, size in members))
    for name, path, _bytes in members:
        # What somebody erased meanwhile is to be in no copy either.
        with suppress(FileNotFoundError), path.open("rb") as file:
            info = archive.gettarinfo(arcname=name, fileobj=file)
            info.uid = info.gid = 0
            info.uname = info.gname = ""
            archive.addfile(info, file)
            tick(info.size)


def _size(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(text.encode())
    info.mode = 0o600
    archive.addfile(info, io.BytesIO(text.encode()))


def _unpack(archive: tarfile.TarFile, folder: Path, say: Say, size: int) -> None:
    # By hand: nothing but plain files, and none outside the folder, whoever made the archive.
    tick = say(_("解包"), size)
    told = 0
    for member in archive:
        name = PurePosixPath(member.name)
        if not member.isfile() or name.is_absolute() or ".." in name.parts:
            raise Invalid(_("备份文件里有不该有的内容：%(name)s") % {"name": member.name})
        file = archive.extractfile(member)
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _private(target) as out:
            while file and (chunk := file.read(1 << 20)):
                out.write(chunk)
        read = archive.fileobj.tell() if archive.fileobj else 0
        tick(read - told)
        told = read


def _put(source: Path, target: Path) -> None:
    if not source.exists():
        return
    if target.exists():
        stamp = clock.now().strftime("%Y%m%d-%H%M%S")
        target.rename(target.with_name(f"{target.name}.before-{stamp}"))
    source.rename(target)
