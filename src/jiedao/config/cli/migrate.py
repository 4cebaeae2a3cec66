"""建立或更新数据表与静态文件 · Make or update tables and static files."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import click

from jiedao.config.cli.frame import TownCommand
from jiedao.config.cli.progress import Progress


@click.command(cls=TownCommand, migrated=False, epilog="\b\n例 Example:\n  jiedao migrate")
def command() -> None:
    """建立或更新数据表，收集静态文件；可以反复运行。

    Makes or updates the tables and gathers static files; does nothing when all is up to date.
    """
    prepare()
    click.echo("已是最新。Up to date.")


def prepare() -> None:
    """Bring tables and static files up to date."""
    from django.core.management import call_command

    from jiedao.config.health import missing_migrations
    from jiedao.config.static import gather

    missing = missing_migrations()
    if missing:
        with Progress("建立数据表 Making tables", missing) as progress, _in_haste():
            call_command("migrate", interactive=False, no_color=True, stdout=_Counter(progress))
        _add_new_roles()
    gather()


def _add_new_roles() -> None:
    """The roles that a new application suggests, for the towns that are there already; what a
    town's administrators made of the others stays."""
    from jiedao.foundation.staff.actions import add_standard_roles
    from jiedao.kernel.actors import SYSTEM
    from jiedao.kernel.models import Town
    from jiedao.kernel.transactions import durable

    for town_id in Town.objects.order_by("id").values_list("id", flat=True):
        with durable():
            add_standard_roles(town_id, actor=SYSTEM)


class _Counter(io.StringIO):
    """What `migrate` prints, as progress: it says OK after each migration."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self._progress = progress

    def write(self, text: str) -> int:
        if text.strip() == "OK":
            self._progress.step()
        return len(text)


@contextmanager
def _in_haste() -> Iterator[None]:
    """While a new SQLite file gets its first tables there is nothing to lose, so do not wait
    for the disk after each statement; at the end everything is written out."""
    from django.db import connection

    is_new = connection.vendor == "sqlite" and not connection.introspection.table_names()
    if is_new:
        connection.cursor().execute("PRAGMA synchronous=OFF")
    yield
    if is_new:
        connection.cursor().execute("PRAGMA synchronous=FULL")
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
