"""建立或更新数据表与静态文件 · Make or update tables and static files."""

import click

from jiedao.config.cli.frame import TownCommand


@click.command(cls=TownCommand, migrated=False, epilog="例 Example:  jiedao migrate")
def command() -> None:
    """建立或更新数据表，收集静态文件；可以反复运行。

    Makes or updates the tables and gathers static files; does nothing when all is up to date.
    """
    prepare()
    click.echo("已是最新。Up to date.")


def prepare() -> None:
    """Bring tables and static files up to date."""
    from django.core.management import call_command

    from jiedao.config.health import is_migrated
    from jiedao.config.static import gather

    if not is_migrated():
        click.echo("正在建立数据表… Migrating…", err=True)
        call_command("migrate", interactive=False, verbosity=0)
    gather()
