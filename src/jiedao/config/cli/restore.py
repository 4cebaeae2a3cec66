"""从备份恢复 · Restore an archive made by `jiedao backup`."""

from pathlib import Path

import click

from jiedao.config.cli.frame import TownCommand


@click.command(
    cls=TownCommand,
    migrated=False,
    epilog="\b\n例 Example:\n  JIEDAO_HOME=/srv/jiedao jiedao restore jiedao-20261122-142000.tar.gz",
)
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="替换现有数据（改名保留）Set present data aside.")
def command(archive: Path, replace: bool) -> None:
    """把 ARCHIVE 恢复到 JIEDAO_HOME 和它的数据库；请先停止系统。

    Restores ARCHIVE into JIEDAO_HOME and its database. Stop the system first. Present data is
    never overwritten: with --replace it is renamed and kept.
    """
    from jiedao.config.backup.archive import restore
    from jiedao.config.cli.progress import telling
    from jiedao.config.serving.programs import is_running

    if is_running():
        raise click.ClickException("系统正在运行，请先停止。It is running: stop it first.")
    with telling() as say:
        manifest = restore(archive, replace=replace, say=say)
    click.echo(
        f"已恢复 Restored: {manifest.made_at}, {manifest.database}, {', '.join(manifest.towns) or '-'}"
    )
