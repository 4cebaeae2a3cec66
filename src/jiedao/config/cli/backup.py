"""备份数据库、文件和密钥 · Copy database, files and keys into one archive."""

from pathlib import Path

import click

from jiedao.config.cli.frame import TownCommand


@click.command(
    cls=TownCommand,
    epilog="\b\n例 Example:\n  jiedao backup\n  jiedao backup /mnt/backups/jiedao-monday.tar.gz",
)
@click.argument("archive", required=False, type=click.Path(path_type=Path))
def command(archive: Path | None) -> None:
    """把数据库、文件和密钥备份到一个文件；系统可以照常运行。

    Writes a consistent copy of database, files and keys into ARCHIVE (by default a new file in
    the folder `backups` of JIEDAO_HOME) while the system keeps running. The keys are in it:
    guard it like the installation itself.
    """
    from django.conf import settings

    from jiedao.config.backup.archive import back_up
    from jiedao.config.cli.progress import telling
    from jiedao.kernel import clock

    stamp = clock.now().astimezone(clock.TOWN_ZONE).strftime("%Y%m%d-%H%M%S")
    target = archive or settings.HOME / "backups" / f"jiedao-{stamp}.tar.gz"
    with telling() as say:
        back_up(target.resolve(), say)
    size = target.stat().st_size / 1_048_576
    click.echo(f"已备份到 Saved to {target}  ({size:.2f} MB)")
