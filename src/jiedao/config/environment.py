"""What an administrator sets from outside, read once: nothing else reads the environment.

=================  ==============================================================
JIEDAO_HOME        data folder; default ``var`` of a checkout, else ~/.local/share/jiedao
JIEDAO_HOST        address to listen on; default 127.0.0.1
JIEDAO_PORT        port of pages and API; live events are on the next one; default 8000
JIEDAO_LIVE_PORT   port of live events, where the next one is taken
DATABASE_URL       postgresql://user:password@host:port/name; default the embedded SQLite
JIEDAO_HOSTS       host names under which the site is reached, separated by commas
JIEDAO_HTTPS       1 when readers reach it by https: cookies are then sent by https only
JIEDAO_PROXIES     number of trusted reverse proxies before it; default 0
JIEDAO_LIVE_URL    address of live events for browsers, behind a proxy: ``/live/events``
JIEDAO_TILE_HOSTS  servers of map tiles that pages may ask, separated by commas
JIEDAO_WEB         number of web processes; default the number of cores, at most 4
JIEDAO_THREADS     threads in each web process; default 4
JIEDAO_SECRET_KEY  instead of ``keys/secret.key``; older ones that still count after commas
JIEDAO_MASTER_KEY  instead of ``keys/master.key`` (read where it is used, parties/seal.py)
JIEDAO_LLM_KEY     key of the town's large language model (read where it is used, mining/language_model.py)
JIEDAO_DEBUG       1 for developers
=================  ==============================================================
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_CHECKOUT = Path(__file__).resolve().parents[3]


def text(name: str, default: str = "") -> str:
    """The variable's value; an empty one counts as not set."""
    return os.environ.get(name, "").strip() or default


def number(name: str, default: int) -> int:
    """The variable as a whole number; a sentence names it when it is none."""
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def flag(name: str) -> bool:
    """Whether the variable says yes."""
    return text(name).lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str) -> list[str]:
    """The variable as a list, split at commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def home() -> Path:
    """The data folder: database, files, keys, backups."""
    if chosen := text("JIEDAO_HOME"):
        return Path(chosen).expanduser().resolve()
    if (_CHECKOUT / "run").exists():
        return _CHECKOUT / "var"
    return Path("~/.local/share/jiedao").expanduser()


def database(folder: Path) -> dict[str, Any]:
    """Django's settings of the database that DATABASE_URL names, else of the embedded one."""
    url = text("DATABASE_URL")
    return _postgresql(url) if url else _sqlite(folder / "jiedao.sqlite3")


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Writers wait for one another here instead of failing half-way: a transaction
            # takes the write lock when it begins, for at most 20 s.
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            # FULL: what was acknowledged is on the disk, also after a power cut.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                " PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
                " PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
            ),
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured(
            "DATABASE_URL must look like postgresql://user:password@host:5432/name;"
            f" it begins with {parts.scheme!r}."
        )
    options: dict[str, Any] = {"connect_timeout": 5} | dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": str(options.pop("host", "")) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
