"""SQLite: the online copy, a snapshot taken while others go on writing."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from jiedao.kernel import clock
from jiedao.kernel.errors import Refused

_FILE = "jiedao.sqlite3"
_PAGES = 4096


def database_path() -> Path:
    """Where the embedded database lies."""
    return Path(settings.DATABASES["default"]["NAME"])


def copy_out(folder: Path, say: Callable[[str, int], Callable[[int], None]]) -> None:
    """Copy a snapshot into ``folder`` and check it."""
    path = database_path()
    tick = say(_("复制数据库"), path.stat().st_size)
    with (
        closing(sqlite3.connect(path, isolation_level=None, timeout=20)) as source,
        closing(sqlite3.connect(folder / _FILE)) as target,
    ):
        page = source.execute("PRAGMA page_size").fetchone()[0]
        # An open read transaction holds the snapshot: without it every write of another
        # process would make the copy begin again.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        done = [0]

        def progress(_status: int, remaining: int, total: int) -> None:
            tick((total - remaining - done[0]) * page)
            done[0] = total - remaining

        source.backup(target, pages=_PAGES, progress=progress)
        fault = target.execute("PRAGMA quick_check(1)").fetchone()[0]
    if fault != "ok":
        raise Refused(_("数据库已损坏，备份没有完成：%(fault)s") % {"fault": fault})


def make_room() -> None:
    """Set the present database aside under a name with the time; an empty one is removed."""
    path = database_path()
    tables = connection.introspection.table_names()
    connection.close()
    stamp = clock.now().strftime("%Y%m%d-%H%M%S")
    for suffix in ("", "-wal", "-shm"):
        file = path.with_name(path.name + suffix)
        if file.exists() and not tables:
            file.unlink()
        elif file.exists():
            file.rename(path.with_name(f"{path.stem}.before-{stamp}{path.suffix}{suffix}"))


def copy_in(folder: Path) -> None:
    """Move the copy to where the database lies."""
    (folder / _FILE).rename(database_path())
