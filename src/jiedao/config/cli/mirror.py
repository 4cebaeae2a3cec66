"""列式镜像：重建、更新、核对 · The columnar mirror that figures are computed from."""

import sys

import click

from jiedao.config.cli.frame import TownCommand


@click.group(epilog="例 Example:  jiedao mirror check   ·   jiedao mirror rebuild")
def command() -> None:
    """统计用的列式镜像（Parquet 文件），由后台自动更新；这里重建、更新和核对。

    The mirror of all records as columns (Parquet files), which the worker keeps up to date. It
    follows from the database: nothing in it is lost when it is built anew.
    """


@command.command(cls=TownCommand, epilog="例 Example:  jiedao mirror rebuild")
def rebuild() -> None:
    """从数据库全部重建。Builds it anew from the database; readers see the old one until it is done."""
    from jiedao.config.cli.progress import Progress
    from jiedao.engines.mirror import refreshing

    with Progress("重建镜像 Building the mirror", 0) as progress:
        rows = refreshing.rebuild(progress.step)
    click.echo(f"镜像已重建，共 {rows} 行。Built: {rows} rows.")


@command.command(cls=TownCommand, epilog="例 Example:  jiedao mirror refresh")
def refresh() -> None:
    """立即更新到现在（没有后台进程时）。Brings it up to date now, where no worker runs."""
    from jiedao.engines.mirror import refreshing

    done = refreshing.refresh()
    click.echo(f"镜像已更新，处理 {done} 项。Up to date; {done} changes taken over.")


@command.command(
    cls=TownCommand, epilog="\b\n例 Example:\n  jiedao mirror check || jiedao mirror rebuild"
)
def check() -> None:
    """与数据库逐类逐月核对行数和内容；有不同时逐条说明，并以 1 退出。

    Compares rows and contents with the database, kind by kind and month by month; says each
    difference in a sentence, and leaves with 1 when there is one.
    """
    from jiedao.engines.mirror import checking

    faults = 0
    for sentence in checking.check():
        click.echo(f"✗ {sentence}")
        faults += 1
    if not faults:
        click.echo("✓ 镜像与数据库一致。The mirror says what the database says.")
    sys.exit(1 if faults else 0)
