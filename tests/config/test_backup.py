"""A backup is one that restores: the whole way, with the commands, on the database at hand."""

import os
import stat
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection
from psycopg import sql

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FILL = """
import django; django.setup()
from jiedao.kernel import clock, history
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.history import Line
from jiedao.kernel.models import Town
from django.conf import settings
town = Town.objects.create(key="old", title="老街道", title_en="Old", created_at=clock.now())
history.record(town.pk, [Line("case", n, "reported", note="有\\\\反斜杠\\t制表\\n换行") for n in range(700)], actor=SYSTEM)
(settings.MEDIA_ROOT / "2026").mkdir(parents=True)
(settings.MEDIA_ROOT / "2026" / "照片.jpg").write_bytes(bytes(range(256)) * 40)
"""
TELL = """
import django; django.setup()
from django.conf import settings
from jiedao.kernel import clock, history
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.history import Line
from jiedao.kernel.models import History, Town
town = Town.objects.get()
print(town.title, History.objects.count(), repr(History.objects.last().note))
(row,) = history.record(town.pk, [Line("case", 1, "accepted")], actor=SYSTEM)
print(row.id > 700, (settings.MEDIA_ROOT / "2026" / "照片.jpg").stat().st_size)
"""


@dataclass
class Installation:
    """A data folder and a database of its own, worked on by commands."""

    home: Path
    url: str

    def run(self, *arguments: str, ok: bool = True) -> str:
        environ = os.environ | {
            "JIEDAO_HOME": str(self.home),
            "DATABASE_URL": self.url,
            "JIEDAO_PORT": "1",
            "DJANGO_SETTINGS_MODULE": "jiedao.config.settings",
        }
        done = subprocess.run(
            [sys.executable, *arguments], env=environ, capture_output=True, text=True, check=False
        )
        assert (done.returncode == 0) is ok, done.stdout + done.stderr
        return done.stdout + done.stderr

    def jiedao(self, *arguments: str, ok: bool = True) -> str:
        return self.run("-m", "jiedao.config.cli", *arguments, ok=ok)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Installation, Installation]]:
    """Two empty installations on the kind of database the tests run on."""
    made: list[str] = []

    def place(name: str) -> Installation:
        if connection.vendor == "sqlite":
            return Installation(tmp_path / name, "")
        database = f"{connection.settings_dict['NAME']}_{name}"
        made.append(database)
        _statement("CREATE DATABASE {}", database)
        options = connection.settings_dict
        host = options["HOST"] or options["OPTIONS"].get("host", "")
        login = options["USER"] or options["OPTIONS"].get("user", "")
        secret = f":{options['PASSWORD']}" if options["PASSWORD"] else ""
        return Installation(
            tmp_path / name, f"postgresql://{login}{secret}@/{database}?host={host}"
        )

    yield place("first"), place("second")
    for database in made:
        _statement("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)


def _statement(text: str, name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql.SQL(text).format(sql.Identifier(name)))


def test_the_whole_way_there_and_back(
    two: tuple[Installation, Installation], tmp_path: Path
) -> None:
    first, second = two
    archive = tmp_path / "copies" / "one.tar.gz"
    first.jiedao("migrate")
    first.run("-c", FILL)
    assert "Saved to" in first.jiedao("backup", str(archive))
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert [path.name for path in archive.parent.iterdir()] == ["one.tar.gz"]
    # What was made is never written over.
    assert "已存在" in first.jiedao("backup", str(archive), ok=False)

    assert "old" in second.jiedao("restore", str(archive))
    # The number 700 and the newline came through; new rows get new ids.
    assert second.run("-c", TELL).splitlines() == [
        "老街道 700 '有\\\\反斜杠\\t制表\\n换行'",
        "True 10240",
    ]
    key = Path("keys") / "secret.key"
    assert (second.home / key).read_text() == (first.home / key).read_text()
    assert stat.S_IMODE((second.home / key).stat().st_mode) == 0o600

    # A second time there is data in the way.
    assert "Error" in second.jiedao("restore", str(archive), ok=False)
    assert "老街道" in second.run("-c", TELL)


def test_what_is_no_backup_changes_nothing(
    two: tuple[Installation, Installation], tmp_path: Path
) -> None:
    first, _second = two
    strange = tmp_path / "strange.tar.gz"
    with tarfile.open(strange, "w:gz") as archive:
        archive.add(__file__, "etc/passwd")
    assert "不是街道系统的备份" in first.jiedao("restore", str(strange), ok=False)
    strange.write_bytes(b"no archive at all")
    assert "不完整" in first.jiedao("restore", str(strange), ok=False)
    assert list(first.home.glob("*.before-*")) == []
