"""重放一个街道的公开数据 · Replay a sub-district: simulated records that meet a published report."""

from pathlib import Path

import click

from jiedao.config.cli.frame import TownCommand
from jiedao.config.cli.progress import telling

_PROFILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    cls=TownCommand,
    epilog="\b\n例 Example:\n  JIEDAO_HOME=/tmp/replay jiedao migrate\n"
    "  JIEDAO_HOME=/tmp/replay jiedao replay towns/songgang-2024h1.toml",
)
@click.argument("profile", type=_PROFILE)
@click.option("--key", default="", help="代号 The town's key [the profile's file name].")
@click.option("--partial", is_flag=True, help="没有的种类先不做 Leave out kinds not declared here.")
@click.option("--no-sign-ins", is_flag=True, hidden=True, help="Do not list the demo accounts.")
def command(profile: Path, key: str, partial: bool, no_sign_ins: bool) -> None:
    """按配置文件在空系统里建一个模拟街道，其记录与一份公开的工作报告相符。

    Builds, in an empty instance only, the town of a PROFILE (towns/README.md): its records are
    made through the actions, in number, place and day such that the figures of a published work
    report follow from them. Page and file are marked as simulated for ever, and no real record may
    be imported beside them.
    """
    from jiedao.config.demo.loading import DEMO_PASSWORD, demo_accounts
    from jiedao.config.replay.building import counted, replay
    from jiedao.config.replay.profile import read

    said = read(profile)
    with telling() as say:
        done = replay(key or profile.stem, said, say, partial=partial)
    for title, count in counted(done):
        click.echo(f"  {title} {count:,}")
    for name in done.waiting:
        click.echo(f"  ! 没有应用声明 Not declared here: {name}", err=True)
    click.echo(f"“{done.town.title}”已重放（模拟）。The town is replayed, and marked so for ever.")
    if no_sign_ins:
        return
    for username, title, name in demo_accounts(done.town):
        click.echo(f"  {username:<12} {title}  {name}")
    click.echo(f"  密码 Password: {DEMO_PASSWORD}")
