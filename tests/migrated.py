"""A migrated database, kept from one test run to the next: making the tables takes longer than
many a test. Its name holds what the tables are made of, so it is never an old one. For SQLite it
is a file, for PostgreSQL a database that others are copied from."""

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from filecmp import cmp as same
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import ProgrammingError, connection
from psycopg import sql

from tests.settings import CHECKOUT

ROOT = Path(__file__).resolve().parent.parent
_FOLDER = ROOT / ".pytest_cache" / "migrated"
_STATIC = ROOT / ".pytest_cache" / "static"
_TEMPLATES = f"jiedao_migrated_{CHECKOUT}_"


def borrow() -> bool:
    """Put a kept file in the place of the test database, or name the one to copy; True when the
    test database is there already."""
    if connection.vendor == "sqlite":
        return copy_to(_database())
    if _template() in _templates():
        connection.settings_dict["TEST"]["TEMPLATE"] = _template()
    return False


def copy_to(path: Path) -> bool:
    """Copy the kept file; False when there is none."""
    if not _kept().exists():
        return False
    shutil.copyfile(_kept(), path)
    return True


def copy_over(database: str) -> None:
    """Make an empty PostgreSQL database a copy of the kept one, where there is one."""
    if _template() in _templates():
        statement("DROP DATABASE {}", database)
        statement("CREATE DATABASE {} TEMPLATE {}", database, _template())


def keep() -> None:
    """Keep the test database, fresh from its migrations, for the next run."""
    if connection.vendor == "sqlite":
        _keep_file()
    elif _template() not in _templates():
        _keep_template()


def lend_static(folder: Path) -> None:
    """Copy the static files that an installation gathered before; it renews what is old."""
    if _STATIC.exists():
        shutil.copytree(_STATIC, folder, dirs_exist_ok=True)


def keep_static(folder: Path) -> None:
    """Keep the gathered static files for the next installation."""
    stamp = ".fingerprint"
    if (_STATIC / stamp).exists() and same(_STATIC / stamp, folder / stamp, shallow=False):
        return
    draft, old = (_STATIC.with_name(f"static.{word}.{os.getpid()}") for word in ("new", "old"))
    shutil.copytree(folder, draft)
    with suppress(OSError):  # another worker was faster
        if _STATIC.exists():
            _STATIC.rename(old)
        draft.rename(_STATIC)
    for rest in (draft, old):
        shutil.rmtree(rest, ignore_errors=True)


def statement(text: str, *names: str) -> None:
    """A statement about whole databases, given from outside of them."""
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(sql.SQL(text).format(*map(sql.Identifier, names)))


def _keep_file() -> None:
    if _kept().exists():
        return
    _FOLDER.mkdir(parents=True, exist_ok=True)
    for old in _FOLDER.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    draft = _FOLDER / f"{os.getpid()}.draft"
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(_database())) as database:
        database.execute("VACUUM INTO ?", [str(draft)])
    draft.replace(_kept())


def _keep_template() -> None:
    for old in _templates():
        statement("DROP DATABASE IF EXISTS {}", old)
    # Nobody may be connected to what is copied.
    name = connection.settings_dict["NAME"]
    connection.close()
    draft = f"{_TEMPLATES}draft_{os.getpid()}"
    statement("CREATE DATABASE {} TEMPLATE {}", draft, name)
    try:
        statement("ALTER DATABASE {} RENAME TO {}", draft, _template())
    except ProgrammingError:  # another worker was faster
        statement("DROP DATABASE {}", draft)


def _templates() -> set[str]:
    """The kept databases of this checkout; those that are being made apart."""
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
            " AND position('draft' in datname) = 0",
            [_TEMPLATES],
        )
        return {name for (name,) in cursor.fetchall()}


def _database() -> Path:
    return Path(connection.settings_dict["TEST"]["NAME"])


def _kept() -> Path:
    return _FOLDER / f"{_digest()}.sqlite3"


def _template() -> str:
    return _TEMPLATES + _digest()


@cache
def _digest() -> str:
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for config in apps.get_app_configs():
        for path in sorted((Path(config.path) / "migrations").glob("*.py")):
            digest.update(f"{config.label}/{path.name}".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
