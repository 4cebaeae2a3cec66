"""What an administrator sets from outside."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from jiedao.config import environment
from jiedao.config.keys import kept_secrets


def test_postgresql_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "DATABASE_URL", "postgresql://li%40:p%2Fw@db.example:6432/jd?sslmode=require"
    )
    found = environment.database(Path("unused"))
    assert found["ENGINE"].endswith("postgresql")
    assert (found["USER"], found["PASSWORD"]) == ("li@", "p/w")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "6432", "jd")
    assert found["OPTIONS"]["sslmode"] == "require"


def test_postgresql_by_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///jd?host=/var/run/postgresql")
    assert environment.database(Path("unused"))["HOST"] == "/var/run/postgresql"


def test_another_database_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://x/y")
    with pytest.raises(ImproperlyConfigured, match="must look like postgresql"):
        environment.database(Path("unused"))


def test_sqlite_is_the_default_and_durable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    found = environment.database(Path("/data"))
    assert found["NAME"] == Path("/data/jiedao.sqlite3")
    assert "synchronous=FULL" in found["OPTIONS"]["init_command"]
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_number_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIEDAO_PORT", "http")
    with pytest.raises(ImproperlyConfigured, match="JIEDAO_PORT"):
        environment.number("JIEDAO_PORT", 8000)


def test_every_variable_is_documented() -> None:
    """What the settings ask for stands in the module's table and in docs/operations.md."""
    config = Path(environment.__file__).parent
    asked = {
        name
        for path in config.rglob("*.py")
        for name in re.findall(r'\("(JIEDAO_[A-Z_]+)"', path.read_text(encoding="utf-8"))
    }
    page = (config.parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    assert asked
    for name in asked:
        assert name in (environment.__doc__ or ""), name
        assert name in page, name


def test_a_secret_is_made_once_and_kept_private(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "secret.key"
    (secret,) = kept_secrets(path)
    assert len(secret) > 40
    assert kept_secrets(path) == [secret]
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert list(path.parent.iterdir()) == [path]
