"""检查安装是否完好 · Look over an installation."""

import sys

import click

from jiedao.config.cli.frame import TownCommand


@click.command(
    cls=TownCommand,
    migrated=False,
    epilog="\b\n例 Example:\n  jiedao check",
)
def command() -> None:
    """检查设置、数据库、密钥、磁盘、后台进程和日历；有问题时逐条说明，并以 1 退出。

    Looks over settings, database, keys, disk, worker and calendar; says what is wrong and how to
    mend it, and leaves with 1 when something is.
    """
    from jiedao.config.checkup import examine

    faults = 0
    for finding in examine():
        click.echo(
            f"{finding.sign} {finding.title}" + (f"：{finding.text}" if finding.text else "")
        )
        faults += finding.is_fault
    sys.exit(1 if faults else 0)
