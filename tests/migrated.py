"""A migrated SQLite file, kept from one test run to the next: making the tables takes longer
than many a test. Its name holds what the tables are made of, so it is never an old one."""

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.apps import apps
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
_FOLDER = ROOT / ".pytest_cache" / "migrated"


def borrow() -> bool:
    """Put a kept file in the place of the test database; False when there is none."""
    return connection.vendor == "sqlite" and copy_to(_database())


def copy_to(path: Path) -> bool:
    """Copy the kept file; False when there is none."""
    if not _kept().exists():
        return False
    shutil.copyfile(_kept(), path)
    return True


def keep() -> None:
    """Keep the test database, fresh from its migrations, for the next run."""
    if connection.vendor != "sqlite" or _kept().exists():
        return
    _FOLDER.mkdir(parents=True, exist_ok=True)
    for old in _FOLDER.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    draft = _FOLDER / f"{os.getpid()}.draft"
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(_database())) as database:
        database.execute("VACUUM INTO ?", [str(draft)])
    draft.replace(_kept())


def _database() -> Path:
    return Path(connection.settings_dict["TEST"]["NAME"])


def _kept() -> Path:
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for config in apps.get_app_configs():
        for path in sorted((Path(config.path) / "migrations").glob("*.py")):
            digest.update(f"{config.label}/{path.name}".encode() + path.read_bytes())
    return _FOLDER / f"{digest.hexdigest()[:16]}.sqlite3"
