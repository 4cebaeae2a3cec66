"""The database's part of a backup: SQLite by its own online copy, PostgreSQL table by table."""

from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from jiedao.config.backup import postgresql, sqlite
from jiedao.kernel.errors import Conflict, Invalid

Say = Callable[[str, int], Callable[[int], None]]


def kind() -> str:
    """``sqlite`` or ``postgresql``."""
    return connection.vendor


def applied_migrations() -> dict[str, list[str]]:
    """Application → the names of its applied migrations, in order."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def copy_out(folder: Path, say: Say) -> None:
    """A consistent copy of the database as files in ``folder``."""
    if kind() == "sqlite":
        sqlite.copy_out(folder, say)
    else:
        postgresql.copy_out(folder, say)


def check_restorable(database: str, migrations: dict[str, list[str]], *, replace: bool) -> None:
    """Refuse with a sentence what could not be restored here, before anything is touched."""
    if database != kind():
        raise Invalid(
            _("备份来自 %(theirs)s，这里用的是 %(ours)s；请换成同一种数据库再恢复。")
            % {"theirs": database, "ours": kind()}
        )
    known = MigrationExecutor(connection).loader.disk_migrations
    strange = [(app, name) for app, names in migrations.items() for name in names]
    strange = [each for each in strange if each not in known]
    if strange:
        raise Invalid(
            _("备份由更新的版本生成（%(name)s），请先升级。") % {"name": ".".join(strange[0])}
        )
    occupied = bool(connection.introspection.table_names())
    if occupied and kind() != "sqlite":
        raise Conflict(_("请恢复到一个空的数据库：新建一个，并把 DATABASE_URL 指向它。"))
    if occupied and not replace:
        raise Conflict(_("这里已有数据。要换成备份里的，请加 --replace；现有数据会改名保留。"))


def make_room() -> None:
    """Set a present SQLite database aside; PostgreSQL was found empty."""
    if kind() == "sqlite":
        sqlite.make_room()


def copy_in(folder: Path, migrations: dict[str, list[str]], say: Say) -> None:
    """Load the files of ``folder``, then bring the tables up to this version."""
    if kind() == "sqlite":
        sqlite.copy_in(folder)
    else:
        # The tables as they were when the copy was made; what came later is migrated after.
        _migrate_to(migrations)
        postgresql.copy_in(folder, say)
    call_command("migrate", interactive=False, verbosity=0)


def _migrate_to(migrations: dict[str, list[str]]) -> None:
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    plan = [
        (migration, backwards)
        for migration, backwards in executor.migration_plan(newest)
        if migration.name in migrations.get(migration.app_label, ())
    ]
    executor.migrate(newest, plan=plan)
