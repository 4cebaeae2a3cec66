"""A backup is one that restores: the whole way, with the commands, on the database at hand."""

import stat
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installation import Installation, installation

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.both]

FILL = """
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


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Installation, Installation]]:
    """Two empty installations on the kind of database the tests run on."""
    with installation(tmp_path, "first") as first, installation(tmp_path, "second") as second:
        yield first, second


def test_the_whole_way_there_and_back(
    two: tuple[Installation, Installation], tmp_path: Path
) -> None:
    first, second = two
    archive = tmp_path / "copies" / "one.tar.gz"
    first.migrate()
    first.do(FILL)
    assert "Saved to" in first.jiedao("backup", str(archive))
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert [path.name for path in archive.parent.iterdir()] == ["one.tar.gz"]
    # What was made is never written over.
    assert "已存在" in first.jiedao("backup", str(archive), ok=False)

    assert "old" in second.jiedao("restore", str(archive))
    # The number 700 and the newline came through; new rows get new ids.
    assert second.do(TELL).splitlines() == [
        "老街道 700 '有\\\\反斜杠\\t制表\\n换行'",
        "True 10240",
    ]
    key = Path("keys") / "secret.key"
    assert (second.home / key).read_text() == (first.home / key).read_text()
    assert stat.S_IMODE((second.home / key).stat().st_mode) == 0o600

    # A second time there is data in the way.
    assert "Error" in second.jiedao("restore", str(archive), ok=False)
    assert "老街道" in second.do(TELL)


def test_a_file_erased_meanwhile_spoils_no_backup(
    two: tuple[Installation, Installation], tmp_path: Path
) -> None:
    first, _second = two
    first.migrate()
    first.do(FILL)
    archive = tmp_path / "one.tar.gz"
    first.do(f"""
from pathlib import Path
from django.conf import settings
from jiedao.config.backup import archive
def say(title, total):
    # Between the list of files and their packing.
    (settings.MEDIA_ROOT / "2026" / "照片.jpg").unlink(missing_ok=True) if title == "打包" else None
    return lambda done: None
archive.back_up(Path({str(archive)!r}), say)
""")
    with tarfile.open(archive) as whole:
        names = whole.getnames()
    assert "keys/secret.key" in names
    assert not [name for name in names if "照片" in name]


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
